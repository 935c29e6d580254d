"""Columns for lists: plain django-tables2 columns whose cells are made in Python, never a template per cell."""

from __future__ import annotations

import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

import django_tables2 as tables
from django.db.models import Model
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lists.tables.parts import address_of, link, short_date

_NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class TextColumn(tables.Column):
    """Text as it is."""

    def value(self, value: Any, **_kwargs: Any) -> Any:
        """The value itself, for a spreadsheet."""
        return value


class LinkColumn(TextColumn):
    """Text that leads to the row's page: ``view`` is a URL name that takes the primary key.

    ``pk_of`` names the attribute that holds the key when it is another object's page; double underscores
    lead to a related row's (``officer__commune_id``).
    """

    def __init__(self, *args: Any, view: str, pk_of: str = "pk", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        self._key = attrgetter(pk_of.replace("__", "."))

    def render(self, value: Any, record: Model) -> Any:
        pk = self._key(record)
        if pk is None:
            return value
        return link(address_of(self.view, pk), value)


class NumberColumn(TextColumn):
    """A number, right-aligned, written the reader's way (1.234,5)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", _NUMBER)
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return formats.number_format(value, use_l10n=True, force_grouping=True)


class MoneyColumn(NumberColumn):
    """Whole đồng: 1.490.000 ₫."""

    def render(self, value: int | Decimal) -> str:
        return f"{formats.number_format(round(value), use_l10n=True, force_grouping=True)}\u00a0₫"


class DateColumn(TextColumn):
    """A day: 28/02/2020."""

    def render(self, value: datetime.date) -> str:
        return short_date(value)


class DateTimeColumn(TextColumn):
    """A moment in local time: 16:18 28/02/2020."""

    def render(self, value: datetime.datetime) -> str:
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


class BooleanColumn(TextColumn):
    """Yes or no, as an icon with its word for those who listen."""

    def render(self, value: bool) -> SafeString | str:
        if not value:
            return _("No")
        return format_html('<i class="bi bi-check-lg" aria-hidden="true"></i> {}', _("Yes"))

    def value(self, value: bool, **_kwargs: Any) -> str:
        return _("Yes") if value else _("No")
