"""Rows by their number in a commune's book, through the books themselves: they have no gaps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from incidents.domain.numbering import AskedNumber, write_number
from incidents.models import BookCounter, NumberedBook
from units.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class BookNumber:
    """A number that a commune's book has given."""

    commune_id: int
    number: str


def numbers_given(
    asked: AskedNumber, books: Collection[NumberedBook], *, scope: Scope, most: int
) -> dict[NumberedBook, list[BookNumber]]:
    """Return which numbers of these books may be meant, the latest years first, at most ``most`` a book; one query.

    A whole number can then be asked for by equality, which is what lets PostgreSQL use the unique index on commune and
    number below row policies: among ten million rows as among ten.
    """
    wanted = [book for book in books if asked.book in (None, book)]
    found: dict[NumberedBook, list[BookNumber]] = {book: [] for book in wanted}
    if not wanted or asked.number == 0:
        return found
    rows = BookCounter.objects.visible_to(scope).filter(last__gte=asked.number)
    if asked.year is not None:
        rows = rows.filter(year=asked.year)
    if asked.letters:
        rows = rows.filter(commune__sign__letters=asked.letters)
    parts = [
        rows.filter(book=book)
        .order_by("-year", "commune__sort_key", "commune_id")
        .values_list("book", "commune_id", "year", "commune__sign__letters")[:most]
        for book in wanted
    ]
    for code, commune_id, year, letters in parts[0].union(*parts[1:], all=True):
        book = NumberedBook(code)
        number = write_number(book, year, letters, asked.number)
        found[book].append(BookNumber(commune_id, number))
    return found
