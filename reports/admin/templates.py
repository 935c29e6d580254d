"""Word templates: the ones in use, uploaded after a check; the standard ones to start from; the fields to use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commune_police.paper.word_parts import DOCX
from reports.domain.paper.fields import FIELDS
from reports.domain.paper.standard_templates import build_standard
from reports.domain.paper.template_check import MOST_BYTES, check_template
from reports.models import DocumentKind, DocumentTemplate
from units.admin.base import ScopedAdmin, scope_of
from units.admin.known_rows import KnownRowsForm


class TemplateForm(KnownRowsForm):
    """A template with its file, which is checked before it is kept."""

    file = forms.FileField(
        label=_("Word file"),
        required=False,
        help_text=_("A .docx of at most 2 MB. Every field in it is checked before it is kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )
    # Whether the person answers for everybody, so that a template may hold everywhere.
    sees_all = False

    class Meta:
        model = DocumentTemplate
        fields = ("kind", "name", "jurisdiction", "is_active")

    def clean_file(self) -> bytes | None:
        """Read and judge the file; a new template needs one."""
        uploaded = self.cleaned_data.get("file")
        if not uploaded:
            if not self.instance.pk:
                raise ValidationError(_("Choose the Word file."))
            return None
        if uploaded.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %(limit)s MB."),
                params={"limit": MOST_BYTES // 1_048_576},
            )
        content: bytes = uploaded.read()
        check_template(content)
        return content

    def clean(self) -> dict[str, Any]:
        """Only who answers for everybody makes a template for everybody."""
        values = super().clean() or {}
        if not self.sees_all and "jurisdiction" in values and values["jurisdiction"] is None:
            self.add_error("jurisdiction", _("Choose the jurisdiction that the template is for."))
        return values

    def save(self, commit: bool = True) -> DocumentTemplate:
        """Keep the file's bytes with the row."""
        if self.cleaned_data.get("file"):
            self.instance.content = self.cleaned_data["file"]
        saved: DocumentTemplate = super().save(commit)
        return saved


@admin.register(DocumentTemplate)
class DocumentTemplateAdmin(ScopedAdmin):
    """Word templates by kind and jurisdiction."""

    form = TemplateForm
    owner_field = None
    list_display = ("name", "kind", "jurisdiction", "is_active", "updated_at")
    list_filter = ("kind", "is_active")
    list_select_related = ("jurisdiction",)
    search_fields = ("name__unaccent",)
    readonly_fields = ("present_file", "standard_files", "usable_fields")
    fieldsets = (
        (
            None,
            {"fields": (("kind", "name"), ("jurisdiction", "is_active"), "file", "present_file")},
        ),
        (_("To begin with"), {"fields": ("standard_files",)}),
        (_("Fields you can use"), {"fields": ("usable_fields",)}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """The files themselves are read only when one is downloaded."""
        return super().get_queryset(request).defer("content")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Tell the form whether a template for everybody may be made."""
        made = super().get_form(request, obj, change, **kwargs)
        return type("TemplateForm", (made,), {"sees_all": scope_of(request).jurisdictions is None})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody's template is changed only by whoever answers for everybody."""
        is_ours = obj is None or obj.jurisdiction_id or scope_of(request).jurisdictions is None
        return bool(is_ours) and super().has_change_permission(request, obj)

    def get_urls(self) -> list[Any]:
        """Add the downloads."""
        own = [
            path(
                "standard/<slug:kind>/",
                self.admin_site.admin_view(self.standard_file),
                name="reports_documenttemplate_standard",
            ),
            path(
                "<int:pk>/file/",
                self.admin_site.admin_view(self.kept_file),
                name="reports_documenttemplate_file",
            ),
        ]
        return own + super().get_urls()

    def standard_file(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Send the standard template of a kind, to begin with."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if kind not in DocumentKind.values:
            raise Http404
        return _as_file(build_standard(DocumentKind(kind)), DocumentKind(kind).label)

    def kept_file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a template that was uploaded."""
        found = self.get_object(request, str(pk))
        if found is None:
            raise Http404
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        return _as_file(bytes(found.content), found.name)

    @admin.display(description=_("file kept now"))
    def present_file(self, template: DocumentTemplate) -> SafeString | str:
        """Lead to the file."""
        if template.pk is None:
            return "—"
        address = reverse("admin:reports_documenttemplate_file", args=[template.pk])
        return format_html('<a href="{}">{}.docx</a>', address, template.name)

    @admin.display(description=_("standard templates"))
    def standard_files(self, template: DocumentTemplate) -> SafeString:
        """Lead to the standard template of each kind."""
        rows = [
            (reverse("admin:reports_documenttemplate_standard", args=[kind.value]), kind.label)
            for kind in DocumentKind
        ]
        return format_html(
            "<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', rows)
        )

    @admin.display(description=_("fields"))
    def usable_fields(self, template: DocumentTemplate) -> SafeString:
        """List the fields, how each is written, what it holds."""
        rows = [(one.written, one.meaning) for one in FIELDS]
        body = format_html_join("", "<tr><td><code>{}</code></td><td>{}</td></tr>", rows)
        return format_html(
            "<table><thead><tr><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>",
            gettext("In the template"),
            gettext("What it holds"),
            body,
        )


def _as_file(content: bytes, name: object) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    plain = slugify(str(name).replace("đ", "d").replace("Đ", "D"))[:80] or "mau"
    response["Content-Disposition"] = f'attachment; filename="{plain}.docx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
