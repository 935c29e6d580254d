"""Directives and lists of difficulties as Word documents in the official form."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.views.pages import RightView
from incidents.views.communes import current_communes
from lists.views import parts
from reports.domain.difficulties import VIEW
from reports.domain.directives import VIEW as VIEW_DIRECTIVES
from reports.domain.paper.difficulties_document import difficulties_document
from reports.domain.paper.directive_document import directive_document
from reports.domain.paper.issuer import IssuingBody, commune_police, issuer_of
from reports.domain.paper.word import DOCX, render_document
from reports.models import Difficulty, Directive, DocumentKind
from reports.queries.matters import directives_by_difficulty, parties_of
from reports.views.difficulties import DifficultyList
from reports.views.directives import DirectivePage
from reports.views.files import attachment
from units.models import Commune, Jurisdiction

# About sixty pages; who needs more rows takes the Excel file.
MOST_ROWS = 500
# Levels above a unit that its paper's heading may name.
ABOVE = "parent__parent"


class DirectiveWord(DirectivePage):
    """A directive as an official letter, for whoever may see it: communes out of sight are counted only."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file."""
        row = self.directive
        document = directive_document(row, parties_of(row, self.request.scope), today=self.today)
        content = render_document(DocumentKind.DIRECTIVE, document.context(), row.jurisdiction)
        return attachment(content, DOCX, f"Công văn {row.document_number} {row.title}", "docx")

    def rows(self) -> object:
        """Read the levels above with the directive."""
        return Directive.objects.visible_to(self.request.scope).select_related(ABOVE)


class DifficultyWord(RightView):
    """The difficulties that the list shows by the filters of the address, as an official table."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """Give the file; too many rows lead back to the list with a message."""
        page = DifficultyList()
        page.setup(request)
        if not page.may_export:
            return page.handle_no_permission()
        rows = list(page.rows_queryset(page.filterset.qs).order_by(*page.order)[: MOST_ROWS + 1])
        if len(rows) > MOST_ROWS:
            messages.error(
                request,
                _(
                    "More than %(limit)s difficulties match: too many for a Word table. Narrow the filter, or export to Excel."
                )
                % {"limit": MOST_ROWS},
            )
            return redirect(parts.here(reverse("difficulty_list"), page.file_query))
        return self.file(rows, page)

    def file(self, rows: Sequence[Difficulty], page: DifficultyList) -> HttpResponse:
        """The rows as a Word file."""
        commune, jurisdiction = self.unit()
        scope, user = self.request.scope, self.request.user
        may_direct = user.has_perm(VIEW_DIRECTIVES)
        with translation.override("vi"):
            chips = parts.chips(page.filterset, page.shown.address, request_path(page))
            chosen = [f"{chip.label.lower()}: {chip.value}" for chip in chips]
        document = difficulties_document(
            rows,
            directives_by_difficulty(rows, scope) if may_direct else {},
            issuer=issuer,
            chosen=chosen,
            today=self.today,
        )
        content = render_document(DocumentKind.DIFFICULTIES, document.context(), jurisdiction)
        name = f"Khó khăn vướng mắc {self.today:%Y%m%d}"
        return attachment(content, DOCX, name, "docx")
