"""Joining alike difficulties: in bulk from the list, from one difficulty, and the page of those joined."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.views.pages import RightView, key_or_none
from commune_police.history import history_of
from reports.domain.difficulties import JOIN, join_under_theme, leave_theme
from reports.domain.directives import ISSUE
from reports.models import Difficulty, DifficultyTheme, Directive
from reports.tables.difficulties import KIND_ICONS

HEAVY = "commune__boundary"
MOST_JOINED = 200


def join_rows(rows: QuerySet[Difficulty], values: Mapping[str, Any], user: User) -> int:
    """Join the chosen difficulties, all or none."""
    chosen = list(rows.select_related("commune__jurisdiction").defer(HEAVY).order_by("pk"))
    join_under_theme(chosen, by=user, title=values.get("title", ""), theme=values.get("theme"))
    return len(chosen)


def closed_refusal(row: Model) -> str:
    """Say why a closed difficulty cannot be joined."""
    return "" if getattr(row, "is_open", False) else _("is closed")


class DifficultyJoin(RightView):
    """Join one difficulty with those alike that were ticked on its page."""

    permission_required = JOIN

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who loads this address anew after a mistake comes back to the page."""
        return redirect("difficulty_detail", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Join them and lead to the joined difficulty."""
        rows = (
            Difficulty.objects.visible_to(self.request.scope)
            .select_related("commune__jurisdiction", "theme")
            .defer(HEAVY)
        )
        difficulty: Difficulty = get_object_or_404(rows, pk=pk)
        keys = [key for text in request.POST.getlist("alike") if (key := key_or_none(text))]
        alike = list(rows.filter(pk__in=keys[:MOST_JOINED]).order_by("pk"))
        if not alike:
            messages.error(request, _("Tick at least one difficulty to join with."))
            return redirect("difficulty_detail", pk)
        theme = difficulty.theme or next((one.theme for one in alike if one.theme), None)
        try:
            joined = join_under_theme(
                [difficulty, *alike],
                by=self.request.user,
                title=request.POST.get("title", "").strip() or difficulty.title,
                theme=theme,
            )
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return redirect("difficulty_detail", pk)
        said = ngettext(
            "%(n)s difficulty joined.", "%(n)s difficulties joined.", len(alike) + 1
        ) % {"n": len(alike) + 1}
        messages.success(request, said)
        return redirect("difficulty_theme", joined.pk)


class ThemePage(RightView):
    """Alike difficulties of several communes, and the directives that answer them."""

    permission_required = JOIN

    @cached_property
    def theme(self) -> DifficultyTheme:
        """The theme of the address, among those of the person's jurisdictions; else 404."""
        found: DifficultyTheme = get_object_or_404(
            DifficultyTheme.objects.visible_to(self.request.scope).select_related("jurisdiction"),
            pk=self.kwargs["pk"],
        )
        return found

    @property
    def difficulties(self) -> QuerySet[Difficulty]:
        """The difficulties joined here."""
        rows: QuerySet[Difficulty] = Difficulty.objects.visible_to(self.request.scope).filter(
            theme=self.theme
        )
        return rows.select_related("commune").defer(HEAVY).order_by("commune__sort_key", "pk")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them."""
        rows = list(self.difficulties[:MOST_JOINED])
        context = {
            "theme": self.theme,
            "difficulties": rows,
            "kind_icon": KIND_ICONS[self.theme.kind],
            "open_count": sum(one.is_open for one in rows),
            "may_direct": self.request.user.has_perm(ISSUE),
            "directives": list(
                Directive.objects.visible_to(self.request.scope)
                .filter(theme=self.theme)
                .order_by("-issued_on", "-pk")
            ),
            "story": history_of(self.theme),
        }
        return render(request, "reports/difficulty_theme.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one difficulty out again."""
        row = get_object_or_404(
            self.difficulties, pk=key_or_none(request.POST.get("difficulty")) or 0
        )
        leave_theme(row, by=self.request.user)
        messages.success(request, _("“%(title)s” stands by itself again.") % {"title": row})
        return redirect("difficulty_theme", pk)
