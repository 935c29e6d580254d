"""What a meeting's book is made of: tables, sections, and the ground that every section looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reports.domain.expressions import write
from reports.models import Meeting
from reports.queries.results import Span
from units.models import Commune
from units.queries.area import Area

Value = str | int | Decimal | None


@dataclass(frozen=True)
class BookTable:
    """One table: its rows hold texts and numbers; ``urls`` leads each row to its own page (or nowhere)."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] = ()
    urls: Sequence[str] = ()
    is_empty_said: str = ""

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Each column's heading, and whether figures stand below it."""
        return [
            (
                head,
                any(isinstance(row[at], int | Decimal) for row in self.rows if at < len(row)),
            )
            for at, head in enumerate(self.headers)
        ]

    @property
    def linked_rows(self) -> list[tuple[str, Sequence[Value]]]:
        """Each row with its address; empty where it has none."""
        urls = [*self.urls, *([""] * (len(self.rows) - len(self.urls)))]
        return list(zip(urls, self.rows, strict=False))


@dataclass(frozen=True)
class BookSection:
    """One heading of the agenda: sentences first, then tables."""

    code: str
    title: str
    sentences: Sequence[str] = ()
    tables: Sequence[BookTable] = ()


@dataclass(frozen=True)
class MeetingBook:
    """A meeting's sections in the order of its agenda."""

    meeting: Meeting
    sections: Sequence[BookSection]
    communes: Mapping[int, Commune] = field(default_factory=dict)

    @property
    def tables(self) -> list[BookTable]:
        """Every table, for the workbook."""
        return [table for section in self.sections for table in section.tables]


@dataclass(frozen=True)
class Ground:
    """What every section needs: which communes, which days, who asks."""

    area: Area
    span: Span
    communes: Mapping[int, Commune]
    offices: list[str]
    with_places: bool

    def name(self, commune_id: int) -> str:
        """A commune's name as it is spoken."""
        return self.communes[commune_id].full_name if commune_id in self.communes else ""


def in_text(value: Value) -> str:
    return "—" if value is None else write(Decimal(value))
