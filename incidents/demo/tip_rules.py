"""The district's own order in the demonstration: by when a tip is classified, which no law says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from accounts.models import User
from incidents.domain.tips.clock import VIETNAM
from incidents.domain.tips.rules import decide_rule, propose_rule
from incidents.models import DeadlineRule, Step, TimeUnit
from units.domain.scope import Scope
from units.models import Jurisdiction

PROPOSED_BY, APPROVED_BY = "canbohuyen", "quantri"
INSTRUMENT = "Quy chế trực ban của Công an huyện (minh họa)"
NOTE = "Luật không quy định thời hạn phân loại; đây là quy định nội bộ của huyện."
# Before the first tip of the demonstration.
YEARS_BACK = 4


def write_rules(districts: Iterable[Jurisdiction], today: datetime.date) -> None:
    """Propose and approve the order of each district, the one before a reform too, as two people did it years ago; the
    sign-ins are there."""
    for district in districts:
        _write_rule(district, today)


def _write_rule(district: Jurisdiction, today: datetime.date) -> None:
    day = datetime.date(today.year - YEARS_BACK, 1, 1)
    at = datetime.datetime.combine(day, datetime.time(8), VIETNAM)
    people = {
        one.username: one for one in User.objects.filter(username__in=[PROPOSED_BY, APPROVED_BY])
    }
    rule = DeadlineRule(
        step=Step.CLASSIFY,
        amount=12,
        unit=TimeUnit.HOURS,
        jurisdiction=district,
        instrument=INSTRUMENT,
        article="Điều 6",
        valid_from=day,
        is_verified=True,
        note=NOTE,
    )
    propose_rule(rule, by=people[PROPOSED_BY], scope=Scope.all())
    DeadlineRule.objects.filter(pk=rule.pk).update(created_at=at)
    decide_rule(rule, is_approved=True, by=people[APPROVED_BY], now=at)
