"""The money of a project over time, and the stages on its way, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lists.tables import short_date
from reports.models import Disbursement, ProjectStage, SupportProject

ON_THE_WAY = (
    ProjectStage.PROPOSED,
    ProjectStage.APPROVED,
    ProjectStage.FUNDED,
    ProjectStage.UNDER_WAY,
    ProjectStage.HANDED_OVER,
)


@dataclass(frozen=True)
class Money:
    """Payments in order with what they add up to; ``rows`` are those of partials/chart_with_table."""

    payments: list[Disbursement]
    paid: int
    cost: int
    heads: list[str]
    rows: list[dict[str, Any]]

    @property
    def share(self) -> int:
        """How much of the cost was paid, in percent."""
        return round(100 * self.paid / self.cost)

    @property
    def left(self) -> int:
        """What is still to be paid (VND); nothing when more was paid than estimated."""
        return max(self.cost - self.paid, 0)

    @property
    def beyond(self) -> int:
        """What was paid beyond the estimate (VND)."""
        return max(self.paid - self.cost, 0)


def money_of(project: SupportProject) -> Money:
    """Return a project's payments by day and added up; one query."""
    payments = list(project.disbursements.order_by("on", "pk"))
    rows, added = [], 0
    for payment in payments:
        added += payment.amount
        rows.append(
            {
                "label": short_date(payment.on),
                "cells": [
                    {"value": payment.amount, "text": _grouped(payment.amount)},
                    {"value": added, "text": _grouped(added)},
                ],
            }
        )
    return Money(payments, added, project.cost, [_("Day"), _("Paid"), _("Together")], rows)


def _grouped(amount: int) -> str:
    return str(number_format(amount, force_grouping=True))


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the way: reached, the present one, or still to come."""

    label: str
    is_reached: bool
    is_now: bool


def steps_of(project: SupportProject) -> list[Step]:
    """Return the stages on the way with the present one; nothing for a project not taken up."""
    if project.stage not in ON_THE_WAY:
        return []
    now = ON_THE_WAY.index(ProjectStage(project.stage))
    return [
        Step(str(stage.label), index <= now, index == now) for index, stage in enumerate(ON_THE_WAY)
    ]
