"""Small pieces of HTML that cells are made of; the same markup as templates/partials.

Django's ``escape`` looks for lazy text in every call; cells are written a thousand at a time, so
they are escaped by Python's own function here.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_PLACE = 987_654_321

# A state is never colour alone: each tone has its sign.
TONES = {
    "ok": "check-circle-fill",
    "warn": "exclamation-triangle-fill",
    "bad": "x-octagon-fill",
    "info": "info-circle-fill",
    "quiet": "dash-circle",
}


def escaped(value: Any) -> str:
    """Return ``value`` safe for HTML; what is already HTML (``SafeString``) as it is."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


def status_badge(tone: str, word: str, icon: str = "") -> SafeString:
    """Return a badge with icon and word; ``tone`` is ok, warn, bad, info or quiet."""
    return mark_safe(  # noqa: S308 (escaped)
        f'<span class="status status-{tone}"><i class="bi bi-{icon or TONES[tone]}"'
        f' aria-hidden="true"></i>{escaped(word)}</span>'
    )


def link(address: str, text: Any) -> SafeString:
    """Return a link; ``address`` is one of ours, made by ``address_of``."""
    return mark_safe(f'<a href="{escape(address)}">{escaped(text)}</a>')  # noqa: S308 (escaped)


def short_date(day: datetime.date) -> str:
    """Write a day the reader's way: 28/02/2020."""
    return _short_date(day.year, day.month, day.day, get_language() or "")


@lru_cache(maxsize=8192)
def _short_date(year: int, month: int, day: int, _language: str) -> str:
    return formats.date_format(datetime.date(year, month, day), "SHORT_DATE_FORMAT")


def address_of(view: str, pk: int) -> str:
    """Return the address of a row's page; ``reverse`` runs once per view, not once per row."""
    before, after = _address_around(view, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=256)
def _address_around(view: str, prefix: str) -> tuple[str, str]:
    before, _place, after = reverse(view, args=[_PLACE]).partition(str(_PLACE))
    return before, after
