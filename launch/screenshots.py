"""Takes the user guides' screenshots from a running demonstration (`make run`, then `make screenshots`)."""

import os
import sys
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from launch.checks import find_chromium
from launch.places import CHECKOUT
from launch.progress import PlainError, step

TARGET = CHECKOUT / "docs" / "guides" / "img"
DESK, PHONE = (1280, 860), (360, 740)


@dataclass(frozen=True)
class Shot:
    """One picture: its file, who looks, at which address, on which screen, and what is opened from there."""

    name: str
    user: str
    address: str
    screen: tuple[int, int] = DESK
    then: str = ""


SHOTS = (
    Shot("dang-nhap", "", "/accounts/login/"),
    Shot("tong-quan", "canbohuyen", "/"),
    Shot("danh-sach-can-bo", "canbohuyen", "/officers/"),
    Shot("dia-ban-cho-xac-nhan", "canbohuyen", "/hotspots/?state=reported"),
    Shot("ban-do", "canbohuyen", "/map/"),
    Shot("ban-lam-viec", "truongca.longhoa", "/"),
    Shot("ban-lam-viec-dien-thoai", "truongca.longhoa", "/", PHONE),
    Shot("bao-dia-ban-dien-thoai", "truongca.longhoa", "/hotspots/new/", PHONE),
    Shot("nhap-bao-cao", "truongca.longhoa", "/reports/", then="main a.btn-primary"),
    Shot("tinh-hinh-nop", "canbohuyen", "/reports/filing/"),
    Shot("tong-hop", "canbohuyen", "/reports/consolidation/"),
    Shot("kho-khan", "canbohuyen", "/difficulties/"),
    Shot("xep-hang-du-an", "canbohuyen", "/projects/ranking/?budget=5000000000"),
    Shot("hoi-nghi", "canbohuyen", "/meetings/", then="main form button.btn-primary"),
    Shot("ghi-nhanh-dien-thoai", "congan.longhoa", "/incidents/quick/", PHONE),
    Shot("so-vu-viec", "truongca.longhoa", "/incidents/"),
    Shot("tin-bao-xac-minh", "truongca.longhoa", "/tips/", then="main table a"),
    Shot("tiep-nhan-dien-thoai", "congan.longhoa", "/tips/receive/?channel=telephone", PHONE),
    Shot("vu-viec-tren-ban-do", "canbohuyen", "/incidents/map/"),
    Shot("hoa-giai", "truongca.longhoa", "/mediations/?state=settled", then="main tbody a"),
    Shot("dat-chuan-nam", "truongca.longhoa", "/movement/standards/year/"),
    Shot("tuyen-truyen-dien-thoai", "congan.longhoa", "/movement/outreach/new/", PHONE),
    Shot("dia-ban-cua-xa", "congan.longhoa", "/hotspots/"),
    Shot("quan-tri-can-bo", "quantri", "/admin/units/officer/"),
    Shot("quan-tri-nhap-danh-sach", "phongnoivu", "/admin/units/officer/import/"),
    Shot("quan-tri-nguoi-dung", "quantri", "/admin/accounts/user/"),
)


def password() -> str:
    """Return the demonstration's printed password."""
    from accounts.demo.sign_ins import PASSWORD

    return PASSWORD


def sign_in(page: Page, base: str, user: str) -> None:
    """Sign ``user`` in through the sign-in page."""
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", password())
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def take_all(base: str) -> None:
    """Take every shot from the server at ``base``."""
    chromium = find_chromium()
    if chromium is None:
        raise PlainError("No Chromium found: install it, or name it in CHROMIUM.")
    TARGET.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for shot in SHOTS:
            with step(f"{shot.name}.png"):
                width, height = shot.screen
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    locale="vi-VN",
                    timezone_id="Asia/Ho_Chi_Minh",
                    reduced_motion="reduce",
                )
                page = context.new_page()
                if shot.user:
                    sign_in(page, base, shot.user)
                page.goto(base + shot.address)
                page.wait_for_load_state("networkidle")
                if shot.then:
                    page.locator(shot.then).first.click()
                    page.wait_for_load_state("networkidle")
                page.screenshot(path=TARGET / f"{shot.name}.png")
                context.close()
        browser.close()


def main() -> int:
    """Take the shots from the server at PORT (8000)."""
    import django

    os.environ.setdefault("DEMO_MODE", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commune_police.settings")
    django.setup()
    take_all(f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
