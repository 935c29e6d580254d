"""Installs the Python packages, each checked by its hash, and the pages' third-party files from npm."""

import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path

from launch.places import CHECKOUT, LOGS, NODE_MODULES, PYTHON, STATE, VENV
from launch.progress import PlainError, run_quietly, step
from launch.stamps import Stamp, fingerprint

ROOM_NEEDED = 1_000_000_000  # bytes for all packages with room to unpack them


def check_room() -> None:
    """Stop early where the disk is too full for the packages."""
    free = shutil.disk_usage(CHECKOUT).free
    if free < ROOM_NEEDED:
        raise PlainError(
            f"The disk is full: installing needs about {ROOM_NEEDED // 10**6} MB and "
            f"{free // 10**6} MB are free at {CHECKOUT}. Free some and run the same command again."
        )


def make_venv() -> None:
    """Make the virtual environment, where there is none that still works."""
    version = f"{platform.python_version()} {platform.machine()} {VENV}"
    stamp = Stamp(VENV / ".made-by")
    if PYTHON.exists() and stamp.fits(version):
        return
    if VENV.exists() and not (VENV / "pyvenv.cfg").exists():
        raise PlainError(
            f"{VENV} exists and is no virtual environment: remove it, or set VENV to another place."
        )
    if importlib.util.find_spec("ensurepip") is None:
        raise PlainError(
            f"{sys.executable} cannot make virtual environments: install the system's package for that "
            "(Debian and Ubuntu: apt-get install python3-venv)."
        )
    check_room()
    with step("Making the virtual environment"):
        run_quietly(
            [sys.executable, "-m", "venv", "--clear", VENV],
            what="The virtual environment could not be made",
            log=LOGS / "venv.log",
        )
    stamp.write(version)


def install_python_packages(requirements: str) -> None:
    """Install what the file ``requirements`` lists, where that changed since the last time."""
    make_venv()
    wanted = CHECKOUT / requirements
    mark = fingerprint([wanted])
    stamp = Stamp(VENV / f".{requirements}.installed")
    if stamp.fits(mark):
        return
    check_room()
    count = sum("==" in line for line in wanted.read_text().splitlines())
    with step(f"Installing up to {count} Python packages (once, a minute or two)"):
        run_quietly(
            [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "-r", wanted],
            what="The Python packages could not be installed",
            log=LOGS / f"{requirements}.log",
            environment={"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        )
    stamp.write(mark)


def install_page_files() -> None:
    """Fetch Bootstrap, Leaflet and the like from npm, where package-lock.json changed."""
    mark = fingerprint([CHECKOUT / "package.json", CHECKOUT / "package-lock.json"])
    stamp = Stamp(NODE_MODULES / ".installed")
    if NODE_MODULES.is_symlink() or stamp.fits(mark):
        return
    npm, environment = _npm()
    with step("Fetching the pages' third-party files from npm"):
        run_quietly(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", CHECKOUT],
            what="The pages' files could not be fetched from npm",
            log=LOGS / "npm.log",
            environment=environment,
        )
    stamp.write(mark)


def _npm() -> tuple[Path, dict[str, str]]:
    """Return npm and the environment it needs: the machine's own, or the one that PyPI has."""
    environment = {"NPM_CONFIG_UPDATE_NOTIFIER": "false"}
    home = Path.home()
    if not os.access(home if home.exists() else home.parent, os.W_OK):
        environment["NPM_CONFIG_CACHE"] = str(STATE / "npm-cache")
    if (found := shutil.which("npm")) and shutil.which("node"):
        return Path(found), environment
    try:
        install_python_packages("requirements-node.txt")
    except PlainError as error:
        raise PlainError(
            "npm is missing and could not be had from PyPI either: install Node.js (Debian and Ubuntu: "
            f"apt-get install npm) and run the same command again.\n{error}"
        ) from error
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return VENV / "bin" / "npm", environment
