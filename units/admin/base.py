"""What all our admin pages share: rows by scope, choices by scope, search without diacritics, history in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.db.models import Func, Q, QuerySet, Value
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commune_police.db.violations import Violation, violated
from commune_police.history import history_of
from units.admin.known_rows import KnownRowSelect, KnownRowsForm, WaysToRow
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction


def scope_of(request: HttpRequest) -> Scope:
    """Return what the person may see; nothing where no middleware has said so."""
    return getattr(request, "scope", Scope.none())


def _refusal(request: HttpRequest) -> Violation | None:
    """What the database said against the form when it was saved."""
    return getattr(request, "violation", None)


def visible_rows(queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """Narrow ``queryset`` to ``scope`` where its rows belong to a commune or a jurisdiction."""
    if queryset.model is Jurisdiction:
        return (
            queryset if scope.jurisdictions is None else queryset.filter(pk__in=scope.jurisdictions)
        )
    narrow = getattr(queryset, "visible_to", None)
    return narrow(scope) if narrow else queryset


def _read_with(queryset: QuerySet[Any], named: tuple[str, ...]) -> QuerySet[Any]:
    """Read the columns ``named`` of related rows (``commune__name``) in the same query as the rows' own."""
    if not named:
        return queryset
    own = [field.name for field in queryset.model._meta.concrete_fields]
    return queryset.select_related(*{path.rpartition("__")[0] for path in named}).only(*own, *named)


def _choice_of(
    owner: ScopedAdmin | ScopedInline,
    db_field: models.ForeignKey[Any, Any],
    request: HttpRequest,
    kwargs: dict[str, Any],
) -> dict[str, Any]:
    """Add to a form field's arguments the rows in scope, and the select that knows its row."""
    if "queryset" not in kwargs:
        rows = db_field.remote_field.model._default_manager.all()
        kwargs["queryset"] = visible_rows(rows, scope_of(request))
    if "widget" not in kwargs and db_field.name in owner.get_autocomplete_fields(request):
        kwargs["widget"] = KnownRowSelect(db_field, owner.admin_site, using=kwargs.get("using"))
    return kwargs


class ScopedAdmin(admin.ModelAdmin[Any]):
    """Shows, offers and accepts only rows of the person's communes and jurisdictions."""

    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    form: type[forms.ModelForm[Any]] = KnownRowsForm
    owner_field: str | None = "commune"
    # What the form says of related rows, read together with its own row.
    read_with: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_rows(super().get_queryset(request), scope_of(request))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        """Return the row in scope, or nothing, with what its form says of related rows."""
        rows = _read_with(self.get_queryset(request), self.read_with)
        field: Any = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            return rows.get(**{field.name: field.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = WaysToRow.instead_of(field.widget)
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer only rows in scope, so that a forged choice is refused like an unknown one."""
        kwargs = _choice_of(self, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find rows that contain every word in some searched column; columns of plain text
        (``…search_text``) are blind to case and diacritics."""
        for word in search_term.split():
            plain = Func(Value(word), function="vi_plain", output_field=models.TextField())
            matches = Q()
            for field in self.get_search_fields(request):
                if field.endswith("search_text"):
                    matches |= Q(**{f"{field}__contains": plain})
                else:
                    matches |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(matches)
        return queryset, False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start with the one commune of somebody who sees just one."""
        initial = dict(super().get_changeform_initial_data(request))
        only = scope_of(request).only_commune
        if only and self.owner_field == "commune":
            initial.setdefault("commune", str(only))
        return initial

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save the form; a row that only the database refuses comes back with its constraint's words.

        Django checks each row of an inline before any is saved and leaves out constraints that name the
        parent, so that one page may end a post and begin the next: only saving tells whether both agree.
        """
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            violation = violated(error)
            if violation is None or _refusal(request) is not None:
                raise
            request.violation = violation  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = _refusal(request)
        if refusal is None or refusal.model is not self.model:
            return form
        return type(form.__name__, (form,), {"refused": refusal.message})

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        refusal = _refusal(request)
        if refusal is not None and refusal.model is inline.model:
            kwargs["refused"] = refusal.message
        return kwargs

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the object's whole history in words, from the database's own event table."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % obj,
            "subtitle": None,
            "history": history_of(obj),
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)


class InlineRows(BaseInlineFormSet[Any, Any, Any]):
    """The rows of an inline; the empty one that new rows are copied from is made once, not at each look.

    ``refused`` is what the database said against the rows when they were saved.
    """

    def __init__(self, *args: Any, refused: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused

    def clean(self) -> None:
        super().clean()
        if self.refused:
            raise ValidationError(self.refused)

    @cached_property
    def empty_form(self) -> Any:
        return super().empty_form


class ScopedInline(admin.TabularInline[Any, Any]):
    """An inline that offers only rows in scope."""

    extra = 0
    show_change_link = True
    form: type[forms.ModelForm[Any]] = KnownRowsForm
    formset = InlineRows
    read_with: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return _read_with(super().get_queryset(request), self.read_with)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = WaysToRow.instead_of(field.widget)
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs = _choice_of(self, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CommuneFilter(admin.SimpleListFilter):
    """The communes in scope, in Vietnamese order; a nation's worth would drown the page, so from 100
    communes on the filter offers jurisdictions instead."""

    title = _("commune")
    parameter_name = "commune"
    path = "commune"
    most = 100

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        scope = scope_of(request)
        communes = list(
            Commune.objects.visible_to(scope).filter(valid_until__isnull=True)[: self.most + 1]
        )
        if len(communes) <= self.most:
            return [(str(commune.pk), commune.full_name) for commune in communes]
        rows = visible_rows(Jurisdiction.objects.filter(communes__isnull=False), scope).distinct()
        return [(f"j{row.pk}", row.name) for row in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        if value.isdecimal():
            return queryset.filter(**{self.path: int(value)})
        if value.startswith("j") and value[1:].isdecimal():
            return queryset.filter(**{f"{self.path}__jurisdiction": int(value[1:])})
        return queryset
