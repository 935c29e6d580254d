"""The browser: the system's Chromium, signed-in pages, and the accessibility check."""

import os
import time
from collections.abc import Callable, Generator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

from launch.checks import find_chromium
from tests.incidents.sown import sow

# Playwright's own loop makes Django think that test code is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DESK = {"width": 1360, "height": 800}
PHONE = {"width": 360, "height": 740}
# A guarded form asks the server before it goes, a moment after the press: its button is busy, then the form is sent.
CAME_TO_ITS_ANSWER = "!document.querySelector('[aria-busy=true], form[data-sent]')"
NO_CELL_KEPT = "!Object.keys(localStorage).some((one) => one.startsWith('report:'))"
# Nothing on the pages takes so long; a machine that runs everything else at once may.
PATIENCE_S = 30
ANSWERED_S = 10
expect.set_options(timeout=PATIENCE_S * 1000)
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this room as a browser test, and let one that fails be run once more.

    A browser, a server and a database share the machine with all other tests: a wait may end too early.
    What is wrong fails twice, and the run names what it ran again.
    """
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


_blocker = pytest.StashKey[Any]()


@pytest.fixture(scope="session", autouse=True)
def _remember_blocker(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    request.config.stash[_blocker] = django_db_blocker


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Put back what migrations had sown: a test with a live server ends by emptying every table."""
    yield
    if (blocker := item.config.stash.get(_blocker, None)) is not None:
        with blocker.unblock():
            sow()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium (CHROMIUM names another); as root it cannot have its sandbox."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found: install it, or name it in CHROMIUM")
    arguments = ["--disable-dev-shm-usage", "--disable-gpu"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "args": arguments, "executable_path": path}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Vietnamese reader who wants no animation, so that nothing is caught half-way."""
    return {**browser_context_args, "locale": "vi-VN", "reduced_motion": "reduce"}


def holds(page: Page, script: str) -> bool:
    """Tell whether an expression of JavaScript, or the promise that it gives, is true on the page now."""
    try:
        return bool(page.evaluate(script))
    except Error:  # the page goes while it is asked; the next one will say
        return False


def wait_until_holds(page: Page, script: str) -> None:
    """Ask again and again until the expression is true.

    Playwright's ``wait_for_function`` would evaluate a string inside the page, which the page's
    security policy refuses as soon as the first look does not find it true.
    """
    until = time.monotonic() + PATIENCE_S
    while not holds(page, script):
        if time.monotonic() > until:
            raise AssertionError(f"not so after {PATIENCE_S} seconds: {script}")
        page.wait_for_timeout(20)


def everything_is_sent(page: Page) -> None:
    """Wait until this device keeps no cell of a report any more."""
    wait_until_holds(page, NO_CELL_KEPT)


@pytest.fixture(scope="session", autouse=True)
def _a_press_ends_where_its_form_leads() -> Generator[None, None, None]:
    """After a click, wait until a form has come to its answer, as whoever pressed does: another page, or a file."""
    plain = Locator.click

    def click(self: Locator, **how: Any) -> None:
        files: list[Any] = []

        def heard(file: Any) -> None:
            files.append(file)

        self.page.on("download", heard)
        plain(self, **how)
        until = time.monotonic() + ANSWERED_S
        while not files and not holds(self.page, CAME_TO_ITS_ANSWER) and time.monotonic() < until:
            self.page.wait_for_timeout(20)
        self.page.remove_listener("download", heard)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click)
        yield


@pytest.fixture
def desk(page: Page) -> Page:
    """Return a page as wide as a desk's screen."""
    page.set_viewport_size(DESK)
    return page


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], live_server: Any) -> Page:
    """Return a page on a small phone, touched rather than clicked."""
    touched = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    return new_context(base_url=live_server.url, viewport=PHONE, **touched).new_page()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of while a test runs: refused content, script errors."""
    heard: list[str] = []
    page.on(
        "console", lambda message: heard.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[..., None]:
    """Return a function that signs a user in without walking through the sign-in page.

    On the usual page, or on the second argument's, such as ``phone``.
    """

    def enter(user: Any, page: Page | None = None) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        profile = page.context if page else context
        profile.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return enter


def serious_violations(page: Page) -> list[str]:
    """Run axe on the page once it is dressed; return the serious and critical findings, one line each."""
    page.wait_for_load_state("load")
    if page.locator("script[src*=admin_names]").count():
        page.locator("html[data-named]").wait_for(state="attached")
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen, once it is there: a click may lead to another."""
    page.wait_for_load_state("load")
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
