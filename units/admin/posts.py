"""The catalogues of forces and positions."""

from django.contrib import admin

from units.admin.base import ScopedAdmin, ScopedInline
from units.models import ForceType, Position


class PositionInline(ScopedInline):
    """The positions of a force."""

    model = Position
    fields = ("order", "name", "code", "is_chief", "at_hamlet", "instrument")
    prepopulated_fields = {"code": ("name",)}


@admin.register(ForceType)
class ForceTypeAdmin(ScopedAdmin):
    """Forces: the law renames them, so they are data."""

    list_display = ("name", "is_regular", "instrument", "valid_from", "valid_until")
    list_filter = ("is_regular",)
    search_fields = ("name__unaccent", "code")
    prepopulated_fields = {"code": ("name",)}
    inlines = (PositionInline,)
    owner_field = None


@admin.register(Position)
class PositionAdmin(ScopedAdmin):
    """Positions, in order of rank."""

    list_display = ("name", "force_type", "order", "is_chief", "at_hamlet")
    list_filter = ("force_type", "is_chief", "at_hamlet")
    list_select_related = ("force_type",)
    search_fields = ("name__unaccent", "code")
    prepopulated_fields = {"code": ("name",)}
    owner_field = None
