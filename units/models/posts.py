"""Forces and their positions: data that administrators keep, because the law renames them."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.fields import NameField, validity_order
from units.models.scoped import Record


@pghistory.track()
class ForceType(Record):
    """A kind of force: regular police, part-time commune police, the grassroots security force."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = NameField(_("name"), max_length=120)
    is_regular = models.BooleanField(_("regular police"), default=False)
    instrument = NameField(
        _("instrument"), max_length=200, blank=True, help_text=_("The law that set it up.")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("force type")
        verbose_name_plural = _("force types")
        ordering = ["-is_regular", "name"]
        constraints = [validity_order("force_valid_order")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Position(Record):
    """A position within a force, in order of rank."""

    force_type = models.ForeignKey(
        ForceType,
        on_delete=models.PROTECT,
        related_name="positions",
        verbose_name=_("force type"),
    )
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = NameField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Smaller comes first.")
    )
    is_chief = models.BooleanField(
        _("chief of the commune's police"),
        default=False,
        help_text=_("A commune has at most one chief at a time."),
    )
    at_hamlet = models.BooleanField(_("works at a hamlet"), default=False)
    instrument = NameField(_("instrument"), max_length=200, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
