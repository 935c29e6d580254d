"""Finds what a commune's books number: incidents, mediations and crime tips, by their numbers alone.

Never by what they say, by who is involved, or by who gave a tip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.domain.numbering import read_number
from incidents.domain.permissions import VIEW_INCIDENTS, VIEW_MEDIATIONS, VIEW_TIPS
from incidents.models import CrimeTip, Incident, Mediation, NumberedBook
from incidents.queries.numbers import BookNumber, numbers_given
from units.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class NumberedKind:
    """What one book numbers: who may see it, its pages, and what a row says besides its number."""

    label: str | Promise
    icon: str
    model: type[Incident] | type[Mediation] | type[CrimeTip]
    permission: str
    page: str
    joined: tuple[str, ...]
    about: Callable[[Any], str]


KINDS = {
    NumberedBook.INCIDENTS: NumberedKind(
        label=_("Incidents"),
        icon="journal-text",
        model=Incident,
        permission=VIEW_INCIDENTS,
        page="incident_detail",
        joined=("commune", "category"),
        about=lambda incident: incident.category.name,
    ),
    NumberedBook.MEDIATIONS: NumberedKind(
        label=_("Mediations"),
        icon="people",
        model=Mediation,
        permission=VIEW_MEDIATIONS,
        page="mediation_detail",
        joined=("commune", "subject"),
        about=lambda mediation: mediation.subject.name,
    ),
    NumberedBook.TIPS: NumberedKind(
        label=_("Crime tips"),
        icon="shield-exclamation",
        model=CrimeTip,
        permission=VIEW_TIPS,
        page="tip_detail",
        joined=("commune",),
        about=lambda tip: tip.get_kind_display(),
    ),
}


def numbered(
    text: str, *, user: User, scope: Scope, most: int
) -> list[tuple[NumberedKind, list[Any]]]:
    """Return at most ``most`` rows of each kind whose number the text may mean, the latest years first.

    Kinds that the person may not see are not asked. One query for the books, and one for each kind with such a number.
    """
    asked = read_number(text)
    if asked is None:
        return []
    books = [book for book, kind in KINDS.items() if user.has_perm(kind.permission)]
    given = numbers_given(asked, books, scope=scope, most=most)
    return [
        (KINDS[book], list(_rows(KINDS[book], numbers, scope)))
        for book, numbers in given.items()
        if numbers
    ]


def _rows(kind: NumberedKind, numbers: Sequence[BookNumber], scope: Scope) -> QuerySet[Any]:
    """The rows with these numbers; each commune's by equality, for the index."""
    either = Q()
    for one in numbers:
        either |= Q(commune=one.commune_id, number=one.number)
    rows: QuerySet[Any] = kind.model.objects.visible_to(scope).filter(either)
    return rows.select_related(*kind.joined).defer("commune__boundary").order_by("-number", "pk")
