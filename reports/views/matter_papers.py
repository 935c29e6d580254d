"""Directives and lists of difficulties as Word documents in the official form."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.views.pages import RightView
from commune_police.files import attachment
from commune_police.paper.word_parts import DOCX
from incidents.views.communes import current_communes
from lists.views import parts
from reports.domain.difficulties import VIEW
from reports.domain.directives import VIEW as VIEW_DIRECTIVES
from reports.domain.paper.difficulties_document import difficulties_document
from reports.domain.paper.directive_document import directive_document
from reports.domain.paper.word import render_document
from reports.models import Difficulty, DocumentKind
from reports.queries.matters import directives_by_difficulty, parties_of
from reports.views.difficulties import DifficultyList
from reports.views.directives import DirectivePage
from units.domain.issuing import IssuingBody, commune_police, issuer_of
from units.domain.scope import Scope
from units.models import Jurisdiction

# About sixty pages; who needs more rows takes the Excel file.
MOST_ROWS = 500


class DirectiveWord(DirectivePage):
    """A directive as an official letter, for whoever may see it: communes out of sight are only counted."""

    joined = ("jurisdiction__parent__parent",)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file."""
        row = self.directive
        document = directive_document(row, parties_of(row, self.request.scope), today=self.today)
        content = render_document(DocumentKind.DIRECTIVE, document.context(), row.jurisdiction)
        return attachment(content, DOCX, f"Công văn {row.document_number} {row.title}", "docx")


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
                    "More than %(limit)s difficulties match, too many for a Word table. Narrow the filter, or export to Excel."
                )
                % {"limit": number_format(MOST_ROWS, force_grouping=True)},
            )
            return redirect(parts.here(reverse("difficulty_list"), page.file_query))
        return self.file(rows, page)

    def file(self, rows: Sequence[Difficulty], page: DifficultyList) -> HttpResponse:
        """The rows as a Word file."""
        scope = self.request.scope
        unit = issuing_unit(scope)
        may_direct = self.request.user.has_perm(VIEW_DIRECTIVES)
        with translation.override("vi"):
            chips = parts.chips(page.filterset, page.shown.address, self.request.path)
            chosen = [f"{chip.label.lower()} “{chip.value}”" for chip in chips]
        document = difficulties_document(
            rows,
            directives_by_difficulty(rows, scope) if may_direct else {},
            issuer=unit,
            chosen=chosen,
            today=self.today,
        )
        content = render_document(DocumentKind.DIFFICULTIES, document.context(), unit.jurisdiction)
        return attachment(content, DOCX, f"Khó khăn, vướng mắc {self.today:%Y%m%d}", "docx")


def issuing_unit(scope: Scope) -> IssuingBody:
    """Return the unit that somebody with ``scope`` writes for: the widest jurisdiction, else the own commune;
    one query."""
    if scope.jurisdictions is None or scope.jurisdictions:
        held = Jurisdiction.objects.select_related("parent__parent")
        if scope.jurisdictions is not None:
            held = held.filter(pk__in=sorted(scope.jurisdictions))
        widest = held.order_by(Length("path"), "path").first()
        if widest is not None:
            return issuer_of(widest)
    communes = current_communes(scope).select_related("jurisdiction__parent__parent")
    own = communes.defer("boundary").order_by("sort_key", "pk").first()
    if own is None:
        raise Http404
    return commune_police(own)
