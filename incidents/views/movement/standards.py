"""The page that writes a year's standards down, a row for each hamlet and kind."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.views.pages import RightView
from incidents.domain.movement.standards import write_year
from incidents.domain.permissions import KEEP_MOVEMENT
from incidents.forms.movement import YearForm
from incidents.views.communes import CommuneOfForm
from units.models import Commune

YEARS_BACK = 3


class StandardYear(CommuneOfForm, RightView):
    """One commune's year as a grid."""

    permission_required = KEEP_MOVEMENT
    form_title = gettext_lazy("Write a year down")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the year asked for, this one without a wish."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        return self.show(YearForm(commune=commune, year=self.year), commune)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the whole grid, or show it again with what was typed and what is wrong."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = YearForm(request.POST, commune=commune, year=self.year)
        if not form.is_valid():
            return self.show(form, commune, status=422)
        changed = write_year(commune, self.year, form.facts(), by=self.request.user)
        said = ngettext("%(n)s line has changed.", "%(n)s lines have changed.", changed)
        messages.success(request, said % {"n": changed} if changed else _("Nothing has changed."))
        return redirect("standard_list")

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

    def show(self, form: YearForm, commune: Commune, status: int = 200) -> HttpResponse:
        """Render the grid."""
        context = {"form": form, "commune": commune, "year": self.year, "years": self.years}
        return render(self.request, "incidents/movement/year.html", context, status=status)
