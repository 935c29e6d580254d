"""The navigation by the work: apps add their entries, each person sees those the role allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.waiting import totals

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

GROUPS: dict[str, str | Promise] = {
    "": "",
    "force": _("Force"),
    "situation": _("Situation"),
    "direction": _("Direction"),
    "administration": _("Administration"),
}


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry an app offers. ``count`` returns what awaits this person as rows for ``waiting.totals``, or ``None``."""

    url_name: str
    label: str | Promise | Callable[[HttpRequest], str | Promise]
    icon: str
    group: str = ""
    order: int = 100
    permission: str = ""
    on_phone: bool = False
    count: Callable[[HttpRequest], QuerySet[Any] | None] | None = None
    count_label: str | Promise = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry as one person sees it."""

    label: str
    url: str
    icon: str
    active: bool
    count: int | None
    count_label: str


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Entries under one heading."""

    label: str
    items: list[NavItem]


_entries: dict[str, NavEntry] = {}


def register_nav_item(entry: NavEntry) -> None:
    """Offer an entry; called from an app's ``ready``. The same address replaces an earlier entry."""
    _entries[entry.url_name] = entry


def navigation_of(request: HttpRequest) -> tuple[list[NavGroup], list[NavItem]]:
    """Return the groups, and the entries for the phone's bottom bar, that this person may use; one query counts."""
    groups: dict[str, list[NavItem]] = {key: [] for key in GROUPS}
    phone: list[NavItem] = []
    allowed = [
        entry
        for entry in sorted(_entries.values(), key=lambda e: e.order)
        if not entry.permission or _may(request.user, entry.permission)
    ]
    here = _address_of_page(request.path, allowed)
    waiting = {entry.url_name: entry.count(request) for entry in allowed if entry.count}
    counts = totals({name: rows for name, rows in waiting.items() if rows is not None})
    for entry in allowed:
        item = _item(entry, request, here, counts.get(entry.url_name))
        if item is None:
            continue
        groups[entry.group].append(item)
        if entry.on_phone and len(phone) < 3:
            phone.append(item)
    return [NavGroup(str(GROUPS[key]), items) for key, items in groups.items() if items], phone


def _may(user: AbstractBaseUser | object, permission: str) -> bool:
    return bool(getattr(user, "has_perm", lambda _p: False)(permission))


def _address_of_page(path: str, entries: list[NavEntry]) -> str:
    """Return the address of the entry that a page belongs to: the longest that its path begins with, so
    that /reports/filing/ lights one entry and not /reports/ too."""
    found = [url for entry in entries if (url := _url(entry)) and path.startswith(url)]
    return max((url for url in found if url != "/" or path == "/"), key=len, default="")


def _url(entry: NavEntry) -> str | None:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return None


def _item(entry: NavEntry, request: HttpRequest, here: str, count: int | None) -> NavItem | None:
    url = _url(entry)
    if url is None:
        return None
    active = url == here
    label = str(entry.count_label) % {"count": count} if entry.count_label and count else ""
    name = entry.label(request) if callable(entry.label) else entry.label
    return NavItem(str(name), url, entry.icon, active, count, label)
