"""Numbers of the books: VV-2026-LH-0012. No gaps and no number twice, however many file at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from incidents.models import CommuneSign, NumberedBook
from lists.domain.folding import fold
from units.models import Commune

# The row stays locked until the transaction ends, and a transaction that fails gives its number back.
TAKE = """
    INSERT INTO incidents_bookcounter AS book (commune_id, year, book, last) VALUES (%(commune)s, %(year)s, %(book)s, %(n)s)
    ON CONFLICT (commune_id, year, book) DO UPDATE SET last = book.last + %(n)s RETURNING last
"""

# Between the parts stands whatever people put there; a number has at most six digits, a telephone has more.
NUMBER = re.compile(
    rf"(?:(?P<book>{'|'.join(NumberedBook.values)})[\W_]*)?(?:(?P<year>\d{{4}})[\W_]+)?"
    r"(?:(?P<letters>[A-Z]{1,16}\d*)[\W_]+)?(?P<number>\d{1,6})"
)


def next_number(commune: Commune, year: int, book: NumberedBook) -> str:
    """Take the next number of a commune's book, inside the transaction that writes the row.

    Whoever takes another number of the same book waits until that transaction ends. Raises
    ``TransactionManagementError`` outside a transaction.
    """
    return take_numbers(commune, year, book, 1)[0]


def take_numbers(commune: Commune, year: int, book: NumberedBook, count: int) -> list[str]:
    """Take ``count`` numbers at once, for an import; otherwise as ``next_number``."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Numbers are taken together with their rows.")
    letters = sign_of(commune)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"commune": commune.pk, "year": year, "book": book.value, "n": count})
        (last,) = cursor.fetchone()
    return [write_number(book, year, letters, n) for n in range(last - count + 1, last + 1)]


def write_number(book: NumberedBook, year: int, letters: str, number: int) -> str:
    """Write a number as the books do."""
    return f"{book.value}-{year}-{letters}-{number:04d}"


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """A number as somebody types it: in any book, year and commune unless they say which."""

    number: int
    letters: str = ""
    year: int | None = None
    book: NumberedBook | None = None


def read_number(text: str) -> AskedNumber | None:
    """Read ``VV-2026-LH-0012`` or its end (``vv 12``, ``LH 12``, ``0012``), small letters, spaces and diacritics
    as they come; None where the text is no number of a book."""
    found = NUMBER.fullmatch(fold(text).strip().upper())
    if not found:
        return None
    year, book = found["year"], found["book"]
    return AskedNumber(
        int(found["number"]),
        found["letters"] or "",
        int(year) if year else None,
        NumberedBook(book) if book else None,
    )


def sign_of(commune: Commune) -> str:
    """Return the letters of a commune, choosing them the first time."""
    known = CommuneSign.objects.filter(commune=commune).values_list("letters", flat=True).first()
    return known or _choose_sign(commune)


def _choose_sign(commune: Commune) -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        # Two communes of one jurisdiction choose one after the other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('commune_sign'), %s)", [commune.jurisdiction_id]
        )
        taken = set(
            CommuneSign.objects.filter(commune__jurisdiction=commune.jurisdiction_id)
            .exclude(commune=commune)
            .values_list("letters", flat=True)
        )
        letters = first_free(commune.name, taken)
        sign, _made = CommuneSign.objects.get_or_create(
            commune=commune, defaults={"letters": letters}
        )
        return sign.letters


def first_free(name: str, taken: Collection[str]) -> str:
    """Return the first letters for a name that are not taken: LH, LHO, LHOA, LHOA2…"""
    return next(letters for letters in _candidates(name) if letters not in taken)


def _candidates(name: str) -> Iterator[str]:
    words = ["".join(filter(str.isalnum, word)) for word in fold(name).upper().split()]
    words = [word for word in words if word] or ["X"]
    initials, last = "".join(word[0] for word in words), words[-1]
    for length in range(len(last)):
        yield (initials + last[1 : 1 + length])[:16]
    number = 2
    while True:
        yield f"{(initials + last[1:])[:16]}{number}"
        number += 1
