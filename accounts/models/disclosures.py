"""Looks at masked data: who saw which hidden field of which row, when and why. Rows are only added."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from units.models import Commune
from units.models.fields import NameField
from units.models.scoped import CommuneOwnedQuerySet


class Disclosure(models.Model):
    """One look at one masked field of one row."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="disclosures", verbose_name=_("user")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    model = models.CharField(_("kind of row"), max_length=80)
    row = models.BigIntegerField(_("row"))
    field = models.CharField(_("field"), max_length=40)
    shown_as = NameField(_("whose"), max_length=160)
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    # The words asked for (at most 200) after what they were asked for, such as the paper that was printed.
    reason = NameField(_("reason"), max_length=400, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at masked data")
        verbose_name_plural = _("looks at masked data")
        ordering = ["-at", "-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["model", "row", "-at"], name="disclosure_by_row")]
        triggers = [
            pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.shown_as}, {self.field}"
