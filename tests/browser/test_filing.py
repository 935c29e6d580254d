"""A chief fills a report in a real browser: keys, rules, a cut line, two people, a phone, then the reader."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from reports.domain.snapshots import fingerprint_of
from reports.models import Indicator, Report, ReportValue
from tests.accounts.factories import person
from tests.browser.conftest import everything_is_sent, overflow, serious_violations
from tests.incidents.factories import HotspotFactory
from tests.reports.filing_world import FilingWorld, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> FilingWorld:
    made = make_world()
    HotspotFactory.create_batch(2, commune=made.district.commune, state="confirmed")
    return made


def healthy(page: Page) -> None:
    """Nothing wider than the screen, nothing that a screen reader trips over."""
    assert overflow(page) <= 0
    assert serious_violations(page) == []


def address(world: FilingWorld) -> str:
    return reverse("report_detail", args=[world.report().pk])


def cell(page: Page, line: Indicator) -> Any:
    return page.locator(f"#cell-{line.pk}")


def value(page: Page, line: Indicator) -> Any:
    return page.locator(f"#value-{line.pk}")


def kept(world: FilingWorld, line: str) -> Any:
    found = ReportValue.objects.filter(report=world.report(), indicator=world.lines[line]).first()
    return found.number if found else None


def test_a_chief_types_from_cell_to_cell_and_sees_the_rule_break_and_hold(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any, complaints: list[str]
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    healthy(desk)
    value(desk, world.lines["1"]).focus()
    for figure in ("14", "9", "3", "3"):
        desk.keyboard.type(figure)
        desk.keyboard.press("Enter")
    expect(value(desk, world.lines["2"])).to_be_focused()
    for line in ("1", "1.1", "1.2", "1.3"):
        expect(cell(desk, world.lines[line])).to_have_attribute("data-state", "wrong")
    expect(cell(desk, world.lines["1"])).to_contain_text("1 = 1.1 + 1.2 + 1.3")
    expect(cell(desk, world.lines["1.4"]).locator("output")).to_contain_text("64,3")
    healthy(desk)
    for _ in range(4):
        desk.keyboard.press("ArrowUp")
    desk.keyboard.type("15")
    desk.keyboard.press("Tab")
    expect(cell(desk, world.lines["1"])).to_have_attribute("data-state", "saved")
    expect(cell(desk, world.lines["1.3"])).to_have_attribute("data-state", "saved")
    expect(value(desk, world.lines["1.1"])).to_be_focused()
    expect(desk.locator("#sheet-counter b")).to_have_text("5/7")
    assert [kept(world, line) for line in ("1", "1.1", "1.2", "1.3", "2")] == [15, 9, 3, 3, 2]
    assert complaints == []


def test_what_is_typed_without_a_line_waits_survives_a_reload_and_is_sent_in_order(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    desk.context.set_offline(True)
    value(desk, world.lines["1"]).fill("15")
    desk.keyboard.press("Enter")
    desk.keyboard.type("9")
    desk.keyboard.press("Enter")
    value(desk, world.lines["3"]).fill("Tình hình ổn định")
    value(desk, world.lines["1.2"]).focus()
    expect(desk.locator("[data-sheet-line]")).to_be_visible()
    expect(cell(desk, world.lines["1"])).to_have_attribute("data-state", "waiting")
    expect(cell(desk, world.lines["3"])).to_have_attribute("data-state", "waiting")
    healthy(desk)
    desk.locator("[data-sheet-leave]").click()
    assert "submit" not in desk.url
    assert kept(world, "1") is None

    desk.goto("about:blank")  # the computer is switched off
    desk.context.set_offline(False)
    desk.goto(live_server.url + address(world))
    expect(cell(desk, world.lines["3"])).to_have_attribute("data-state", "saved")
    expect(value(desk, world.lines["1"])).to_have_value("15")
    expect(value(desk, world.lines["3"])).to_have_value("Tình hình ổn định")
    assert (kept(world, "1"), kept(world, "1.1")) == (15, 9)
    assert (
        desk.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('report:'))") == []
    )


def test_the_line_comes_back_while_the_page_is_open(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    desk.context.set_offline(True)
    value(desk, world.lines["1"]).fill("15")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-sheet-line]")).to_be_visible()
    value(desk, world.lines["1"]).fill("16")  # and thinks better of it
    desk.keyboard.press("Enter")
    desk.context.set_offline(False)
    expect(desk.locator("[data-sheet-line]")).to_be_hidden()
    everything_is_sent(desk)
    assert kept(world, "1") == 16


def test_an_answer_that_was_lost_on_the_way_is_no_conflict(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))

    def swallow(route: Any) -> None:
        route.fetch()
        route.abort()

    desk.route("**/cells/**", swallow, times=1)
    value(desk, world.lines["1.1"]).fill("9")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-sheet-line]")).to_be_visible()
    assert kept(world, "1.1") == 9
    value(desk, world.lines["1.1"]).fill("8")
    desk.keyboard.press("Enter")
    expect(cell(desk, world.lines["1.1"])).to_have_attribute("data-state", "saved")
    everything_is_sent(desk)
    assert kept(world, "1.1") == 8


def test_two_people_at_one_cell_each_see_what_the_other_wrote(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    line, report = world.lines["1.1"], world.report()
    colleague = Client()
    colleague.force_login(person("commune_chief", world.district.commune, full_name="Lê Thị Bé"))
    sent = {f"version-{line.pk}": "0", f"cell-{line.pk}": "7"}
    colleague.post(reverse("report_cell", args=[report.pk, line.pk]), sent)

    value(desk, line).fill("9")
    desk.keyboard.press("Enter")
    conflict = cell(desk, line).locator("[data-conflict]")
    expect(conflict).to_contain_text("Lê Thị Bé")
    expect(value(desk, line)).to_have_value("9")
    healthy(desk)
    assert kept(world, "1.1") == 7
    conflict.locator("[data-take-theirs]").click()
    expect(value(desk, line)).to_have_value("7")
    expect(conflict).to_have_count(0)

    colleague.post(
        reverse("report_cell", args=[report.pk, line.pk]),
        {f"version-{line.pk}": "1", f"cell-{line.pk}": "5"},
    )
    value(desk, line).fill("9")
    desk.keyboard.press("Enter")
    conflict.locator("[data-keep-mine]").click()
    expect(cell(desk, line)).to_have_attribute("data-state", "saved")
    assert kept(world, "1.1") == 9


def test_a_colleagues_figure_is_not_lost_because_another_cell_was_saved_meanwhile(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    """What an answer brings of a cell that is being typed in must not make its older base look new."""
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    report, line, other = world.report(), world.lines["2"], world.lines["1.1"]
    held: list[Any] = []
    desk.route(f"**/cells/{other.pk}/", lambda route: held.append(route))
    value(desk, other).fill("4")
    desk.keyboard.press("Enter")
    value(desk, line).fill("8")  # still being typed
    colleague = Client()
    colleague.force_login(person("commune_chief", world.district.commune))
    sent = {f"version-{line.pk}": "1", f"cell-{line.pk}": "3"}
    colleague.post(reverse("report_cell", args=[report.pk, line.pk]), sent)
    with desk.expect_response(f"**/cells/{other.pk}/"):
        held[0].continue_()
    desk.unroute(f"**/cells/{other.pk}/")
    expect(cell(desk, other)).to_have_attribute("data-state", "saved")
    expect(value(desk, line)).to_have_value("8")
    desk.keyboard.press("Enter")
    expect(cell(desk, line).locator("[data-conflict]")).to_be_visible()
    assert kept(world, "2") == 3


def test_a_sign_out_meanwhile_keeps_what_is_typed(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    desk.context.clear_cookies()
    value(desk, world.lines["1"]).fill("15")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-sheet-sign-in]")).to_be_visible()
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    expect(value(desk, world.lines["1"])).to_have_value("15")
    everything_is_sent(desk)
    assert kept(world, "1") == 15


def test_what_cannot_be_read_stays_in_the_cell_with_its_sentence(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    line = world.lines["1"]
    value(desk, line).fill("mười lăm")
    desk.keyboard.press("Enter")
    expect(cell(desk, line).locator("[data-cell-refused]")).to_contain_text("mười lăm")
    expect(cell(desk, line)).to_have_attribute("data-state", "wrong")
    desk.reload()
    expect(value(desk, line)).to_have_value("mười lăm")
    expect(cell(desk, line).locator("[data-cell-refused]")).to_contain_text("mười lăm")
    value(desk, line).fill("15")
    desk.keyboard.press("Enter")
    expect(cell(desk, line).locator("[data-cell-refused]")).to_be_empty()
    everything_is_sent(desk)


def test_a_figure_of_the_records_is_overridden_with_a_reason_and_taken_back(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    line = world.lines["2"]
    expect(cell(desk, line)).to_have_class("cell is-from-records")
    value(desk, line).fill("5")
    desk.keyboard.press("Tab")
    reason = cell(desk, line).locator(f"[name=reason-{line.pk}]")
    expect(reason).to_be_visible()
    healthy(desk)
    reason.fill("Ba điểm mới phát sinh hôm nay")
    desk.keyboard.press("Enter")
    expect(cell(desk, line)).to_have_attribute("data-state", "saved")
    found = ReportValue.objects.get(report=world.report(), indicator=line)
    assert (found.number, found.override_reason) == (5, "Ba điểm mới phát sinh hôm nay")
    cell(desk, line).locator("[data-cell-take]").click()
    expect(value(desk, line)).to_have_value("2")
    expect(reason).to_have_count(0)


def test_the_panel_opens_by_keys_and_leads_back(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any, complaints: list[str]
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    line = world.lines["1.1"]
    value(desk, line).fill("9")
    desk.keyboard.press("Control+Enter")
    panel = desk.locator("#cell-panel")
    expect(panel.locator("h2")).to_have_text(line.name)
    healthy(desk)
    panel.locator("textarea").fill("Đã đối chiếu sổ")
    panel.locator("[data-panel-form] button").click()
    expect(panel.locator(".comment-list")).to_contain_text("Đã đối chiếu sổ")
    expect(cell(desk, line)).to_have_attribute("data-state", "commented")
    desk.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(value(desk, line)).to_be_focused()
    assert complaints == []


def test_rows_of_a_table_are_added_removed_and_saved_as_a_whole(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief)
    desk.goto(live_server.url + address(world))
    table = cell(desk, world.lines["4"])
    table.locator("textarea").first.fill("Thiếu áo mưa")
    table.locator("input.cell-number").first.fill("1.200")
    table.locator("[data-row-add]").click()
    table.locator("textarea").nth(1).fill("Xe hỏng")
    value(desk, world.lines["1"]).focus()
    expect(table).to_have_attribute("data-state", "saved")
    expect(table.locator("[data-row]")).to_have_count(3)  # and an empty one to go on with
    table.locator("[data-row-remove]").first.click()
    value(desk, world.lines["1"]).focus()
    everything_is_sent(desk)
    expect(table.locator("[data-row]")).to_have_count(2)
    found = ReportValue.objects.get(report=world.report(), indicator=world.lines["4"])
    assert found.rows == [{"what": "Xe hỏng", "many": None}]


def test_on_a_phone_everything_is_in_reach_and_the_report_is_submitted(
    phone: Page, world: FilingWorld, sign_in: Any
) -> None:
    sign_in(world.district.chief, phone)
    phone.goto("/reports/")
    healthy(phone)
    phone.goto(address(world))
    healthy(phone)
    for line, figure in {"1": "15", "1.1": "9", "1.2": "3", "1.3": "3"}.items():
        value(phone, world.lines[line]).tap()
        phone.keyboard.type(figure)
    bar = phone.locator(".sheet-bar").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] <= 740
    phone.locator(f"#cell-{world.lines['1'].pk} [data-cell-panel]").tap()
    expect(phone.locator("#cell-panel h2")).to_be_visible()
    healthy(phone)
    phone.locator("[data-panel-close]").tap()
    phone.locator("[data-sheet-leave]").tap()
    expect(phone.locator("form.save-bar button")).to_be_visible()
    healthy(phone)
    phone.locator("form.save-bar button").tap()
    expect(phone.locator(".digest").first).to_be_visible()
    healthy(phone)
    report = Report.objects.get(pk=world.report().pk)
    assert report.state == "submitted"


def test_without_scripts_a_section_is_saved_by_its_button(
    new_context: Any, live_server: Any, world: FilingWorld, sign_in: Any
) -> None:
    plain = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(world.district.chief, plain)
    plain.goto(address(world))
    value(plain, world.lines["1"]).fill("15")
    value(plain, world.lines["1.1"]).fill("chín")
    plain.locator("[data-section-form] button.btn-primary").first.click()
    expect(value(plain, world.lines["1.1"])).to_have_value("chín")
    expect(value(plain, world.lines["1"])).to_have_value("15")
    value(plain, world.lines["1.1"]).fill("9")
    plain.locator("[data-section-form] button.btn-primary").first.click()
    expect(value(plain, world.lines["1.1"])).to_have_value("9")
    assert (kept(world, "1"), kept(world, "1.1")) == (15, 9)


def test_the_reader_sees_figures_and_comments_but_no_fields(
    desk: Page, live_server: Any, world: FilingWorld, sign_in: Any, complaints: list[str]
) -> None:
    report = world.report()
    for line, number in {"1": 15, "1.1": 9, "1.2": 3, "1.3": 3, "2": 2}.items():
        ReportValue.objects.create(report=report, indicator=world.lines[line], number=number)
    chief = Client()
    chief.force_login(world.district.chief)
    sent = {"version": report.version, "fingerprint": fingerprint_of(report)}
    chief.post(reverse("report_submit", args=[report.pk]), sent)
    sign_in(world.district.staff)
    desk.goto(live_server.url + address(world))
    healthy(desk)
    expect(desk.locator("[data-cell-value]")).to_have_count(0)
    cell(desk, world.lines["1"]).locator("[data-cell-panel]").click()
    panel = desk.locator("#cell-panel")
    panel.locator("textarea").fill("Sổ ghi 16")
    panel.locator("[data-panel-form] button").click()
    expect(panel.locator(".comment-list")).to_contain_text("Sổ ghi 16")
    desk.keyboard.press("Escape")
    desk.locator(".move-box summary").first.click()
    desk.locator(".move-form textarea").fill("Đối chiếu lại dòng 1")
    desk.locator(".move-form button").click()
    expect(desk.locator(".return-message")).to_contain_text("Đối chiếu lại dòng 1")
    assert complaints == []
