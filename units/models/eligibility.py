"""Who may hold a position, by dated rule with its article; rules warn and never forbid."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.fields import NameField, ProseField, validity_order
from units.models.officers import Education
from units.models.posts import Position
from units.models.scoped import Record


@pghistory.track()
class EligibilityRule(Record):
    """What the law asks of the holder of a position during a period. Empty means not asked."""

    position = models.ForeignKey(
        Position,
        on_delete=models.CASCADE,
        related_name="eligibility_rules",
        verbose_name=_("position"),
    )
    min_age = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    min_education = models.CharField(
        _("least education"), max_length=12, choices=Education.choices, blank=True
    )
    min_education_remote = models.CharField(
        _("least education in a remote commune"),
        max_length=12,
        choices=Education.choices,
        blank=True,
    )
    party_required = models.BooleanField(_("Party member"), default=False)
    residence_required = models.BooleanField(
        _("lives in the commune"),
        default=False,
        help_text=_("Compared with the home address; warns where it does not name the commune."),
    )
    instrument = NameField(_("instrument"), max_length=160)
    article = NameField(_("article"), max_length=80, blank=True)
    is_verified = models.BooleanField(
        _("checked against the original text"),
        default=False,
        help_text=_("Until then the rule is shown as “to be checked with the original text”."),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = ProseField(_("note"), blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("eligibility rule")
        verbose_name_plural = _("eligibility rules")
        ordering = ["position", "-valid_from", "id"]
        constraints = [validity_order("eligibility_valid_order")]

    def __str__(self) -> str:
        return f"{self.position}: {self.instrument} {self.article}".strip()
