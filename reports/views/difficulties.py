"""Difficulties: the list, one difficulty, raising and correcting one, its moves."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import key_or_none
from lists.domain.bulk import BulkAction
from lists.views import ListPage, parts
from reports.domain.difficulties import (
    JOIN,
    MOVES,
    RAISE,
    VIEW,
    correct_difficulty,
    difficulty_moves,
    raise_difficulty,
)
from reports.domain.difficulty_beginnings import begun_from_row, begun_from_text
from reports.domain.directives import ISSUE
from reports.domain.matter_story import story_of_difficulty
from reports.domain.moves import MatterChangedError, declared_move
from reports.domain.projects import PROPOSE
from reports.domain.rights import may_read
from reports.filters.difficulties import DifficultyFilter
from reports.forms.difficulties import DifficultyForm, JoinForm, typed_of
from reports.forms.matters import MoveForm
from reports.models import (
    OPEN_DIFFICULTIES,
    Difficulty,
    DifficultySeverity,
    DifficultyState,
    Directive,
    Report,
    ReportValue,
    SupportProject,
)
from reports.queries.matters import alike_difficulties
from reports.tables.difficulties import (
    KIND_ICONS,
    SEVERITY_TONES,
    STATE_TONES,
    DifficultyTable,
)
from reports.views.evidence import evidence_of
from reports.views.joining import closed_refusal, join_rows
from reports.views.matters import (
    Conflict,
    ForCommune,
    MatterView,
    Tried,
    add_errors,
    address,
    differences,
    move_boxes,
    said_of_move,
    typed_words,
)

HEAVY = ("commune__boundary",)
MOST_OPEN = 20


class DifficultyList(ListPage):
    """What hinders the communes; opens with what is open."""

    page_key = "difficulties"
    title = gettext_lazy("Difficulties")
    permission_required = VIEW
    table_class = DifficultyTable
    filterset_class = DifficultyFilter
    default_order = "-raised_on"
    column_permissions = {"theme": JOIN}
    standard_filters = "state=open"
    standard_name = gettext_lazy("Open difficulties")
    empty_title = gettext_lazy("No difficulty has been raised yet")
    empty_hint = gettext_lazy(
        "A commune's chief raises one here, or from a section of a report in one click."
    )
    actions = (
        BulkAction(
            name="join",
            label=gettext_lazy("Join under one theme"),
            effect=gettext_lazy(
                "Alike difficulties of several communes stand together, so that one directive can answer them."
            ),
            permission=JOIN,
            run=join_rows,
            form_class=JoinForm,
            refusal=closed_refusal,
            icon="diagram-3",
        ),
    )

    def get_queryset(self) -> QuerySet[Difficulty]:
        return Difficulty.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        joined = ["theme"] if self.request.user.has_perm(JOIN) else []
        return queryset.select_related("commune", *joined).defer("search_text", *HEAVY)

    def buttons(self) -> list[parts.Button]:
        if not self.request.user.has_perm(RAISE):
            return []
        return [parts.Button(_("Raise a difficulty"), reverse("difficulty_create"))]

    def files(self) -> list[parts.FileLink]:
        url = parts.here(reverse("difficulty_word"), self.file_query)
        return [parts.FileLink(_("Word: what is filtered"), url)]


class DifficultyPage(MatterView):
    """The page of one difficulty; its parts share how it is shown."""

    permission_required = VIEW

    @cached_property
    def difficulty(self) -> Difficulty:
        """The difficulty of the address, among those this person may see; else 404."""
        rows = Difficulty.objects.visible_to(self.request.scope).select_related(
            "commune__jurisdiction",
            "report__period__form",
            "indicator",
            *(["theme"] if self.request.user.has_perm(JOIN) else []),
        )
        found: Difficulty = get_object_or_404(rows.defer(*HEAVY), pk=self.kwargs["pk"])
        return found

    def show(
        self, status: int = 200, tried: Tried | None = None, conflict: Conflict | None = None
    ) -> HttpResponse:
        """Render the page; ``tried`` keeps what was typed into a move that did not succeed."""
        row, user, scope = self.difficulty, self.request.user, self.request.scope
        may_join = user.has_perm(JOIN)
        moves = move_boxes(row, difficulty_moves(row, user), tried)
        context = {
            "difficulty": row,
            "state": STATE_TONES[DifficultyState(row.state)],
            "severity": SEVERITY_TONES[DifficultySeverity(row.severity)],
            "kind_icon": KIND_ICONS[row.kind],
            "days": (self.today - row.state_since).days,
            "commune_url": self.commune_url(row.commune_id),
            "report_url": self.report_url(),
            "moves": moves,
            "has_main_move": any(box.move.is_main for box in moves),
            "tried": tried,
            "conflict": conflict,
            "may_edit": user.has_perm(RAISE) and row.state == DifficultyState.RAISED,
            "may_direct": user.has_perm(ISSUE) and row.is_open,
            "may_propose": user.has_perm(PROPOSE),
            "may_join": may_join,
            "alike": alike_difficulties(row, scope) if may_join and row.is_open else [],
            "directives": list(
                Directive.objects.visible_to(scope)
                .filter(parties__difficulty=row)
                .distinct()
                .order_by("-issued_on", "-pk")
            ),
            "projects": list(
                SupportProject.objects.visible_to(scope)
                .filter(difficulty=row)
                .order_by("-proposed_on", "-pk")
            ),
            "story": story_of_difficulty(row, with_theme=may_join),
            **evidence_of(row, user),
        }
        return render(self.request, "reports/difficulty_detail.html", context, status=status)

    def report_url(self) -> str:
        """The report it came from, for those who may read it."""
        report = self.difficulty.report
        if report is None or not may_read(self.request.user, report.period.form.office):
            return ""
        return address("report_detail", report.pk)


class DifficultyDetail(DifficultyPage):
    """Everything known of one difficulty, with what this person may do now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()


class DifficultyMove(DifficultyPage):
    """One move, by POST; whether it is allowed now is asked where it is carried out."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Who loads this address anew after a mistake comes back to the page."""
        return redirect("difficulty_detail", pk)

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move; else show the page with what was typed and why it was not possible."""
        if name not in MOVES:
            raise Http404
        row = self.difficulty
        form = MoveForm(request.POST, move=declared_move(Difficulty, name), name=name)
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
            del self.difficulty
            story = story_of_difficulty(row, with_theme=False)
            conflict = Conflict(story[0] if story else None, typed_words(form))
            return self.show(409, Tried(name, form), conflict)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(422, Tried(name, form))
        messages.success(request, said_of_move(moved, moved.get_state_display()))
        return redirect("difficulty_detail", pk)


class DifficultyNew(ForCommune):
    """Raising a difficulty, from nothing or from a cell of a report."""

    permission_required = RAISE
    title = gettext_lazy("Raise a difficulty")
    list_name, list_title = "difficulty_list", DifficultyList.title

    @property
    def begun_from(self) -> Report | None:
        """The report named in the address."""
        return self.report

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, filled from the report where one is named."""
        commune = self.commune
        if commune is None:
            return self.ask_for_commune()
        return self.show(DifficultyForm(initial=self.from_report()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Raise it, or show what is wrong with what was typed."""
        commune = self.commune
        if commune is None:
            return self.ask_for_commune()
        form = DifficultyForm(request.POST)
        if form.is_valid():
            try:
                raised = raise_difficulty(
                    commune,
                    form.facts(),
                    by=self.request.user,
                    on=self.today,
                    report=self.report,
                    indicator=self.value.indicator if self.value else None,
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(
                    request, _("The difficulty is raised; the tier above sees it now.")
                )
                return redirect("difficulty_detail", raised.pk)
        return self.show(form, 422)

    def show(self, form: DifficultyForm, status: int = 200) -> HttpResponse:
        """Render the form beside what the commune has raised already."""
        commune = self.commune
        still_open = (
            Difficulty.objects.visible_to(self.request.scope)
            .filter(commune=commune, state__in=OPEN_DIFFICULTIES)
            .order_by("-raised_on", "-pk")[:MOST_OPEN]
        )
        context = {
            "form": form,
            "commune": commune,
            "report": self.report,
            "value": self.value,
            "still_open": list(still_open),
        }
        return render(self.request, "reports/difficulty_new.html", context, status=status)

    @cached_property
    def report(self) -> Report | None:
        """The report named in the address, if this person may read it; else 404."""
        key = key_or_none(self.request.GET.get("report"))
        if key is None:
            return None
        rows = Report.objects.visible_to(self.request.scope).filter(commune__isnull=False)
        found: Report = get_object_or_404(
            rows.select_related("period__form", "commune").defer(*HEAVY), pk=key
        )
        if not may_read(self.request.user, found.period.form.office):
            raise Http404
        return found

    @cached_property
    def value(self) -> ReportValue | None:
        """The cell of the report named in the address."""
        key = key_or_none(self.request.GET.get("indicator"))
        if key is None or self.report is None:
            return None
        rows = ReportValue.objects.filter(report=self.report, indicator=key)
        return rows.select_related("indicator").first()

    def from_report(self) -> dict[str, Any]:
        """What the cell says, or the row of it that the address names, as the beginning of the form."""
        if self.value is None:
            return {}
        number, rows = key_or_none(self.request.GET.get("row")), self.value.rows or []
        if number is not None and number < len(rows):
            return begun_from_row(self.value.indicator, rows[number])
        return begun_from_text(self.value.indicator, self.value.text)


class DifficultyEdit(DifficultyPage):
    """Correcting a difficulty that nobody has answered yet."""

    permission_required = RAISE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what it says."""
        return self.edit(DifficultyForm(initial=typed_of(self.difficulty)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it; else show what is wrong, or what somebody else saved meanwhile."""
        form = DifficultyForm(request.POST)
        if not form.is_valid():
            return self.edit(form, 422)
        version = form.cleaned_data["version"] or 0
        try:
            correct_difficulty(self.difficulty, form.facts(), by=self.request.user, version=version)
        except MatterChangedError as change:
            data = request.POST.copy()
            data["version"] = str(change.current.version)
            again = DifficultyForm(data)
            theirs = typed_of(cast(Difficulty, change.current))
            return self.edit(again, 409, conflict=differences(again, theirs))
        except ValidationError as problem:
            add_errors(form, problem)
            return self.edit(form, 422)
        messages.success(request, _("The difficulty is corrected."))
        return redirect("difficulty_detail", pk)

    def edit(self, form: DifficultyForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "difficulty": self.difficulty, **more}
        return render(self.request, "reports/difficulty_edit.html", context, status=status)
