"""Fields of forms about incidents: a moment, an amount in đồng, a category by group."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import check_year, read_whole
from incidents.models import IncidentCategory

MOMENT = "%Y-%m-%dT%H:%M"
MOST_VND = 10**13


class MomentField(forms.DateTimeField):
    """A day and time, chosen with the device's own calendar and clock, in local time."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
        )
        kwargs.setdefault("input_formats", [MOMENT, f"{MOMENT}:%S", "%d/%m/%Y %H:%M"])
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        check_year(moment)
        return moment


class AmountField(forms.CharField):
    """Whole đồng, typed with or without dots: 1.500.000; empty is not known, 0 is none."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value) or "").replace("₫", "").strip()
        if not text:
            return None
        amount = read_whole(text)
        if amount is None:
            raise ValidationError(_("Write whole đồng in digits, like 1.500.000."))
        if amount > MOST_VND:
            raise ValidationError(_("This amount is too large."))
        return amount


class _ByGroup(forms.models.ModelChoiceIterator):
    """Categories below the names of their groups."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for group, rows in groupby(self.queryset, key=lambda one: str(one.parent or one)):
            yield (group, [self.choice(one) for one in rows])


class CategoryField(forms.ModelChoiceField):
    """A category of the catalogue, listed by group; ``held`` stays offered when it no longer is."""

    iterator = _ByGroup

    def __init__(self, *, held: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("What kind of incident"))
        kwargs.setdefault("empty_label", _("choose…"))
        kwargs.setdefault("error_messages", {"required": _("Choose what kind of incident it is.")})
        super().__init__(categories(held), **kwargs)


def categories(held: int | None = None) -> QuerySet[IncidentCategory]:
    """Return what may be chosen: categories within groups, both still offered, in the catalogue's order."""
    offered = Q(parent__isnull=False, is_active=True, parent__is_active=True)
    rows: QuerySet[IncidentCategory] = IncidentCategory.objects.filter(
        offered | Q(pk=held) if held else offered
    )
    return rows.select_related("parent").order_by("parent__order", "parent_id", "order", "name")
