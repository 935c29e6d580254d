"""What is asked of indicators over time, read from an address: form, indicators, place, periods."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from accounts.models import User
from accounts.views.pages import key_or_none
from reports.domain.opening import version_for
from reports.domain.parts import FormParts, parts_of
from reports.domain.pivot import MOST_ROWS, Question
from reports.domain.rights import readable_offices
from reports.models import FiledBy, Indicator, OverTime, ReportForm, ReportingPeriod
from reports.queries.series import Reporting, communes_reporting
from units.domain.scope import Scope
from units.models import Jurisdiction

MOST_PERIODS = 36
ORDINARY_PERIODS = 12
MOST_INDICATORS = 12
MOST_JURISDICTIONS = 200


@dataclass(frozen=True)
class SeriesAddress:
    """The address read, with everything that the page offers to choose from."""

    forms: list[ReportForm]
    form: ReportForm
    parts: FormParts
    chosen: list[Indicator]
    periods: list[ReportingPeriod]
    all_periods: list[ReportingPeriod]
    jurisdiction: Jurisdiction | None
    jurisdictions: list[Jurisdiction]
    communes: list[Reporting]
    offered: list[Reporting]
    only: frozenset[int]
    with_successors: bool

    @property
    def question(self) -> Question:
        """The same as the pivot asks it."""
        return Question(
            form=self.form,
            parts=self.parts,
            indicators=self.chosen,
            periods=self.periods,
            communes=self.communes,
            jurisdiction=self.jurisdiction,
            chosen=self.only,
            with_successors=self.with_successors,
        )

    @property
    def named(self) -> list[Reporting]:
        """The communes that were chosen by name."""
        return [one for one in self.offered if one.pk in self.only]

    def query(self, **changes: object) -> str:
        """Return the query string with some parts changed."""
        asked: dict[str, object] = {
            "form": self.form.pk,
            "indicator": [one.code for one in self.chosen],
            "from": self.periods[0].pk if self.periods else None,
            "until": self.periods[-1].pk if self.periods else None,
            "jurisdiction": self.jurisdiction.pk if self.jurisdiction else None,
            "commune": sorted(self.only),
            "successors": 1 if self.with_successors else None,
            **changes,
        }
        return "?" + urlencode({k: v for k, v in asked.items() if v}, doseq=True)


def read_address(asked: QueryDict, user: User, scope: Scope) -> SeriesAddress | None:
    """Read the address; ``None`` where no form can be shown. Raises ``Http404`` for what is not the person's."""
    forms = _forms(user, scope)
    form = _chosen_form(asked, forms)
    if form is None:
        return None
    every = _periods(form, scope)
    version = version_for(form, every[-1].first_day) if every else None
    if version is None:
        return None
    parts = parts_of(version)
    numeric = [one for one in parts.indicators if one.is_number]
    codes = asked.getlist("indicator")
    chosen = [one for one in numeric if one.code in codes][:MOST_INDICATORS]
    jurisdictions = _jurisdictions(scope)
    jurisdiction = _chosen_jurisdiction(asked, jurisdictions)
    communes = communes_reporting(scope, every)
    top = jurisdiction.path if jurisdiction else ""
    offered = [one for one in communes if one.path.startswith(top)]
    return SeriesAddress(
        forms=forms,
        form=form,
        parts=parts,
        chosen=chosen or _to_begin_with(numeric),
        periods=_between(every, asked, timezone.localdate()),
        all_periods=every,
        jurisdiction=jurisdiction,
        jurisdictions=jurisdictions,
        communes=communes,
        # Thousands of boxes help nobody: a jurisdiction comes first.
        offered=offered if len(offered) <= MOST_ROWS else [],
        only=_only(asked, communes),
        with_successors=bool(asked.get("successors")),
    )


def _to_begin_with(numeric: list[Indicator]) -> list[Indicator]:
    """Return what is shown before anything is chosen: the first line that counts what happened."""
    happened = (one for one in numeric if one.over_time == OverTime.SUM and one.depth == 0)
    return [next(happened, numeric[0])] if numeric else []


def _forms(user: User, scope: Scope) -> list[ReportForm]:
    forms: QuerySet[ReportForm] = ReportForm.objects.filter(
        office__in=readable_offices(user), filed_by=FiledBy.COMMUNE, calendar__isnull=False
    )
    mine = (
        ReportingPeriod.objects.visible_to(scope).filter(
            reports__commune__in=sorted(scope.communes)
        )
        if scope.communes is not None
        else ReportingPeriod.objects.all()
    )
    return list(forms.filter(pk__in=mine.values("form")).order_by("order", "name"))


def _periods(form: ReportForm, scope: Scope) -> list[ReportingPeriod]:
    """The form's latest regular periods, the earliest first."""
    found: QuerySet[ReportingPeriod] = ReportingPeriod.objects.visible_to(scope)
    found = found.filter(form=form, is_special=False).order_by("-last_day", "-pk")
    return list(found[:MOST_PERIODS])[::-1]


def _chosen_form(asked: QueryDict, forms: list[ReportForm]) -> ReportForm | None:
    wanted = key_or_none(asked.get("form"))
    if wanted is None:
        return next(iter(forms), None)
    found = next((form for form in forms if form.pk == wanted), None)
    if found is None:
        raise Http404
    return found


def _jurisdictions(scope: Scope) -> list[Jurisdiction]:
    """The jurisdictions that this person answers for, the widest first; none to choose where there is one."""
    found = Jurisdiction.objects.all()
    if scope.jurisdictions is not None:
        if len(scope.jurisdictions) < 2:
            return []
        found = found.filter(pk__in=sorted(scope.jurisdictions))
    return list(found.order_by("path")[:MOST_JURISDICTIONS])


def _chosen_jurisdiction(asked: QueryDict, offered: list[Jurisdiction]) -> Jurisdiction | None:
    wanted = key_or_none(asked.get("jurisdiction"))
    if wanted is None:
        return None
    found = next((one for one in offered if one.pk == wanted), None)
    if found is None:
        raise Http404
    return found


def _only(asked: QueryDict, communes: Sequence[Reporting]) -> frozenset[int]:
    """The communes asked for by name; 404 for one that is not the person's."""
    wanted = {key for text in asked.getlist("commune") if (key := key_or_none(text)) is not None}
    if not wanted <= {one.pk for one in communes}:
        raise Http404
    return frozenset(wanted)


def _between(
    every: list[ReportingPeriod], asked: QueryDict, today: datetime.date
) -> list[ReportingPeriod]:
    """The periods from and until the ones asked for; else the last twelve that are over."""
    keys = [period.pk for period in every]
    first, last = key_or_none(asked.get("from")), key_or_none(asked.get("until"))
    over = sum(1 for period in every if period.last_day < today)
    until = keys.index(last) if last in keys else (over or len(every)) - 1
    begin = keys.index(first) if first in keys else max(0, until - ORDINARY_PERIODS + 1)
    return every[min(begin, until) : max(begin, until) + 1]
