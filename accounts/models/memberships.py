"""Memberships: in which role, for which jurisdiction or commune, during which period."""

from __future__ import annotations

import datetime

import pghistory
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from units.models import Commune, Jurisdiction
from units.models.fields import NameField, validity_order
from units.models.scoped import Record


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by person and day."""

    def on(self, day: datetime.date) -> MembershipQuerySet:
        """Keep those in force on ``day``."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )


@pghistory.track()
class Membership(Record):
    """One person's role for one jurisdiction (and all below it) or for one commune."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    role = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("role")
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("jurisdiction"),
    )
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("commune"),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_reason = NameField(_("reason for ending"), max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            validity_order("membership_valid_order"),
            models.CheckConstraint(
                name="membership_one_place",
                condition=Q(jurisdiction__isnull=True, commune__isnull=False)
                | Q(jurisdiction__isnull=False, commune__isnull=True),
                violation_error_message=_("Choose either a jurisdiction or a commune."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.jurisdiction or self.commune}"
