"""What is asked of indicators over time, read from an address: form, indicators, place, periods."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from accounts.models import User
from accounts.views.pages import key_or_none
from reports.domain.opening import version_for
from reports.domain.parts import FormParts, parts_of
from reports.domain.pivot import Question
from reports.domain.rights import readable_offices
from reports.models import FiledBy, Indicator, OverTime, ReportForm, ReportingPeriod
from reports.queries.matrix import latest_periods
from units.domain.scope import Scope
from units.models import Commune

MOST_PERIODS = 36
ORDINARY_PERIODS = 12
MOST_INDICATORS = 12


@dataclass(frozen=True)
class SeriesAddress:
    """The address read, with everything that the page offers to choose from."""

    forms: list[ReportForm]
    form: ReportForm
    parts: FormParts
    chosen: list[Indicator]
    periods: list[ReportingPeriod]
    all_periods: list[ReportingPeriod]
    commune: Commune | None
    communes: dict[int, Commune]
    with_successors: bool

    @property
    def question(self) -> Question:
        """The same as the pivot asks it."""
        asked = {self.commune.pk: self.commune} if self.commune else self.communes
        return Question(
            self.form, self.parts, self.chosen, self.periods, asked, self.with_successors
        )

    def query(self, **changes: object) -> str:
        """Return the query string with some parts changed."""
        asked: dict[str, object] = {
            "form": self.form.pk,
            "indicator": [one.code for one in self.chosen],
            "from": self.periods[0].pk if self.periods else None,
            "until": self.periods[-1].pk if self.periods else None,
            "commune": self.commune.pk if self.commune else None,
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
    every = latest_periods(form, scope, MOST_PERIODS)
    version = version_for(form, every[-1].first_day) if every else None
    if version is None:
        return None
    parts = parts_of(version)
    numeric = [one for one in parts.indicators if one.is_number]
    codes = asked.getlist("indicator")
    chosen = [one for one in numeric if one.code in codes][:MOST_INDICATORS] or _to_begin_with(
        numeric
    )
    communes = {
        one.pk: one
        for one in Commune.objects.visible_to(scope).only("pk", "name", "kind", "sort_key", "code")
    }
    if not asked.get("successors"):
        communes = _of_the_form(communes, form)
    wanted = key_or_none(asked.get("commune"))
    if wanted is not None and wanted not in communes:
        raise Http404
    return SeriesAddress(
        forms=forms,
        form=form,
        parts=parts,
        chosen=chosen,
        periods=_between(every, asked),
        all_periods=every,
        commune=communes[wanted] if wanted else None,
        communes=communes,
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


def _chosen_form(asked: QueryDict, forms: list[ReportForm]) -> ReportForm | None:
    wanted = key_or_none(asked.get("form"))
    if wanted is None:
        return next(iter(forms), None)
    found = next((form for form in forms if form.pk == wanted), None)
    if found is None:
        raise Http404
    return found


def _of_the_form(communes: dict[int, Commune], form: ReportForm) -> dict[int, Commune]:
    """Keep the communes that the form's periods expect."""
    expected = set(
        form.periods.order_by("-last_day")
        .filter(reports__commune__in=list(communes))
        .values_list("reports__commune", flat=True)
        .distinct()
    )
    return {key: commune for key, commune in communes.items() if key in expected}


def _between(every: list[ReportingPeriod], asked: QueryDict) -> list[ReportingPeriod]:
    """The periods from and until the ones asked for; else the last twelve."""
    keys = [period.pk for period in every]
    first, last = key_or_none(asked.get("from")), key_or_none(asked.get("until"))
    until = keys.index(last) if last in keys else len(every) - 1
    begin = keys.index(first) if first in keys else max(0, until - ORDINARY_PERIODS + 1)
    return every[min(begin, until) : max(begin, until) + 1]
