"""What the pages of where and when share: the right, the question in the address, the tabs."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.views.pages import RightView, key_or_none
from incidents.domain.permissions import SEE_ANALYSIS
from incidents.forms.analysis import CommuneForm
from incidents.views.analysis.rows import RowLinks
from incidents.views.communes import current_communes
from units.models import Commune

MOST_COMMUNES = 200
KEPT_BETWEEN_TABS = ("commune", "category", "first_day", "last_day")

Asked = TypeVar("Asked", bound=CommuneForm)


class AnalysisView(RightView, Generic[Asked]):
    """A page that reads its question from the address; what cannot be read is said beside its field."""

    permission_required = SEE_ANALYSIS
    form_class: type[Asked]
    template_name: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the question, and its answer where it is complete."""
        return self.show()

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """Render the page."""
        is_read = self.form.is_valid()
        context = {
            "form": self.form,
            "tabs": self.tabs(),
            **(self.answer() if is_read else {}),
            **more,
        }
        return render(self.request, self.template_name, context, status=status)

    def answer(self) -> dict[str, Any]:
        """What a question that could be read is answered by."""
        raise NotImplementedError

    @cached_property
    def form(self) -> Asked:
        """The question."""
        return self.form_class(self.request.GET, communes=self.communes)

    @cached_property
    def communes(self) -> list[Commune]:
        """The communes to choose from; of very many the first, and the one asked for."""
        every = current_communes(self.request.scope).defer("boundary")
        found = list(every[:MOST_COMMUNES])
        wanted = key_or_none(self.request.GET.get("commune"))
        if wanted and len(found) == MOST_COMMUNES and wanted not in {one.pk for one in found}:
            found += list(every.filter(pk=wanted))
        return found

    @cached_property
    def links(self) -> RowLinks:
        """The ways to the rows behind the numbers."""
        return RowLinks(self.request.user)

    def tabs(self) -> list[tuple[str, str, bool]]:
        """The pages of this kind with their words, keeping what was asked for, and which one is shown."""
        kept = {
            name: self.request.GET[name] for name in KEPT_BETWEEN_TABS if self.request.GET.get(name)
        }
        query = f"?{urlencode(kept)}" if kept else ""
        pages = [
            ("analysis", _("More or fewer")),
            ("analysis_when", _("When")),
            ("analysis_places", _("Suggested places")),
            ("analysis_measures", _("Did it help?")),
            ("analysis_repeats", _("Again and next door")),
        ]
        return [
            (words, reverse(name) + query, reverse(name) == self.request.path)
            for name, words in pages
        ]
