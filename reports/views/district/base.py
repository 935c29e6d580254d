"""What the reading tier's pages share: the forms a person may read, the jurisdiction chosen."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.views.pages import RightView, key_or_none
from reports.domain.rights import REVIEW, may_read, readable_offices
from reports.models import Report, ReportForm
from reports.queries.filing import reports_with_names
from units.models import Jurisdiction


class DistrictView(RightView):
    """A page of somebody who reads the reports of others."""

    permission_required: str = REVIEW

    @cached_property
    def forms(self) -> list[ReportForm]:
        """The forms whose reports this person may read, those in use first."""
        found: QuerySet[ReportForm] = ReportForm.objects.visible_to(self.request.scope).filter(
            office__in=readable_offices(self.request.user)
        )
        return list(found.select_related("calendar").order_by("-is_active", "order", "name"))

    @cached_property
    def form(self) -> ReportForm | None:
        """The form asked for; else the first one with a calendar."""
        wanted = key_or_none(self.request.GET.get("form"))
        if wanted is not None:
            found = next((form for form in self.forms if form.pk == wanted), None)
            if found is None:
                raise Http404
            return found
        return next((form for form in self.forms if not form.is_special), None) or next(
            iter(self.forms), None
        )

    @cached_property
    def jurisdiction(self) -> Jurisdiction | None:
        """The jurisdiction asked for, if this person sees it; else 404."""
        wanted = key_or_none(self.request.GET.get("jurisdiction"))
        if wanted is None:
            return None
        found = get_object_or_404(Jurisdiction, pk=wanted)
        if not self.request.scope.sees_jurisdiction(found.pk):
            raise Http404
        return found

    def report(self, pk: int) -> Report:
        """The report of the address among those this person may read; else 404, or 403 by office."""
        found: Report = get_object_or_404(reports_with_names(self.request.scope), pk=pk)
        if not may_read(self.request.user, found.period.form.office):
            raise PermissionDenied
        return found

    def address(self, **changes: object) -> str:
        """The query string of this page with some parts changed; empty ones left out."""
        asked = {**self.request.GET.dict(), **changes}
        return "?" + urlencode({name: value for name, value in asked.items() if value})
