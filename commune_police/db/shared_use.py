"""Counts the processes that use one thing, by locks that the kernel drops when a process dies.

A list of process numbers on disk goes stale when one is killed; a lock never does.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep every other process out of the block that names the same ``path``."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class SharedUse:
    """This process's claim on a thing that several processes use at once."""

    def __init__(self, path: Path) -> None:
        """Claim it, waiting while another process, the last one then, puts the thing away."""
        self._lock = path.open("w")
        self._owner = os.getpid()
        fcntl.flock(self._lock, fcntl.LOCK_SH)

    def leave_as_last(self) -> bool:
        """Give the claim up; return whether nobody else has one, and then keep newcomers waiting.

        They wait until ``close``. A forked child shares its parent's claim and gives up nothing.
        """
        if os.getpid() != self._owner or self._lock.closed:
            return False
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            return False
        return True

    def close(self) -> None:
        """Let newcomers in."""
        self._lock.close()
