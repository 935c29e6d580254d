"""Remembers what a step was made from, so that it runs again only when that changes."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """Return a hash of the contents of files and folders, and of ``words``."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            digest.update(str(file.relative_to(path.parent)).encode() + b"\0")
            digest.update(file.read_bytes() if file.exists() else b"")
    digest.update("\0".join(words).encode())
    return digest.hexdigest()


class Stamp:
    """A small file that holds the fingerprint of what a step was last made from."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fits(self, mark: str) -> bool:
        """Return whether the step was last done from exactly this."""
        return self.path.exists() and self.path.read_text() == mark

    def write(self, mark: str) -> None:
        """Remember that the step is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(mark)
