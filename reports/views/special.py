"""Asking communes for a special report."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.views.communes import current_communes
from reports.domain.rights import REQUEST
from reports.domain.special import request_special
from reports.forms.special import SpecialForm, usual_answers
from reports.models import ReportForm, ReportingPeriod, VersionState
from reports.views.district.base import DistrictView
from reports.views.matters import add_errors
from units.models import Commune, Jurisdiction


class SpecialNew(DistrictView):
    """The page that asks for a special report; ``form`` in the address chooses one."""

    permission_required = REQUEST

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form with its usual answers."""
        if not self.offered:
            return render(request, "reports/special_none.html", {})
        return self.show(self.asking_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask, or show what is wrong with what was typed."""
        form = self.asking_form(request.POST)
        if form.is_valid() and (period := self.ask(form)) is not None:
            self.say(period, len(form.cleaned_data["asked"]))
            return redirect(f"{reverse('filing_matrix')}?form={period.form_id}")
        return self.show(form, 422)

    def ask(self, form: SpecialForm) -> ReportingPeriod | None:
        """Open the period; nothing, with the errors on the form, where that is refused."""
        values = form.cleaned_data
        jurisdiction = self.asked_by(values["asked"])
        if jurisdiction is None:
            form.add_error(None, _("Ask the communes of one jurisdiction at a time."))
            return None
        try:
            return request_special(
                values["form"],
                title=values["title"],
                request=values["request"],
                first_day=values["first_day"],
                last_day=values["last_day"],
                due=values["due"],
                communes=values["asked"],
                jurisdiction=jurisdiction,
                by=self.request.user,
            )
        except ValidationError as problem:
            add_errors(form, problem)
            return None

    def say(self, period: ReportingPeriod, communes: int) -> None:
        """Tell how many were asked and until when."""
        told = ngettext(
            "%(count)s commune was asked for “%(title)s”, due %(due)s.",
            "%(count)s communes were asked for “%(title)s”, due %(due)s.",
            communes,
        )
        due = date_format(timezone.localtime(period.due_at), "SHORT_DATETIME_FORMAT")
        parts = {"count": communes, "title": period.title, "due": due}
        messages.success(self.request, told % parts)

    def asking_form(self, data: Any = None) -> SpecialForm:
        """The form with what this person can ask and whom."""
        begun = usual_answers(self.now)
        if self.form is not None and self.form in self.offered:
            begun["form"] = self.form.pk
        return SpecialForm(
            data,
            initial=begun,
            scope=self.request.scope,
            offered=self.offered,
            counts=self.counts,
        )

    def show(self, form: SpecialForm, status: int = 200) -> HttpResponse:
        """Render the page."""
        return render(self.request, "reports/special_new.html", {"form": form}, status=status)

    @cached_property
    def offered(self) -> list[ReportForm]:
        """The forms in use that are asked for on request and have a published version."""
        published = ReportForm.objects.filter(versions__state=VersionState.PUBLISHED)
        keys = set(published.values_list("pk", flat=True))
        return [one for one in self.forms if one.is_special and one.is_active and one.pk in keys]

    @cached_property
    def jurisdictions(self) -> list[Jurisdiction]:
        """The jurisdictions in sight, from the top down."""
        rows = Jurisdiction.objects.order_by("path")
        seen = self.request.scope.jurisdictions
        return list(rows if seen is None else rows.filter(pk__in=seen))

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many communes there are today under each jurisdiction in sight; those without are left out."""
        rows = (
            current_communes(self.request.scope)
            .order_by()
            .values_list("jurisdiction__path")
            .annotate(Count("pk"))
        )
        by_path = dict(rows)
        found = {
            one.pk: sum(n for path, n in by_path.items() if path.startswith(one.path))
            for one in self.jurisdictions
        }
        return {key: count for key, count in found.items() if count}

    def asked_by(self, communes: list[Commune]) -> Jurisdiction | None:
        """The highest jurisdiction in sight that has all the communes below it: the one that asks."""
        paths = {one.jurisdiction.path for one in communes}
        above = (
            one for one in self.jurisdictions if all(path.startswith(one.path) for path in paths)
        )
        return next(above, None)
