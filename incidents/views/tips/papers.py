"""The papers of a tip as Word files; those that name the informant only after a look that is recorded."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.requests import client_address
from accounts.views.pages import StepByPost, key_or_none
from commune_police.files import attachment
from commune_police.paper.minutes import word_file
from commune_police.paper.word_parts import DOCX
from incidents.domain.permissions import RECEIVE_TIP
from incidents.domain.tips.first_print import print_on_receipt
from incidents.domain.tips.informants import Informant, see_informant
from incidents.domain.tips.papers import NAMES_INFORMANT, Occasion, PaperKind, paper_of, papers_of
from incidents.forms.tips import LookForm
from incidents.models import TipVerification
from incidents.views.forms import add_errors
from incidents.views.tips.detail import TipPage
from units.domain.issuing import chief_of, commune_police


class PaperPage(TipPage):
    """A page that gives a paper of the tip."""

    def kind_of(self, kind: str) -> PaperKind:
        """The paper of the address, if the tip has it now; else 404."""
        if kind not in PaperKind.values or kind not in papers_of(self.tip, self.report):
            raise Http404
        return PaperKind(kind)

    @property
    def printed(self) -> TipVerification | None:
        """The report that the address asks for, else the latest."""
        wanted = key_or_none(self.request.GET.get("report"))
        return self.report if wanted is None else self.report_of(wanted)

    @sensitive_variables("informant", "occasion", "paper")
    def file(self, kind: PaperKind, informant: Informant | None = None) -> HttpResponse:
        """Answer with the Word file."""
        tip = self.tip
        issuer = commune_police(tip.commune)
        occasion = Occasion(
            issuer=issuer,
            receiver=f"Cơ quan Cảnh sát điều tra {issuer.parent}",
            chief=chief_of(tip.commune, self.request.scope, self.today),
            today=self.today,
            informant=informant,
            report=self.printed,
            signed=self.signed,
        )
        paper = paper_of(kind, tip, occasion)
        return attachment(word_file(paper), DOCX, f"{tip.number} {kind.value}", "docx")


class TipPaper(PaperPage):
    """One paper: with dots for the informant, or named after a reason."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Give the paper without the informant."""
        return self.file(self.kind_of(kind))

    @sensitive_variables("informant")
    def post(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Record the look, then give the paper with the informant on it."""
        which = self.kind_of(kind)
        if which not in NAMES_INFORMANT:
            raise Http404
        form = LookForm(request.POST)
        if not form.is_valid():
            return self.show(look_form=form, status=422)
        paper = _("%(paper)s, printed: %(reason)s")
        try:
            informant = see_informant(
                self.tip,
                by=self.request.user,
                reason=paper % {"paper": which.label, "reason": form.cleaned_data["reason"]},
                address=client_address(self.request),
            )
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(look_form=form, status=422)
        return self.file(which, informant)


class TipPaperOnReceipt(StepByPost, PaperPage):
    """A paper filled in the moment of receipt, once, to who has just typed it in this sign-in."""

    permission_required = RECEIVE_TIP

    @sensitive_variables("informant")
    def post(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Record the look, then give the paper with the informant on it; say so where the moment is past."""
        which = self.kind_of(kind)
        if which not in self.on_receipt:
            messages.warning(
                request,
                _(
                    "This paper is printed filled once, shortly after receipt, by who received the tip. Ask the chief for another."
                ),
            )
            return redirect("tip_detail", pk)
        try:
            informant = print_on_receipt(
                self.tip,
                which,
                by=self.request.user,
                now=self.now,
                address=client_address(self.request),
            )
        except ValidationError as problem:
            messages.warning(request, " ".join(problem.messages))
            return redirect("tip_detail", pk)
        return self.file(which, informant)
