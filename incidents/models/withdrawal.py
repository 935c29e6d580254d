"""Rows entered by mistake: they are withdrawn with a reason and stay readable, but no figure counts them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.fields import ProseField
from units.models.scoped import CommuneOwnedQuerySet


class WithdrawableQuerySet(CommuneOwnedQuerySet):
    """Rows of a commune, some of which were withdrawn."""

    def standing(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)


class Withdrawable(models.Model):
    """A row that can be withdrawn; afterwards it is no longer corrected."""

    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_reason = ProseField(
        _("why it was withdrawn"), max_length=1000, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        """True once it was withdrawn."""
        return self.withdrawn_on is not None


def withdrawn_whole(table: str) -> models.CheckConstraint:
    """Return the constraint that a withdrawn row has its day and reason, and others neither."""
    return models.CheckConstraint(
        name=f"{table}_withdrawn_whole",
        condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
        | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
        violation_error_message=_("What is withdrawn has its day and a reason."),
    )
