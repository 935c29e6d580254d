"""What the head of the provincial body answers to a proposal (HD 11/2025): noted, kept in history, never a clock."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.tips.proposing import ProposalAnswer, may_note_answer, note_answer
from incidents.domain.tips.story import story_of
from incidents.models import CrimeTip
from tests.incidents.test_tip_proposals import meant, proposed
from tests.incidents.tips import DAY, HOUR, NOW, classified, moved

pytestmark = pytest.mark.django_db

HEAD = "Thượng tá Lê Văn Hùng, Phó Thủ trưởng"
OTHER_WAY = "Chuyển hồ sơ cho Đội 2 thụ lý vì có yếu tố liên tỉnh."


def answered(tip, by, version=None, **said):
    facts = {"answer": "agreed", "on": NOW.date(), "by_whom": HEAD, "note": "", **said}
    return note_answer(
        tip,
        ProposalAnswer(**facts),
        by=by,
        now=NOW + 5 * HOUR,
        version=tip.version if version is None else version,
    )


def test_the_answer_is_noted_with_its_day_and_who_gave_it(district):
    tip = proposed(meant(district), district)
    due = tip.next_due_at
    tip = answered(tip, district.chief)
    assert (tip.answer, tip.answered_on, tip.answered_by) == ("agreed", NOW.date(), HEAD)
    assert (tip.next_due_at, tip.state) == (due, "classified")
    (line,) = [one for one in story_of(tip) if "trả lời" in one.action]
    assert {"đồng ý đề xuất", "26/11/2026", HEAD} <= {one.after for one in line.changes}
    # What was noted wrongly is noted again; the history has both.
    tip = answered(tip, district.chief, answer="other", note=OTHER_WAY)
    assert (tip.answer, tip.answer_note) == ("other", OTHER_WAY)
    assert len([one for one in story_of(tip) if "trả lời" in one.action]) == 2
    # It may come when the file is with the investigators already, until the tip is closed.
    tip = answered(moved(tip, district.chief, "hand_over"), district.chief)
    assert tip.answer == "agreed"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": NOW.date() - DAY}, "on"),
        ({"on": NOW.date() + 2 * DAY}, "on"),
        ({"by_whom": " "}, "by_whom"),
        ({"answer": "other", "note": "x"}, "note"),
        ({"answer": "perhaps"}, "answer"),
    ],
)
def test_what_is_no_answer_is_refused(district, wrong, field):
    tip = proposed(meant(district), district)
    with pytest.raises(ValidationError) as problem:
        answered(tip, district.chief, **wrong)
    assert field in problem.value.message_dict


def test_who_notes_it_and_when(district):
    tip = proposed(meant(district), district)
    for user in (district.officer, district.staff, district.administrator):
        with pytest.raises(PermissionDenied):
            answered(tip, user)
    with pytest.raises(ChangedMeanwhileError):
        answered(tip, district.chief, version=tip.version - 1)
    for unasked in (classified(district), meant(district)):
        assert not may_note_answer(unasked, None, district.chief)
        with pytest.raises(ValidationError):
            answered(unasked, district.chief)
    tip = moved(tip, district.chief, "hand_over")
    tip = moved(tip, district.staff, "accept", "resolve", "close")
    with pytest.raises(ValidationError):
        answered(tip, district.chief)


def test_the_database_keeps_an_answer_whole(district):
    tip = proposed(meant(district), district)
    with pytest.raises(IntegrityError), transaction.atomic():
        CrimeTip.objects.filter(pk=tip.pk).update(answer="agreed")


def test_the_chief_notes_it_on_the_page(client, district):
    tip = meant(district)
    client.force_login(district.chief)
    shown, address = (reverse(f"tip_{name}", args=[tip.pk]) for name in ("detail", "answer"))
    assert address not in client.get(shown).content.decode()
    tip = proposed(tip, district)
    assert address in client.get(shown).content.decode()
    sent = {"version": tip.version, "answer": "other", "on": "2026-11-26", "by_whom": HEAD}
    answer = client.post(address, {**sent, "note": ""})
    assert answer.status_code == 422
    assert answer.context["answer_form"].errors["note"]
    assert client.post(address, {**sent, "note": OTHER_WAY}).status_code == 302
    page = client.get(shown).content.decode()
    assert OTHER_WAY in page
    assert HEAD in page
    client.force_login(district.officer)
    assert client.post(address, {**sent, "note": OTHER_WAY}).status_code == 403
