"""Seventeen into one: which reports count, which are missing, the sums line by line with each unit beside them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.pages import key_or_none
from reports.domain.consolidation import Sources, consolidate, is_stale, sources_of
from reports.domain.opening import ensure_opened
from reports.domain.rights import CONSOLIDATE
from reports.domain.sheet import Sheet, sheet_of
from reports.models import FiledBy, Report, ReportForm, ReportingPeriod, ReportValue
from reports.queries.filing import filing_status, reports_with_names
from reports.queries.matrix import latest_periods
from reports.views.district.base import DistrictView
from reports.views.district.matrix import LOOKS
from units.models import Jurisdiction

# Beyond this many units their columns would drown the page; the sums stay.
MOST_COLUMNS = 40


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

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what counts, what is missing and, once made, the sums."""
        ensure_opened(self.now)
        place = self.place
        if self.period is None:
            return render(request, "reports/district/no_forms.html", {})
        with_unapproved = bool(request.GET.get("unapproved"))
        sources = sources_of(
            self.period, place, self.request.scope, with_unapproved=with_unapproved
        )
        report = self.made()
        context = {
            "form": self.form,
            "forms": self.forms,
            "periods": self.periods,
            "period": self.period,
            "place": place,
            "jurisdictions": self.jurisdictions,
            "with_unapproved": with_unapproved,
            "counted": len(sources.counted),
            "expected": len(sources.counted) + len(sources.missing),
            "nothing": sources.nothing,
            "missing": [self.missing(one) for one in sources.missing],
            "report": report,
            "is_stale": report is not None and report.is_writable and is_stale(report, sources),
            **(self.sums(report, sources) if report else {}),
        }
        return render(request, "reports/district/consolidation.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the sums, or refresh them."""
        if self.period is None:
            raise Http404
        address = f"{request.path}?form={self.period.form_id}&period={self.period.pk}&jurisdiction={self.place.pk}"
        with_unapproved = bool(request.POST.get("unapproved"))
        try:
            consolidate(
                self.period,
                self.place,
                by=self.request.user,
                scope=self.request.scope,
                with_unapproved=with_unapproved,
            )
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return redirect(address)
        messages.success(
            request, _("The reports are added up. Edited cells kept what was written.")
        )
        return redirect(f"{address}&unapproved=1" if with_unapproved else address)

    def made(self) -> Report | None:
        """The jurisdiction's own report of the period, if it was made."""
        found = reports_with_names(self.request.scope).filter(
            period=self.period, jurisdiction=self.place, commune__isnull=True, is_current=True
        )
        return found.first()

    def missing(self, report: Report) -> dict[str, Any]:
        """A unit whose report does not count, and how it stands."""
        status = filing_status(report, self.now)
        tone, icon = LOOKS[status]
        words = str(report.get_state_display()) if report.state != "draft" else str(status.label)
        return {"report": report, "tone": tone, "icon": icon, "words": words}

    def sums(self, report: Report, sources: Sources) -> dict[str, Any]:
        """The sheet of the consolidated report, with each unit's figure beside the sum."""
        sheet = sheet_of(report, scope=self.request.scope)
        units = list(sources.counted)[:MOST_COLUMNS]
        figures = self.figures(units)
        return {
            "sheet": sheet,
            "units": units,
            "are_units_cut": len(sources.counted) > MOST_COLUMNS,
            "sections": [
                {"title": part.section.title, "lines": self.lines(part.cells, units, figures)}
                for part in sheet.sections
            ],
            "open_problems": self.open_problems(sheet),
        }

    def lines(
        self, cells: Any, units: list[Report], figures: Mapping[tuple[int, str], Decimal]
    ) -> list[dict[str, Any]]:
        """The numeric lines of a section with every unit's figure; texts are read in the report itself."""
        return [
            {
                "cell": cell,
                "figures": [figures.get((unit.pk, cell.indicator.code)) for unit in units],
            }
            for cell in cells
            if cell.indicator.is_number
        ]

    def figures(self, units: list[Report]) -> dict[tuple[int, str], Decimal]:
        """The numbers of the units' reports by report and indicator code; one query."""
        rows = ReportValue.objects.visible_to(self.request.scope).filter(
            report__in=[unit.pk for unit in units], number__isnull=False
        )
        return {
            (key, code): number
            for key, code, number in rows.values_list("report_id", "indicator__code", "number")
        }

    def open_problems(self, sheet: Sheet) -> int:
        """How much stands against submitting the consolidated report."""
        return len(sheet.problems)
