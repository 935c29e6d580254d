"""The reading tier: who has filed, reminders, excuses, reading with differences, keying for others."""

from __future__ import annotations

import datetime
import itertools

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.domain.workflow import return_report, submit_report
from reports.models import CellComment, Reminder, Report, ReportValue
from reports.queries.filing import FilingFigures, counts_of_filing, figures_of_filing
from tests.accounts.factories import person
from tests.factories import CommuneFactory
from tests.reports.filing_world import FilingWorld, make_world
from tests.reports.test_filing import fill, submitted

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def world() -> FilingWorld:
    return make_world()


@pytest.fixture
def staff(world: FilingWorld, client: Client) -> Client:
    client.force_login(world.district.staff)
    return client


def page(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_matrix_shows_every_commune_and_period_with_its_state(world, staff):
    submitted(world)
    matrix = staff.get(reverse("filing_matrix")).context["matrix"]
    assert [row.name for row in matrix.rows] == ["Xã Long Hòa", "Xã Tân Trạch"]
    assert len(matrix.periods) == 3
    own, other = ([cell.status for cell in row.cells] for row in matrix.rows)
    # The two earlier months are over and nobody filed them.
    assert own == ["missing", "missing", "on_time"]
    assert other == ["missing", "missing", "not_due"]
    assert (matrix.total.filed, matrix.total.missing, matrix.total.not_due) == (1, 4, 1)
    assert matrix.total.timeliness == pytest.approx(0.2)


def test_the_matrix_as_a_workbook_has_the_same_words(world, staff):
    answer = staff.get(reverse("filing_matrix"), {"format": "xlsx"})
    import io

    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.cell(2, 1).value == "Xã Long Hòa"
    assert sheet.cell(2, 2).value


def test_one_click_reminds_those_that_have_not_filed(world, staff, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    chief = world.district.other_chief
    type(chief).objects.filter(pk=chief.pk).update(email="truongca@xa.invalid")
    report = submitted(world)
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        staff.post(reverse("period_remind", args=[report.period_id]), {"message": "Gửi ngay."})
    reminder = Reminder.objects.get()
    assert reminder.report.commune == world.district.other
    assert (reminder.message, reminder.mailed_to) == ("Gửi ngay.", 1)
    assert [letter.to for letter in mail.outbox] == [["truongca@xa.invalid"]]


def test_a_reminder_stands_on_the_chiefs_desk_until_the_report_is_sent(world, client):
    report = world.report()
    Reminder.objects.create(report=report, by_name="Cán bộ huyện", message="Gửi ngay hôm nay.")
    client.force_login(world.district.chief)
    assert "Gửi ngay hôm nay." in page(client, "overview")
    fill(world, report)
    submit_report(report, by=world.district.chief, scope=world.own, now=NOW())
    assert "Gửi ngay hôm nay." not in page(client, "overview")


def test_an_excuse_needs_a_reason_and_keeps_what_was_typed(world, staff):
    report = world.report(months_ago=1)
    address = reverse("report_excuse", args=[report.pk])
    assert staff.post(address, {"reason": " "}).status_code == 422
    assert staff.post(address, {"reason": "Mất điện."}).status_code == 302
    report.refresh_from_db()
    assert report.excused_reason == "Mất điện."


def test_the_queue_approves_many_and_names_those_that_cannot_be(world, staff):
    first = submitted(world)
    other = world.report(other=True)
    fill(world, other)
    second = submit_report(other, by=world.district.other_chief, scope=world.scope, now=NOW())
    return_report(second, by=world.district.staff, message="Sửa.", now=NOW())
    assert [row["report"] for row in staff.get(reverse("reading_queue")).context["rows"]] == [first]
    staff.post(reverse("reading_queue"), {"report": [first.pk, second.pk]})
    states = dict(Report.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "state"))
    assert states == {first.pk: "approved", second.pk: "returned"}


def test_a_reader_sees_what_changed_since_the_last_submission(world, staff):
    report = submitted(world)
    return_report(report, by=world.district.staff, message="Kiểm tra dòng 1.", now=NOW())
    fill(world, report, incidents="13", transferred="1")
    submit_report(report, by=world.district.chief, scope=world.own, now=NOW())
    review = staff.get(reverse("report_read", args=[report.pk])).context["review"]
    changed = {one.cell.indicator.line: one.before for one in review.cells if one.has_changed}
    assert changed == {"1": "14", "1.3": "2", "1.4": "64,29"}


def test_a_figure_outside_the_last_periods_is_marked_in_words_and_blocks_nothing(client):
    world = make_world(months=6)
    client.force_login(world.district.staff)
    for months_ago in range(5, 0, -1):
        earlier = world.report(months_ago=months_ago)
        fill(world, earlier, incidents="2", settled="2", fined="0", transferred="0")
        submit_report(earlier, by=world.district.chief, scope=world.own, now=NOW())
    report = world.report()
    fill(world, report, incidents="6", settled="6", fined="0", transferred="0")
    submit_report(report, by=world.district.chief, scope=world.own, now=NOW())
    review = client.get(reverse("report_read", args=[report.pk])).context["review"]
    marked = {one.cell.indicator.line: one.usual for one in review.cells if one.is_unusual}
    assert set(marked) == {"1", "1.1"}
    assert (marked["1"].low, marked["1"].high, marked["1"].periods) == (2, 2, 5)
    client.post(
        reverse("report_read", args=[report.pk]),
        {"answer": "approve", "version": review.sheet.report.version},
    )
    report.refresh_from_db()
    assert report.state == "approved"


def test_returning_needs_a_message_and_keeps_what_was_typed(world, staff):
    report = submitted(world)
    address = reverse("report_read", args=[report.pk])
    assert staff.post(address, {"answer": "return", "message": "  "}).status_code == 422
    line = world.lines["1"]
    staff.post(address, {"answer": "comment", "indicator": line.pk, "message": "Đối chiếu sổ."})
    assert CellComment.objects.get().indicator == line
    staff.post(address, {"answer": "return", "message": "Đối chiếu lại."})
    report.refresh_from_db()
    assert (report.state, report.return_message) == ("returned", "Đối chiếu lại.")


def test_a_reader_who_saw_an_older_state_is_told(world, staff):
    report = submitted(world)
    answer = staff.post(
        reverse("report_read", args=[report.pk]),
        {"answer": "approve", "version": report.version - 1},
    )
    assert answer.status_code == 409


def grid_address(world: FilingWorld, report: Report) -> str:
    section = world.lines["1"].section_id
    return f"{reverse('entry_grid', args=[report.period_id])}?section={section}"


def test_the_grid_keys_for_many_and_saves_all_or_nothing(world, staff):
    own, other = world.report(), world.report(other=True)
    line = world.lines["1"]
    first, second = f"c{own.pk}.{line.pk}", f"c{other.pk}.{line.pk}"
    typed = {first: "3", f"{first}.v": "0", second: "ba", f"{second}.v": "0"}
    answer = staff.post(grid_address(world, own), typed)
    assert answer.status_code == 422
    assert 'value="ba"' in answer.content.decode()
    assert not ReportValue.objects.filter(indicator=line).exists()
    assert staff.post(grid_address(world, own), {**typed, second: "0"}).status_code == 302
    kept = ReportValue.objects.filter(indicator=line).values_list("report_id", "number")
    assert dict(kept) == {own.pk: 3, other.pk: 0}


def test_the_grid_tells_what_somebody_saved_meanwhile(world, staff):
    report, line = world.report(), world.lines["1"]
    ReportValue.objects.create(report=report, indicator=line, number=8)
    name = f"c{report.pk}.{line.pk}"
    answer = staff.post(grid_address(world, report), {name: "3", f"{name}.v": "0"})
    assert answer.status_code == 422
    assert ReportValue.objects.get(indicator=line).number == 8


def test_a_report_keyed_above_says_so(world):
    report = world.report()
    fill(world, report)
    done = submit_report(report, by=world.district.staff, scope=world.scope, now=NOW())
    assert done.is_keyed_above


@pytest.mark.parametrize("name", ["filing_matrix", "reading_queue", "consolidation"])
def test_chiefs_and_officers_have_no_business_there(name, world, client):
    for user in (world.district.chief, world.district.officer):
        client.force_login(user)
        assert client.get(reverse(name)).status_code == 403


def test_home_affairs_reads_its_own_forms_alone(world, client):
    client.force_login(world.district.home_affairs)
    assert client.get(reverse("report_read", args=[submitted(world).pk])).status_code in (403, 404)
    assert client.get(reverse("filing_matrix"), {"form": world.form.pk}).status_code == 404


@pytest.mark.parametrize("name", ["filing_matrix", "reading_queue"])
def test_the_pages_take_the_same_queries_for_any_number_of_communes(
    name, world, staff, django_assert_max_num_queries
):
    submitted(world)
    staff.get(reverse(name))
    with django_assert_max_num_queries(100) as few:
        staff.get(reverse(name))
    for _number in range(6):
        commune = CommuneFactory(jurisdiction=world.district.jurisdiction)
        for period in world.form.periods.all():
            Report.objects.create(
                period=period,
                commune=commune,
                due_at=period.due_at,
                state="submitted",
                first_submitted_at=NOW() - datetime.timedelta(days=1),
                submitted_at=NOW() - datetime.timedelta(days=1),
            )
    with django_assert_max_num_queries(len(few.captured_queries) + 5):
        staff.get(reverse(name))


def test_a_matrix_of_a_whole_nation_has_a_row_for_each_jurisdiction(world, monkeypatch):
    from reports.queries import matrix

    monkeypatch.setattr(matrix, "MOST_COMMUNES", 1)
    found = matrix.matrix_of(
        world.form,
        matrix.latest_periods(world.form, world.scope),
        world.scope,
        NOW(),
    )
    assert found.by_branch
    assert [row.key for row in found.rows] == [world.district.jurisdiction.pk]
    assert found.rows[0].total.expected == 6


def test_the_database_counts_filings_as_the_pages_do(world):
    """Every way that a report can stand: submitted or not, in time or late, excused, returned, overdue."""
    now, day = NOW(), datetime.timedelta(days=1)
    period = world.report().period
    for first, due, excused, state in itertools.product(
        (None, now - 2 * day),
        (now - 3 * day, now - 2 * day, now + day),
        (None, now),
        ("draft", "submitted", "returned", "approved"),
    ):
        if (first is None) != (state == "draft"):
            continue
        Report.objects.create(
            period=period,
            commune=CommuneFactory(jurisdiction=world.district.jurisdiction),
            due_at=due,
            first_submitted_at=first,
            excused_at=excused,
            state=state,
        )
    reports = Report.objects.filter(period=period)
    [counted] = reports.order_by().values_list("period_id").annotate(**counts_of_filing(now))
    assert FilingFigures(*counted[1:]) == figures_of_filing(reports, now)
    assert min(counted[1:]) > 0


def test_the_consolidation_page_adds_up_and_names_the_missing(world, staff):
    report = submitted(world)
    address = reverse("consolidation")
    text = page(staff, "consolidation", period=report.period_id)
    assert "Xã Tân Trạch" in text
    staff.post(
        address,
        {
            "period": report.period_id,
            "jurisdiction": world.district.jurisdiction.pk,
            "unapproved": "1",
        },
    )
    shown = staff.get(address, {"period": report.period_id, "unapproved": "1"}).context
    lines = {
        line["cell"].indicator.line: line for part in shown["sections"] for line in part["lines"]
    }
    assert lines["1"]["cell"].number == 14
    assert lines["1"]["figures"] == [14]
    other = person("district_staff", CommuneFactory().jurisdiction)
    client = Client()
    client.force_login(other)
    assert client.get(address, {"jurisdiction": world.district.jurisdiction.pk}).status_code == 404
