"""Saving cells by page: one by one with scripts, a section at a time without, two people, the records' figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Hotspot
from reports.models import CellComment, Indicator, Report, ReportValue
from reports.views.cells import ANSWER, VERSION
from tests.accounts.factories import person
from tests.incidents.factories import HotspotFactory
from tests.reports.filing_world import FilingWorld, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> FilingWorld:
    return make_world()


@pytest.fixture
def chief(world: FilingWorld, client: Client) -> Client:
    client.force_login(world.district.chief)
    return client


def send(
    client: Client, report: Report, line: Indicator, value: str = "", version: int = 0, **more: Any
) -> Any:
    """Send a cell as the page's script does."""
    data = {f"version-{line.pk}": version, f"cell-{line.pk}": value}
    data |= {f"{name}-{line.pk}": text for name, text in more.items()}
    return client.post(reverse("report_cell", args=[report.pk, line.pk]), data)


def stored(report: Report, line: Indicator) -> ReportValue:
    return ReportValue.objects.get(report=report, indicator=line)


@pytest.mark.parametrize("typed", ["1234", "1.234", " 1 234 "])
def test_a_figure_is_saved_however_it_is_grouped(chief, world, typed):
    report, line = world.report(), world.lines["1"]
    answer = send(chief, report, line, typed)
    assert answer.status_code == 200
    assert stored(report, line).number == 1234
    assert (answer[ANSWER], answer[VERSION]) == (str(line.pk), "1")
    assert 'value="1.234"' in answer.content.decode()


def test_zero_is_kept_and_is_not_empty(chief, world):
    report, line = world.report(), world.lines["1"]
    shown = send(chief, report, line, "0").content.decode()
    assert stored(report, line).number == 0
    assert 'value="0"' in shown
    assert 'data-state="saved"' in shown
    emptied = send(chief, report, line, "", version=1).content.decode()
    assert stored(report, line).number is None
    assert 'data-state="empty"' in emptied


def test_what_cannot_be_read_is_refused_with_a_sentence_and_nothing_is_saved(chief, world):
    report, line = world.report(), world.lines["1"]
    for typed in ("mười", "1,5", "-3", "1e9", "12.34"):
        answer = send(chief, report, line, typed)
        assert answer.status_code == 422
        assert "data-said" in answer.content.decode()
    assert not ReportValue.objects.filter(report=report, indicator=line).exists()


def test_an_answer_brings_the_rate_the_broken_rule_the_tabs_and_the_counter(chief, world):
    report = world.report()
    for line, number in {"1.1": "9", "1.2": "3"}.items():
        send(chief, report, world.lines[line], number)
    send(chief, report, world.lines["1.3"], "3")
    shown = send(chief, report, world.lines["1"], "14").content.decode()
    rate = world.lines["1.4"]
    assert f'id="cell-{rate.pk}"' in shown
    assert "64,3" in shown
    assert "1 = 1.1 + 1.2 + 1.3" in shown
    assert shown.count('data-state="wrong"') == 4
    # One rule of four lines is one mistake, in the tab as in the counter.
    assert '<span class="step-count">1<' in shown
    assert 'id="sheet-counter"' in shown
    assert 'id="sheet-steps"' in shown
    mended = send(chief, report, world.lines["1"], "15", version=1).content.decode()
    assert 'data-state="wrong"' not in mended
    # Only what hangs together with the cell travels: not every line of the form.
    assert f'id="cell-{world.lines["3"].pk}"' not in mended


def test_of_two_people_the_second_is_shown_both_values_and_overwrites_nothing(chief, world):
    report, line = world.report(), world.lines["1"]
    send(chief, report, line, "7")
    colleague = Client()
    colleague.force_login(person("commune_chief", world.district.commune, full_name="Lê Thị Bé"))
    assert send(colleague, report, line, "8", version=1).status_code == 200
    clash = send(chief, report, line, "9", version=1)
    text = clash.content.decode()
    assert clash.status_code == 409
    assert "Lê Thị Bé" in text
    assert "<b>8</b>" in text
    assert 'data-version="2"' in text
    assert stored(report, line).number == 8
    assert send(chief, report, line, "9", version=2).status_code == 200
    assert stored(report, line).number == 9


def test_the_same_cell_sent_twice_is_no_conflict(chief, world):
    report, line = world.report(), world.lines["1"]
    for _ in range(2):
        assert send(chief, report, line, "7", version=0).status_code == 200
    assert stored(report, line).version == 1


def test_a_figure_from_the_records_is_tinted_linked_and_kept_beside_what_was_typed(chief, world):
    HotspotFactory.create_batch(2, commune=world.district.commune, state="confirmed")
    report, line = world.report(), world.lines["2"]
    shown = chief.get(reverse("report_detail", args=[report.pk])).content.decode()
    assert "is-from-records" in shown
    assert reverse("hotspot_list") in shown
    value = stored(report, line)
    assert value.number == Hotspot.objects.count() == 2
    overridden = send(chief, report, line, "3", version=value.version).content.decode()
    assert f'name="reason-{line.pk}"' in overridden
    assert "<b>2</b>" in overridden
    reasoned = send(chief, report, line, "3", version=value.version + 1, reason="Một điểm mới lập")
    assert reasoned.status_code == 200
    kept = stored(report, line)
    assert (kept.number, kept.source_number) == (3, 2)
    assert kept.override_reason == "Một điểm mới lập"
    back = chief.post(
        reverse("report_cell_source", args=[report.pk, line.pk]),
        {f"version-{line.pk}": kept.version},
    )
    assert "is-from-records" in back.content.decode()
    assert (stored(report, line).number, stored(report, line).override_reason) == (2, "")


def test_an_unusual_change_asks_for_an_explanation(chief, world):
    earlier, report, line = world.report(months_ago=1), world.report(), world.lines["1"]
    ReportValue.objects.create(report=earlier, indicator=line, number=4)
    Report.objects.filter(pk=earlier.pk).update(
        state="submitted", first_submitted_at=earlier.due_at, submitted_at=earlier.due_at
    )
    asked = send(chief, report, line, "40").content.decode()
    assert f'name="explanation-{line.pk}"' in asked
    assert 'data-state="explain"' in asked
    told = send(chief, report, line, "40", version=1, explanation="Ra quân cao điểm").content
    assert 'data-state="explain"' not in told.decode()
    assert stored(report, line).explanation == "Ra quân cao điểm"


def test_texts_and_tables_are_saved_as_a_whole(chief, world):
    report = world.report()
    text, table = world.lines["3"], world.lines["4"]
    send(chief, report, text, "Ổn định.\r\nKhông có vụ nổi cộm <b>nào</b>.")
    assert stored(report, text).text == "Ổn định.\nKhông có vụ nổi cộm <b>nào</b>."
    rows = {
        f"version-{table.pk}": "0",
        f"cell-{table.pk}-0-what": "Thiếu áo mưa",
        f"cell-{table.pk}-0-many": "12",
        f"cell-{table.pk}-1-what": "",
        f"cell-{table.pk}-7-what": "Xe hỏng",
        f"cell-{table.pk}-7-many": "1",
        f"cell-{table.pk}-7-stranger": "x",
    }
    answer = chief.post(reverse("report_cell", args=[report.pk, table.pk]), rows)
    assert answer.status_code == 200
    assert stored(report, table).rows == [
        {"what": "Thiếu áo mưa", "many": 12},
        {"what": "Xe hỏng", "many": 1},
    ]
    page = chief.get(reverse("report_detail", args=[report.pk])).content.decode()
    assert "&lt;b&gt;nào&lt;/b&gt;" in page
    wrong = {**rows, f"version-{table.pk}": "1", f"cell-{table.pk}-0-many": "mấy cái"}
    assert chief.post(reverse("report_cell", args=[report.pk, table.pk]), wrong).status_code == 422


def test_a_section_without_scripts_saves_everything_and_keeps_what_it_could_not(chief, world):
    report = world.report()
    section = world.lines["1"].section_id
    address = reverse("report_section", args=[report.pk, section])
    sent = {}
    for line, value in {"1": "15", "1.1": "chín", "1.2": "3", "3": "Ổn định"}.items():
        key = world.lines[line].pk
        sent |= {f"version-{key}": "0", f"cell-{key}": value, f"was-{key}": ""}
    answer = chief.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="chín"' in page
    assert stored(report, world.lines["1"]).number == 15
    assert stored(report, world.lines["3"]).text == "Ổn định"
    key = world.lines["1.1"].pk
    mended = chief.post(address, {f"version-{key}": "0", f"cell-{key}": "9"})
    assert mended["Location"].endswith(f"#part-{section}")
    assert stored(report, world.lines["1.1"]).number == 9


def test_a_section_without_scripts_leaves_untouched_what_others_changed_meanwhile(chief, world):
    report, mine, theirs = world.report(), world.lines["1"], world.lines["1.1"]
    send(chief, report, theirs, "5")
    sent = {
        f"version-{theirs.pk}": "0", f"cell-{theirs.pk}": "", f"was-{theirs.pk}": "",
        f"version-{mine.pk}": "0", f"cell-{mine.pk}": "15", f"was-{mine.pk}": "",
    }  # fmt: skip
    address = reverse("report_section", args=[report.pk, mine.section_id])
    assert chief.post(address, sent).status_code == 302
    assert stored(report, theirs).number == 5
    clash = chief.post(address, {**sent, f"cell-{theirs.pk}": "6"})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert 'value="6"' in page
    assert f'name="version-{theirs.pk}" value="1"' in page
    again = {f"version-{theirs.pk}": "1", f"cell-{theirs.pk}": "6"}
    assert chief.post(address, again).status_code == 302
    assert stored(report, theirs).number == 6


def test_without_scripts_too_the_records_figure_is_taken_back(chief, world):
    HotspotFactory(commune=world.district.commune, state="confirmed")
    report, line = world.report(), world.lines["2"]
    chief.get(reverse("report_detail", args=[report.pk]))
    send(chief, report, line, "9", version=1)
    address = reverse("report_section", args=[report.pk, line.section_id])
    other = world.lines["1"].pk
    sent = {
        f"version-{line.pk}": "2", f"cell-{line.pk}": "9", f"reason-{line.pk}": "",
        f"version-{other}": "0", f"cell-{other}": "4", "take": str(line.pk),
    }  # fmt: skip
    assert chief.post(address, sent).status_code == 302
    assert stored(report, line).number == 1
    assert stored(report, world.lines["1"]).number == 4


def test_a_formula_is_never_keyed(chief, world):
    report, rate = world.report(), world.lines["1.4"]
    assert send(chief, report, rate, "99").status_code == 422
    page = chief.get(reverse("report_detail", args=[report.pk])).content.decode()
    assert f'name="cell-{rate.pk}"' not in page


def test_nobody_writes_in_a_submitted_report(chief, world):
    report, line = world.report(), world.lines["1"]
    Report.objects.filter(pk=report.pk).update(
        state="submitted", first_submitted_at=report.due_at, submitted_at=report.due_at
    )
    assert send(chief, report, line, "7").status_code == 422
    page = chief.get(reverse("report_detail", args=[report.pk])).content.decode()
    assert "data-cell-value" not in page
    assert not ReportValue.objects.filter(report=report).exists()


def test_an_officer_and_another_communes_chief_cannot_write(world):
    report, line = world.report(), world.lines["1"]
    for who, status in ((world.district.officer, 403), (world.district.other_chief, 404)):
        client = Client()
        client.force_login(who)
        assert send(client, report, line, "7").status_code == status
    assert not ReportValue.objects.filter(report=report, indicator=line).exists()


def test_the_panel_tells_the_earlier_figures_the_history_and_takes_comments(chief, world):
    report, earlier, line = world.report(), world.report(months_ago=1), world.lines["1"]
    ReportValue.objects.create(report=earlier, indicator=line, number=Decimal(12))
    Report.objects.filter(pk=earlier.pk).update(
        state="submitted", first_submitted_at=earlier.due_at, submitted_at=earlier.due_at
    )
    send(chief, report, line, "14")
    send(chief, report, line, "15", version=1)
    panel = reverse("report_cell_panel", args=[report.pk, line.pk])
    text = chief.get(panel, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert 'data-value="12' in text
    assert "<del>" in text
    assert "Phạm Công Tâm" in text
    assert "<html" in chief.get(panel).content.decode()
    comments = reverse("report_cell_comments", args=[report.pk, line.pk])
    assert chief.post(comments, {"text": " "}).status_code == 422
    said = chief.post(comments, {"text": "Đã đối chiếu sổ"}, headers={"HX-Request": "true"})
    assert "Đã đối chiếu sổ" in said.content.decode()
    comment = CellComment.objects.get()
    assert comment.by_name == "Phạm Công Tâm"
    chief.post(reverse("report_comment_settle", args=[report.pk, comment.pk]))
    comment.refresh_from_db()
    assert comment.settled_at is not None
