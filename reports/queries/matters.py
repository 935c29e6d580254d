"""Reads of difficulties and directives: what waits and how long, who answers, which difficulties are alike."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Membership
from commune_police.db import context
from lists.domain.folding import fold
from reports.models import (
    OPEN_DIFFICULTIES,
    OPEN_DIRECTIVES,
    Difficulty,
    DifficultyState,
    Directive,
    DirectiveParty,
    DirectiveProgress,
    DirectiveState,
    PartyRole,
)
from units.models.communes import KIND_WORDS

if TYPE_CHECKING:
    from units.domain.scope import Scope
    from units.queries.area import Area

SOON = datetime.timedelta(days=7)
LIKENESS = 0.35
MOST_ALIKE = 8
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """A stretch of waiting time in days, both ends included; no ``most`` means any longer."""

    code: str
    label: str | Promise
    least: int
    most: int | None

    def days(self, today: datetime.date) -> tuple[datetime.date | None, datetime.date]:
        """Return the first and the last day since when such a row waits."""
        oldest = None if self.most is None else today - datetime.timedelta(days=self.most)
        return oldest, today - datetime.timedelta(days=self.least)

    def condition(self, today: datetime.date, field: str = "state_since") -> Q:
        """The condition on rows that have waited so long."""
        oldest, newest = self.days(today)
        found = Q(**{f"{field}__lte": newest}) if self.least else Q()
        return found & Q(**{f"{field}__gte": oldest}) if oldest else found


AGES = (
    AgeSpan("week", gettext_lazy("up to 7 days"), 0, 7),
    AgeSpan("month", gettext_lazy("8 to 30 days"), 8, 30),
    AgeSpan("quarter", gettext_lazy("31 to 90 days"), 31, 90),
    AgeSpan("longer", gettext_lazy("more than 90 days"), 91, None),
)


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How many difficulties have waited so long for an answer, and the address of exactly these."""

    code: str
    label: str
    count: int
    url: str

    @property
    def tone(self) -> str:
        """How urgent it is, for a badge."""
        if not self.count:
            return "quiet"
        return {"week": "info", "month": "warn"}.get(self.code, "bad")


def unanswered_by_age(area: Area, today: datetime.date) -> list[AgeBand]:
    """Return the difficulties of ``area`` without an answer by how long they have waited, in four bands; one
    query. One that was raised again waits from that day."""
    rows = Difficulty.objects.visible_to(area.scope).filter(state=DifficultyState.RAISED)
    if area.path:
        rows = rows.filter(commune__jurisdiction__path__startswith=area.path)
    counts = rows.aggregate(
        **{one.code: Count("pk", filter=one.condition(today) or Q(pk__gt=0)) for one in AGES}
    )
    filters: dict[str, object] = {"state": DifficultyState.RAISED.value}
    if area.path:
        filters["jurisdiction"] = area.path.rstrip("/").rpartition("/")[2]
    return [
        AgeBand(
            one.code,
            str(one.label),
            counts[one.code],
            f"{reverse('difficulty_list')}?{urlencode({**filters, 'waiting': one.code})}",
        )
        for one in AGES
    ]


def alike_difficulties(difficulty: Difficulty, scope: Scope) -> list[Difficulty]:
    """Return open difficulties of the same kind whose words resemble this one's, the most alike first, at
    most eight, with ``likeness`` 0 to 1; one query. Those of the same theme are left out."""
    plain = fold(difficulty.title)
    rows: QuerySet[Difficulty] = (
        Difficulty.objects.visible_to(scope)
        .filter(kind=difficulty.kind, state__in=OPEN_DIFFICULTIES)
        .exclude(pk=difficulty.pk)
    )
    if difficulty.theme_id is not None:
        rows = rows.filter(Q(theme__isnull=True) | ~Q(theme=difficulty.theme_id))
    return list(
        rows.annotate(
            likeness=Greatest(
                TrigramSimilarity("search_text", difficulty.search_text or plain),
                TrigramWordSimilarity(plain, "search_text"),
            )
        )
        .filter(likeness__gte=LIKENESS)
        .select_related("commune")
        .defer("commune__boundary")
        .order_by("-likeness", "raised_on", "pk")[:MOST_ALIKE]
    )


def answering_words(directives: Iterable[Directive], scope: Scope) -> dict[int, str]:
    """Say who answers for each directive: offices by name, communes by name where they can be seen, the
    others as a number; one query.

    The names of offices are nobody's secret, but row-level security shows a commune only its own parts.
    """
    wanted = [one.pk for one in directives]
    if not wanted:
        return {}
    with context.seeing(None, None):
        rows = list(
            DirectiveParty.objects.filter(directive__in=wanted, role=PartyRole.ANSWERS)
            .order_by("directive_id", "commune__sort_key", "pk")
            .values_list("directive_id", "office", "commune_id", "commune__kind", "commune__name")
        )
    found: dict[int, _Answering] = {pk: _Answering([], 0) for pk in wanted}
    for directive, office, commune, kind, name in rows:
        if commune is None:
            found[directive].names.append(office)
        elif scope.sees(commune):
            found[directive].names.append(f"{KIND_WORDS.get(kind, '')} {name}".strip())
        else:
            found[directive].hidden += 1
    return {pk: one.words() for pk, one in found.items()}


@dataclass
class _Answering:
    names: list[str]
    hidden: int

    def words(self) -> str:
        """The names, and how many more."""
        shown = self.names[:MOST_SHOWN]
        more = len(self.names) - len(shown)
        told = ", ".join(shown)
        if more:
            told += ngettext(" and %(n)s more", " and %(n)s more", more) % {"n": more}
        if self.hidden:
            others = ngettext("%(n)s other commune", "%(n)s other communes", self.hidden) % {
                "n": self.hidden
            }
            told = f"{told}, {others}" if told else others
        return told


def still_to_check(scope: Scope) -> QuerySet[Directive]:
    """Return the directives that are done and wait for the check of a commune in ``scope``."""
    mine = DirectiveParty.objects.filter(
        directive=OuterRef("pk"), role=PartyRole.RAISED, checked_on__isnull=True
    )
    if scope.communes is not None:
        mine = mine.filter(commune__in=sorted(scope.communes))
    return Directive.objects.visible_to(scope).filter(Exists(mine), state=DirectiveState.DONE)


def without_anybody_to_check() -> QuerySet[DirectiveParty]:
    """Return the matters not checked yet whose communes have nobody today who could: no chief with an
    account, or a commune that is no more."""
    able = Membership.objects.on(timezone.localdate()).filter(
        commune__isnull=False,
        user__is_active=True,
        role__permissions__codename="raise_difficulty",
    )
    return DirectiveParty.objects.filter(role=PartyRole.RAISED, checked_on__isnull=True).exclude(
        commune__in=able.values("commune")
    )


def left_to_issuer(scope: Scope) -> QuerySet[Directive]:
    """Return the directives that are done and that whoever issued them checks: nobody asked for them, or
    nobody is there to check."""
    raised = DirectiveParty.objects.filter(directive=OuterRef("pk"), role=PartyRole.RAISED)
    alone = without_anybody_to_check().filter(directive=OuterRef("pk"))
    return Directive.objects.visible_to(scope).filter(
        ~Exists(raised) | Exists(alone), state=DirectiveState.DONE
    )


def answered_here(scope: Scope) -> QuerySet[Directive]:
    """Return the open directives for which a commune in ``scope`` answers and has not yet done its part."""
    mine = DirectiveParty.objects.filter(
        directive=OuterRef("pk"), role=PartyRole.ANSWERS, checked_on__isnull=True
    )
    mine = (
        mine.filter(commune__isnull=False)
        if scope.communes is None
        else mine.filter(commune__in=sorted(scope.communes))
    )
    return Directive.objects.visible_to(scope).filter(Exists(mine), state__in=OPEN_DIRECTIVES)


def latest_percents(directives: Iterable[Directive]) -> Mapping[int, int]:
    """Return the last stated percentage of each directive that has one; one query."""
    rows: Any = (
        DirectiveProgress.objects.filter(
            directive__in=[one.pk for one in directives], percent__isnull=False
        )
        .order_by("directive_id", "-on", "-pk")
        .distinct("directive_id")
        .values_list("directive_id", "percent")
    )
    return dict(rows)


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One party of a directive as somebody may see it."""

    name: str
    is_office: bool
    checked_on: datetime.date | None
    checked_by_name: str
    note: str
    difficulty_id: int | None
    difficulty: str


@dataclass(frozen=True, slots=True)
class Parties:
    """Who answers for a directive and who raised the matter; ``hidden_…``: communes out of sight."""

    answering: list[PartyLine]
    raised: list[PartyLine]
    hidden_answering: int
    hidden_raised: int
    unchecked: int

    @property
    def has_raiser(self) -> bool:
        """True where a commune raised the matter, and so checks it."""
        return bool(self.raised or self.hidden_raised)


def parties_of(directive: Directive, scope: Scope) -> Parties:
    """Return the parties of a directive that somebody with ``scope`` may see, and how many others there are;
    one query."""
    with context.seeing(None, None):
        rows = list(
            DirectiveParty.objects.filter(directive=directive)
            .select_related("commune", "difficulty")
            .defer("commune__boundary")
            .order_by("commune__sort_key", "pk")
        )
    seen = [row for row in rows if row.commune_id is None or scope.sees(row.commune_id)]
    lines = {row.pk: _party_line(row) for row in seen}
    return Parties(
        answering=[lines[row.pk] for row in seen if row.role == PartyRole.ANSWERS],
        raised=[lines[row.pk] for row in seen if row.role == PartyRole.RAISED],
        hidden_answering=_hidden(rows, seen, PartyRole.ANSWERS),
        hidden_raised=_hidden(rows, seen, PartyRole.RAISED),
        unchecked=sum(1 for row in rows if row.role == PartyRole.RAISED and not row.checked_on),
    )


def _hidden(rows: list[DirectiveParty], seen: list[DirectiveParty], role: PartyRole) -> int:
    return sum(row.role == role for row in rows) - sum(row.role == role for row in seen)


def _party_line(row: DirectiveParty) -> PartyLine:
    return PartyLine(
        name=str(row),
        is_office=row.commune_id is None,
        checked_on=row.checked_on,
        checked_by_name=row.checked_by_name,
        note=row.note,
        difficulty_id=row.difficulty_id,
        difficulty=row.difficulty.title if row.difficulty else "",
    )
