"""Writes the standard forms for a jurisdiction, or for everybody, and publishes them; a second time changes nothing."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import (
    FormRule,
    FormVersion,
    Indicator,
    ReportForm,
    Section,
    VersionState,
)
from reports.standard.calendars import write_calendars
from reports.standard.force_quarter import FORCE_QUARTER
from reports.standard.security_month import SECURITY_MONTH
from reports.standard.shapes import StandardForm
from reports.standard.urgent import URGENT
from units.models import Jurisdiction

FORMS = (SECURITY_MONTH, FORCE_QUARTER, URGENT)


@transaction.atomic
def write_standard_forms(
    jurisdiction: Jurisdiction | None, *, opens_from: datetime.date | None
) -> list[ReportForm]:
    """Add the standard forms that are missing and publish them; return those that were added.

    Their periods open from ``opens_from``; ``None`` leaves that to the administrator.
    """
    calendars = write_calendars()
    made = []
    for fact in FORMS:
        code = fact.code if jurisdiction is None else f"{fact.code}_{jurisdiction.pk}"
        if ReportForm.objects.filter(code=code).exists():
            continue
        form = ReportForm.objects.create(
            code=code,
            name=fact.name,
            calendar=calendars[fact.calendar] if fact.calendar else None,
            office=fact.office,
            jurisdiction=jurisdiction,
            opens_from=opens_from if fact.calendar else None,
            instrument=fact.instrument,
            order=fact.order,
        )
        _write_version(form, fact)
        made.append(form)
    return made


def is_as_written(version: FormVersion, fact: StandardForm) -> bool:
    """Tell whether a version has just the sections, lines and rules that the standard form has today."""
    wanted = [
        (part.code, line.line, line.code, line.name, line.more)
        for part in fact.parts
        for line in part.lines
    ]
    lines = version.indicators.select_related("section").order_by("section__order", "order")
    if len(wanted) != len(lines):
        return False
    same_lines = all(
        (code, *facts) == (one.section.code, one.line, one.code, one.name)
        and all(getattr(one, name) == value for name, value in more.items())
        for (code, *facts, more), one in zip(wanted, lines, strict=True)
    )
    rules = version.formrules.order_by("order").values_list("expression", "severity")
    return same_lines and list(rules) == [(one.expression, one.severity) for one in fact.rules]


def _write_version(form: ReportForm, fact: StandardForm) -> None:
    version = FormVersion.objects.create(form=form, number=1)
    sections = Section.objects.bulk_create(
        Section(
            form_version=version,
            order=number * 10,
            code=part.code,
            title=part.title,
            help=part.help,
        )
        for number, part in enumerate(fact.parts, start=1)
    )
    Indicator.objects.bulk_create(
        Indicator(
            form_version=version,
            section=section,
            order=number * 10,
            line=line.line,
            code=line.code,
            name=line.name,
            **line.more,
        )
        for section, part in zip(sections, fact.parts, strict=True)
        for number, line in enumerate(part.lines, start=1)
    )
    FormRule.objects.bulk_create(
        FormRule(
            form_version=version,
            order=number * 10,
            expression=rule.expression,
            severity=rule.severity,
        )
        for number, rule in enumerate(fact.rules, start=1)
    )
    FormVersion.objects.filter(pk=version.pk).update(
        state=VersionState.PUBLISHED,
        published_at=timezone.now(),
        published_by_name=_("Standard forms"),
    )
