"""A crime tip in a real browser: received at night on a phone, checked, signed, handed over, accepted and closed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from incidents.models import CrimeTip
from tests.accounts.factories import person
from tests.browser.conftest import DESK, overflow, serious_violations
from tests.factories import AssignmentFactory, CommuneFactory, JurisdictionFactory, OfficerFactory
from units.models import Commune

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def commune() -> Commune:
    made = CommuneFactory(jurisdiction=JurisdictionFactory(name="Cần Đước"), name="Long Hòa")
    AssignmentFactory(officer=OfficerFactory(commune=made, given_name="Ánh"))
    return made


@pytest.fixture
def newcomer(
    new_context: Callable[..., BrowserContext], live_server: Any, sign_in: Any
) -> Callable[[User], Page]:
    """Return a function that signs somebody else in at a desk of their own."""

    def enter(user: User) -> Page:
        page = new_context(base_url=live_server.url, viewport=DESK).new_page()
        sign_in(user, page)
        return page

    return enter


def healthy(page: Page) -> None:
    """Nothing wider than the screen, nothing that a screen reader trips over."""
    assert overflow(page) <= 0
    assert serious_violations(page) == []


def step(page: Page, button: str, words: str = "") -> None:
    """Open the box of a step, say what it asks for, and take it."""
    box = page.locator("details.move-box", has=page.locator("summary", has_text=button))
    if words:
        if not box.evaluate("box => box.open"):
            box.locator("summary").click()
        box.locator("textarea").fill(words)
        healthy(page)
        pressed = box.locator("button[type=submit]")
    else:
        pressed = page.get_by_role("button", name=button, exact=True)
    # A guarded form asks first whether the session stands, so the page goes a moment after the press.
    with page.expect_navigation():
        pressed.click()


def test_an_officer_receives_a_call_at_night_on_a_phone(
    phone: Page, commune: Commune, sign_in: Any
) -> None:
    sign_in(person("commune_officer", commune, full_name="Đỗ Quốc Vũ"), phone)
    phone.goto("/tips/")
    phone.get_by_role("link", name="Tiếp nhận tin báo").click()
    healthy(phone)
    phone.get_by_role("link", name="Qua điện thoại").click()
    healthy(phone)
    expect(phone.locator("#id_channel_code, #id_special")).to_have_count(0)
    phone.locator("#id_full_name").fill("Huỳnh Thị Ngọc Sương")
    phone.locator("#id_phone").fill("0918273645")
    phone.locator(".save-bar button[type=submit]").click()
    # What happened is missing: everything typed is still there.
    expect(phone.locator("#id_full_name")).to_have_value("Huỳnh Thị Ngọc Sương")
    healthy(phone)
    phone.locator("#id_content").fill("Nhóm thanh niên mang hung khí tụ tập trước chợ.")
    phone.locator(".save-bar button[type=submit]").dblclick()
    expect(phone.locator("#state")).to_be_visible()
    healthy(phone)
    assert CrimeTip.objects.count() == 1
    phone.locator("#id_classify_urgency").select_option("urgent")
    phone.locator("form[action$='/classify/'] button[type=submit]").click()
    expect(phone.locator("#clock .status")).to_contain_text("còn 23 giờ")
    # Who gave it is out of the officer's sight from now on.
    assert "Sương" not in phone.content()
    phone.goto("/tips/")
    expect(phone.locator("table")).to_contain_text("còn 23 giờ")
    healthy(phone)


def test_from_the_check_to_the_end(newcomer: Callable[[User], Page], commune: Commune) -> None:
    page = newcomer(person("commune_chief", commune, full_name="Phạm Công Tâm"))
    deputy = person("commune_deputy", commune, full_name="Trần Văn Phó")
    staff = person("district_staff", commune.jurisdiction, full_name="Cán bộ huyện")
    page.goto("/tips/receive/?channel=spoken")
    page.locator("#id_full_name").fill("Huỳnh Thị Ngọc Sương")
    page.locator("#id_content").fill("Mất xe máy dựng trước nhà.")
    page.locator(".save-bar button[type=submit]").click()
    page.locator("form[action$='/classify/'] button[type=submit]").click()
    tip = CrimeTip.objects.get()
    address = f"/tips/{tip.pk}/"

    with page.expect_download() as blank:
        page.get_by_role("link", name="Giấy biên nhận cho người cung cấp").click()
    assert blank.value.suggested_filename.endswith("receipt.docx")

    page.get_by_role("link", name="Viết báo cáo").click()
    healthy(page)
    page.locator("#id_checked").fill("Đã xem hiện trường.")
    page.locator("#id_found").fill("Có dấu vết cạy cửa.")
    page.locator("input[name=finding][value=signs]").check()
    page.locator("#id_proposal").fill("Chuyển Công an huyện.")
    page.locator(".save-bar button[type=submit]").click()
    expect(page.locator("#report")).to_contain_text("Dự thảo")
    healthy(page)
    # The author cannot read a text of his own; the deputy does, then the chief signs.
    expect(page.get_by_role("button", name="Tôi đã xem")).to_have_count(0)
    second = newcomer(deputy)
    second.goto(address)
    step(second, "Tôi đã xem")
    page.reload()
    step(page, "Ký")
    expect(page.locator("#report")).to_contain_text("Đã ký")
    step(page, "Chuyển giao Công an huyện", "Đội Cảnh sát hình sự, kèm báo cáo xác minh.")
    expect(page.locator("#state")).to_contain_text("Đã bàn giao")

    third = newcomer(staff)
    third.goto(address)
    healthy(third)
    step(third, "Tiếp nhận")
    step(third, "Tạm đình chỉ", "Chờ kết quả giám định, QĐ 15 ngày 26/11.")
    step(third, "Phục hồi giải quyết", "Đã có kết quả giám định, QĐ 18.")
    step(third, "Ghi kết quả giải quyết", "Khởi tố vụ án, QĐ 21.")
    step(third, "Kết thúc nguồn tin", "Đã thông báo bằng văn bản.")
    tip.refresh_from_db()
    assert (tip.state, tip.next_due_at) == ("closed", None)
    assert "Sương" not in third.content()
    third.goto("/tips/")
    expect(third.get_by_text(tip.number)).to_have_count(0)
    third.goto("/tips/?state=closed")
    expect(third.get_by_text(tip.number)).to_have_count(1)


def test_a_receipt_is_corrected_on_a_phone_and_its_informant_at_a_desk(
    phone: Page, newcomer: Callable[[User], Page], commune: Commune, sign_in: Any
) -> None:
    sign_in(person("commune_officer", commune, full_name="Đỗ Quốc Vũ"), phone)
    phone.goto("/tips/receive/?channel=telephone")
    phone.locator("#id_full_name").fill("Huỳnh Thị Ngọc Sương")
    phone.locator("#id_content").fill("Mất xe máy dựng trước nhà.")
    phone.locator(".save-bar button[type=submit]").click()
    phone.locator("form[action$='/classify/'] button[type=submit]").click()
    tip = CrimeTip.objects.get()
    phone.get_by_role("link", name="Đính chính nội dung tiếp nhận").click()
    healthy(phone)
    phone.locator("#id_content").fill("")
    phone.locator("#id_because").fill("x")
    phone.locator(".save-bar button[type=submit]").click()
    # Both mistakes are said at once, and the summary has the focus.
    expect(phone.locator(".error-summary li")).to_have_count(2)
    expect(phone.locator(".error-summary")).to_be_focused()
    healthy(phone)
    phone.locator("#id_content").fill("Mất xe máy dựng ngoài hiên nhà.")
    phone.locator("#id_because").fill("Nghe nhầm qua điện thoại.")
    # Saved by the keyboard alone, from the reason on.
    phone.locator("#id_because").press("Tab")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("#facts-title")).to_be_visible()
    expect(phone.locator("main")).to_contain_text("Nghe nhầm qua điện thoại.")
    healthy(phone)

    page = newcomer(person("commune_chief", commune, full_name="Phạm Công Tâm"))
    page.goto(f"/tips/{tip.pk}/")
    page.get_by_role("link", name="Đính chính thông tin người báo tin").click()
    healthy(page)
    assert "Sương" not in page.content()
    page.locator("#id_look_reason").fill("Đối chiếu căn cước công dân")
    page.locator(".save-bar button[type=submit]").click()
    expect(page.locator("#id_full_name")).to_have_value("Huỳnh Thị Ngọc Sương")
    healthy(page)
    page.locator("#id_full_name").fill("Huỳnh Thị Ngọc Sang")
    page.locator(".save-bar button[type=submit]").click()
    expect(page.locator("#informant")).to_be_visible()
    page.locator("#history summary").click()
    expect(page.locator("#history")).to_contain_text(
        "đính chính thông tin người báo tin (Họ và tên)"
    )
    assert "Sang" not in page.content()
