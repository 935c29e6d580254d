"""Who may hold a position: compares an officer with the dated rules and warns; it never forbids."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from units.models import (
    Assignment,
    Commune,
    DatePrecision,
    Education,
    EligibilityRule,
    Officer,
    Position,
)

LEVELS = [level.value for level in Education]


@dataclass(frozen=True, slots=True)
class EligibilityWarning:
    """One thing that a rule asks and the record does not show."""

    text: str
    instrument: str
    article: str
    is_verified: bool

    def __str__(self) -> str:
        source = ", ".join(part for part in (self.article, self.instrument) if part)
        unchecked = "" if self.is_verified else "; " + _("to be checked with the original text")
        return f"{self.text} ({source}{unchecked})"


def rules_on(day: datetime.date, position: Position) -> list[EligibilityRule]:
    """Return the rules for ``position`` that hold on ``day``."""
    return list(
        EligibilityRule.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            position=position,
        )
    )


def ages_on(day: datetime.date, officer: Officer) -> tuple[int, int] | None:
    """Return the youngest and oldest age the officer may have on ``day``; ``None`` without a birth date.

    Of a birth date known to the year or month both ends are taken, so that nobody is warned about
    for what is merely not known.
    """
    born = officer.birth_date
    if born is None:
        return None
    if officer.birth_precision == DatePrecision.YEAR:
        last = born.replace(month=12, day=31)
    elif officer.birth_precision == DatePrecision.MONTH:
        last = (born.replace(day=1) + datetime.timedelta(days=31)).replace(
            day=1
        ) - datetime.timedelta(days=1)
    else:
        last = born
    return _full_years(last, day), _full_years(born, day)


def _full_years(since: datetime.date, day: datetime.date) -> int:
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def eligibility_warnings(
    officer: Officer, position: Position, commune: Commune, day: datetime.date
) -> list[EligibilityWarning]:
    """Return what the rules in force on ``day`` ask and the officer's record does not show; one query."""
    found: list[EligibilityWarning] = []
    for rule in rules_on(day, position):
        for text in _shortcomings(rule, officer, commune, day):
            found.append(EligibilityWarning(text, rule.instrument, rule.article, rule.is_verified))
    return found


def warnings_about(assignment: Assignment) -> list[EligibilityWarning]:
    """Return the warnings about a post, by the rules in force on its first day."""
    return eligibility_warnings(
        assignment.officer, assignment.position, assignment.commune, assignment.valid_from
    )


def _shortcomings(
    rule: EligibilityRule, officer: Officer, commune: Commune, day: datetime.date
) -> list[str]:
    return [
        *_age(rule, officer, day),
        *_education(rule, officer, commune),
        *([_("not recorded as a Party member")] if _no_party(rule, officer, day) else []),
        *_residence(rule, officer, commune),
    ]


def _age(rule: EligibilityRule, officer: Officer, day: datetime.date) -> list[str]:
    if rule.min_age is None and rule.max_age is None:
        return []
    ages = ages_on(day, officer)
    if ages is None:
        return [_("the date of birth is not recorded")]
    youngest, oldest = ages
    found = []
    if rule.min_age is not None and oldest < rule.min_age:
        found.append(_("younger than %(age)d") % {"age": rule.min_age})
    if rule.max_age is not None and youngest > rule.max_age:
        found.append(_("older than %(age)d") % {"age": rule.max_age})
    return found


def _education(rule: EligibilityRule, officer: Officer, commune: Commune) -> list[str]:
    asked = (commune.is_remote and rule.min_education_remote) or rule.min_education
    if not asked:
        return []
    if not officer.education:
        return [_("the schooling is not recorded")]
    if LEVELS.index(officer.education) < LEVELS.index(asked):
        return [_("schooling below “%(level)s”") % {"level": Education(asked).label}]
    return []


def _no_party(rule: EligibilityRule, officer: Officer, day: datetime.date) -> bool:
    joined = officer.party_joined_on
    return rule.party_required and (
        not officer.is_party_member or (joined is not None and joined > day)
    )


def _residence(rule: EligibilityRule, officer: Officer, commune: Commune) -> list[str]:
    if not rule.residence_required:
        return []
    if not officer.address:
        return [_("the home address is not recorded")]
    if commune.name.casefold() not in officer.address.casefold():
        return [_("the home address does not name %(commune)s") % {"commune": commune.full_name}]
    return []
