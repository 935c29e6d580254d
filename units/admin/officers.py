"""The roster: officers with their posts, training, rewards; bulk actions that end or move service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from units.admin.base import CommuneFilter, ScopedAdmin, ScopedInline, scope_of
from units.admin.known_rows import KnownRowsForm, PostForm
from units.admin.roster_import import ImportFilter, RosterImportMixin
from units.domain.eligibility import warnings_about
from units.domain.service import ServiceError, end_service, move_officer
from units.forms.officers import OfficerForm
from units.forms.service import EndServiceForm, MoveForm
from units.models import Assignment, Departure, ForceType, Officer, Position, Recognition, Training

COMMUNE_NAMED = ("commune__name", "commune__kind")
OFFICER_NAMED = ("officer__family_name", "officer__middle_name", "officer__given_name")


class AssignmentInline(ScopedInline):
    """The officer's posts, newest first."""

    model = Assignment
    form = PostForm
    fields = (
        "position",
        "commune",
        "hamlet",
        "is_main",
        "valid_from",
        "valid_until",
        "decision_number",
        "decision_date",
        "signed_by",
    )
    autocomplete_fields = ("commune", "hamlet", "position")
    read_with = (*COMMUNE_NAMED, "hamlet__name", "hamlet__kind", "position__name")
    ordering = ("-valid_from",)


class TrainingInline(ScopedInline):
    """Training and certificates."""

    model = Training
    fields = ("course", "place", "completed_on", "certificate_number", "expires_on")


class RecognitionInline(ScopedInline):
    """Rewards and discipline."""

    model = Recognition
    fields = ("kind", "form", "on", "decided_by", "decision_number", "reason")


class DepartureInline(ScopedInline):
    """Departures, read only: they come from ending the service."""

    model = Departure
    fields = ("on", "kind", "reason", "commune", "position", "decision_number")
    readonly_fields = fields
    read_with = (*COMMUNE_NAMED, *OFFICER_NAMED, "position__name")
    can_delete = False
    verbose_name_plural = _("departures")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StatusFilter(admin.SimpleListFilter):
    """Serving, or left."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("serving", _("serving")), ("left", _("left or not yet appointed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "serving":
            return queryset.filter(post__isnull=False)
        return queryset.filter(post__isnull=True) if self.value() == "left" else queryset


class PositionFilter(admin.SimpleListFilter):
    """The position held now."""

    title = _("position")
    parameter_name = "position"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(row.pk), row.name) for row in Position.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(post__position=int(value)) if value.isdecimal() else queryset


class ForceFilter(admin.SimpleListFilter):
    """The force served in now."""

    title = _("force type")
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(row.pk), row.name) for row in ForceType.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return (
            queryset.filter(post__position__force_type=int(value))
            if value.isdecimal()
            else queryset
        )


def warn_about(request: HttpRequest, assignment: Assignment) -> None:
    """Tell, with the article, what a rule asks and the record does not show; nothing is refused."""
    for warning in warnings_about(assignment):
        messages.warning(
            request,
            gettext("%(officer)s, %(position)s: %(warning)s")
            % {
                "officer": assignment.officer,
                "position": assignment.position,
                "warning": warning,
            },
        )


class OfficerFileForm(KnownRowsForm, OfficerForm):
    """The officer's form, which names the commune that was read with the officer."""

    class Meta(OfficerForm.Meta):
        pass


@admin.register(Officer)
class OfficerAdmin(RosterImportMixin, ScopedAdmin):
    """Officers of the communes in scope."""

    form = OfficerFileForm
    list_display = (
        "full_name_shown",
        "current_position",
        "commune",
        "birth_shown",
        "masked_id",
        "masked_number",
        "rank",
        "is_serving",
    )
    list_display_links = ("full_name_shown",)
    list_filter = (
        CommuneFilter,
        StatusFilter,
        ForceFilter,
        PositionFilter,
        "is_party_member",
        ImportFilter,
    )
    list_select_related = ("commune", "post__position")
    read_with = (*COMMUNE_NAMED, "post__position__name")
    search_fields = ("search_text", "citizen_id")
    autocomplete_fields = ("commune",)
    date_hierarchy = "joined_on"
    inlines = (AssignmentInline, TrainingInline, RecognitionInline, DepartureInline)
    actions = ("end_service_of_chosen", "move_chosen", "export_chosen")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("family_name", "middle_name", "given_name"),
                    ("sex", "birth_date", "birth_precision"),
                    ("new_citizen_id", "remove_citizen_id"),
                    ("phone", "address"),
                    ("commune", "current_position"),
                )
            },
        ),
        (
            _("Service"),
            {
                "fields": (
                    ("joined_on", "joined_precision"),
                    ("rank", "service_number", "allowance_coefficient"),
                    ("is_party_member", "party_joined_on"),
                    ("education", "professional_training"),
                    "note",
                )
            },
        ),
    )
    readonly_fields = ("current_position",)

    def get_fieldsets(self, request: HttpRequest, obj: Officer | None = None) -> Any:
        """Offer to remove a citizen ID only where there is one."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and obj.citizen_id:
            return fieldsets
        name, options = fieldsets[0]
        rows = [
            "new_citizen_id" if row == ("new_citizen_id", "remove_citizen_id") else row
            for row in options["fields"]
        ]
        return [(name, {**options, "fields": rows}), *fieldsets[1:]]

    @admin.display(description=_("full name"), ordering="sort_key")
    def full_name_shown(self, officer: Officer) -> str:
        """The whole name; sorted by given name as rosters are."""
        return officer.full_name

    @admin.display(description=_("current position"))
    def current_position(self, officer: Officer) -> str:
        """The position held today, or a dash."""
        return officer.post.position.name if officer.post else "—"

    @admin.display(description=_("serving"), boolean=True)
    def is_serving(self, officer: Officer) -> bool:
        """Whether a main post is held today."""
        return officer.post_id is not None

    @admin.display(description=_("born"), ordering="birth_date")
    def birth_shown(self, officer: Officer) -> str:
        """The birth date as exactly as it is known."""
        if officer.birth_date is None:
            return "—"
        shape = {"year": "%Y", "month": "%m/%Y"}.get(officer.birth_precision, "%d/%m/%Y")
        return officer.birth_date.strftime(shape)

    @admin.display(description=_("citizen ID"))
    def masked_id(self, officer: Officer) -> str:
        """The masked citizen ID."""
        return officer.masked_citizen_id or "—"

    @admin.display(description=_("phone"))
    def masked_number(self, officer: Officer) -> str:
        """The masked phone number."""
        return officer.masked_phone or "—"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the file's rows, then say what the rules of eligibility miss of the posts just changed."""
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            if formset.model is Assignment:
                for assignment in [
                    *formset.new_objects,
                    *(pair[0] for pair in formset.changed_objects),
                ]:
                    warn_about(request, assignment)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Officers leave by ending their service; the file stays."""
        return False

    @admin.action(description=_("End the service of the chosen officers…"), permissions=["change"])
    def end_service_of_chosen(
        self, request: HttpRequest, queryset: QuerySet[Officer]
    ) -> HttpResponse | None:
        """Ask for day and reason, then end everybody's service or nobody's."""
        return self._ask_then_do(
            request,
            queryset,
            form_class=EndServiceForm,
            action="end_service_of_chosen",
            title=_("End service"),
            do=lambda officer, answers: end_service(officer, **answers),
            done=lambda count: (
                ngettext(
                    "The service of %d officer has ended.",
                    "The service of %d officers has ended.",
                    count,
                )
                % count
            ),
        )

    @admin.action(
        description=_("Move the chosen officers to another commune…"), permissions=["change"]
    )
    def move_chosen(self, request: HttpRequest, queryset: QuerySet[Officer]) -> HttpResponse | None:
        """Ask where to and from when, then move everybody or nobody."""
        return self._ask_then_do(
            request,
            queryset,
            form_class=MoveForm,
            action="move_chosen",
            title=_("Move to another commune"),
            do=lambda officer, answers: warn_about(request, move_officer(officer, **answers)),
            done=lambda count: (
                ngettext("%d officer has been moved.", "%d officers have been moved.", count)
                % count
            ),
        )

    def _ask_then_do(
        self,
        request: HttpRequest,
        queryset: QuerySet[Officer],
        *,
        form_class: type[forms.Form],
        action: str,
        title: Any,
        do: Callable[[Officer, dict[str, Any]], object],
        done: Callable[[int], str],
    ) -> HttpResponse | None:
        """Show ``form_class`` for the chosen officers; on a valid answer do all in one transaction."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        officers = list(queryset.select_related("commune", "post__position"))
        asked = "confirmed" in request.POST
        form = form_class(request.POST if asked else None, scope=scope_of(request))  # type: ignore[call-arg]
        problems: list[str] = []
        remarks: list[str] = []
        if asked and form.is_valid():
            with transaction.atomic():
                for officer in officers:
                    try:
                        made = do(officer, form.cleaned_data)
                        if isinstance(made, Assignment):
                            remarks += [f"{officer}: {remark}" for remark in warnings_about(made)]
                    except ServiceError as error:
                        problems += [f"{officer}: {message}" for message in error.messages]
                if problems:
                    transaction.set_rollback(True)
            if not problems:
                messages.success(request, done(len(officers)))
                for remark in remarks:
                    messages.warning(request, remark)
                return None
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "officers": officers,
            "total": self.get_queryset(request).count(),
            "problems": problems,
            "action": action,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/units/officer/bulk_action.html", context)
