"""With FORBID_SKIPS=1, makes of every skipped test a failed one; else the summary names them."""

import os
from collections.abc import Generator
from typing import Any

import pytest

FORBIDDEN = os.environ.get("FORBID_SKIPS", "") not in ("", "0")


def _forbid(report: Any) -> None:
    if FORBIDDEN and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nSkipping is forbidden here (FORBID_SKIPS=1)."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _forbid(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _forbid(report)
    return report
