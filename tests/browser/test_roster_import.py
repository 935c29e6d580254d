"""Somebody of Home Affairs imports a roster in a real browser: mends, answers, confirms, and sees whom it made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.factories import person
from tests.browser.conftest import SIZES, overflow, serious_violations
from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    JurisdictionFactory,
    OfficerFactory,
    PositionFactory,
)
from tests.units.sheets import messy
from units.models import Officer

pytestmark = pytest.mark.django_db(transaction=True)
HEADERS = ["Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Xã", "Chức danh", "Từ ngày"]
NEW = ["Lê Văn Bốn", "1991", "Nam", "080091000001", "Xã Long Hòa", "Công an viên", "01/02/2019"]
DOUBTFUL = ["Nguyễn Văn Án", "05/03/1985", "Nam", "080085012345", "Xã Long Hòa", "Công an viên", ""]


@pytest.fixture
def known() -> Officer:
    """Nguyễn Văn Án on record with only his year of birth."""
    commune = CommuneFactory(name="Long Hòa", jurisdiction=JurisdictionFactory())
    position = PositionFactory(name="Công an viên", code="cav")
    officer = OfficerFactory(
        family_name="Nguyễn", middle_name="Văn", given_name="Án", commune=commune,
        birth_date=date(1985, 1, 1), birth_precision="year",
    )  # fmt: skip
    AssignmentFactory(officer=officer, position=position, valid_from=date(2019, 2, 1))
    return officer


def saved(folder: Path, *rows: list[str]) -> Path:
    file = folder / "danh sách.xlsx"
    file.write_bytes(messy.saved(messy.workbook_of([["DANH SÁCH CÔNG AN XÃ"], HEADERS, *rows])))
    return file


def send(page: Page, file: Path) -> None:
    page.set_input_files("input[name=file]", file)
    page.locator("form .submit-row input[type=submit].default").click()


def test_a_roster_is_mended_answered_confirmed_and_listed(
    desk: Page,
    live_server: Any,
    sign_in: Callable[..., None],
    complaints: list[str],
    tmp_path: Path,
    known: Officer,
) -> None:
    sign_in(person("home_affairs", known.commune.jurisdiction))
    desk.goto(f"{live_server.url}/admin/units/officer/")
    desk.locator("a[href$='/officer/import/']").first.click()
    send(desk, saved(tmp_path, [*NEW[:3], "123", *NEW[4:]], DOUBTFUL))
    mistake = desk.locator(".roster-mistake")
    expect(mistake).to_have_count(1)
    with desk.expect_download() as download:
        desk.locator("a[href$='/mistakes/']").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    desk.locator("[name=discard]").click()

    send(desk, saved(tmp_path, NEW, DOUBTFUL))
    desk.locator(f".roster-question input[value='{known.pk}']").check()
    desk.locator("[name=answer]").click()
    desk.locator("[name=confirm]").click()

    expect(desk.locator("#result_list tbody tr")).to_have_count(2)
    expect(desk.locator("#result_list")).to_contain_text("Lê Văn Bốn")
    known.refresh_from_db()
    assert (known.citizen_id, known.birth_precision) == ("080085012345", "day")
    assert complaints == []


@SIZES
def test_the_pages_fit_the_screen_and_can_be_read_by_all(
    page: Page,
    size: dict[str, int],
    live_server: Any,
    sign_in: Callable[..., None],
    tmp_path: Path,
    known: Officer,
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    sign_in(person("home_affairs", known.commune.jurisdiction))
    page.goto(f"{live_server.url}/admin/units/officer/import/")
    assert serious_violations(page) == []
    assert overflow(page) <= 0
    send(page, saved(tmp_path, NEW, DOUBTFUL))
    expect(page.locator(".roster-question")).to_be_visible()
    assert serious_violations(page) == []
    assert overflow(page) <= 0
    page.goto(f"{live_server.url}/admin/units/officer/")
    page.locator(".roster-export summary").click()
    expect(page.locator(".roster-export a").first).to_be_visible()
    assert serious_violations(page) == []
