"""The locked requirements: complete, hashed, and without any address."""

import json
import re

import pytest

from launch.places import CHECKOUT

LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-node.txt"]


def _pins(file: str) -> set[str]:
    return set(re.findall(r"^([\w.\-]+)==[^ ]+", (CHECKOUT / file).read_text(), re.MULTILINE))


def _names(file: str) -> set[str]:
    lines = (CHECKOUT / file).read_text().splitlines()
    words = [re.split(r"[\[<>=!~ ]", line)[0] for line in lines if line and line[0] not in "#-"]
    return {word.lower().replace("_", "-") for word in words}


@pytest.mark.parametrize("file", LOCKS)
def test_every_package_asked_for_is_locked_with_hashes_and_no_address(file: str) -> None:
    text = (CHECKOUT / file).read_text()
    assert _names(file.replace(".txt", ".in")) <= _pins(file)
    for entry in re.split(r"\n(?=[\w])", text.strip()):
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text


def test_tests_run_on_the_very_packages_that_the_application_runs_on() -> None:
    pin = re.compile(r"^[\w.\-]+==[^ \\]+(?: ;[^\\]+)?", re.MULTILINE)
    ours = {line.strip() for line in pin.findall((CHECKOUT / "requirements.txt").read_text())}
    theirs = {
        line.strip() for line in pin.findall((CHECKOUT / "requirements-test.txt").read_text())
    }
    assert ours <= theirs


def test_the_npm_lock_names_no_address_and_checks_every_file() -> None:
    lock = json.loads((CHECKOUT / "package-lock.json").read_text())
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert packages
    assert all("resolved" not in entry and "integrity" in entry for entry in packages.values())
