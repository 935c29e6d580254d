"""Reserves the web address before anything slow begins, then gives it to the server."""

import errno
import os
import socket

from launch.packages import install_page_files, install_python_packages
from launch.places import CHECKOUT, PYTHON
from launch.progress import PlainError


def reserve(host: str, port: str) -> socket.socket:
    """Return a socket bound to the address, not yet listening; who calls meanwhile is refused at once."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise PlainError(f"PORT must be a number from 1 to 65535, not “{port}”.")
    reserved = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        reserved.bind((host, int(port)))
        if _somebody_listens(host, int(port)):
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
    except OSError as error:
        reserved.close()
        if error.errno == errno.EADDRINUSE:
            raise PlainError(
                f"Port {port} is in use by another program: stop it, or choose another: make run PORT={_next(port)}"
            ) from error
        if error.errno == errno.EACCES:
            raise PlainError(
                f"Port {port} is for root only: choose one from 1024 on: make run PORT=8000"
            ) from error
        raise PlainError(f"The address {host}:{port} cannot be used ({error.strerror}).") from error
    return reserved


def _next(port: str) -> int:
    return int(port) + 1 if int(port) < 65535 else 8000


def _somebody_listens(host: str, port: int) -> bool:
    """Return whether a connection succeeds: some systems let two programs bind the same address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def install() -> None:
    """Bring packages, page files, catalogues, tables and static files up to date, and serve nothing."""
    install_python_packages("requirements.txt")
    install_page_files()
    os.chdir(CHECKOUT)
    os.execv(PYTHON, [str(PYTHON), "-m", "launch.in_venv", "install"])  # noqa: S606


def serve() -> None:
    """Bring the checkout up and become its web server; does not return."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    reserved = reserve(host, port)
    install_python_packages("requirements.txt")
    install_page_files()
    reserved.set_inheritable(True)
    os.chdir(CHECKOUT)
    os.execv(PYTHON, [str(PYTHON), "-m", "launch.in_venv", "serve", str(reserved.fileno())])  # noqa: S606
