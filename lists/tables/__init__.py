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
from lists.tables.parts import status_badge
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
    "status_badge",
]
