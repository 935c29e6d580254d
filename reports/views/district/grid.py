"""Keying for communes without a network: communes × indicators of one section, on one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.views.pages import key_or_none
from reports.domain.expressions import write
from reports.domain.filling import save_cell
from reports.domain.locking import CellConflictError
from reports.domain.parts import parts_of
from reports.domain.rights import KEY, may_read
from reports.models import Indicator, Report, ReportingPeriod, ReportValue, Section
from reports.queries.filing import reports_with_names
from reports.views.district.base import DistrictView

MOST_UNITS = 100


@dataclass(frozen=True, slots=True)
class GridCell:
    """One box: its field's name, what stands in it, the version it was read at, what is wrong."""

    name: str
    label: str
    text: str
    version: int
    is_writable: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A commune's report with its boxes."""

    report: Report
    cells: list[GridCell]


class EntryGrid(DistrictView):
    """The grid of one period and one section. Every box is saved upon the version that was shown."""

    permission_required = KEY

    def setup_page(self, pk: int) -> None:
        """Find the period, its section and its reports; 404 for what this person does not see."""
        periods = ReportingPeriod.objects.visible_to(self.request.scope)
        self.period = get_object_or_404(periods.select_related("form", "form_version"), pk=pk)
        if not may_read(self.request.user, self.period.form.office):
            raise Http404
        self.parts = parts_of(self.period.form_version)
        self.section = self.chosen_section()
        self.indicators = [
            one for one in self.parts.of_section(self.section.pk) if one.is_number and one.is_keyed
        ]
        reports = reports_with_names(self.request.scope).filter(
            period=self.period, number=0, commune__isnull=False
        )
        self.reports = list(reports.order_by("commune__sort_key", "commune_id")[:MOST_UNITS])

    def chosen_section(self) -> Section:
        """The section asked for; else the first with figures to key."""
        wanted = key_or_none(self.request.GET.get("section"))
        with_figures = [section for section in self.parts.sections if self.keyed_in(section)]
        if not with_figures:
            raise Http404
        found = next((one for one in with_figures if one.pk == wanted), None)
        if wanted is not None and found is None:
            raise Http404
        return found or with_figures[0]

    def keyed_in(self, section: Section) -> bool:
        """Tell whether a section has figures that somebody keys."""
        return any(one.is_number and one.is_keyed for one in self.parts.of_section(section.pk))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the grid."""
        self.setup_page(pk)
        return self.show({}, {})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save every box that changed, all or nothing; on a mistake all that was typed stays."""
        self.setup_page(pk)
        problems: dict[str, str] = {}
        saved = 0
        with transaction.atomic():
            for report in self.reports:
                if report.is_writable:
                    saved += self.save_row(report, problems)
            if problems:
                transaction.set_rollback(True)
        if problems:
            typed = {name: str(value) for name, value in request.POST.items()}
            return self.show(typed, problems, status=422)
        said = ngettext("%(count)s figure saved.", "%(count)s figures saved.", saved)
        messages.success(request, said % {"count": saved})
        return redirect(f"{request.path}?section={self.section.pk}")

    def save_row(self, report: Report, problems: dict[str, str]) -> int:
        """Save the boxes of one report; return how many changed, and note what is wrong by field."""
        held = self.values.get(report.pk, {})
        saved = 0
        for one in self.indicators:
            name = field_name(report, one)
            typed = self.request.POST.get(name)
            if typed is None or typed.strip() == shown(held.get(one.pk)):
                continue
            version = key_or_none(self.request.POST.get(f"{name}.v")) or 0
            try:
                save_cell(report, one, typed, version=version, by=self.request.user)
                saved += 1
            except ValidationError as problem:
                problems[name] = " ".join(problem.messages)
            except CellConflictError as conflict:
                problems[name] = _("Somebody saved %s here meanwhile.") % (
                    shown(conflict.current) or _("an empty cell")
                )
        return saved

    @property
    def values(self) -> Mapping[int, Mapping[int, ReportValue]]:
        """The cells of all reports on the page, by report and indicator; one query."""
        if not hasattr(self, "_values"):
            rows = ReportValue.objects.visible_to(self.request.scope).filter(
                report__in=[report.pk for report in self.reports],
                indicator__in=[one.pk for one in self.indicators],
            )
            found: dict[int, dict[int, ReportValue]] = {}
            for value in rows:
                found.setdefault(value.report_id, {})[value.indicator_id] = value
            self._values = found
        return self._values

    def show(
        self, typed: Mapping[str, str], problems: Mapping[str, str], status: int = 200
    ) -> HttpResponse:
        """Render the grid with what was typed, where something is wrong."""
        rows = [
            GridRow(report, [self.box(report, one, typed, problems) for one in self.indicators])
            for report in self.reports
        ]
        context = {
            "period": self.period,
            "section": self.section,
            "sections": [one for one in self.parts.sections if self.keyed_in(one)],
            "indicators": self.indicators,
            "rows": rows,
            "problems": len(problems),
            "can_save": any(report.is_writable for report in self.reports),
        }
        return render(self.request, "reports/district/grid.html", context, status=status)

    def box(
        self,
        report: Report,
        one: Indicator,
        typed: Mapping[str, str],
        problems: Mapping[str, str],
    ) -> GridCell:
        """One box as it is shown."""
        name = field_name(report, one)
        value = self.values.get(report.pk, {}).get(one.pk)
        return GridCell(
            name=name,
            label=f"{one.line} {one.name}",
            text=typed.get(name, shown(value)),
            version=value.version if value else 0,
            is_writable=report.is_writable,
            problem=problems.get(name, ""),
        )


def field_name(report: Report, indicator: Indicator) -> str:
    """The name of a box in the form."""
    return f"c{report.pk}.{indicator.pk}"


def shown(value: ReportValue | None) -> str:
    """What stands in a box: nothing for an empty cell, 0 for zero."""
    return "" if value is None or value.number is None else write(value.number)
