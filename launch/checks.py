"""Runs the tests and the linters."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch import debian_postgres
from launch.packages import install_page_files, install_python_packages
from launch.places import CHECKOUT, PYTHON
from launch.progress import PlainError, step

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BASE = ["-p", "tests.skips", "--create-db"]
# In the order of collection, where tests that empty the tables come last: sorted by size, a small file could follow
# one of them in the same process and miss the rows that migrations wrote.
PARALLEL = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
OLDER = ["-p", "tests.database_only", "-m", "not browser and not embedded"]
NOTHING_CHOSEN = 5  # pytest's status where TESTS names nothing that this run has
LINTERS: dict[str, list[str]] = {
    "ruff": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy", "."],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "djlint": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "catalogue": ["-m", "commune_police.catalogue", "check"],
}


def find_chromium() -> str | None:
    """Return the path of the machine's Chromium: ``CHROMIUM`` where set, else the first one found."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen if Path(chosen).exists() else None
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def skips_forbidden() -> bool:
    return os.environ.get("FORBID_SKIPS", "") not in ("", "0")


def prepare() -> None:
    """Bring packages, page files and compiled catalogues up to date."""
    install_python_packages("requirements-test.txt")
    install_page_files()
    subprocess.run([PYTHON, "-m", "commune_police.catalogue", "compile"], check=True)  # noqa: S603


def pytest(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run pytest on what ``TESTS`` names, or on everything; return its exit status."""
    chosen = shlex.split(os.environ.get("TESTS", ""))
    variables = {**os.environ, **environment}
    with step("Migrating the database that each test process copies"):
        made = subprocess.run(  # noqa: S603
            [PYTHON, "-m", "launch.test_template"],
            env=variables,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    command = [str(PYTHON), "-m", "pytest", *BASE, *PARALLEL, *arguments, *chosen]
    status = subprocess.call(command, env={**variables, "TEST_TEMPLATE": made.stdout})  # noqa: S603
    return 0 if chosen and status == NOTHING_CHOSEN else status


def test() -> None:
    """Run every test on the embedded PostgreSQL, then those that lean on it on the machine's own.

    Says plainly what is skipped; with ``FORBID_SKIPS=1`` anything skipped is a failure.
    """
    prepare()
    left_out = []
    chromium = find_chromium()
    if chromium is None:
        left_out.append(
            "browser tests: no Chromium found (Debian: apt-get install chromium, or set CHROMIUM)"
        )
    older = debian_postgres.find()
    if older is None:
        left_out.append(
            "second run on an older PostgreSQL: none found (Debian: apt-get install postgresql, or set "
            "TEST_DATABASE_URL_15 to a role that may create databases and is no superuser)"
        )
    if left_out and skips_forbidden():
        raise PlainError(
            "Skips are forbidden here, and these cannot run:\n  " + "\n  ".join(left_out)
        )
    browser = {"CHROMIUM": chromium} if chromium else {}
    print("Tests on the embedded PostgreSQL", flush=True)
    status = pytest([] if chromium else ["-m", "not browser"], browser)
    if older is not None:
        with older as address:
            print("\nTests on the machine's own PostgreSQL", flush=True)
            status = pytest(OLDER, {"DATABASE_URL": address}) or status
    for line in left_out:
        print(f"SKIPPED {line}", flush=True)
    sys.exit(status)


def lint() -> None:
    """Run every linter, report all that fail."""
    install_python_packages("requirements-test.txt")
    environment = {**os.environ, "DEMO_MODE": os.environ.get("DEMO_MODE", "1")}
    failed = []
    for name, command in LINTERS.items():
        with step(name):
            done = subprocess.run(  # noqa: S603
                [PYTHON, *command],
                cwd=CHECKOUT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            failed.append(name)
            print(f"{done.stdout}{done.stderr}", flush=True)
    if failed:
        raise PlainError(f"Not clean: {', '.join(failed)}.")
