"""A meeting's book as slides: what a room can read at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.domain.meeting_tables import BookSection, BookTable, MeetingBook

MOST_ROWS = 12
# Beside a section's sentences a table may have so many rows; else they have a slide of their own.
MOST_ROWS_BESIDE = 5


@dataclass(frozen=True)
class Slide:
    """One slide: of which section, its place among the section's slides, what is said, and at most one table."""

    section: BookSection
    number: int
    place: int
    count: int
    sentences: Sequence[str] = ()
    table: BookTable | None = None

    @property
    def anchor(self) -> str:
        """The name of the slide in the address; the section's own for its first."""
        return self.section.code if self.place == 1 else f"{self.section.code}-{self.place}"


def slides_of(book: MeetingBook) -> list[Slide]:
    """Return the slides in the order of the agenda: a section's sentences stand with its first table where
    it is short, and a table longer than ``MOST_ROWS`` goes on, its heading with it and its total on the last slide."""
    slides: list[Slide] = []
    for number, section in enumerate(book.sections, start=1):
        tables: list[BookTable | None] = [
            piece for table in section.tables for piece in _pieces(table)
        ]
        first = tables[0] if tables else None
        if first is None or (section.sentences and len(first.rows) > MOST_ROWS_BESIDE):
            tables.insert(0, None)
        for place, table in enumerate(tables, start=1):
            sentences = section.sentences if place == 1 else ()
            slides.append(Slide(section, number, place, len(tables), sentences, table))
    return slides


def _pieces(table: BookTable) -> Iterator[BookTable]:
    """Cut a table into pieces of about the same length."""
    count = max(-(-len(table.rows) // MOST_ROWS), 1)
    size = -(-len(table.rows) // count) or 1
    for at in range(count):
        part = slice(at * size, (at + 1) * size)
        is_last = at == count - 1
        yield replace(
            table,
            rows=table.rows[part],
            urls=table.urls[part],
            total=table.total if is_last else (),
        )
