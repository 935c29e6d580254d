"""Support projects: the list, one project with its stages and money, proposing, handing over, paying."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import key_or_none
from incidents.views.communes import current_communes
from lists.views import ListPage, parts
from reports.domain.handover import hand_over
from reports.domain.matter_story import story_of_project
from reports.domain.moves import MatterChangedError, declared_move
from reports.domain.projects import (
    ADVANCE,
    MOVES,
    PAYABLE,
    PROPOSE,
    RANK,
    VIEW,
    WITH_DECISION,
    advance_project,
    correct_project,
    may_correct,
    project_moves,
    propose_project,
    record_payment,
)
from reports.filters.projects import ProjectFilter
from reports.forms.matters import MoveForm
from reports.forms.projects import HandOverForm, PaymentForm, ProjectForm, typed_of
from reports.models import (
    Difficulty,
    Directive,
    Disbursement,
    ProjectStage,
    SupportProject,
)
from reports.tables.projects import KIND_ICONS, STAGE_TONES, ProjectTable
from reports.views.matters import (
    MOST_COMMUNES,
    Conflict,
    MatterView,
    Tried,
    add_errors,
    differences,
    move_boxes,
    said_of_move,
    typed_words,
)
from reports.views.project_money import money_of, steps_of
from units.models import Commune

HEAVY = ("commune__boundary",)


class ProjectList(ListPage):
    """What helps the communes."""

    page_key = "projects"
    title = gettext_lazy("Support projects")
    permission_required = VIEW
    table_class = ProjectTable
    filterset_class = ProjectFilter
    default_order = "-proposed_on"
    empty_title = gettext_lazy("No support project has been proposed yet")
    empty_hint = gettext_lazy(
        "Propose one here, or from a difficulty in one click: a station, equipment, allowances."
    )

    def get_queryset(self) -> QuerySet[SupportProject]:
        return SupportProject.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_paid(queryset.select_related("commune", "equipment_type")).defer(
            "search_text", *HEAVY
        )

    def buttons(self) -> list[parts.Button]:
        user = self.request.user
        made = []
        if user.has_perm(PROPOSE):
            made.append(parts.Button(_("Propose a project"), reverse("project_create")))
        if user.has_perm(RANK):
            made.append(
                parts.Button(_("Rank under a budget"), reverse("project_ranking"), "sort-down")
            )
        return made


def with_paid(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add what was paid for each project (VND)."""
    paid = (
        Disbursement.objects.filter(project=OuterRef("pk"))
        .order_by()
        .values("project")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    return rows.annotate(paid=Coalesce(Subquery(paid), 0))


class ProjectPage(MatterView):
    """The page of one project; its parts share how it is shown."""

    permission_required = VIEW

    @cached_property
    def project(self) -> SupportProject:
        """The project of the address, among those this person may see; else 404."""
        rows = SupportProject.objects.visible_to(self.request.scope).select_related(
            "commune__jurisdiction", "equipment_type", "station", "difficulty"
        )
        found: SupportProject = get_object_or_404(rows.defer(*HEAVY), pk=self.kwargs["pk"])
        return found

    def show(
        self,
        status: int = 200,
        tried: Tried | None = None,
        conflict: Conflict | None = None,
        payment: PaymentForm | None = None,
    ) -> HttpResponse:
        """Render the page; ``tried`` and ``payment`` keep what was typed and did not succeed."""
        row, user = self.project, self.request.user
        moves = move_boxes(row, project_moves(row, user), tried, with_decision=WITH_DECISION)
        may_pay = user.has_perm(ADVANCE) and row.stage in PAYABLE
        context = {
            "project": row,
            "state": STAGE_TONES[ProjectStage(row.stage)],
            "kind_icon": KIND_ICONS[row.kind],
            "commune_url": self.commune_url(row.commune_id),
            "steps": steps_of(row),
            "money": money_of(row),
            "payment_form": (payment or PaymentForm(today=self.today)) if may_pay else None,
            "payment_tried": payment is not None,
            "moves": moves,
            "tried": tried,
            "conflict": conflict,
            "may_edit": may_correct(row, user),
            "may_hand_over": row.stage == ProjectStage.UNDER_WAY and user.has_perm(ADVANCE),
            "directive": self.directive(),
            "station_url": self.station_url(),
            "story": story_of_project(row),
        }
        return render(self.request, "reports/project_detail.html", context, status=status)

    def directive(self) -> Directive | None:
        """The directive that it carries out, where this person may see it."""
        key = self.project.directive_id
        rows = Directive.objects.visible_to(self.request.scope)
        return rows.filter(pk=key).first() if key else None

    def station_url(self) -> str:
        """The station's page, for those who may open it."""
        row = self.project
        if row.station_id is None or not self.request.user.has_perm("units.view_station"):
            return ""
        return reverse("station_detail", args=[row.station_id])


class ProjectDetail(ProjectPage):
    """Everything known of one project, with what this person may do now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()


class ProjectMove(ProjectPage):
    """One move to another stage, by POST."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Who loads this address anew after a mistake comes back to the page."""
        return redirect("project_detail", pk)

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move; else show the page with what was typed and why it was not possible."""
        if name not in MOVES:
            raise Http404
        row = self.project
        form = MoveForm(
            request.POST,
            move=declared_move(SupportProject, name),
            name=name,
            with_decision=name in WITH_DECISION,
        )
        if not form.is_valid():
            return self.show(422, Tried(name, form))
        values = form.cleaned_data
        try:
            moved = advance_project(
                row,
                name,
                by=self.request.user,
                on=self.today,
                version=values["version"],
                decision_number=values.get("decision_number", ""),
                words=values.get("words", ""),
            )
        except MatterChangedError:
            del self.project
            story = story_of_project(row)
            conflict = Conflict(story[0] if story else None, typed_words(form))
            return self.show(409, Tried(name, form), conflict)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(422, Tried(name, form))
        messages.success(request, said_of_move(moved, moved.get_stage_display()))
        return redirect("project_detail", pk)


class PaymentNew(ProjectPage):
    """Recording a payment, by POST from the project's page."""

    permission_required = ADVANCE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who loads this address anew after a mistake comes back to the page."""
        return redirect("project_detail", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it; else show the page with what was typed."""
        form = PaymentForm(request.POST, today=self.today)
        if form.is_valid():
            values = form.cleaned_data
            try:
                record_payment(
                    self.project,
                    amount=values["amount"],
                    paid_on=values["on"],
                    document=values["document"],
                    note=values["note"],
                    by=self.request.user,
                    today=self.today,
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(request, _("The payment is recorded."))
                return redirect(f"{reverse('project_detail', args=[pk])}#money")
        return self.show(422, payment=form)


class ProjectNew(MatterView):
    """Proposing a project: for a commune, for a difficulty in one click, in carrying out a directive."""

    permission_required = PROPOSE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, begun from the difficulty where one is named."""
        if self.commune is None:
            return self.ask_for_commune()
        return self.show(ProjectForm(commune=self.commune, initial=self.begun()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Propose it, or show what is wrong with what was typed."""
        if self.commune is None:
            return self.ask_for_commune()
        form = ProjectForm(request.POST, commune=self.commune)
        if form.is_valid():
            try:
                proposed = propose_project(
                    self.commune,
                    form.facts(),
                    by=self.request.user,
                    on=self.today,
                    difficulty=self.difficulty,
                    directive=self.directive,
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(request, _("The project is proposed."))
                return redirect("project_detail", proposed.pk)
        return self.show(form, 422)

    def begun(self) -> dict[str, Any]:
        """What the difficulty says, as the beginning of the proposal."""
        year = self.today.year + (1 if self.today.month > 6 else 0)
        if self.difficulty is None:
            return {"year": year, "source": "district"}
        kinds = {"station": "build", "facilities": "repair", "equipment": "equipment"}
        kinds["allowance"] = "allowance"
        told = (self.difficulty.description, self.difficulty.evidence)
        return {
            "kind": kinds.get(self.difficulty.kind),
            "title": self.difficulty.proposal.splitlines()[0][:200]
            if self.difficulty.proposal
            else self.difficulty.title,
            "need": "\n".join(text for text in told if text) or self.difficulty.title,
            "year": year,
            "source": "district",
        }

    def show(self, form: ProjectForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "commune": self.commune,
            "difficulty": self.difficulty,
            "directive": self.directive,
        }
        return render(self.request, "reports/project_new.html", context, status=status)

    @cached_property
    def difficulty(self) -> Difficulty | None:
        """The difficulty named in the address; else 404."""
        key = key_or_none(self.request.GET.get("difficulty"))
        if key is None:
            return None
        rows = Difficulty.objects.visible_to(self.request.scope).select_related("commune")
        found: Difficulty = get_object_or_404(rows.defer(*HEAVY), pk=key)
        return found

    @cached_property
    def directive(self) -> Directive | None:
        """The directive named in the address; else 404."""
        key = key_or_none(self.request.GET.get("directive"))
        if key is None:
            return None
        return get_object_or_404(Directive.objects.visible_to(self.request.scope), pk=key)

    @cached_property
    def commune(self) -> Commune | None:
        """The commune it is for: the difficulty's, the one asked for, or the only one there is."""
        if self.difficulty is not None:
            return self.difficulty.commune
        communes = current_communes(self.request.scope).defer("boundary")
        wanted = key_or_none(self.request.GET.get("commune"))
        if wanted is not None:
            chosen: Commune = get_object_or_404(communes, pk=wanted)
            return chosen
        found = list(communes[:2])
        return found[0] if len(found) == 1 else None

    def ask_for_commune(self) -> HttpResponse:
        """Let those who see several communes say which one."""
        communes = current_communes(self.request.scope).defer("boundary")
        context = {
            "title": _("Propose a project"),
            "communes": list(communes[:MOST_COMMUNES]),
            "list_url": reverse("project_list"),
            "list_title": ProjectList.title,
            "directive": self.directive,
        }
        return render(self.request, "reports/difficulty_commune.html", context)


class ProjectEdit(ProjectPage):
    """Changing a proposal before money is allotted."""

    permission_required = PROPOSE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what it says."""
        form = ProjectForm(commune=self.project.commune, initial=typed_of(self.project))
        return self.edit(form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it; else show what is wrong, or what somebody else saved meanwhile."""
        commune = self.project.commune
        form = ProjectForm(request.POST, commune=commune)
        if not form.is_valid():
            return self.edit(form, 422)
        version = form.cleaned_data["version"] or 0
        try:
            correct_project(self.project, form.facts(), by=self.request.user, version=version)
        except MatterChangedError as change:
            data = request.POST.copy()
            data["version"] = str(change.current.version)
            again = ProjectForm(data, commune=commune)
            theirs = typed_of(cast(SupportProject, change.current))
            return self.edit(again, 409, conflict=differences(again, theirs))
        except ValidationError as problem:
            add_errors(form, problem)
            return self.edit(form, 422)
        messages.success(request, _("The proposal is changed."))
        return redirect("project_detail", pk)

    def edit(self, form: ProjectForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "project": self.project, "title": _("Change the proposal"), **more}
        return render(self.request, "reports/project_edit.html", context, status=status)


class ProjectHandOver(ProjectPage):
    """Handing a project over; the commune's records are updated by it."""

    permission_required = ADVANCE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what is needed."""
        if self.project.stage != ProjectStage.UNDER_WAY:
            return redirect("project_detail", pk)
        return self.ask(HandOverForm(project=self.project, today=self.today))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it over; else show what is wrong, or what somebody else did meanwhile."""
        form = HandOverForm(request.POST, project=self.project, today=self.today)
        if not form.is_valid():
            return self.ask(form, 422)
        version = form.cleaned_data["version"]
        try:
            hand_over(
                self.project, form.facts(), by=self.request.user, today=self.today, version=version
            )
        except MatterChangedError as change:
            del self.project
            data = request.POST.copy()
            data["version"] = str(change.current.version)
            story = story_of_project(self.project)
            again = HandOverForm(data, project=self.project, today=self.today)
            return self.ask(again, 409, faster=Conflict(story[0] if story else None))
        except ValidationError as problem:
            add_errors(form, problem)
            return self.ask(form, 422)
        messages.success(
            request, _("The project is handed over; the commune's records are up to date.")
        )
        return redirect("project_detail", pk)

    def ask(self, form: HandOverForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "project": self.project, "title": _("Hand over"), **more}
        return render(self.request, "reports/project_hand_over.html", context, status=status)
