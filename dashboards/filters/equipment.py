"""Filters of the asset book."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lists.domain.folding import fold, searched_words
from lists.filters import (
    CatalogueFilter,
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    ListFilterSet,
    TextSearch,
)
from units.models import (
    USABLE,
    Condition,
    Disposal,
    EquipmentCategory,
    EquipmentItem,
    EquipmentStock,
    EquipmentType,
)

SOON = datetime.timedelta(days=60)
DUE = (("overdue", _("overdue")), ("soon", _("due within 60 days")))
EXPIRY = (("expired", _("expired")), ("soon", _("expires within 60 days")))
USABLE_CHOICES = (("1", _("usable")), ("0", _("not usable")))
BOOK = (("kept", _("in the book")), ("disposed", _("disposed of")))


def by_due_day(
    queryset: QuerySet[Any], field: str, value: str, day: datetime.date
) -> QuerySet[Any]:
    """Keep rows whose day is past on ``day`` ("overdue", "expired") or comes within 60 days ("soon")."""
    if value == "soon":
        return queryset.filter(**{f"{field}__range": (day, day + SOON)})
    return queryset.filter(**{f"{field}__lt": day})


class EquipmentSearch(TextSearch):
    """Code, serial number or plate; or the kind's name, of which the catalogue has few."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        words = searched_words(value or "")
        if not words:
            return qs
        kinds = [(pk, fold(name)) for pk, name in EquipmentType.objects.values_list("pk", "name")]
        for word in words:
            named = [pk for pk, name in kinds if word in name]
            qs = qs.filter(Q(search_text__contains=word) | Q(type__in=named))
        return qs


class _GoodsFilter(ListFilterSet):
    """What items and goods have in common; ``on`` is the day that expiry is looked at, else today."""

    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter()
    category = ChoiceFilter(
        label=_("Category"), field_name="type__category", choices=EquipmentCategory.choices
    )
    condition = ChoiceFilter(label=_("Condition"), choices=Condition.choices)
    usable = ChoiceFilter(label=_("Usable"), choices=USABLE_CHOICES, method="by_usable")
    licence = ChoiceFilter(label=_("Licence"), choices=EXPIRY, method="by_licence")
    on = DayFilter(label=_("Expiry as of the day"), method="as_of")

    def by_usable(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Good or worn, which is what counts against the norm; an item not disposed of."""
        usable: dict[str, Any] = {"condition__in": USABLE}
        if queryset.model is EquipmentItem:
            usable["disposal"] = ""
        return queryset.filter(**usable) if value == "1" else queryset.exclude(**usable)

    def by_licence(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Licences that expired or soon will."""
        return by_due_day(queryset, "licence_expires_on", value, self.day)

    def as_of(self, queryset: QuerySet[Any], _name: str, _value: datetime.date) -> QuerySet[Any]:
        """The day alone leaves no row out; licences and inspections are judged by it."""
        return queryset

    @property
    def day(self) -> datetime.date:
        """The day asked for, else today."""
        return self.form.cleaned_data.get("on") or timezone.localdate()


class EquipmentFilter(_GoodsFilter):
    """Numbered items."""

    q = EquipmentSearch(label=_("Kind, code, serial or plate"))
    type = CatalogueFilter(
        EquipmentType, field_name="type", label=_("Kind"), only={"is_countable": False}
    )
    inspection = ChoiceFilter(label=_("Inspection"), choices=DUE, method="by_inspection")
    book = ChoiceFilter(label=_("Book"), choices=BOOK, method="by_book")
    disposal = ChoiceFilter(label=_("Way of disposal"), choices=Disposal.choices)

    class Meta:
        model = EquipmentItem
        fields: tuple[str, ...] = ()

    def by_inspection(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Items still in the book whose inspection is overdue or soon due."""
        return by_due_day(queryset.filter(disposal=""), "next_inspection_on", value, self.day)

    def by_book(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Items still in the book, or those disposed of."""
        kept = {"disposal": ""}
        return queryset.filter(**kept) if value == "kept" else queryset.exclude(**kept)


class StockFilter(_GoodsFilter):
    """Countable goods."""

    type = CatalogueFilter(
        EquipmentType, field_name="type", label=_("Kind"), only={"is_countable": True}
    )

    class Meta:
        model = EquipmentStock
        fields: tuple[str, ...] = ()
