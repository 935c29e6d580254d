"""Seventeen into one: which reports count, which are missing, the sums line by line with each unit beside them."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.pages import key_or_none
from reports.domain.breakdown import figures_of_units
from reports.domain.consolidation import consolidate, is_stale, way_of
from reports.domain.counted import ORDINARY, Sources, Way, sources_of
from reports.domain.opening import ensure_opened
from reports.domain.rights import CONSOLIDATE
from reports.domain.sheet import sheet_of
from reports.models import WITH_READER, FiledBy, Report, ReportForm, ReportingPeriod
from reports.queries.filing import filing_status, reports_with_names
from reports.queries.matrix import latest_periods
from reports.views.district.base import DistrictView
from reports.views.district.matrix import LOOKS
from units.models import Jurisdiction

# Beyond this many units their columns would drown the page; the sums stay.
MOST_COLUMNS = 40
# Submitted in time is well done, and yet it does not count before it is approved.
WAITING = ("info", "hourglass-split")


class Consolidation(DistrictView):
    """One period of one form for one jurisdiction."""

    permission_required = CONSOLIDATE

    @cached_property
    def forms(self) -> list[ReportForm]:
        """The forms that communes file and this person may read."""
        return [form for form in super().forms if form.filed_by == FiledBy.COMMUNE]

    @cached_property
    def periods(self) -> list[ReportingPeriod]:
        """The latest periods of the form, the newest first."""
        return latest_periods(self.form, self.request.scope)[::-1] if self.form else []

    @cached_property
    def period(self) -> ReportingPeriod | None:
        """The period asked for; else the newest that is over."""
        wanted = key_or_none(self.request.GET.get("period") or self.request.POST.get("period"))
        if wanted is not None:
            found = next((one for one in self.periods if one.pk == wanted), None)
            if found is None:
                raise Http404
            return found
        over = (one for one in self.periods if one.last_day < self.today)
        return next(over, None) or next(iter(self.periods), None)

    @cached_property
    def jurisdictions(self) -> list[Jurisdiction]:
        """The jurisdictions that this person answers for, the widest first."""
        scope = self.request.scope
        found = Jurisdiction.objects.all()
        if scope.jurisdictions is not None:
            found = found.filter(pk__in=scope.jurisdictions)
        return list(found.order_by("path")[:200])

    @cached_property
    def place(self) -> Jurisdiction:
        """The jurisdiction asked for; else the widest."""
        wanted = key_or_none(
            self.request.GET.get("jurisdiction") or self.request.POST.get("jurisdiction")
        )
        found = next(
            (one for one in self.jurisdictions if wanted is None or one.pk == wanted), None
        )
        if found is None:
            raise Http404
        return found

    @cached_property
    def made(self) -> Report | None:
        """The jurisdiction's own report of the period, or its last replacement, if it was made."""
        found = reports_with_names(self.request.scope).filter(
            period=self.period, jurisdiction=self.place, commune__isnull=True
        )
        return found.order_by("-number").first()

    @cached_property
    def way(self) -> Way:
        """How to add up: as asked for, else as it was done."""
        asked = self.request.POST or self.request.GET
        if self.request.method == "POST" or "unapproved" in asked or "successors" in asked:
            return Way(bool(asked.get("unapproved")), bool(asked.get("successors")))
        return way_of(self.made) if self.made else ORDINARY

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what counts, what is missing and, once made, the sums."""
        ensure_opened(self.now)
        place = self.place
        if self.period is None:
            return render(request, "reports/district/no_forms.html", {})
        sources = sources_of(self.period, place, self.request.scope, self.way, today=self.today)
        report = self.made
        context = {
            "form": self.form,
            "forms": self.forms,
            "periods": self.periods,
            "period": self.period,
            "place": place,
            "jurisdictions": self.jurisdictions,
            "way": self.way,
            "sources": sources,
            "counted": len(sources.held),
            "missing": self.missing(sources),
            "report": report,
            "is_stale": report is not None and is_stale(report, sources),
            **(self.sums(report, sources) if report else {}),
        }
        return render(request, "reports/district/consolidation.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the sums, or refresh them."""
        if self.period is None:
            raise Http404
        period, place = self.period, self.place
        asked = {"form": period.form_id, "period": period.pk, "jurisdiction": place.pk}
        try:
            consolidate(period, place, by=self.request.user, scope=self.request.scope, way=self.way)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(
                request, _("The reports are added up. Edited cells kept what was written.")
            )
        return redirect(f"{request.path}?{urlencode(asked)}")

    def missing(self, sources: Sources) -> list[dict[str, Any]]:
        """The units whose reports are not in the sum, and how each stands; one query."""
        found = reports_with_names(self.request.scope).in_bulk([row.pk for row in sources.missing])
        return [self.standing(found[row.pk]) for row in sources.missing]

    def standing(self, report: Report) -> dict[str, Any]:
        """How a report stands that does not count."""
        status = filing_status(report, self.now)
        tone, icon = WAITING if report.state in WITH_READER else LOOKS[status]
        words = str(report.get_state_display()) if report.state != "draft" else str(status.label)
        return {"report": report, "tone": tone, "icon": icon, "words": words}

    def sums(self, report: Report, sources: Sources) -> dict[str, Any]:
        """The sheet of the consolidated report, with each unit's figure beside the sum."""
        sheet = sheet_of(report, scope=self.request.scope)
        units = list(sources.units[:MOST_COLUMNS])
        figures = figures_of_units(sheet.parts, units, self.request.scope)
        return {
            "sheet": sheet,
            "units": units,
            "are_units_cut": len(sources.units) > MOST_COLUMNS,
            "sections": [
                {
                    "title": part.section.title,
                    "lines": [
                        {
                            "cell": cell,
                            "previous": cell.previous,
                            "year_ago": cell.year_ago,
                            "figures": [unit.get(cell.indicator.code) for unit in figures],
                        }
                        for cell in part.cells
                        if cell.indicator.is_number
                    ],
                }
                for part in sheet.sections
            ],
        }
