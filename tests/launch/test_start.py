"""The start program: each thing that can be wrong is one clear sentence, each step runs only when it must."""

import errno
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from launch import commands, old_python, packages, progress, web
from launch.places import CHECKOUT
from launch.stamps import Stamp, fingerprint


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


def test_a_port_in_use_is_told_before_anything_is_installed(taken_port: str) -> None:
    done = subprocess.run(
        ["make", "run", f"PORT={taken_port}", f"PYTHON={sys.executable}", "VENV=/nonexistent/venv"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert f"Port {taken_port} is in use by another program" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["", "no", "0", "65536", "-1"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    with pytest.raises(progress.PlainError, match="PORT must be a number"):
        web.reserve("127.0.0.1", port)


def test_a_reserved_port_refuses_at_once_until_the_server_is_ready() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with web.reserve("127.0.0.1", str(port)), socket.socket() as visitor:
        assert visitor.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED


def test_an_old_python_is_told_and_a_newer_one_beside_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert "Python 3.11 or newer is needed and this is Python 3.9" in old_python.tell_to_install()
    monkeypatch.setattr(
        shutil, "which", lambda name: sys.executable if name == "python3.12" else None
    )
    assert old_python.find_newer() == sys.executable
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert old_python.find_newer() is None


@pytest.mark.parametrize("file", ["__main__.py", "old_python.py", "__init__.py"])
def test_what_an_old_python_reads_has_an_old_syntax(file: str) -> None:
    import ast

    ast.parse((CHECKOUT / "launch" / file).read_text(), feature_version=(3, 6))


def test_a_full_disk_is_told_before_and_while_installing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    with pytest.raises(progress.PlainError, match=r"The disk is full.*5 MB are free"):
        packages.check_room()
    said = progress.explain(
        "It failed", "OSError: [Errno 28] No space left on device", tmp_path / "log"
    )
    assert "the disk is full" in said


def test_a_python_that_cannot_make_environments_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(packages, "VENV", tmp_path / "venv")
    monkeypatch.setattr(packages, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr(packages.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(progress.PlainError, match="python3-venv"):
        packages.make_venv()


def test_a_folder_that_is_no_environment_is_never_cleared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    monkeypatch.setattr(packages, "VENV", tmp_path)
    monkeypatch.setattr(packages, "PYTHON", tmp_path / "bin" / "python")
    with pytest.raises(progress.PlainError, match="no virtual environment"):
        packages.make_venv()
    assert (tmp_path / "thesis.odt").exists()


def test_without_npm_the_one_from_pypi_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(packages, "install_python_packages", installed.append)
    npm, environment = packages._npm()
    assert installed == ["requirements-node.txt"]
    assert npm == packages.VENV / "bin" / "npm"
    assert environment["PATH"].startswith(str(packages.VENV / "bin"))


def test_a_stamp_fits_until_a_files_content_or_name_changes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("one")
    stamp = Stamp(tmp_path / "stamps" / "static")
    first = fingerprint([source])
    assert not stamp.fits(first)
    stamp.write(first)
    assert stamp.fits(fingerprint([source]))
    (source / "a.css").write_text("two")
    assert not stamp.fits(fingerprint([source]))
    (source / "a.css").write_text("one")
    (source / "a.css").rename(source / "b.css")
    assert not stamp.fits(fingerprint([source]))


def test_a_failing_step_shows_its_last_lines_and_where_the_rest_is(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "step.log"
    with pytest.raises(progress.PlainError, match="It broke") as failure:
        progress.run_quietly(
            [sys.executable, "-c", "import sys; print('the reason'); sys.exit(3)"],
            what="It broke",
            log=log,
        )
    assert "the reason" in str(failure.value)
    assert str(log) in str(failure.value)


def test_every_word_of_the_makefile_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    words = next(
        line.split(":=")[1].split()
        for line in (CHECKOUT / "Makefile").read_text().splitlines()
        if line.startswith("WORDS")
    )
    assert set(words) == set(commands.COMMANDS)
    assert commands.main(["nonsense"]) == 2
    assert "usage" in capsys.readouterr().err
