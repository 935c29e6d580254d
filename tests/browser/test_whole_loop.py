"""What goes up and what comes down, in a real browser from end to end: a chief on a phone with a bad network, the
district at a desk, from the first figure to the meeting's document."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from playwright.sync_api import Page, expect

from reports.models import Difficulty, Directive, Meeting, Report, ReportValue
from tests.browser.conftest import everything_is_sent, overflow, serious_violations
from tests.incidents.factories import HotspotFactory
from tests.reports.filing_world import FilingWorld, make_world

pytestmark = pytest.mark.django_db(transaction=True)
HINDERS = "Chưa có trụ sở làm việc"


@pytest.fixture
def world() -> FilingWorld:
    made = make_world()
    HotspotFactory.create_batch(2, commune=made.district.commune, state="confirmed")
    return made


def healthy(page: Page) -> None:
    """Nothing wider than the screen, nothing that a screen reader trips over."""
    assert overflow(page) <= 0
    assert serious_violations(page) == []


def confirm(page: Page) -> None:
    """Answer the question that the page asks."""
    page.locator("[data-ask-yes]").click()


def words_of(path: Path) -> str:
    """Every text of a Word file."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


class Walk:
    """The chief with a phone and somebody of the district at a desk."""

    def __init__(self, world: FilingWorld, phone: Page, desk: Page, home: str) -> None:
        self.world, self.phone, self.desk, self.home = world, phone, desk, home
        self.report = world.report(months_ago=1)
        self.page = reverse("report_detail", args=[self.report.pk])

    def cell(self, page: Page, line: str) -> Any:
        return page.locator(f"#cell-{self.world.lines[line].pk}")

    def write(self, line: str, text: str) -> None:
        """Type into a cell on the phone and leave it."""
        field = self.phone.locator(f"#value-{self.world.lines[line].pk}")
        field.fill(text)
        field.press("Tab")

    def kept(self, line: str) -> Any:
        found = ReportValue.objects.filter(report=self.report, indicator=self.world.lines[line])
        return found.values_list("number", flat=True).first()

    def state(self) -> str:
        return Report.objects.get(pk=self.report.pk).state

    def submit(self) -> None:
        self.phone.locator("[data-sheet-leave]").tap()
        expect(self.phone.locator("form.save-bar button")).to_be_visible()
        healthy(self.phone)
        self.phone.locator("form.save-bar button").tap()
        expect(self.phone.locator(".digest").first).to_be_visible()

    # --- up ---

    def file_with_a_cut_network(self) -> None:
        """The line drops in the middle; a mistake is seen as soon as it is back."""
        self.phone.goto(self.page)
        self.write("1", "15")
        expect(self.cell(self.phone, "1")).to_have_attribute("data-state", "saved")
        self.phone.context.set_offline(True)
        for line, text in {"1.1": "9", "1.2": "3", "1.3": "2", "3": HINDERS}.items():
            self.write(line, text)
        expect(self.phone.locator("[data-sheet-line]")).to_be_visible()
        assert self.kept("1.2") is None
        self.phone.context.set_offline(False)
        expect(self.phone.locator("[data-sheet-line]")).to_be_hidden()
        everything_is_sent(self.phone)
        expect(self.cell(self.phone, "1")).to_contain_text("1 = 1.1 + 1.2 + 1.3")
        self.write("1.3", "3")
        expect(self.cell(self.phone, "1")).to_have_attribute("data-state", "saved")
        everything_is_sent(self.phone)
        self.submit()
        assert self.state() == "submitted"

    def return_a_cell(self) -> None:
        """The district writes at the cell what is wrong and gives the report back."""
        self.desk.goto(self.home + self.page)
        self.cell(self.desk, "1").locator("[data-cell-panel]").click()
        panel = self.desk.locator("#cell-panel")
        panel.locator("textarea").fill("Sổ ghi 16 vụ")
        panel.locator("[data-panel-form] button").click()
        expect(panel.locator(".comment-list")).to_contain_text("Sổ ghi 16 vụ")
        self.desk.keyboard.press("Escape")
        self.desk.locator(".move-box summary").first.click()
        self.desk.locator(".move-form textarea").fill("Đối chiếu lại dòng 1")
        self.desk.locator(".move-form button").click()
        expect(self.desk.locator(".return-message")).to_be_visible()
        assert self.state() == "returned"

    def mend(self) -> None:
        """The chief reads what is asked, corrects two cells and submits again."""
        self.phone.goto(self.page)
        expect(self.phone.locator(".return-message")).to_contain_text("Đối chiếu lại dòng 1")
        expect(self.cell(self.phone, "1")).to_have_attribute("data-state", "commented")
        self.write("1", "16")
        self.write("1.1", "10")
        everything_is_sent(self.phone)
        expect(self.cell(self.phone, "1.4")).to_contain_text("62,5")
        self.submit()

    def approve(self) -> None:
        """The district sees what changed since it gave the report back, and approves."""
        self.desk.goto(self.home + reverse("report_read", args=[self.report.pk]))
        healthy(self.desk)
        expect(self.desk.locator("main")).to_contain_text("16")
        self.desk.goto(self.home + self.page)
        self.desk.locator("form[action$='/moves/approve/'] button").click()
        confirm(self.desk)
        expect(self.desk.locator("form[action$='/moves/approve/']")).to_have_count(0)
        assert self.state() == "approved"

    def add_up(self) -> None:
        """One report of the two counts; the other commune is named as missing."""
        address = f"{reverse('consolidation')}?period={self.report.period_id}"
        self.desk.goto(self.home + address)
        expect(self.desk.locator("main")).to_contain_text("Xã Tân Trạch")
        self.desk.locator("main form button.btn-primary").click()
        together = self.desk.locator(".sum-table tbody tr").first
        expect(together).to_contain_text("16")
        healthy(self.desk)
        rate = self.desk.locator(".sum-table tbody tr", has_text="Tỷ lệ giải quyết").first
        expect(rate).to_contain_text("62,5")
        assert Report.objects.filter(jurisdiction=self.world.district.jurisdiction).count() == 1

    # --- and down ---

    def raise_a_difficulty(self) -> None:
        """From the section of the report that says it, in one click."""
        self.phone.goto(self.page)
        self.cell(self.phone, "3").locator("a[href*='/difficulties/new/']").tap()
        expect(self.phone.locator("#id_title")).to_have_value(HINDERS)
        self.phone.locator(".save-bar button[type=submit]").tap()
        expect(self.phone.locator("h1")).to_have_text(HINDERS)
        healthy(self.phone)

    def direct(self) -> None:
        """The district gives a directive and says when it is done."""
        row = Difficulty.objects.get()
        self.desk.goto(f"{self.home}{reverse('directive_create')}?difficulty={row.pk}")
        due = timezone.localdate() + datetime.timedelta(days=20)
        self.desk.locator("#id_what").fill("Tham mưu bố trí vốn xây dựng trụ sở.")
        self.desk.locator("#id_offices").fill("Phòng Tài chính – Kế hoạch")
        self.desk.locator("#id_due_on").fill(due.strftime("%d/%m/%Y"))
        self.desk.locator(".save-bar button[type=submit]").click()
        self.desk.locator(".move-box summary").first.click()
        self.desk.locator("#id_finish_words").fill("Đã bố trí 2,9 tỷ đồng.")
        self.desk.locator(".move-box[open] button[type=submit]").click()
        expect(self.desk.locator("#progress .record-list")).to_contain_text("2,9 tỷ đồng")

    def check(self) -> None:
        """Who raised it says that it helped."""
        self.phone.goto(reverse("directive_detail", args=[Directive.objects.get().pk]))
        self.phone.locator("form[action$='/moves/accept/'] button").tap()
        confirm(self.phone)
        expect(self.phone.locator(".place-state-line .status-ok")).to_have_count(1)
        assert Difficulty.objects.get().state == "solved"

    def meet(self, folder: Path) -> str:
        """The meeting is ready in one click; what it concludes becomes a directive, and all of it a document."""
        self.desk.goto(self.home + reverse("meeting_list"))
        self.desk.locator("main form button.btn-primary").click()
        expect(self.desk.locator("#results")).to_contain_text("16")
        healthy(self.desk)
        self.desk.locator("#conclusions textarea").fill("Rà soát đất xây dựng trụ sở.")
        self.desk.locator("#id_office").fill("Phòng Tài nguyên")
        due = timezone.localdate() + datetime.timedelta(days=30)
        self.desk.locator("#id_due_on").fill(due.strftime("%d/%m/%Y"))
        self.desk.locator("#conclusions form button.btn-primary").last.click()
        self.desk.locator("form[action$='/issue/'] button").click()
        expect(self.desk.locator("h1")).to_contain_text("Rà soát đất")
        self.desk.goto(self.home + reverse("meeting_detail", args=[Meeting.objects.get().pk]))
        with self.desk.expect_download() as loading:
            self.desk.locator("a[href$='/word/']").click()
        path = folder / "hoi-nghi.docx"
        loading.value.save_as(path)
        return words_of(path)


def test_from_the_first_figure_to_the_document_of_the_meeting(
    world: FilingWorld,
    phone: Page,
    desk: Page,
    live_server: Any,
    sign_in: Any,
    complaints: list[str],
    tmp_path: Path,
) -> None:
    sign_in(world.district.chief, phone)
    sign_in(world.district.staff)
    walk = Walk(world, phone, desk, live_server.url)
    walk.file_with_a_cut_network()
    walk.return_a_cell()
    walk.mend()
    walk.approve()
    walk.add_up()
    walk.raise_a_difficulty()
    walk.direct()
    walk.check()
    words = walk.meet(tmp_path)
    for said in ("HỘI NGHỊ", "16", "62,5", "Rà soát đất xây dựng trụ sở."):
        assert said.lower() in words.lower(), said
    assert complaints == []
