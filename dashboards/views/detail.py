"""The page of one row: who may see it, and the facts, tables and history it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views import View

from accounts.requests import SignedInRequest
from commune_police.history import history_of

# Columns of a joined commune that no row of a list shows; the boundary alone may be 20 kB.
HEAVY_OF_COMMUNE = tuple(
    f"commune__{name}"
    for name in ("boundary", "validity", "difficulty_note", "sort_key", "search_text")
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is known; an empty value is shown as a dash."""

    label: str
    value: Any
    url: str = ""


class DetailPage(LoginRequiredMixin, PermissionRequiredMixin, View):
    """Base of detail pages: 404 for a row outside the person's scope, as if it were not there."""

    template_name: ClassVar[str]
    permission_required = ""
    request: SignedInRequest

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that this person may see."""
        raise NotImplementedError

    def context(self, row: Any) -> dict[str, Any]:
        """What the template needs besides ``row``, ``history`` and ``edit_url``."""
        raise NotImplementedError

    def handle_no_permission(self) -> HttpResponseRedirect:
        """Send strangers to sign in; refuse the signed-in who lack the right."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    def get(self, request: Any, pk: int) -> HttpResponse:
        """Show the row."""
        row = get_object_or_404(self.get_queryset(), pk=pk)
        context = {
            "row": row,
            "history": history_of(row),
            "edit_url": self.edit_url(row),
            **self.context(row),
        }
        return render(request, self.template_name, context)

    def edit_url(self, row: Model) -> str:
        """Where the row is changed, for those who may: the administrators' pages."""
        meta = row._meta
        allowed = f"{meta.app_label}.change_{meta.model_name}"
        if not (
            self.request.user.has_perm("accounts.work_in_admin")
            and self.request.user.has_perm(allowed)
        ):
            return ""
        try:
            return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
        except NoReverseMatch:
            return ""
