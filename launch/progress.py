"""Shows each step as it runs, and every failure as one clear sentence."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

DISK_FULL = "No space left on device"


class PlainError(Exception):
    """Something that the reader can mend; the message says what and how."""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Name a step, count its seconds on a terminal, and say how long it took."""
    began = time.monotonic()
    ended = threading.Event()
    if sys.stdout.isatty():
        threading.Thread(target=_count, args=(name, began, ended), daemon=True).start()
    try:
        yield
    except BaseException:
        ended.set()
        _line(name, "failed")
        raise
    ended.set()
    _line(name, f"{time.monotonic() - began:.1f} s")


def _count(name: str, began: float, ended: threading.Event) -> None:
    while not ended.wait(1):
        print(f"\r  {name} … {time.monotonic() - began:.0f} s", end="", flush=True)


def _line(name: str, state: str) -> None:
    start = "\r" if sys.stdout.isatty() else ""
    print(f"{start}  {name} … {state}", flush=True)


def run_quietly(
    command: Sequence[str | Path],
    *,
    what: str,
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a command with its output in ``log``; on failure raise `PlainError` with its last lines."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        done = subprocess.run(  # noqa: S603
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            check=False,
        )
    if done.returncode:
        raise PlainError(explain(what, log.read_text(errors="replace"), log))


def explain(what: str, output: str, log: Path) -> str:
    """Return a sentence on why a command failed, from what it printed."""
    if DISK_FULL in output:
        return f"{what}: the disk is full. Free about 1 GB and run the same command again."
    last = "\n".join(f"    {line}" for line in output.strip().splitlines()[-12:])
    return f"{what} (all of it in {log}):\n{last}"
