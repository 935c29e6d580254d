"""Keeps the translation catalogues: extracts source strings, updates, checks and compiles them.

Babel does it all, so that no gettext programs are needed. Run as
``python -m commune_police.catalogue compile|update|check``.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parent.parent
LOCALE = CHECKOUT / "locale"
LANGUAGE = "vi"  # the source strings are English
SKIPPED = {"node_modules", "staticfiles", "tests", "launch"}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CALL = re.compile(r"\b(?:_|n?p?gettext)\(")
Found = tuple[str, int, Any, str | None]  # file, line, message id (a pair where plural), context


def _sources(suffix: str) -> Iterator[Path]:
    for folder, folders, files in os.walk(CHECKOUT):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SKIPPED)
        yield from (Path(folder) / file for file in sorted(files) if file.endswith(suffix))


def _in_python(path: Path) -> Iterator[Found]:
    with path.open("rb") as source:
        for line, message, _comments, context in extract("python", source, KEYWORDS):
            yield str(path.relative_to(CHECKOUT)), line, message, context


def _in_template(path: Path) -> Iterator[Found]:
    """Yield a template's strings: Django turns its tags into calls, which are then read as Python."""
    from django.utils.translation.template import templatize

    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in CALL.finditer(text):
        call = call_at(text, match.start())
        if call is not None:
            line = text.count("\n", 0, match.start()) + 1
            for _line, message, _comments, context in extract("python", BytesIO(call), KEYWORDS):
                yield str(path.relative_to(CHECKOUT)), line, message, context


def call_at(text: str, start: int) -> bytes | None:
    """Return the shortest complete call that begins at ``start``; its literals may hold brackets."""
    end = start
    while (end := text.find(")", end) + 1) > 0:
        candidate = text[start:end]
        try:
            tree = ast.parse(candidate, mode="eval")
        except SyntaxError:
            continue
        literals = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        return candidate.encode() if literals else None
    return None


def source_catalogue() -> Catalog:
    """Return every string that the project's Python files and templates mark for translation."""
    catalogue = Catalog(locale=LANGUAGE, project="commune-police", charset="utf-8")
    places = [found for path in _sources(".py") for found in _in_python(path)]
    places += [
        found
        for suffix in (".html", ".txt")
        for path in _sources(suffix)
        for found in _in_template(path)
    ]
    for file, line, message, context in places:
        if not any(message if isinstance(message, tuple) else (message,)):
            continue
        catalogue.add(message, context=context, locations=[(file, line)])
    return catalogue


def _file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """Return the catalogue in a file, or an empty one."""
    if not path.exists():
        return Catalog(locale=LANGUAGE, charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=LANGUAGE)


def update() -> int:
    """Bring the catalogue in line with the sources, keeping translations; return how many are missing."""
    catalogue = read(_file(LANGUAGE))
    catalogue.update(source_catalogue(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    _file(LANGUAGE).parent.mkdir(parents=True, exist_ok=True)
    with _file(LANGUAGE).open("wb") as target:
        write_po(target, catalogue, width=100, include_lineno=False, sort_output=True)
    return sum(1 for message in catalogue if message.id and not translated(message))


def translated(message: Message) -> bool:
    """Return whether a message has all its words in the other language, none of them doubtful."""
    words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(words) and not message.fuzzy


def shortcomings() -> list[str]:
    """Return a line for each string that lacks a translation or breaks its placeholders."""
    ours = read(_file(LANGUAGE))
    lines = []
    for message in source_catalogue():
        if not message.id:
            continue
        where = message.locations[0][0] if message.locations else "?"
        known = ours.get(message.id, message.context)
        if known is None or not translated(known):
            lines.append(f"{where}: no translation of {message.id!r}")
        else:
            known.flags |= message.flags
            lines += [f"{where}: {error} in {message.id!r}" for error in known.check()]
    return lines


def compile_all() -> None:
    """Write each catalogue's compiled form, where it is older than its source."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns == source.stat().st_mtime_ns:
            continue
        with compiled.open("wb") as target:
            write_mo(target, read(source))
        # The same time marks it as made from exactly this source, whichever was checked out last.
        os.utime(compiled, ns=(source.stat().st_atime_ns, source.stat().st_mtime_ns))


def main(arguments: list[str]) -> int:
    """Do what the first argument names."""
    if arguments == ["compile"]:
        compile_all()
        return 0
    if arguments == ["update"]:
        print(f"{update()} strings lack a translation in {_file(LANGUAGE).relative_to(CHECKOUT)}")
        return 0
    if arguments == ["check"]:
        lines = shortcomings()
        print("\n".join(lines) or "The catalogue is complete.")
        return 1 if lines else 0
    print("compile, update or check?", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
