"""A data home of its own for tests that start embedded servers."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from commune_police.db.server_files import CHECKOUT

# Prints the address, then waits until its input closes.
USER_OF_SERVER = """
import sys
from commune_police.db.embedded import database_url
print(database_url(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a data home of its own that root's server user may reach too."""
    folder = Path(tempfile.mkdtemp(prefix="cp-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    for process in servers(folder):
        process.kill()
        process.wait(10)
    shutil.rmtree(folder)


@pytest.fixture
def open_user(home: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Return a function that starts one more process that uses the server below ``home``."""
    opened: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        environment = {**os.environ, "DATA_DIR": str(home)}
        opened.append(
            subprocess.Popen(
                [sys.executable, "-c", USER_OF_SERVER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=CHECKOUT,
                env=environment,
            )
        )
        return opened[-1]

    yield start
    for process in opened:
        process.kill()
        process.communicate()


def servers(home: Path) -> list[psutil.Process]:
    """Return the server processes whose data lie below ``home``."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if "-D" in (process.info["cmdline"] or [])
        and str(home) in " ".join(process.info["cmdline"])
    ]
