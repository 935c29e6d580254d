"""What every page about a report shares: who may, which report, whether this person writes in it now."""

from __future__ import annotations

from functools import cached_property

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.views.pages import RightView
from reports.domain.parts import parts_of
from reports.domain.rights import VIEW, may_review, may_write, readable_offices
from reports.domain.sheet import sheet_of
from reports.forms.sheet import ShownSheet
from reports.models import Indicator, Report
from reports.queries.filing import reports_with_names

# In the address: somebody above writes for a commune that has no network.
KEYING = "key"


class ReportView(RightView):
    """A page that needs a sign-in and the right to read; reports of others are not found."""

    permission_required: str = VIEW

    @cached_property
    def report(self) -> Report:
        """The report of the address, among those whose office this person may read; else 404."""
        offices = readable_offices(self.request.user)
        reports = reports_with_names(self.request.scope).filter(period__form__office__in=offices)
        found: Report = get_object_or_404(reports, pk=self.kwargs["pk"])
        return found

    @property
    def indicator(self) -> Indicator:
        """The line of the address, in the report's version of the form; else 404."""
        found = parts_of(self.report.period.form_version_id).by_id.get(self.kwargs["indicator"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def may_write(self) -> bool:
        """Tell whether this person may write in the report, whatever its state."""
        return may_write(self.request.user, self.report)

    @cached_property
    def may_review(self) -> bool:
        """Tell whether this person reads the report for the tier above it."""
        return may_review(self.request.user, self.report)

    @property
    def is_from_above(self) -> bool:
        """True for somebody above a commune, who writes in its report only on purpose."""
        return self.report.commune_id is not None and self.request.scope.only_commune is None

    @property
    def is_keying(self) -> bool:
        """True where somebody above has said that they write for the commune."""
        return KEYING in self.request.GET or KEYING in self.request.POST

    @property
    def is_open(self) -> bool:
        """True where the page has fields to write in."""
        if not (self.report.is_writable and self.may_write):
            return False
        return self.is_keying or not self.is_from_above

    def shown_sheet(self) -> ShownSheet:
        """The report as it stands now."""
        return ShownSheet(sheet_of(self.report, scope=self.request.scope), self.is_open)

    def page_url(self, anchor: str = "") -> str:
        """The address of the report's page, still writing for the commune where one was."""
        address = reverse("report_detail", args=[self.report.pk])
        keying = f"?{KEYING}=1" if self.is_keying else ""
        return f"{address}{keying}{f'#{anchor}' if anchor else ''}"

    def page_of_record(self) -> str:
        """The address of the report's page, as it is opened to be read or written."""
        return self.page_url()

    def back(self, anchor: str = "") -> HttpResponseRedirect:
        """Go back to the report's page."""
        return HttpResponseRedirect(self.page_url(anchor))
