"""A backup holds the database and the uploads, is checked before use, and never overwrites anything."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest

from commune_police.db.server_files import CHECKOUT
from launch import backups

pytestmark = pytest.mark.embedded

# Rows that a policy hides from the application's own role must be in the backup all the same.
HIDDEN_ROWS_SQL = """
CREATE TABLE tips (id int, commune int, words text);
INSERT INTO tips VALUES (1, 7, 'đánh bạc ở chợ'), (2, 8, 'gây rối');
ALTER TABLE tips ENABLE ROW LEVEL SECURITY; ALTER TABLE tips FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON tips USING (commune::text = current_setting('app.communes', true));
"""


def _run(home: Path, uploads: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DATA_DIR": str(home),
        "MEDIA_ROOT": str(uploads),
        "DEMO_MODE": "1",
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "launch.backups", *arguments],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_saved_comes_back_whole_and_only_into_an_empty_place(
    home: Path, open_user: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    user = open_user()
    assert user.stdout is not None
    address = user.stdout.readline().strip()
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(HIDDEN_ROWS_SQL)
    connection.close()
    uploads = tmp_path / "uploads"
    (uploads / "photos").mkdir(parents=True)
    (uploads / "photos" / "one.jpg").write_bytes(b"picture")

    saved = _run(home, uploads, "save", str(tmp_path / "backups"))
    assert saved.returncode == 0, saved.stderr
    (backup,) = (tmp_path / "backups").iterdir()
    assert backup.stat().st_mode & 0o077 == 0

    again = _run(home, uploads, "restore", str(backup))
    assert again.returncode == 1
    assert "The database has tables" in again.stderr

    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE tips")
    connection.close()
    restored = _run(home, tmp_path / "restored", "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert (tmp_path / "restored" / "photos" / "one.jpg").read_bytes() == b"picture"
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tips")
        assert cursor.fetchone() == (0,)  # the policy came back too
        cursor.execute("SET app.communes = '7'; SELECT words FROM tips")
        assert cursor.fetchall() == [("đánh bạc ở chợ",)]
    connection.close()


def test_a_damaged_or_unfinished_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(backups.PlainError, match="no finished backup"):
        backups.check(tmp_path)
    (tmp_path / backups.DUMP).write_bytes(b"rows")
    (tmp_path / backups.SUMS).write_text(f"{'0' * 64}  {backups.DUMP}\n")
    with pytest.raises(backups.PlainError, match="missing or damaged"):
        backups.check(tmp_path)


def test_only_the_newest_backups_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    for day in range(1, 6):
        folder = tmp_path / f"2026-01-0{day}T020000"
        folder.mkdir()
        (folder / backups.SUMS).touch()
    (tmp_path / "notes").mkdir()
    backups.forget_old(tmp_path, keep=2)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["2026-01-04T020000", "2026-01-05T020000", "notes"]
