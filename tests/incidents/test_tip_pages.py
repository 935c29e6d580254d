"""The pages of crime tips, by role, by form, and what they never show."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Disclosure
from incidents.models import CrimeTip
from incidents.tables.tips import clock_words
from tests.incidents.tips import NOW, classified, moved, received

pytestmark = pytest.mark.django_db


def receiving(channel):
    """The address of the form for one way of coming."""
    return f"{reverse('tip_receive')}?channel={channel}"


def typed(**more):
    values = {
        "submission_key": str(uuid.uuid4()),
        "kind": "denunciation",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "content": "Nghe tiếng kêu cứu ở cuối ấp.",
        "full_name": "Huỳnh Thị Ngọc Sương",
        "phone": "0918273645",
    }
    return {**values, **more}


def test_an_officer_receives_and_classifies_a_tip(client, district):
    client.force_login(district.officer)
    assert client.get(reverse("tip_receive")).status_code == 200
    answer = client.post(receiving("telephone"), typed(), follow=True)
    tip = CrimeTip.objects.get()
    assert answer.status_code == 200
    assert "Sương" not in answer.content.decode()
    data = {"version": tip.version, "urgency": "urgent"}
    client.post(reverse("tip_classify", args=[tip.pk]), data)
    tip.refresh_from_db()
    assert (tip.state, tip.urgency) == ("classified", "urgent")
    assert tip.next_due_at - tip.received_at == datetime.timedelta(hours=24)


# What the circular lists for a tip by telephone; time and officer are written by the system and the form.
BY_TELEPHONE = {
    "submission_key", "kind", "received_at", "full_name", "address", "phone", "id_number", "id_issued",
    "how_known", "content", "event_time", "event_place", "others", "is_anonymous", "anonymous_reason",
}  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "more"),
    [
        ("telephone", set()),
        ("spoken", {"is_agency", "special", "assisted_by"}),
        ("written", {"is_agency", "special", "assisted_by"}),
        ("post", {"is_agency", "channel_code"}),
        ("electronic", {"is_agency", "channel_code"}),
        ("vneid", {"is_agency", "channel_code"}),
    ],
)
def test_each_way_asks_for_its_own_fields(client, district, channel, more):
    client.force_login(district.officer)
    assert (
        receiving(channel).partition("?")[2] in client.get(reverse("tip_receive")).content.decode()
    )
    form = client.get(receiving(channel)).context["form"]
    assert set(form.fields) == BY_TELEPHONE | more
    assert client.post(receiving(channel), typed()).status_code == 302
    assert CrimeTip.objects.get().channel == channel


@pytest.mark.parametrize("year", ["0001", "1800", "9999"])
def test_a_year_that_no_calendar_means_is_refused(client, district, year):
    client.force_login(district.officer)
    answer = client.post(receiving("telephone"), typed(received_at=f"{year}-01-01T00:00"))
    assert answer.status_code == 422
    assert not CrimeTip.objects.exists()


@pytest.mark.parametrize("name", ["received_before", "late_on", "with_commune_on", "handed_before"])
def test_a_day_beyond_every_list_is_no_error(client, district, name):
    client.force_login(district.staff)
    assert client.get(reverse("tip_list"), {name: "9999-12-31"}).status_code == 200


def test_an_unknown_way_asks_which(client, district):
    client.force_login(district.officer)
    assert client.get(receiving("pigeon")).context["channels"]
    assert client.post(receiving("pigeon"), typed()).context["channels"]
    assert not CrimeTip.objects.exists()


def test_special_steps_say_who_was_there_and_are_sealed(client, district):
    client.force_login(district.officer)
    answer = client.post(receiving("spoken"), typed(special="minor"))
    assert "assisted_by" in answer.context["form"].errors
    sent = typed(special="minor", assisted_by="Bà ngoại Lê Thị Ba")
    assert client.post(receiving("spoken"), sent).status_code == 302
    tip = CrimeTip.objects.get()
    assert "Lê Thị Ba" not in tip.informant.sealed
    client.force_login(district.chief)
    look = client.post(reverse("tip_informant", args=[tip.pk]), {"reason": "Mời làm việc"})
    assert "Bà ngoại Lê Thị Ba" in look.content.decode()


def test_a_wrong_form_keeps_what_was_typed(client, district):
    client.force_login(district.officer)
    for wrong in ({"full_name": ""}, {"is_anonymous": "on"}, {"content": ""}):
        answer = client.post(receiving("telephone"), typed(**wrong))
        assert answer.status_code == 422
        assert "0918273645" in answer.content.decode()
    assert not CrimeTip.objects.exists()


def test_a_look_asks_for_a_reason_and_stands_in_the_history(client, district):
    tip = received(district)
    client.force_login(district.chief)
    page, look = reverse("tip_detail", args=[tip.pk]), reverse("tip_informant", args=[tip.pk])
    assert "Sương" not in client.get(page).content.decode()
    assert client.get(look)["Location"] == reverse("tip_detail", args=[tip.pk])
    assert client.post(look, {"reason": ""}).status_code == 422
    answer = client.post(look, {"reason": "Mời làm việc"})
    assert "Sương" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "Mời làm việc" in client.get(page).content.decode()
    assert Disclosure.objects.count() == 1


def test_nobody_else_may_look_or_step(client, district):
    tip = classified(district)
    for user in (district.officer, district.administrator, district.home_affairs, district.staff):
        client.force_login(user)
        answer = client.post(reverse("tip_informant", args=[tip.pk]), {"reason": "Mời làm việc"})
        assert answer.status_code == 403
        data = {"version": tip.version, "note": "x"}
        answer = client.post(reverse("tip_move", args=[tip.pk, "hand_over"]), data)
        assert answer.status_code == 403
    client.force_login(district.other_chief)
    assert client.get(reverse("tip_detail", args=[tip.pk])).status_code == 404
    assert not Disclosure.objects.exists()


def test_the_district_accepts_assigns_and_extends(client, district):
    tip = moved(classified(district), district.chief, "hand_over")
    client.force_login(district.staff)

    def send(name, *args, **data):
        tip.refresh_from_db()
        return client.post(reverse(name, args=[tip.pk, *args]), {"version": tip.version, **data})

    assert send("tip_move", "accept").status_code == 302
    assert send("tip_finish", "assignment").status_code == 302
    assert send("tip_finish", "assignment").status_code == 302
    assert send("tip_extend", decision_number="").status_code == 422
    today = timezone.localdate().isoformat()
    assert send("tip_extend", decision_number="7/QĐ", decision_on=today).status_code == 302
    assert tip.deadlines.get(step="extension").decision_number == "7/QĐ"
    assert send("tip_move", "resolve", note="").status_code == 422
    assert client.get(reverse("tip_detail", args=[tip.pk])).status_code == 200
    assert client.post(reverse("tip_move", args=[tip.pk, "nothing"])).status_code == 404


def test_what_was_typed_stays_when_somebody_was_faster(client, district):
    tip = moved(classified(district), district.chief, "hand_over")
    seen = tip.version
    moved(tip, district.staff, "accept")
    client.force_login(district.staff)
    page = reverse("tip_move", args=[tip.pk, "give_back"])
    answer = client.post(page, {"version": seen, "note": "Thiếu lời khai của nhân chứng."})
    assert answer.status_code == 409
    assert "Thiếu lời khai của nhân chứng." in answer.content.decode()
    tip.refresh_from_db()
    assert tip.state == "accepted"
    page = reverse("tip_move", args=[tip.pk, "resolve"])
    answer = client.post(page, {"version": seen, "note": "Khởi tố vụ án, QĐ 15."})
    assert answer.status_code == 409
    form = next(one["form"] for one in answer.context["moves"] if one["name"] == "resolve")
    assert form["note"].value() == "Khởi tố vụ án, QĐ 15."
    sent = {"version": form["version"].value(), "note": form["note"].value()}
    assert client.post(page, sent).status_code == 302
    tip.refresh_from_db()
    assert tip.state == "resolved"


def test_the_list_begins_with_what_expires_first_in_a_fixed_number_of_queries(client, district):
    late, soon = classified(district, "ordinary"), classified(district)
    waiting = received(district)
    client.force_login(district.chief)
    client.get(reverse("tip_list"))  # the session's own queries
    with CaptureQueriesContext(connection) as first:
        page = client.get(reverse("tip_list")).content.decode()
    # What has no class yet runs as an ordinary one, no sooner than what is urgent.
    places = [page.index(one.number) for one in (soon, late, waiting)]
    assert places == sorted(places)
    assert "Sương" not in page
    for _ in range(3):
        classified(district)
    with CaptureQueriesContext(connection) as second:
        client.get(reverse("tip_list"))
    assert len(second) == len(first)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (datetime.timedelta(days=3, hours=4, minutes=9), "còn 3 ngày 4 giờ"),
        (datetime.timedelta(hours=2, minutes=5), "còn 2 giờ 5 phút"),
        (-datetime.timedelta(days=1, minutes=5), "quá hạn 1 ngày"),
        (datetime.timedelta(seconds=20), "còn 0 phút"),
    ],
)
def test_the_clock_in_words(left, words):
    with translation.override("vi"):
        assert clock_words(NOW + left, NOW) == words
