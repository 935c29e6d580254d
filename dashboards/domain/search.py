"""One box that finds officers, communes and hotspots by name, and incidents, mediations and tips by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from dashboards.domain.numbered import numbered
from incidents.models import Hotspot
from lists.domain.folding import searched_words
from lists.queries import rows_in_order
from units.domain.scope import Scope
from units.models import Commune, Officer

_JOINED = ("commune", "post__position")
_READ = (
    "family_name",
    "middle_name",
    "given_name",
    "commune__name",
    "commune__kind",
    "post__position__name",
)
# As many as a person reads at a glance; the rest is one click away in the list.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind; ``more_url`` is the list with the same search, if there are more."""

    label: str
    icon: str
    hits: tuple[Hit, ...]
    more_url: str


def search(text: str, *, user: User, scope: Scope) -> list[Group]:
    """Return what matches, by kind; kinds that the person may not see are not asked. Two queries
    a kind: first the ids, so that joins are made for those shown alone. Every word must occur; twelve digits find a citizen ID, ten a phone
    number, up to six the number of a book."""
    words = searched_words(text)
    if not words:
        return []
    groups = _numbered(text, user, scope)
    if user.has_perm("units.view_officer"):
        sees_numbers = user.has_perm("units.view_citizen_id")
        groups.append(_officers(text, words, scope, sees_numbers=sees_numbers))
    if user.has_perm("units.view_commune"):
        groups.append(_communes(text, words, scope))
    if user.has_perm("incidents.view_hotspot"):
        groups.append(_hotspots(text, words, scope))
    return [group for group in groups if group.hits]


def _numbered(text: str, user: User, scope: Scope) -> list[Group]:
    """Find what the communes' books number."""
    return [
        Group(
            str(kind.label),
            kind.icon,
            tuple(
                Hit(
                    row.number,
                    f"{kind.about(row)} · {row.commune.full_name}",
                    reverse(kind.page, args=[row.pk]),
                )
                for row in rows
            ),
            more_url="",
        )
        for kind, rows in numbered(text, user=user, scope=scope, most=SHOWN)
    ]


def _with_words(rows: QuerySet[Any], words: Sequence[str]) -> QuerySet[Any]:
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return rows


def _group(label: str, icon: str, hits: list[Hit], list_name: str, text: str) -> Group:
    more = f"{reverse(list_name)}?{urlencode({'q': text})}" if len(hits) > SHOWN else ""
    return Group(label, icon, tuple(hits[:SHOWN]), more)


def _officers(text: str, words: Sequence[str], scope: Scope, *, sees_numbers: bool) -> Group:
    """Find people by name; by a whole number only for those who may see numbers, since a hit confirms it."""
    rows: QuerySet[Officer] = Officer.objects.visible_to(scope)
    digits = "".join(text.split())
    if sees_numbers and digits.isascii() and digits.isdigit() and len(digits) >= 10:
        rows = rows.filter(citizen_id=digits) if len(digits) == 12 else rows.filter(phone=digits)
    else:
        rows = _with_words(rows, words)
    ids = list(rows.order_by("sort_key", "pk").values_list("pk", flat=True)[: SHOWN + 1])
    shown = rows_in_order(Officer.objects.select_related(*_JOINED).only(*_READ), ids)
    hits = [
        Hit(
            officer.full_name,
            " · ".join((_post_words(officer), officer.commune.full_name)),
            reverse("officer_detail", args=[officer.pk]),
        )
        for officer in shown
    ]
    return _group(_("Officers"), "people", hits, "officer_list", text)


def _post_words(officer: Officer) -> str:
    return officer.post.position.name if officer.post else _("No current post")


def _communes(text: str, words: Sequence[str], scope: Scope) -> Group:
    rows = _with_words(Commune.objects.visible_to(scope), words)
    rows = rows.select_related("jurisdiction").only(
        "name", "kind", "code", "valid_until", "jurisdiction__name"
    )
    hits = [
        Hit(
            commune.full_name,
            " · ".join((commune.jurisdiction.name, commune.code)),
            reverse("commune_detail", args=[commune.pk]),
        )
        for commune in rows.order_by("sort_key", "pk")[: SHOWN + 1]
    ]
    return _group(_("Communes"), "building", hits, "commune_list", text)


def _hotspots(text: str, words: Sequence[str], scope: Scope) -> Group:
    rows = Hotspot.objects.visible_to(scope).matching(text).order_by("sort_key", "pk")
    ids = list(rows.values_list("pk", flat=True)[: SHOWN + 1])
    joined = Hotspot.objects.select_related("commune", "kind").defer("commune__boundary")
    hits = [
        Hit(
            hotspot.name,
            " · ".join((str(hotspot.kind), hotspot.commune.full_name)),
            reverse("hotspot_detail", args=[hotspot.pk]),
        )
        for hotspot in rows_in_order(joined, ids)
    ]
    return _group(_("Hotspots"), "geo-alt", hits, "hotspot_list", text)
