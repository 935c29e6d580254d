"""Norms of establishment and equipment: dated, sourced, checked against the text or not yet."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from units.admin.base import ScopedAdmin, ScopedInline
from units.models import (
    EligibilityRule,
    EquipmentBand,
    EquipmentNorm,
    EstablishmentBand,
    EstablishmentNorm,
)

# What every rule says of its origin: the text, whether it was checked, and when it holds.
SOURCE: Any = (
    _("Source"),
    {
        "fields": (
            ("instrument", "article"),
            "is_verified",
            ("valid_from", "valid_until"),
            "note",
        )
    },
)
BAND_FIELDS = ("above", "number", "number_high", "step_size", "step_number")


class EstablishmentBandInline(ScopedInline):
    """Bands of an establishment norm."""

    model = EstablishmentBand
    fields = BAND_FIELDS


class EquipmentBandInline(ScopedInline):
    """Bands of an equipment norm."""

    model = EquipmentBand
    fields = BAND_FIELDS


def norm_fieldsets(subject: tuple[object, ...]) -> Any:
    """Return the sections of a norm's page: what, how many, for whom, from where."""
    return (
        (None, {"fields": subject}),
        (
            _("How many"),
            {
                "fields": (
                    ("kind", "per_hamlet"),
                    ("low", "high"),
                    ("measure",),
                    ("share_percent", "rounding"),
                )
            },
        ),
        (
            _("For whom"),
            {"fields": (("jurisdiction", "commune"), ("commune_class", "key_only"))},
        ),
        SOURCE,
    )


class NormAdmin(ScopedAdmin):
    """What the pages of both kinds of norm share."""

    owner_field = None

    @admin.display(description=_("for"))
    def reach(self, norm: EstablishmentNorm | EquipmentNorm) -> str:
        """Say for which communes the norm holds."""
        parts = [str(norm.commune or norm.jurisdiction or _("everywhere"))]
        if norm.commune_class:
            parts.append(str(_("class %d") % norm.commune_class))
        if norm.key_only:
            parts.append(str(_("key communes")))
        return ", ".join(parts)

    @admin.display(description=_("number"))
    def number(self, norm: EstablishmentNorm | EquipmentNorm) -> str:
        """Say how many, in the norm's own shape."""
        if norm.kind == "fixed":
            return str(norm.low)
        if norm.kind == "range":
            return f"{norm.low}–{norm.high}"
        if norm.kind == "share":
            return f"{norm.share_percent} %"
        return norm.get_kind_display()


@admin.register(EstablishmentNorm)
class EstablishmentNormAdmin(NormAdmin):
    """How many of a position are due."""

    list_display = (
        "position",
        "number",
        "per_hamlet",
        "reach",
        "instrument",
        "article",
        "is_verified",
        "valid_from",
        "valid_until",
    )
    list_filter = ("is_verified", "kind", "position__force_type")
    list_select_related = ("position", "jurisdiction", "commune")
    search_fields = ("instrument", "article", "position__name__unaccent")
    autocomplete_fields = ("position", "jurisdiction", "commune")
    inlines = (EstablishmentBandInline,)
    fieldsets = norm_fieldsets(("position",))


@admin.register(EquipmentNorm)
class EquipmentNormAdmin(NormAdmin):
    """How many of a kind of equipment are due."""

    list_display = (
        "type",
        "number",
        "per_hamlet",
        "reach",
        "instrument",
        "article",
        "is_verified",
        "valid_from",
        "valid_until",
    )
    list_filter = ("is_verified", "kind", "type__category")
    list_select_related = ("type", "jurisdiction", "commune")
    search_fields = ("instrument", "article", "type__name__unaccent")
    autocomplete_fields = ("type", "jurisdiction", "commune")
    inlines = (EquipmentBandInline,)
    fieldsets = norm_fieldsets((("type", "force_type"),))


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(ScopedAdmin):
    """What the law asks of the holder of a position; pages warn by these rules and never forbid."""

    owner_field = None
    list_display = (
        "position",
        "min_age",
        "max_age",
        "min_education",
        "party_required",
        "residence_required",
        "instrument",
        "article",
        "is_verified",
        "valid_from",
        "valid_until",
    )
    list_filter = ("is_verified", "position__force_type")
    list_select_related = ("position",)
    search_fields = ("instrument", "article", "position__name__unaccent")
    autocomplete_fields = ("position",)
    fieldsets = (
        (None, {"fields": ("position",)}),
        (
            _("What is asked"),
            {
                "fields": (
                    ("min_age", "max_age"),
                    ("min_education", "min_education_remote"),
                    ("party_required", "residence_required"),
                )
            },
        ),
        SOURCE,
    )
