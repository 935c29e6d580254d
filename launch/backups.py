"""Saves and restores everything that cannot be made again: the database and the uploaded files.

``python -m launch.backups save FOLDER`` writes FOLDER/<time>/ with ``database.dump``, ``uploads.tar`` and
``SHA256SUMS``; ``restore FOLDER/<time>`` puts them back into an empty database. Both connect as the
operator: row policies hide rows from the application's own role, and its backup would be refused.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

from launch.progress import PlainError, step

SUMS = "SHA256SUMS"
DUMP = "database.dump"
UPLOADS = "uploads.tar"


def _settings() -> tuple[str, Path]:
    """Return the operator's address of the database and the folder of uploads."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commune_police.settings")
    from django.conf import settings

    from commune_police.db.bulk import operator_url

    try:
        return operator_url(), Path(settings.MEDIA_ROOT)
    except RuntimeError as error:
        raise PlainError(f"{error} A backup needs it too.") from error


def _program(name: str) -> str:
    """Return the path of pg_dump and the like: the embedded server's own, or the machine's."""
    from django.conf import settings

    from commune_police.db.embedded import server_program

    found = str(server_program(name)) if settings.DATABASE_IS_EMBEDDED else shutil.which(name)
    if found is None:
        raise PlainError(f"{name} is missing: apt-get install postgresql-client")
    return found


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise PlainError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-1500:]}")


def _sum(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def save(folder: Path) -> Path:
    """Write a backup below ``folder``, readable by its owner alone; return where it is."""
    os.umask(0o077)
    address, uploads = _settings()
    target = folder / time.strftime("%Y-%m-%dT%H%M%S")
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.mkdir(parents=True)
    with step("Saving the database"):
        _run(_program("pg_dump"), "--format=custom", f"--file={unfinished / DUMP}", address)
        _run(_program("pg_restore"), "--list", f"--file={os.devnull}", str(unfinished / DUMP))
    with step("Saving the uploads"), tarfile.open(unfinished / UPLOADS, "w") as archive:
        if uploads.is_dir():
            archive.add(uploads, arcname=".")
    lines = [f"{_sum(unfinished / name)}  {name}\n" for name in (DUMP, UPLOADS)]
    (unfinished / SUMS).write_text("".join(lines))
    unfinished.rename(target)
    return target


def forget_old(folder: Path, keep: int) -> None:
    """Remove all but the newest ``keep`` finished backups."""
    finished = sorted(path.parent for path in folder.glob(f"????-??-??T??????/{SUMS}"))
    for old in finished[:-keep]:
        shutil.rmtree(old)


def check(backup: Path) -> None:
    """Raise `PlainError` where a file of the backup is missing or changed."""
    if not (backup / SUMS).exists():
        raise PlainError(f"{backup} is no finished backup: it has no {SUMS}.")
    for line in (backup / SUMS).read_text().splitlines():
        known, name = line.split(maxsplit=1)
        if not (backup / name).exists() or _sum(backup / name) != known:
            raise PlainError(f"{backup / name} is missing or damaged: use another backup.")


def restore(backup: Path) -> None:
    """Put a backup into a database that has no tables yet, and its uploads into an empty folder."""
    check(backup)
    address, uploads = _settings()
    if _tables(address):
        raise PlainError(
            "The database has tables: restore only into a new, empty one (docs/operations.md)."
        )
    if uploads.is_dir() and any(uploads.iterdir()):
        raise PlainError(f"{uploads} has files: move them away first.")
    with step("Restoring the database"):
        _run(
            *(_program("pg_restore"), "--exit-on-error", "--single-transaction"),
            *("--clean", "--if-exists", f"--dbname={address}", str(backup / DUMP)),
        )
    with step("Restoring the uploads"), tarfile.open(backup / UPLOADS) as archive:
        uploads.mkdir(parents=True, exist_ok=True)
        # Pythons before 3.11.4 know no filters; what is unpacked is our own, its checksum known.
        guard: Any = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(uploads, **guard)  # noqa: S202


def _tables(address: str) -> int:
    import psycopg2

    connection = psycopg2.connect(address)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        (count,) = cursor.fetchone() or (0,)
    connection.close()
    return int(count)


def main(arguments: list[str]) -> int:
    """Save to, or restore from, the folder that is named."""
    if len(arguments) != 2 or arguments[0] not in ("save", "restore"):
        print("usage: python -m launch.backups save FOLDER | restore FOLDER/TIME", file=sys.stderr)
        return 2
    folder = Path(arguments[1]).expanduser().absolute()
    try:
        if arguments[0] == "save":
            print(f"Saved to {save(folder)}")
            forget_old(folder, int(os.environ.get("BACKUPS_KEPT") or 30))
        else:
            restore(folder)
    except PlainError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
