"""Which commune a new record is about: one's own, or one chosen by those who see several."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.views.pages import key_or_none
from units.domain.scope import Scope
from units.models import Commune

MANY_COMMUNES = 200


def current_communes(scope: Scope) -> QuerySet[Commune]:
    """Return the communes of a scope that exist today (a scope includes those they succeeded)."""
    day = timezone.localdate()
    communes: QuerySet[Commune] = Commune.objects.visible_to(scope).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
    )
    return communes


class CommuneOfForm:
    """For pages with a form about one commune: finds which, or lets the person choose."""

    request: Any
    form_title: str | Promise = gettext_lazy("Record an incident")

    def may_be_asked_for(self) -> QuerySet[Commune]:
        """The communes that may be named; those of today."""
        return current_communes(self.request.scope)

    def commune_of(self, from_draft: str | None = None) -> Commune | None:
        """The commune asked for, or the only one there is."""
        asked: HttpRequest = self.request
        wanted = key_or_none(asked.POST.get("commune") or asked.GET.get("commune") or from_draft)
        if wanted:
            return get_object_or_404(self.may_be_asked_for(), pk=wanted)
        found = list(current_communes(self.request.scope)[:2])
        return found[0] if len(found) == 1 else None

    def ask_for_commune(self) -> HttpResponse:
        """Let those who see several communes say which one."""
        communes = current_communes(self.request.scope).defer("boundary")
        context = {"communes": list(communes[:MANY_COMMUNES]), "title": self.form_title}
        return render(self.request, "incidents/report_commune.html", context)
