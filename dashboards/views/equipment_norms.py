"""Equipment against the norm: due, usable and short of each kind, for an area or one commune."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from dashboards.forms.overview import read_question
from units.models import Commune, EquipmentType, Jurisdiction
from units.queries.area import Area
from units.queries.equipment import EquipmentFigure, equipment_by_type


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of equipment with its figure and the address of the rows kept of it."""

    kind: EquipmentType
    figure: EquipmentFigure

    @property
    def page(self) -> str:
        """The list that keeps this kind: countable stock or numbered items."""
        return "equipment_stock" if self.kind.is_countable else "equipment_list"


@login_required
@permission_required("units.view_equipmentitem", raise_exception=True)
def equipment_norms(request: HttpRequest) -> HttpResponse:
    """Show what is due, usable and short by kind; ``commune`` or ``jurisdiction`` narrow, ``day`` dates."""
    scope = request.scope  # type: ignore[attr-defined]
    asked = read_question(request)
    commune = jurisdiction = None
    if number := _number(request, "commune"):
        communes = Commune.objects.visible_to(scope).defer("boundary")
        commune = get_object_or_404(communes, pk=number)
        area = Area(scope.narrowed_to([commune.pk]))
    elif asked.jurisdiction is not None:
        jurisdiction = get_object_or_404(Jurisdiction, pk=asked.jurisdiction)
        if not scope.sees_jurisdiction(jurisdiction.pk):
            raise Http404
        area = Area.of(scope, jurisdiction)
    else:
        area = Area(scope)
    figures = equipment_by_type(asked.day, area)
    lines = [
        KindLine(kind, figures[kind.pk])
        for kind in EquipmentType.objects.all()
        if kind.pk in figures
    ]
    context = {
        "asked": asked,
        "day": asked.day,
        "commune": commune,
        "jurisdiction": jurisdiction,
        "lines": sorted(lines, key=lambda line: -(line.figure.short or 0)),
        "total": sum((line.figure for line in lines), EquipmentFigure()),
    }
    return render(request, "dashboards/equipment_norms.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 18 else None
