"""What is looked at here and worked on in pages of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from units.admin.base import ScopedAdmin


class LookOnlyAdmin(ScopedAdmin):
    """Rows to look at, each leading to its own page: they change only where the rules are asked and where two people
    are told of each other, and they are closed, never deleted."""

    page: str = ""  # the name of the row's own address
    view_on_site = True

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Lead to the row's own page."""
        return reverse(self.page, args=[obj.pk]) if obj else None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows are made by the forms of the pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are corrected in their own page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was reported or numbered stays."""
        return False
