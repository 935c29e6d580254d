"""Evidence of difficulties and directives: added, taken away, and given to those who may see the matter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.views.pages import RightView
from commune_police.files import private_file
from incidents.domain.attachments import CleanFile
from reports.domain.difficulties import VIEW as VIEW_DIFFICULTY
from reports.domain.directives import VIEW as VIEW_DIRECTIVE
from reports.domain.evidence import attach_evidence, may_attach, remove_evidence
from reports.forms.evidence import EvidenceForm
from reports.models import Difficulty, Directive, EvidenceFile, EvidenceType

KEPT_SECONDS = 600


def evidence_of(matter: Difficulty | Directive, user: User) -> dict[str, Any]:
    """Return what ``reports/evidence_panel.html`` shows: the files, whether each may be taken away by
    ``user``, and the form where ``user`` may add some."""
    files = list(matter.evidence_files.all())
    may_add = may_attach(matter, user)
    return {
        "evidence": [(one, may_add and one.added_by_id == user.pk) for one in files],
        "evidence_form": EvidenceForm() if may_add else None,
    }


def page_of(evidence: EvidenceFile) -> str:
    """Return the address of the page where a file is shown."""
    if evidence.difficulty_id is not None:
        return reverse("difficulty_detail", args=[evidence.difficulty_id]) + "#evidence"
    return reverse("directive_detail", args=[evidence.directive_id]) + "#evidence"


class EvidenceNew(RightView):
    """Adding files, by POST from the matter's page."""

    page = ""

    def keep(self, files: Sequence[CleanFile]) -> list[EvidenceFile]:
        """Attach the files to the row of the address, among those this person may see; else 404."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who loads this address anew comes back to the page."""
        return redirect(self.page, pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the files, or say which one is wrong and why; all of them or none."""
        form = EvidenceForm(request.POST, request.FILES)
        problems: list[str] = []
        if form.is_valid():
            try:
                kept = self.keep(form.cleaned_data["evidence"])
            except ValidationError as problem:
                problems = problem.messages
            else:
                self.say(len(kept))
        else:
            problems = [str(text) for texts in form.errors.values() for text in texts]
        if problems:
            messages.error(request, " ".join([*problems, _("Nothing was attached.")]))
        return redirect(reverse(self.page, args=[pk]) + "#evidence")

    def say(self, number: int) -> None:
        """Tell how many files were new."""
        if not number:
            messages.info(self.request, _("These files are attached already."))
            return
        said = ngettext("%(n)s file is attached.", "%(n)s files are attached.", number)
        messages.success(self.request, said % {"n": number})


class DifficultyEvidence(EvidenceNew):
    """Files that show what a difficulty says."""

    permission_required = VIEW_DIFFICULTY
    page = "difficulty_detail"

    def keep(self, files: Sequence[CleanFile]) -> list[EvidenceFile]:
        rows = Difficulty.objects.visible_to(self.request.scope)
        matter: Difficulty = get_object_or_404(rows, pk=self.kwargs["pk"])
        return attach_evidence(matter, files, by=self.request.user)


class DirectiveEvidence(EvidenceNew):
    """Files that show what was done for a directive."""

    permission_required = VIEW_DIRECTIVE
    page = "directive_detail"

    def keep(self, files: Sequence[CleanFile]) -> list[EvidenceFile]:
        rows = Directive.objects.visible_to(self.request.scope)
        matter: Directive = get_object_or_404(rows, pk=self.kwargs["pk"])
        return attach_evidence(matter, files, by=self.request.user)


class EvidencePage(RightView):
    """One file, for those who may see what it shows."""

    permission_required: str = ""

    def has_permission(self) -> bool:
        """One of the two rights is enough; which files it opens is asked with the file."""
        return bool(self.allowed)

    @cached_property
    def allowed(self) -> list[Q]:
        """The kinds of matters this person may see."""
        user, kinds = self.request.user, []
        if user.has_perm(VIEW_DIFFICULTY):
            kinds.append(Q(difficulty__isnull=False))
        if user.has_perm(VIEW_DIRECTIVE):
            kinds.append(Q(directive__isnull=False))
        return kinds

    @cached_property
    def evidence(self) -> EvidenceFile:
        """The file of the address; else 404."""
        of_kind = Q()
        for one in self.allowed:
            of_kind |= one
        rows = EvidenceFile.objects.visible_to(self.request.scope).filter(of_kind)
        found: EvidenceFile = get_object_or_404(
            rows.select_related("difficulty", "directive"), pk=self.kwargs["pk"]
        )
        return found


class EvidenceView(EvidencePage):
    """The file itself: a photo is shown, a paper is saved; nothing that a browser would run."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send it to this person's browser alone."""
        evidence = self.evidence
        return private_file(
            evidence.file,
            content_type=evidence.content_type,
            name=evidence.name,
            is_saved=evidence.content_type != EvidenceType.PHOTO,
            seconds=KEPT_SECONDS,
        )


class EvidenceRemove(EvidencePage):
    """Taking a file away, by POST."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who loads this address anew comes back to the page."""
        return redirect(page_of(self.evidence))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it away where this person added it and the matter is open."""
        page = page_of(self.evidence)
        remove_evidence(self.evidence, by=self.request.user)
        messages.success(request, _("The file is removed."))
        return redirect(page)
