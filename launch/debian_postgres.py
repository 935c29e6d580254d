"""Starts a throw-away cluster of the machine's own PostgreSQL, to run the tests on another version."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from launch.progress import PlainError

ROLE = "commune_police"
SETUP_SQL = f"""
CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE {ROLE} OWNER {ROLE};
CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist;
"""
# Speed before safety: these data are thrown away.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


def programs() -> Path | None:
    """Return the folder with the newest ``initdb`` that the machine has from Debian's packages."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0),
    )
    return found[-1].parent if found else None


def find() -> AbstractContextManager[str] | None:
    """Return a context that gives the address of another PostgreSQL, or None where there is none."""
    if address := os.environ.get("TEST_DATABASE_URL_15"):
        return nullcontext(address)
    folder = programs()
    return throwaway_cluster(folder) if folder else None


@contextmanager
def throwaway_cluster(folder: Path) -> Iterator[str]:
    """Make a cluster in a temporary folder, run it, give its address, and remove it."""
    home = Path(tempfile.mkdtemp(prefix="cp-pg-"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to be root; Debian's package makes this user
        as_user = {"user": "postgres", "group": "postgres"}
        shutil.chown(home, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603
            [str(folder / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=(home / "output").open("a"),
            stderr=subprocess.STDOUT,
            cwd=home,
            check=False,
            **as_user,
        )
        if done.returncode:
            raise PlainError(f"{folder / program} failed:\n{(home / 'output').read_text()[-2000:]}")

    data = home / "data"
    try:
        run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "operator",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-k {home} {OPTIONS}"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            for statement in SETUP_SQL.strip().split(";")[:-1]:
                run(
                    "psql",
                    "-h",
                    str(home),
                    "-U",
                    "operator",
                    "-d",
                    "template1",
                    "-q",
                    "-c",
                    statement,
                )
            host = str(home).replace("/", "%2F")
            yield f"postgres://{ROLE}@{host}:5432/{ROLE}"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
