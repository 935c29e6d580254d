"""Equipment as an asset book: numbered items one by one, countable goods by quantity and condition."""

from __future__ import annotations

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from units.models.communes import Commune, Hamlet
from units.models.fields import NameField, PrecisionField, ProseField
from units.models.officers import Officer
from units.models.scoped import CommuneOwnedQuerySet, Record


class EquipmentCategory(models.TextChoices):
    """What equipment is for."""

    SUPPORT_TOOL = "support-tool", _("support tool")
    VEHICLE = "vehicle", _("vehicle or boat")
    RADIO = "radio", _("communication")
    CAMERA = "camera", _("camera")
    OFFICE = "office", _("office equipment")
    PROTECTION = "protection", _("protective gear")
    OTHER = "other", _("other equipment")


@pghistory.track()
class EquipmentType(Record):
    """A kind of equipment in the catalogue."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = NameField(_("name"), max_length=120)
    category = models.CharField(_("category"), max_length=12, choices=EquipmentCategory.choices)
    unit = NameField(_("unit"), max_length=20, default="cái")
    is_countable = models.BooleanField(
        _("kept by quantity"),
        default=False,
        help_text=_("Otherwise each item has a row of its own."),
    )
    needs_licence = models.BooleanField(_("needs a licence"), default=False)
    life_years = models.PositiveSmallIntegerField(
        _("life (years)"), null=True, blank=True, help_text=_("For the remaining value.")
    )
    inspection_months = models.PositiveSmallIntegerField(
        _("inspection every (months)"), null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("equipment type")
        verbose_name_plural = _("equipment types")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Condition(models.TextChoices):
    """The state equipment is in; good and worn are usable."""

    GOOD = "good", _("good")
    WORN = "worn", _("worn, usable")
    BROKEN = "broken", _("broken")


USABLE = (Condition.GOOD, Condition.WORN)


class Disposal(models.TextChoices):
    """How an item left the book."""

    TRANSFERRED = "transferred", _("transferred")
    LIQUIDATED = "liquidated", _("liquidated")
    DESTROYED = "destroyed", _("destroyed")
    LOST = "lost", _("lost")


@pghistory.track(exclude=["search_text"])
class EquipmentItem(Record):
    """One numbered item: where it is, who holds it, what it cost, until when it may be used."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="equipment_items",
        verbose_name=_("commune"),
    )
    type = models.ForeignKey(
        EquipmentType,
        on_delete=models.PROTECT,
        related_name="items",
        verbose_name=_("equipment type"),
        limit_choices_to={"is_countable": False},
    )
    code = NameField(_("asset code"), max_length=40, blank=True)
    serial = NameField(_("serial number or number plate"), max_length=60, blank=True)
    condition = models.CharField(
        _("condition"), max_length=6, choices=Condition.choices, default=Condition.GOOD
    )
    in_use_from = models.DateField(_("put to use"), null=True, blank=True)
    in_use_precision = PrecisionField(_("put to use known"), default="year")
    original_cost = models.DecimalField(
        _("original cost (VND)"),
        max_digits=14,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    hamlet = models.ForeignKey(
        Hamlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept at hamlet"),
    )
    place = NameField(_("kept at"), max_length=120, blank=True)
    holder = models.ForeignKey(
        Officer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name=_("held by"),
    )
    handed_over_on_paper = models.BooleanField(_("handed over on paper"), default=False)
    licence_number = NameField(_("licence number"), max_length=60, blank=True)
    licence_expires_on = models.DateField(_("licence expires on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    next_inspection_on = models.DateField(_("next inspection"), null=True, blank=True)
    disposal = models.CharField(
        _("way of disposal"), max_length=11, choices=Disposal.choices, blank=True
    )
    disposed_on = models.DateField(_("disposed of on"), null=True, blank=True)
    disposal_decision = NameField(_("disposal decision"), max_length=60, blank=True)
    note = ProseField(_("note"), blank=True)
    search_text = models.GeneratedField(
        expression=Func(F("code"), F("serial"), function="vi_plain2"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("equipment item")
        verbose_name_plural = _("equipment items")
        ordering = ["commune", "type", "code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                condition=~Q(code=""),
                name="equipment_code_once",
                violation_error_message=_("The commune already has an item with this code."),
            ),
            models.CheckConstraint(
                name="equipment_disposal_whole",
                condition=Q(disposal="", disposed_on__isnull=True)
                | (~Q(disposal="") & Q(disposed_on__isnull=False)),
                violation_error_message=_("Give both the way and the day of disposal, or neither."),
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "type"], name="equipment_by_commune"),
            models.Index(
                fields=["next_inspection_on"],
                condition=Q(disposal=""),
                name="equipment_inspection_due",
            ),
            models.Index(
                fields=["licence_expires_on"],
                condition=Q(disposal="", licence_expires_on__isnull=False),
                name="equipment_licence_due",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.type.name, self.code or self.serial) if part)


class EquipmentFileQuerySet(CommuneOwnedQuerySet):
    """Rows of an item's file."""

    commune_path = "item__commune"


@pghistory.track()
class Inspection(Record):
    """An inspection of an item and what it found."""

    item = models.ForeignKey(
        EquipmentItem, on_delete=models.CASCADE, related_name="inspections", verbose_name=_("item")
    )
    on = models.DateField(_("on"))
    passed = models.BooleanField(_("passed"), default=True)
    by = NameField(_("inspected by"), max_length=120, blank=True)
    finding = ProseField(_("finding"), blank=True)

    objects = EquipmentFileQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.item} {self.on:%d/%m/%Y}"


@pghistory.track()
class Maintenance(Record):
    """A repair or maintenance, with its cost in VND."""

    item = models.ForeignKey(
        EquipmentItem, on_delete=models.CASCADE, related_name="maintenances", verbose_name=_("item")
    )
    on = models.DateField(_("on"))
    work = NameField(_("work done"), max_length=200)
    cost = models.DecimalField(
        _("cost (VND)"),
        max_digits=14,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    objects = EquipmentFileQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("maintenance")
        verbose_name_plural = _("maintenances")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.item}: {self.work}"


@pghistory.track()
class EquipmentStock(Record):
    """How many of a countable kind a commune has in one condition."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="equipment_stocks",
        verbose_name=_("commune"),
    )
    type = models.ForeignKey(
        EquipmentType,
        on_delete=models.PROTECT,
        related_name="stocks",
        verbose_name=_("equipment type"),
        limit_choices_to={"is_countable": True},
    )
    condition = models.CharField(
        _("condition"), max_length=6, choices=Condition.choices, default=Condition.GOOD
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    licence_number = NameField(_("licence number"), max_length=60, blank=True)
    licence_expires_on = models.DateField(_("licence expires on"), null=True, blank=True)
    note = ProseField(_("note"), blank=True)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("equipment stock")
        verbose_name_plural = _("equipment stocks")
        ordering = ["commune", "type", "condition"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "type", "condition"],
                name="stock_once",
                violation_error_message=_("This kind and condition is already in the book."),
            )
        ]
        indexes = [
            models.Index(
                fields=["licence_expires_on"],
                condition=Q(licence_expires_on__isnull=False),
                name="stock_licence_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.type} × {self.quantity}"
