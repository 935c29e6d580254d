"""Tables for lists: django-tables2 declares columns, order and export; rows are written lean."""

from lists.tables.columns import (
    BooleanColumn,
    DateColumn,
    DateTimeColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    TextColumn,
)
from lists.tables.parts import address_of, link, short_date, status_badge
from lists.tables.table import ListTable, Row

__all__ = [
    "BooleanColumn",
    "DateColumn",
    "DateTimeColumn",
    "LinkColumn",
    "ListTable",
    "MoneyColumn",
    "NumberColumn",
    "Row",
    "TextColumn",
    "address_of",
    "link",
    "short_date",
    "status_badge",
]
