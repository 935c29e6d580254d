"""After a step the page says what happened: the state, what is done, until when what runs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.models import CrimeTip
from tests.incidents.tips import classified, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, district):
    """Return a function that takes a step by its button and gives back what the page says."""

    def taken(by, tip, name, *args, **data):
        client.force_login(by)
        version = CrimeTip.objects.get(pk=tip.pk).version
        address = reverse(name, args=[tip.pk, *args])
        answer = client.post(address, {"version": version, **data}, follow=True)
        assert answer.status_code == 200
        return " ".join(str(one) for one in answer.context["messages"])

    return taken


def test_each_step_says_what_it_did(district, send):
    tip = received(district)
    said = send(district.chief, tip, "tip_classify", urgency="urgent")
    assert "đã phân loại" in said
    assert "chuyển" in said.lower()
    tip.refresh_from_db()
    note = "Chuyển kèm 05 tờ tài liệu."
    assert "đã bàn giao" in send(district.chief, tip, "tip_move", "hand_over", note=note)
    send(district.staff, tip, "tip_move", "accept")
    said = send(district.staff, tip, "tip_finish", "assignment")
    assert "đã thực hiện" in said
    today = timezone.localdate().isoformat()
    typed = {"decision_number": "12/QĐ-CAH", "decision_on": today}
    said = send(district.staff, tip, "tip_extend", **typed)
    assert "Đã gia hạn theo quyết định 12/QĐ-CAH" in said
    assert "đến hết ngày" in said
    assert "chuyển sang trạng thái" not in said
    said = send(district.staff, tip, "tip_move", "suspend", note="Tạm đình chỉ theo QĐ 15/QĐ-CAH.")
    assert "tạm đình chỉ" in said
    assert classified(district).number not in said
