"""Directives: the list, one directive with its parties and progress, issuing one, its moves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import RightView, key_or_none
from lists.views import ListPage, parts
from reports.domain.difficulties import JOIN
from reports.domain.directive_checks import MOVES, directive_moves
from reports.domain.directives import (
    ISSUE,
    REPORT,
    VIEW,
    issue_directive,
    may_report,
    record_progress,
)
from reports.domain.matter_story import story_of_directive
from reports.domain.moves import MatterChangedError, declared_move
from reports.domain.projects import PROPOSE
from reports.filters.directives import DirectiveFilter
from reports.forms.directives import DirectiveForm, ProgressForm
from reports.forms.matters import MoveForm
from reports.models import (
    OPEN_DIFFICULTIES,
    OPEN_DIRECTIVES,
    Difficulty,
    DifficultyTheme,
    Directive,
    DirectiveState,
    Meeting,
    SupportProject,
)
from reports.queries.matters import answering_words, latest_percents, parties_of
from reports.tables.directives import STATE_TONES, DirectiveTable
from reports.views.evidence import evidence_of
from reports.views.matters import (
    Conflict,
    MatterView,
    Tried,
    add_errors,
    move_boxes,
    said_of_move,
    typed_words,
)
from units.models import Jurisdiction

MOST_JURISDICTIONS = 200


class DirectiveList(ListPage):
    """What was directed; opens with what is not finished."""

    page_key = "directives"
    title = gettext_lazy("Directives")
    permission_required = VIEW
    table_class = DirectiveTable
    filterset_class = DirectiveFilter
    default_order = "due_on"
    standard_filters = "state=open"
    standard_name = gettext_lazy("Directives not finished")
    empty_title = gettext_lazy("No directive has been issued yet")
    empty_hint = gettext_lazy(
        "A directive is issued from a difficulty, from a meeting's conclusion, or by itself."
    )

    def get_queryset(self) -> QuerySet[Directive]:
        return Directive.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("jurisdiction").defer("search_text")

    def complete(self, rows: Sequence[Any]) -> None:
        answering, percents = answering_words(rows, self.request.scope), latest_percents(rows)
        for row in rows:
            row.answering = answering.get(row.pk, "")
            row.percent = percents.get(row.pk)

    def buttons(self) -> list[parts.Button]:
        if not self.request.user.has_perm(ISSUE):
            return []
        return [parts.Button(_("Issue a directive"), reverse("directive_create"))]


class DirectivePage(MatterView):
    """The page of one directive; its parts share how it is shown."""

    permission_required = VIEW

    @cached_property
    def directive(self) -> Directive:
        """The directive of the address, among those this person may see; else 404."""
        # Its theme and meeting are the issuer's own rows and never followed for others.
        rows = Directive.objects.visible_to(self.request.scope).select_related("jurisdiction")
        found: Directive = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def show(
        self,
        status: int = 200,
        tried: Tried | None = None,
        conflict: Conflict | None = None,
        progress: ProgressForm | None = None,
    ) -> HttpResponse:
        """Render the page; ``tried`` and ``progress`` keep what was typed and did not succeed."""
        row, user, scope = self.directive, self.request.user, self.request.scope
        reports = row.state in OPEN_DIRECTIVES and may_report(row, user)
        moves = move_boxes(row, directive_moves(row, user), tried)
        context = {
            "directive": row,
            "state": STATE_TONES[DirectiveState(row.state)],
            "is_overdue": row.overdue_on(self.today),
            "days_late": (self.today - row.due_on).days,
            "days_left": (row.due_on - self.today).days,
            "is_open": row.state in OPEN_DIRECTIVES,
            "parties": parties_of(row, scope),
            "progress": list(row.progress.all()),
            "percent": latest_percents([row]).get(row.pk),
            "progress_form": (progress or ProgressForm(initial={"version": row.version}))
            if reports
            else None,
            "progress_tried": progress is not None,
            "moves": moves,
            "tried": tried,
            "conflict": conflict,
            "theme": self.theme(),
            "meeting": self.meeting(),
            "projects": list(
                SupportProject.objects.visible_to(scope)
                .filter(directive=row)
                .select_related("commune")
                .defer("commune__boundary")
            ),
            "may_propose": user.has_perm(PROPOSE),
            "story": story_of_directive(row),
            **evidence_of(row, user),
        }
        return render(self.request, "reports/directive_detail.html", context, status=status)

    def theme(self) -> DifficultyTheme | None:
        """The joined difficulty that it answers, for those who join."""
        row = self.directive
        if row.theme_id is None or not self.request.user.has_perm(JOIN):
            return None
        rows = DifficultyTheme.objects.visible_to(self.request.scope)
        found: DifficultyTheme | None = rows.filter(pk=row.theme_id).first()
        return found

    def meeting(self) -> Meeting | None:
        """The meeting that it came from, for those who hold meetings."""
        row = self.directive
        if row.meeting_id is None or not self.request.user.has_perm("reports.hold_meeting"):
            return None
        rows = Meeting.objects.visible_to(self.request.scope)
        found: Meeting | None = rows.filter(pk=row.meeting_id).first()
        return found


class DirectiveDetail(DirectivePage):
    """Everything known of one directive, with what this person may do now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()


class DirectiveMove(DirectivePage):
    """One move, by POST; whether it is allowed now is asked where it is carried out."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Who loads this address anew after a mistake comes back to the page."""
        return redirect("directive_detail", pk)

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move; else show the page with what was typed and why it was not possible."""
        if name not in MOVES:
            raise Http404
        row = self.directive
        form = MoveForm(request.POST, move=declared_move(Directive, name), name=name)
        if not form.is_valid():
            return self.show(422, Tried(name, form))
        values = form.cleaned_data
        try:
            moved = MOVES[name](
                row,
                values.get("words", ""),
                by=self.request.user,
                on=self.today,
                version=values["version"],
            )
        except MatterChangedError:
            del self.directive
            return self.show(409, Tried(name, form), self.conflict(typed_words(form)))
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(422, Tried(name, form))
        messages.success(request, self.said(name, moved))
        return redirect("directive_detail", pk)

    def conflict(self, typed: str) -> Conflict:
        """What somebody else did meanwhile, beside what this person had typed."""
        story = story_of_directive(self.directive)
        return Conflict(story[0] if story else None, typed)

    def said(self, name: str, moved: Directive) -> str:
        """Say what the move did; a part of it may be done while others are not."""
        if name == "finish" and moved.state != DirectiveState.DONE:
            return _("Your part is recorded as done; the directive is done once all parts are.")
        if name == "accept" and moved.state != DirectiveState.CHECKED:
            return _("Your check is recorded; the other communes have still to check.")
        return said_of_move(moved, moved.get_state_display())


class DirectiveProgressNew(DirectivePage):
    """Recording progress, by POST from the directive's page."""

    permission_required = REPORT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who loads this address anew after a mistake comes back to the page."""
        return redirect("directive_detail", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it; else show the page with what was typed."""
        row = self.directive
        form = ProgressForm(request.POST)
        if not form.is_valid():
            return self.show(422, progress=form)
        values = form.cleaned_data
        try:
            record_progress(
                row,
                values["text"],
                percent=values["percent"],
                evidence=values["evidence"],
                by=self.request.user,
                on=self.today,
                version=values["version"],
            )
        except MatterChangedError as change:
            del self.directive
            story = story_of_directive(row)
            data = request.POST.copy()
            data["version"] = str(change.current.version)
            conflict = Conflict(story[0] if story else None, values["text"])
            return self.show(409, conflict=conflict, progress=ProgressForm(data))
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(422, progress=form)
        messages.success(request, _("The progress is recorded."))
        return redirect(f"{reverse('directive_detail', args=[pk])}#progress")


class DirectiveNew(RightView):
    """Issuing a directive: by itself, for a difficulty, or for those joined under a theme."""

    permission_required = ISSUE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, begun from what it answers."""
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Issue it, or show what is wrong with what was typed."""
        form = self.form(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            try:
                issued = issue_directive(
                    values.get("jurisdiction") or self.jurisdictions[0],
                    title=values["title"],
                    what=values["what"],
                    communes=list(values["communes"]),
                    offices=values["offices"],
                    due_on=values["due_on"],
                    by=self.request.user,
                    on=self.today,
                    difficulties=list(values.get("difficulties", ())),
                    theme=self.theme if values.get("difficulties") else None,
                    document_number=values["document_number"],
                    document_date=values["document_date"],
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(request, _("The directive is issued; those it concerns see it."))
                return redirect("directive_detail", issued.pk)
        return self.show(form, 422)

    def form(self, data: Any = None) -> DirectiveForm:
        """The form with what can be chosen."""
        if not self.jurisdictions:
            raise Http404
        return DirectiveForm(
            data,
            initial=self.begun(),
            scope=self.request.scope,
            jurisdictions=self.jurisdictions,
            difficulties=self.difficulties,
            today=self.today,
        )

    def begun(self) -> dict[str, Any]:
        """What the difficulty or theme suggests: its title, and the proposals as the beginning."""
        if not self.difficulties:
            return {}
        first = self.difficulties[0]
        title = self.theme.title if self.theme else first.title
        told = [
            f"{one.commune.full_name}: {one.proposal}"
            if len(self.difficulties) > 1
            else one.proposal
            for one in self.difficulties
            if one.proposal
        ]
        return {
            "title": _("Resolve: %s") % title,
            "what": "\n".join(told),
            "difficulties": [one.pk for one in self.difficulties],
        }

    def show(self, form: DirectiveForm, status: int = 200) -> HttpResponse:
        """Render the form beside what it answers."""
        context = {
            "form": form,
            "difficulties": self.difficulties,
            "theme": self.theme,
        }
        return render(self.request, "reports/directive_new.html", context, status=status)

    @cached_property
    def theme(self) -> DifficultyTheme | None:
        """The theme named in the address; else 404."""
        key = key_or_none(self.request.GET.get("theme"))
        if key is None:
            return None
        rows = DifficultyTheme.objects.visible_to(self.request.scope)
        found: DifficultyTheme = get_object_or_404(rows, pk=key)
        return found

    @cached_property
    def difficulties(self) -> list[Difficulty]:
        """The open difficulties that it would answer: of the theme, or the one named."""
        rows = Difficulty.objects.visible_to(self.request.scope).filter(state__in=OPEN_DIFFICULTIES)
        key = key_or_none(self.request.GET.get("difficulty"))
        if self.theme is not None:
            rows = rows.filter(theme=self.theme)
        elif key is not None:
            rows = rows.filter(pk=key)
        else:
            return []
        found = list(
            rows.select_related("commune__jurisdiction")
            .defer("commune__boundary")
            .order_by("commune__sort_key", "pk")
        )
        if not found and self.theme is None:
            raise Http404
        return found

    @cached_property
    def jurisdictions(self) -> list[Jurisdiction]:
        """The jurisdictions that this person can issue for, the widest first; for difficulties, those above
        all of their communes, the nearest first."""
        day = timezone.localdate()
        rows = Jurisdiction.objects.filter(communes__isnull=False) | Jurisdiction.objects.filter(
            children__isnull=False
        )
        if self.request.scope.jurisdictions is not None:
            rows = rows.filter(pk__in=self.request.scope.jurisdictions)
        rows = rows.distinct().exclude(valid_until__lt=day)
        found = list(rows.order_by("path")[:MOST_JURISDICTIONS])
        paths = [one.commune.jurisdiction.path for one in self.difficulties]
        if not paths:
            return found
        above = [one for one in found if all(path.startswith(one.path) for path in paths)]
        return sorted(above, key=lambda one: -len(one.path))
