"""The district's overview: how its communes stand today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from units.models import Commune
from units.queries.headcount import headcount_on


def overview(request: HttpRequest) -> HttpResponse:
    """Show every commune in scope with due, present and short."""
    scope = request.scope  # type: ignore[attr-defined]
    day = timezone.localdate()
    headcount = headcount_on(day, scope)
    figures = headcount.by_commune()
    communes = Commune.objects.visible_to(scope).filter(valid_until__isnull=True).defer("boundary")
    context = {
        "day": day,
        "total": headcount.total(),
        "rows": [(commune, figures.get(commune.pk)) for commune in communes],
    }
    return render(request, "dashboards/overview.html", context)
