"""The page that writes a year's standards down, a row for each hamlet and kind."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.views.pages import RightView
from incidents.domain.movement.standards import (
    StandardFacts,
    YearChangedError,
    lines_of,
    write_year,
)
from incidents.domain.permissions import KEEP_MOVEMENT
from incidents.forms.movement import YearForm
from incidents.models import SafetyStandard
from incidents.views.communes import CommuneOfForm
from incidents.views.conflicts import differences
from units.models import Commune
from units.queries.successors import line_of

YEARS_BACK = 3


class StandardYear(CommuneOfForm, RightView):
    """One commune's year as a grid."""

    permission_required = KEEP_MOVEMENT
    form_title = gettext_lazy("Write a year down")

    def may_be_asked_for(self) -> QuerySet[Commune]:
        """The communes of today, and those that have lines of the year, which get their results though they have ended."""
        return super().may_be_asked_for() | self.registered()

    def registered(self) -> QuerySet[Commune]:
        """The communes that have lines of the year."""
        lines = SafetyStandard.objects.filter(commune=OuterRef("pk"), year=self.year)
        rows: QuerySet[Commune] = Commune.objects.visible_to(self.request.scope)
        return rows.filter(Exists(lines))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the year asked for, this one without a wish."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        return self.show(YearForm(commune=commune, held=lines_of(commune, self.year)), commune)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the whole grid, or show it again with what was typed and what is wrong."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        held = lines_of(commune, self.year)
        form = YearForm(request.POST, commune=commune, held=held)
        if not form.is_valid():
            return self.show(form, commune, status=422)
        try:
            changed = write_year(
                commune, self.year, form.facts(), form.seen(), by=self.request.user
            )
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.show(form, commune, status=422)
        except YearChangedError as change:
            return self.show_both(form, commune, change)
        said = ngettext("%(n)s line has changed.", "%(n)s lines have changed.", changed)
        messages.success(request, said % {"n": changed} if changed else _("Nothing has changed."))
        return redirect("standard_list")

    def show_both(self, form: YearForm, commune: Commune, change: YearChangedError) -> HttpResponse:
        """Fill the grid with both people's lines and say which lines both of them wrote."""
        seen, current = form.seen(), change.current
        mine = {line.key: line for line in form.facts()}
        kept = []
        for key, line in mine.items():
            empty = StandardFacts(*key, None)
            is_mine = line != seen.get(key, empty)
            kept.append(line if is_mine else current.get(key, empty))
        data = self.request.POST.copy()
        for name, value in {**form.typed(kept), **form.looked_at(current)}.items():
            data[name] = value
        both = YearForm(data, commune=commune, held=current)
        was, own, other = (
            form.typed(lines) for lines in (seen.values(), mine.values(), current.values())
        )
        latest = change.latest
        return self.show(
            both,
            commune,
            status=409,
            conflict=differences(both, was, own, other),
            changed_by=latest and latest.events.order_by("-pgh_id").first(),  # type: ignore[attr-defined]
        )

    @property
    def years(self) -> list[int]:
        """The years that can be written down: next year's registration too."""
        this = self.now.year
        return [this + 1 - back for back in range(YEARS_BACK + 2)]

    @property
    def year(self) -> int:
        """The year asked for, if it can be written down."""
        asked = self.request.POST.get("year") or self.request.GET.get("year") or ""
        return next((year for year in self.years if str(year) == asked), self.now.year)

    def ended(self, commune: Commune) -> list[Commune]:
        """The communes that ended whole in this one and registered in the year; two queries."""
        line = [pk for pk in line_of(commune.pk) if pk != commune.pk]
        return list(self.registered().filter(pk__in=line).defer("boundary").order_by("name"))

    def show(
        self, form: YearForm, commune: Commune, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Render the grid."""
        context = {
            "form": form,
            "commune": commune,
            "year": self.year,
            "years": self.years,
            "ended": self.ended(commune),
            **more,
        }
        return render(self.request, "incidents/movement/year.html", context, status=status)
