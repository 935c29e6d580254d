"""The pages of reports as people use them: the list, the sheet, submitting, returning, replacing, papers."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.domain.filling import save_cell
from reports.domain.snapshots import fingerprint_of
from reports.models import Indicator, Report, ReportValue
from tests.reports.factories import (
    FormVersionFactory,
    IndicatorFactory,
    ReportFactory,
    ReportFormFactory,
    ReportingPeriodFactory,
    SectionFactory,
    published,
)
from tests.reports.filing_world import FilingWorld, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> FilingWorld:
    return make_world()


@pytest.fixture
def chief(world: FilingWorld, client: Client) -> Client:
    client.force_login(world.district.chief)
    return client


@pytest.fixture
def staff(world: FilingWorld) -> Client:
    signed_in = Client()
    signed_in.force_login(world.district.staff)
    return signed_in


def page(client: Client, report: Report, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse("report_detail", args=[report.pk]) + query)
    assert answer.status_code == status
    return answer.content.decode()


def fill(world: FilingWorld, report: Report) -> None:
    """Fill what the form requires, rightly."""
    for line, number in {"1": 15, "1.1": 9, "1.2": 3, "1.3": 3, "2": 0}.items():
        ReportValue.objects.update_or_create(
            report=report, indicator=world.lines[line], defaults={"number": number}
        )


def submit(client: Client, report: Report, version: int | None = None) -> Any:
    report.refresh_from_db()
    data = {
        "version": report.version if version is None else version,
        "fingerprint": fingerprint_of(report),
    }
    return client.post(reverse("report_submit", args=[report.pk]), data)


def test_a_figure_changed_after_the_last_look_is_looked_at_again(chief, world):
    report = world.report()
    fill(world, report)
    seen = chief.get(reverse("report_submit", args=[report.pk])).context["fingerprint"]
    report.refresh_from_db()
    ReportValue.objects.filter(report=report, indicator=world.lines["2"]).update(number=1)
    look = reverse("report_submit", args=[report.pk])
    late = chief.post(look, {"version": report.version, "fingerprint": seen})
    assert late.status_code == 409
    report.refresh_from_db()
    assert report.state == "draft"
    again = {"version": report.version, "fingerprint": late.context["fingerprint"]}
    assert chief.post(look, again).status_code == 302


def move(client: Client, report: Report, name: str, **more: Any) -> Any:
    report.refresh_from_db()
    data = {"version": report.version, **more}
    return client.post(reverse("report_move", args=[report.pk, name]), data, follow=True)


def pdf(content: bytes = b"%PDF-1.7\n1 0 obj\nstartxref\n9\n%%EOF\n", name: str = "ky.pdf") -> Any:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_list_puts_what_must_be_filed_first_and_the_returned_before_all(chief, world):
    returned, late = world.report(months_ago=0), world.report(months_ago=2)
    Report.objects.filter(pk=returned.pk).update(
        state="returned",
        first_submitted_at=returned.due_at,
        submitted_at=returned.due_at,
        return_message="Đối chiếu lại số vụ",
    )
    answer = chief.get(reverse("report_list"))
    waiting = answer.context["to_file"]
    assert waiting[0].report == returned
    assert waiting[1].report == late
    assert (waiting[0].progress.filled, waiting[0].progress.total) == (0, 7)
    text = answer.content.decode()
    assert "Đối chiếu lại số vụ" in text
    assert waiting[1].tone == "bad"


def test_the_reader_has_what_waits_for_him_instead(staff, world, chief):
    report = world.report()
    fill(world, report)
    assert submit(chief, report).status_code == 302
    answer = staff.get(reverse("report_list"))
    assert [one.report for one in answer.context["to_read"]] == [report]
    assert "to_file" not in answer.context


def test_the_navigation_counts_what_waits_for_each(chief, staff, world):
    counted = [
        item.count
        for client in (chief, staff)
        for group in client.get(reverse("report_list")).context["nav"]
        for item in group.items
        if item.url == reverse("report_list")
    ]
    assert counted == [world.form.periods.count(), 0]


def test_the_list_is_filtered_by_form_state_standing_year_and_period(staff, world):
    period = world.form.periods.order_by("first_day").first()
    wanted = {
        f"form={world.form.pk}&all=1": 2 * world.form.periods.count(),
        f"period={period.code}": 2,
        f"period={period.code}&commune={world.district.commune.pk}": 1,
        "state=to_read": 0,
        "state=to_file&q=long hoa": world.form.periods.count(),
        "q=tinh hinh an ninh": 2 * world.form.periods.count(),
        "standing=late": 0,
        "year=1999": 0,
    }
    found = {
        query: staff.get(reverse("report_list") + "?" + query).context["window"].total
        for query in wanted
    }
    assert found == wanted


def test_home_affairs_finds_no_report_of_the_police(world):
    client = Client()
    client.force_login(world.district.home_affairs)
    page(client, world.report(), status=404)
    assert client.get(reverse("report_list")).context["window"].total == 0


def test_the_sheet_shows_the_period_before_and_a_year_ago_and_says_what_is_missing(chief, world):
    earlier, report, line = world.report(months_ago=1), world.report(), world.lines["1"]
    ReportValue.objects.create(report=earlier, indicator=line, number=4321)
    Report.objects.filter(pk=earlier.pk).update(
        state="approved", first_submitted_at=earlier.due_at, submitted_at=earlier.due_at
    )
    text = page(chief, report)
    assert "4.321" in text
    assert "<b>1/7</b>" in text  # the places of the records are counted


def test_a_report_is_looked_through_then_submitted_once_and_frozen(chief, world):
    report = world.report()
    look = reverse("report_submit", args=[report.pk])
    assert "#nothing" in chief.get(look).content.decode()
    ReportValue.objects.create(report=report, indicator=world.lines["1.1"], number=9)
    first = chief.get(look).content.decode()
    assert f"#cell-{world.lines['1'].pk}" in first
    assert chief.get(look).context["review"].is_ready is False
    fill(world, report)
    ReportValue.objects.filter(report=report, indicator=world.lines["1"]).update(number=14)
    assert submit(chief, report).status_code == 422
    ReportValue.objects.filter(report=report, indicator=world.lines["1"]).update(number=15)
    report.refresh_from_db()
    seen = report.version
    assert submit(chief, report, seen).status_code == 302
    again = chief.post(look, {"version": seen, "fingerprint": "x"}, follow=True)
    report.refresh_from_db()
    assert (report.state, report.submissions) == ("submitted", 1)
    assert report.reportsnapshots.count() == 1
    assert [str(one.level_tag) for one in again.context["messages"]] == ["success", "info"]
    snapshot = report.reportsnapshots.get()
    text = page(chief, report)
    assert snapshot.sha256 in text
    sent = chief.get(reverse("report_snapshot", args=[report.pk, 1]))
    assert hashlib.sha256(sent.content).hexdigest() == snapshot.sha256
    assert "attachment" in sent["Content-Disposition"]


def test_an_empty_report_needs_a_reason_to_be_submitted(chief, world):
    report = world.report()
    assert submit(chief, report).status_code == 422
    nothing = reverse("report_nothing", args=[report.pk])
    chief.post(nothing, {"is_so": "1", "reason": ""})
    report.refresh_from_db()
    assert not report.nothing_to_report
    chief.post(nothing, {"is_so": "1", "reason": "Địa bàn bị ngập, không có vụ việc"})
    assert "data-cell-value" not in page(chief, report)
    assert submit(chief, report).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.nothing_reason) == (
        "submitted",
        "Địa bàn bị ngập, không có vụ việc",
    )


def test_a_refused_nothing_to_report_keeps_the_reason_that_was_typed(chief, world):
    report = world.report()
    save_cell(report, world.lines["1"], "3", version=0, by=world.district.chief)
    nothing = reverse("report_nothing", args=[report.pk])
    answer = chief.post(nothing, {"is_so": "1", "reason": "Địa bàn bị ngập"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Địa bàn bị ngập</textarea>" in told
    assert 'id="nothing-refused"' in told
    assert 'value="3"' in told


def test_nothing_to_report_is_taken_back(chief, world):
    report = world.report()
    nothing = reverse("report_nothing", args=[report.pk])
    chief.post(nothing, {"is_so": "1", "reason": "Không có vụ việc"})
    chief.post(nothing, {})
    report.refresh_from_db()
    assert not report.nothing_to_report
    assert "data-cell-value" in page(chief, report)


def test_the_reader_returns_with_a_message_and_a_comment_and_the_chief_resubmits(
    chief, staff, world
):
    report, line = world.report(), world.lines["1"]
    fill(world, report)
    submit(chief, report)
    assert "data-cell-value" not in page(staff, report)
    move(staff, report, "begin_review")
    said = reverse("report_cell_comments", args=[report.pk, line.pk])
    staff.post(said, {"text": "Sổ vụ việc ghi 16"})
    move(staff, report, "send_back", message=" ")
    report.refresh_from_db()
    assert report.state == "under_review"
    move(staff, report, "send_back", message="Đối chiếu lại dòng 1")
    text = page(chief, report)
    assert "Đối chiếu lại dòng 1" in text
    assert "Sổ vụ việc ghi 16" in text
    assert f'id="cell-{line.pk}" data-cell="{line.pk}" data-line="1" data-state="commented"' in text
    assert submit(chief, report).status_code == 302
    move(staff, report, "approve")
    report.refresh_from_db()
    assert (report.state, report.submissions) == ("approved", 2)
    move(chief, report, "lock")
    report.refresh_from_db()
    assert report.state == "approved"


def test_of_two_readers_the_second_is_told(staff, chief, world):
    report = world.report()
    fill(world, report)
    submit(chief, report)
    report.refresh_from_db()
    seen = report.version
    move(staff, report, "approve")
    address = reverse("report_move", args=[report.pk, "send_back"])
    late = staff.post(address, {"version": seen, "message": "Trả lại"}, follow=True)
    report.refresh_from_db()
    assert report.state == "approved"
    assert [str(one.level_tag) for one in late.context["messages"]] == ["warning"]


def test_an_approved_report_is_replaced_by_a_numbered_one(chief, staff, world):
    report = world.report()
    fill(world, report)
    submit(chief, report)
    move(staff, report, "approve")
    address = reverse("report_replace", args=[report.pk])
    assert address in page(chief, report)
    assert chief.post(address, {"reason": " "}).status_code == 422
    begun = chief.post(address, {"reason": "Cộng nhầm số vụ"})
    new = Report.objects.get(number=1)
    assert begun["Location"] == reverse("report_detail", args=[new.pk])
    text = page(chief, new)
    assert "Cộng nhầm số vụ" in text
    assert reverse("report_detail", args=[report.pk]) in text
    assert 'value="15"' in text
    assert address not in page(chief, report)


def test_a_signed_paper_is_kept_with_its_digest_and_given_out_as_an_attachment(
    chief, staff, world, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    report = world.report()
    papers = reverse("report_papers", args=[report.pk])
    chief.post(papers, {"file": pdf()})
    assert not report.signedpapers.exists()
    fill(world, report)
    submit(chief, report)
    for wrong in (
        pdf(b"<html>%PDF-1.7 startxref %%EOF"),
        pdf(b"%PDF-1.7 cut off"),
        pdf(b"MZ\x90", name="virus.pdf"),
    ):
        chief.post(papers, {"file": wrong})
    assert not report.signedpapers.exists()
    for _ in range(2):
        chief.post(papers, {"file": pdf(name="../../Bao cao ky.PDF")})
    paper = report.signedpapers.get()
    assert paper.name == "Bao cao ky.pdf"
    assert paper.sha256 in page(staff, report)
    given = staff.get(reverse("report_paper", args=[report.pk, paper.pk]))
    body = b"".join(given.streaming_content)
    assert hashlib.sha256(body).hexdigest() == paper.sha256
    assert given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"
    stranger = Client()
    stranger.force_login(world.district.other_chief)
    assert stranger.get(reverse("report_paper", args=[report.pk, paper.pk])).status_code == 404


def test_a_paper_that_is_too_large_is_refused(chief, world, settings, tmp_path):
    settings.MEDIA_ROOT, settings.UPLOAD_MAX_BYTES = tmp_path, 20
    report = world.report()
    fill(world, report)
    submit(chief, report)
    chief.post(reverse("report_papers", args=[report.pk]), {"file": pdf()})
    assert not report.signedpapers.exists()
    assert list(tmp_path.rglob("*.pdf")) == []


def test_somebody_above_writes_for_a_commune_only_on_purpose(staff, world):
    report, line = world.report(), world.lines["1"]
    assert "data-cell-value" not in page(staff, report)
    assert "data-cell-value" in page(staff, report, query="?key=1")
    cell = reverse("report_cell", args=[report.pk, line.pk])
    sent = {f"version-{line.pk}": "0", f"cell-{line.pk}": "5", "key": "1"}
    assert f'name="cell-{line.pk}"' in staff.post(cell, sent).content.decode()
    fill(world, report)
    submit(staff, report)
    report.refresh_from_db()
    assert report.is_keyed_above


def test_the_page_asks_as_many_questions_for_sixty_lines_as_for_eight(
    world, chief, django_assert_max_num_queries
):
    small = world.report()
    large = report_of_many_lines(world)
    cell = reverse("report_cell", args=[large.pk, large_line(large).pk])
    for report in (small, large):
        page(chief, report)
    with CaptureQueriesContext(connection) as asked:
        page(chief, small)
    with django_assert_max_num_queries(len(asked)):
        page(chief, large)
    assert len(asked) <= 29
    first, second = (
        {f"version-{large_line(large).pk}": str(seen), f"cell-{large_line(large).pk}": "3"}
        for seen in (0, 1)
    )
    chief.post(cell, first)
    with CaptureQueriesContext(connection) as asked:
        assert chief.post(cell, {**second, f"cell-{large_line(large).pk}": "4"}).status_code == 200
    assert len(asked) <= 30


def large_line(report: Report) -> Indicator:
    return report.period.form_version.indicators.order_by("order").first()


def report_of_many_lines(world: FilingWorld) -> Report:
    form = ReportFormFactory(jurisdiction=world.district.jurisdiction, calendar=None)
    section = SectionFactory(form_version=FormVersionFactory(form=form, number=1))
    for number in range(60):
        IndicatorFactory(section=section, line=str(number + 1), code=f"line_{number}", order=number)
    version = published(section.form_version)
    period = ReportingPeriodFactory(form_version=version, form=form)
    return ReportFactory(period=period, commune=world.district.commune, number=0)
