"""Report forms, their versions, sections, lines and rules; publishing, copying and previewing them."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.domain.expressions import ExpressionError, parse
from reports.domain.parts import parts_of
from reports.domain.publishing import check_version, column_problems, copy_version, publish
from reports.domain.sources import SOURCES
from reports.models import (
    FormRule,
    FormVersion,
    Indicator,
    IndicatorKind,
    ReportForm,
    Section,
)
from units.admin.base import ScopedAdmin, ScopedInline, scope_of, visible_rows


def source_choices() -> list[tuple[str, Any]]:
    """The named queries that can fill a cell, by their words."""
    known = [(code, source.label) for code, source in SOURCES.items()]
    return [("", _("keyed by hand")), *known]


def read_expression(text: str) -> str:
    """Return an expression that can be read. Raises ``ValidationError`` naming the character's place."""
    if text:
        try:
            parse(text)
        except ExpressionError as error:
            raise ValidationError(
                _("At character %(place)s: %(problem)s")
                % {"place": error.position + 1, "problem": error.message}
            ) from error
    return text


class IndicatorForm(forms.ModelForm[Indicator]):
    """A line; its formula is read as it is typed, its source chosen from the named queries."""

    source = forms.ChoiceField(label=_("filled from"), required=False, choices=source_choices)

    class Meta:
        model = Indicator
        fields = (
            "order",
            "line",
            "code",
            "name",
            "kind",
            "unit",
            "source",
            "formula",
            "help",
            "aggregation",
            "over_time",
            "is_required",
            "allows_negative",
            "explain_beyond",
            "columns",
        )

    def clean_formula(self) -> str:
        """Read the formula."""
        return read_expression(self.cleaned_data["formula"])

    def clean(self) -> dict[str, Any]:
        """A table has its columns; a formula is reckoned anew when reports are added up."""
        values = super().clean() or {}
        if values.get("kind") == IndicatorKind.TABLE:
            for problem in column_problems(values.get("columns")):
                self.add_error("columns", problem)
        if values.get("formula"):
            values["aggregation"] = "formula"
        return values


class RuleForm(forms.ModelForm[FormRule]):
    """A rule, read as it is typed."""

    class Meta:
        model = FormRule
        fields = ("order", "expression", "message", "severity")

    def clean_expression(self) -> str:
        """Read the rule."""
        return read_expression(self.cleaned_data["expression"])


class PartInline(ScopedInline):
    """A part of a version: nothing can be added, changed or removed once the version is published."""

    def is_open(self, obj: Any) -> bool:
        """Tell whether the version is still being written."""
        version = obj.form_version if isinstance(obj, Section) else obj
        return version is None or version.is_draft

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_open(obj) and super().has_delete_permission(request, obj)


class SectionInline(PartInline):
    """The sections, each with a page of its own for its lines."""

    model = Section
    fields = ("order", "code", "title")


class RuleInline(PartInline):
    """The rules between lines."""

    model = FormRule
    form = RuleForm
    fields = ("order", "expression", "message", "severity")


class IndicatorInline(admin.StackedInline[Any, Any]):
    """The lines of a section."""

    model = Indicator
    form = IndicatorForm
    extra = 0
    exclude = ("form_version",)
    fieldsets = (
        (
            None,
            {"fields": (("order", "line", "code"), "name", ("kind", "unit"), "source", "formula")},
        ),
        (
            _("More"),
            {
                "classes": ("collapse",),
                "fields": (
                    "help",
                    ("aggregation", "over_time"),
                    ("is_required", "allows_negative", "explain_beyond"),
                    "columns",
                ),
            },
        ),
    )

    def is_open(self, section: Any) -> bool:
        """Tell whether the version is still being written."""
        return section is None or section.form_version.is_draft

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_open(obj) and super().has_delete_permission(request, obj)


class OfOwnForms(ScopedAdmin):
    """Pages of parts of forms: those of the person's jurisdictions, and the ones that hold everywhere to read."""

    owner_field = None
    path_to_form = "form"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        own = visible_rows(ReportForm.objects.all(), scope_of(request))
        return super().get_queryset(request).filter(**{f"{self.path_to_form}__in": own})

    def is_changeable(self, request: HttpRequest, form: ReportForm) -> bool:
        """Tell whether the form is of the person's jurisdictions; one that holds everywhere is the nation's."""
        scope = scope_of(request)
        if form.jurisdiction_id is None:
            return scope.is_all
        return scope.sees_jurisdiction(form.jurisdiction_id)


@admin.register(ReportForm)
class ReportFormAdmin(ScopedAdmin):
    """What is filed, by whom, by which calendar."""

    list_display = (
        "name",
        "office",
        "calendar",
        "jurisdiction",
        "latest",
        "opens_from",
        "is_active",
    )
    list_filter = ("office", "calendar", "is_active")
    list_select_related = ("calendar", "jurisdiction")
    search_fields = ("name__unaccent", "code")
    readonly_fields = ("versions_of",)
    owner_field = None
    fieldsets = (
        (None, {"fields": ("name", "code", ("office", "filed_by"), "jurisdiction", "instrument")}),
        (_("When"), {"fields": ("calendar", "opens_from", "lock_after_days")}),
        (_("Versions"), {"fields": ("versions_of",)}),
        (_("Shown"), {"fields": (("order", "is_active"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("versions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A form that holds everywhere is changed by those who answer for the whole nation."""
        if obj is not None and obj.jurisdiction_id is None and not scope_of(request).is_all:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A form is taken out of use, never deleted from under its reports."""
        return False

    @admin.display(description=_("version"))
    def latest(self, form: ReportForm) -> str:
        """Say which version is the newest, and whether it is in use."""
        newest = max(form.versions.all(), key=lambda one: one.number, default=None)
        return f"{newest.number} · {newest.get_state_display()}" if newest else "—"

    @admin.display(description=_("versions"))
    def versions_of(self, form: ReportForm) -> SafeString | str:
        """Lead to each version."""
        if form.pk is None:
            return str(_("Save the form first; then its first version is added."))
        links = [
            format_html(
                '<a href="{}">{} · {}</a>',
                reverse("admin:reports_formversion_change", args=[one.pk]),
                one.number,
                one.get_state_display(),
            )
            for one in form.versions.all()
        ]
        if not links:
            add = f"{reverse('admin:reports_formversion_add')}?form={form.pk}"
            return format_html('<a href="{}">{}</a>', add, _("Add the first version"))
        return format_html("{}", SafeString(", ".join(links)))


@admin.register(FormVersion)
class FormVersionAdmin(OfOwnForms):
    """A version with its sections and rules; read-only once published."""

    list_display = ("form", "number", "state", "valid_from", "published_at", "published_by_name")
    list_filter = ("state", ("form", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("form",)
    inlines = (SectionInline, RuleInline)
    fields = (
        "form",
        ("number", "state"),
        "valid_from",
        "note",
        "published_at",
        "published_by_name",
    )
    readonly_fields = ("state", "published_at", "published_by_name")
    change_form_template = "admin/reports/formversion/change_form.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a version that is being written changes, by those who keep the form."""
        if obj is not None and not (obj.is_draft and self.is_changeable(request, obj.form)):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions stay: reports were written with them."""
        return False

    def get_urls(self) -> list[Any]:
        """The steps of a version beside the usual pages."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/publish/", wrap(self.publish_view), name="reports_formversion_publish"),
            path("<int:pk>/copy/", wrap(self.copy_view), name="reports_formversion_copy"),
            path("<int:pk>/preview/", wrap(self.preview_view), name="reports_formversion_preview"),
            *super().get_urls(),
        ]

    def version(self, request: HttpRequest, pk: int) -> FormVersion:
        """The version of the address, if the person sees it; else 404."""
        found = self.get_queryset(request).select_related("form").filter(pk=pk).first()
        if found is None or not self.has_view_permission(request, found):
            raise Http404
        return cast(FormVersion, found)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish by POST; say everything that stands against it."""
        version = self.version(request, pk)
        if request.method == "POST" and self.is_changeable(request, version.form):
            try:
                publish(version, by=cast(User, request.user))
                messages.success(
                    request, _("The version is published; nothing in it changes any more.")
                )
            except ValidationError as problem:
                for sentence in problem.messages:
                    messages.error(request, sentence)
        return HttpResponseRedirect(reverse("admin:reports_formversion_change", args=[pk]))

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a new version by POST, and lead to it."""
        version = self.version(request, pk)
        target = pk
        if request.method == "POST" and self.is_changeable(request, version.form):
            try:
                target = copy_version(version, by=cast(User, request.user)).pk
                messages.success(
                    request, _("A new version has begun; the published one stays as it is.")
                )
            except ValidationError as problem:
                messages.error(request, " ".join(problem.messages))
        return HttpResponseRedirect(reverse("admin:reports_formversion_change", args=[target]))

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form as it will be filed, with what stands against publishing."""
        version = self.version(request, pk)
        parts = parts_of(version)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview: %s") % version,
            "opts": self.opts,
            "version": version,
            "problems": check_version(version) if version.is_draft else [],
            "sections": [(one, parts.of_section(one.pk)) for one in parts.sections],
            "rules": parts.rules,
            "may_publish": version.is_draft and self.is_changeable(request, version.form),
        }
        return TemplateResponse(request, "admin/reports/formversion/preview.html", context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer the steps that the version allows now."""
        version = context.get("original")
        if version is not None:
            own = self.is_changeable(request, version.form)
            context["may_publish"] = own and version.is_draft
            context["may_copy"] = own and not version.is_draft
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Section)
class SectionAdmin(OfOwnForms):
    """A section with its lines."""

    list_display = ("title", "form_version", "order", "code")
    list_filter = (("form_version__form", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("form_version__form",)
    search_fields = ("title__unaccent",)
    fields = ("form_version", ("order", "code"), "title", "help")
    readonly_fields = ("form_version",)
    inlines = (IndicatorInline,)
    path_to_form = "form_version__form"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sections are added in their version's page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only while the version is being written."""
        if obj is not None:
            version = obj.form_version
            if not (version.is_draft and self.is_changeable(request, version.form)):
                return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only while the version is being written."""
        if obj is not None and not obj.form_version.is_draft:
            return False
        return super().has_delete_permission(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Lines belong to the section's version."""
        for one in formset.save(commit=False):
            one.form_version = form.instance.form_version
            one.save()
        for gone in formset.deleted_objects:
            gone.delete()
        formset.save_m2m()
