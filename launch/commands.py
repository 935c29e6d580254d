"""The start program's command line: one word, the same as in the Makefile."""

import os
import subprocess
import sys
from collections.abc import Callable

from launch import checks, packages, web
from launch.places import CHECKOUT, LOGS, PYTHON
from launch.progress import DISK_FULL, PlainError, run_quietly


def become(*command: str) -> None:
    """Run a command of the virtual environment in place of this program."""
    os.chdir(CHECKOUT)
    os.execv(PYTHON, [str(PYTHON), *command])  # noqa: S606


def demonstration_command(name: str, *arguments: str) -> Callable[[], None]:
    """Return a function that runs one of Django's commands, in demonstration mode unless set otherwise."""

    def run() -> None:
        packages.install_python_packages("requirements.txt")
        os.environ.setdefault("DEMO_MODE", "1")
        become("manage.py", name, *arguments)

    return run


def messages() -> None:
    """Bring the translation catalogue in line with the sources."""
    packages.install_python_packages("requirements.txt")
    become("-m", "commune_police.catalogue", "update")


def shell_db() -> None:
    """Open psql on the embedded database, as the application's own role."""
    packages.install_python_packages("requirements.txt")
    become("-m", "launch.psql")


def bench() -> None:
    """Measure each page at district and national size; writes docs/benchmarks.md."""
    packages.install_python_packages("requirements-test.txt")
    packages.install_page_files()
    os.environ.setdefault("DEMO_MODE", "1")
    become("manage.py", "bench")


def screenshots() -> None:
    """Take the user guides' pictures anew from a running demonstration."""
    packages.install_python_packages("requirements-test.txt")
    become("-m", "launch.screenshots")


def lock() -> None:
    """Write the hashed requirements anew from requirements*.in."""
    packages.install_python_packages("requirements-test.txt")
    options = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--upgrade",
        "--quiet",
        "--no-annotate",
        "--no-header",
    ]
    environment = {"UV_NO_CONFIG": "1"}
    for name in ("requirements", "requirements-test", "requirements-node"):
        command = [
            str(PYTHON),
            "-m",
            "uv",
            "pip",
            "compile",
            *options,
            f"{name}.in",
            "-o",
            f"{name}.txt",
        ]
        run_quietly(
            command,
            what=f"{name}.in has no solution",
            log=LOGS / "lock.log",
            environment=environment,
        )


COMMANDS: dict[str, Callable[[], None]] = {
    "run": web.serve,
    "install": web.install,
    "test": checks.test,
    "lint": checks.lint,
    "bench": bench,
    "messages": messages,
    "screenshots": screenshots,
    "lock": lock,
    "shell-db": shell_db,
    "reset-demo": demonstration_command("reset_demo"),
}


def main(arguments: list[str]) -> int:
    """Do what the first argument names; failures that the reader can mend come as one sentence."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"usage: python3 -m launch {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    os.chdir(CHECKOUT)
    try:
        COMMANDS[arguments[0]]()
    except PlainError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        if DISK_FULL not in str(error):
            raise
        print(
            "\nThe disk is full: free about 1 GB and run the same command again.", file=sys.stderr
        )
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode or 1
    except KeyboardInterrupt:
        return 130
    return 0
