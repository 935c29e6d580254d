"""Taking names and numbers out of words, the one way for all: a fixed word in brackets stands where they stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.views.decorators.debug import sensitive_variables

from incidents.domain.bare_names import (
    LONG_NAME,
    LONGEST_UNTITLED,
    WORD,
    begins_with_a_family,
    names_a_place,
    numbers,
    plain,
    sure_names,
)
from incidents.domain.family_names import COMMON, PLAIN_COMMON
from incidents.domain.secrecy import BETWEEN_DIGITS, MARK, SHORT, Named, tells

Span = tuple[int, int]
Name = tuple[str, ...]
BEFORE_PHONE = re.compile(r"(?:\+84|0084|84|0)$")
# Grave, acute, tilde, hook above, dot below.
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
BRACKETS = {"(": ")", "[": "]"}


@sensitive_variables()
def redacted(words: str, people: Iterable[Named], mark: str, longest: int | None = None) -> str:
    """Return ``words`` with ``mark`` in place of each name, phone and number of the papers of the ``people``; of
    ``longest`` signs at most, with a shorter mark where it would not fit.

    What cannot be undone asks for more than ``secrecy.tells`` does, which only refuses: a name is taken out where it is
    written as one, with its own signs (or without any), and not where it is a street's or a place's.
    """
    people = tuple(people)
    if not tells(words, people):
        return words
    names = {name for one in people for name in sure_names(one.full_name)}
    digits = {number for one in people for number in numbers(one.phone, one.id_number)}
    found = "".join(_pieces(words, names, digits, mark))
    if longest is not None and len(found) > longest:
        found = "".join(_pieces(words, names, digits, SHORT))
    return found


@sensitive_variables()
def _pieces(words: str, names: set[Name], digits: set[str], mark: str) -> Iterator[str]:
    """The words cut at the marks that stand there already, each piece with its names replaced."""
    start = 0
    for known in (*MARK.finditer(words), None):
        end = known.start() if known else len(words)
        piece, at = words[start:end], 0
        for first, last in _merged(_spans(piece, names, digits)):
            yield piece[at:first]
            yield mark
            at = last
        yield piece[at:]
        if known:
            yield known.group()
            start = known.end()


@sensitive_variables()
def _spans(words: str, names: set[Name], digits: set[str]) -> Iterator[Span]:
    """Where names and numbers stand, in signs of ``words``; they may overlap."""
    folded, places = _folded(words)
    found = [(one.group(), one.start(), one.end()) for one in WORD.finditer(folded)]
    for name in names:
        bare = [plain(word) for word in name]
        for at in range(len(found) - len(name) + 1):
            said = found[at : at + len(name)]
            if [word for word, _start, _end in said] != bare:
                continue
            span = places[said[0][1]], _after(words, places, said[-1][2])
            if _is_written_as(name, words, span):
                yield span
    joined, kept = _joined(folded)
    for number in digits:
        at = joined.find(number)
        while at >= 0:
            before = BEFORE_PHONE.search(joined, 0, at)
            first = places[kept[before.start() if before else at]]
            last = _after(words, places, kept[at + len(number) - 1] + 1)
            yield _with_bracket(words, first, last)
            at = joined.find(number, at + 1)


def _is_written_as(name: Name, words: str, span: Span) -> bool:
    """Tell whether the words of a span are surely the name: its signs or none, each with a capital (four words need none,
    nor do three that begin with a common family name), and no place's."""
    written = WORD.findall(unicodedata.normalize("NFC", words[slice(*span)]))
    has_capitals = all(word[0].isupper() for word in written)
    if not has_capitals and not _needs_no_capitals(name):
        return False
    if names_a_place(WORD.findall(unicodedata.normalize("NFC", words[: span[0]]))[-2:]):
        return False
    lower = tuple(word.lower() for word in written)
    if "".join(lower).isascii():
        return True
    if "".join(name).isascii():
        # Typed without signs it may be any of many: “Do Thi Hoa” is in “đô thị hóa” too.
        return has_capitals
    return [_tone_apart(word) for word in lower] == [_tone_apart(word) for word in name]


def _needs_no_capitals(name: Name) -> bool:
    if not begins_with_a_family(list(name)):
        return False
    is_common = name[0] in COMMON or name[0] in PLAIN_COMMON
    return len(name) >= (LONG_NAME if is_common else LONGEST_UNTITLED)


def _tone_apart(word: str) -> tuple[str, str]:
    """A word and its tone apart: both usual places of a tone are one, “hòa” and “hoà”."""
    signs = unicodedata.normalize("NFD", word)
    tones = "".join(sign for sign in signs if sign in TONES)
    return "".join(sign for sign in signs if sign not in TONES), tones


def _folded(words: str) -> tuple[str, list[int]]:
    """The words folded sign by sign, and for each sign of that from which sign of ``words`` it comes."""
    signs = [(sign, place) for place, one in enumerate(words) for sign in plain(one)]
    return "".join(sign for sign, _place in signs), [place for _sign, place in signs]


def _joined(folded: str) -> tuple[str, list[int]]:
    """The folded words without what stands between digits, and where each sign of that stands in them."""
    gone = {at for one in BETWEEN_DIGITS.finditer(folded) for at in range(*one.span())}
    kept = [at for at in range(len(folded)) if at not in gone]
    return "".join(folded[at] for at in kept), kept


def _after(words: str, places: list[int], end: int) -> int:
    """Where in ``words`` the next sign begins after the folded ones up to ``end``: loose accents belong to what is before."""
    after = places[end - 1] + 1
    while after < len(words) and not plain(words[after]):
        after += 1
    return after


def _with_bracket(words: str, first: int, last: int) -> Span:
    """The span with the bracket before it, where it is closed inside."""
    opened = words[first - 1] if first else ""
    inside = words[first:last]
    closing = BRACKETS.get(opened)
    is_open = closing is not None and closing in inside and opened not in inside
    return (first - 1 if is_open else first), last


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first < found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found
