"""Publishing a version of a form: everything checked first, nothing changed afterwards; and copying it anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.expressions import Expression, ExpressionError, parse
from reports.domain.opening import forget_look
from reports.domain.parts import FormParts, parts_of
from reports.domain.rules import in_order_of_need
from reports.domain.sources import SOURCES
from reports.models import (
    FormRule,
    FormVersion,
    Indicator,
    IndicatorKind,
    Section,
    VersionState,
)

Part = TypeVar("Part", Section, Indicator, FormRule)
CHANGE = "reports.change_formversion"
COLUMN_KINDS = ("text", "count", "amount", "date")


def check_version(version: FormVersion) -> list[str]:
    """Return everything that stands against publishing, each in a sentence that names the line."""
    parts = parts_of(version)
    return [
        *_sections(parts),
        *(problem for one in parts.indicators for problem in _indicator(one, parts)),
        *_circles(parts),
        *(problem for rule in parts.rules for problem in _rule(rule, parts)),
    ]


def _sections(parts: FormParts) -> Iterator[str]:
    if not parts.sections:
        yield _("The form has no section yet.")
    for section in parts.sections:
        if not parts.of_section(section.pk):
            yield _("Section “%s” has no line.") % section.title
    for one in parts.indicators:
        if one.section_id not in {section.pk for section in parts.sections}:
            yield _("Line %s belongs to a section of another version.") % one.line


def _indicator(one: Indicator, parts: FormParts) -> Iterator[str]:
    if one.formula:
        yield from _formula(one, parts)
    if one.source:
        source = SOURCES.get(one.source)
        if source is None:
            yield _("Line %(line)s: there is no source “%(source)s”.") % {
                "line": one.line,
                "source": one.source,
            }
        elif source.kind != one.kind:
            yield _("Line %(line)s: the source gives %(gives)s, the line holds %(holds)s.") % {
                "line": one.line,
                "gives": IndicatorKind(source.kind).label,
                "holds": one.get_kind_display(),
            }
    if one.kind == IndicatorKind.TABLE:
        yield from (f"{one.line}: {problem}" for problem in column_problems(one.columns))


def column_problems(columns: object) -> Iterator[str]:
    """Yield what is wrong with a table's columns."""
    if not isinstance(columns, list) or not columns:
        yield _("A table needs its columns: a list of code, label and kind.")
        return
    codes = [column.get("code") for column in columns if isinstance(column, dict)]
    for number, column in enumerate(columns, start=1):
        whole = isinstance(column, dict) and column.get("code") and column.get("label")
        if not whole or column.get("kind") not in COLUMN_KINDS:
            yield _("Column %(number)s needs code, label and one of the kinds %(kinds)s.") % {
                "number": number,
                "kinds": ", ".join(COLUMN_KINDS),
            }
    if len(set(codes)) != len(codes):
        yield _("Two columns have the same code.")


def _formula(one: Indicator, parts: FormParts) -> Iterator[str]:
    try:
        expression = parse(one.formula, parts.by_line)
    except ExpressionError as error:
        yield _("Line %(line)s, formula: %(problem)s") % {
            "line": one.line,
            "problem": error.message,
        }
        return
    if expression.is_comparison:
        yield _("Line %s: a formula reckons a figure; a comparison is a rule.") % one.line
    yield from _numbers_only(expression, parts, _("line %s") % one.line)


def _numbers_only(expression: Expression, parts: FormParts, where: str) -> Iterator[str]:
    for line in sorted(expression.lines | expression.earlier_lines):
        named = parts.by_line.get(line)
        if named is not None and not named.is_number:
            yield _("%(where)s: line %(line)s holds no number.") % {
                "where": where[:1].upper() + where[1:],
                "line": line,
            }


def _circles(parts: FormParts) -> Iterator[str]:
    ordered = {one.pk for one in in_order_of_need(parts.indicators)}
    caught = [one.line for one in parts.indicators if one.formula and one.pk not in ordered]
    if caught:
        yield _("These lines need each other in a circle: %s.") % ", ".join(caught)


def _rule(rule: FormRule, parts: FormParts) -> Iterator[str]:
    try:
        expression = parse(rule.expression, parts.by_line)
    except ExpressionError as error:
        yield _("Rule “%(rule)s”: %(problem)s") % {
            "rule": rule.expression,
            "problem": error.message,
        }
        return
    if not expression.is_comparison:
        yield _("Rule “%s” compares nothing; write =, <= or another comparison.") % rule.expression
    if not expression.lines:
        yield _("Rule “%s” names no line.") % rule.expression
    yield from _numbers_only(expression, parts, _("rule “%s”") % rule.expression)


@transaction.atomic
def publish(version: FormVersion, *, by: User) -> FormVersion:
    """Put a version into use; earlier ones stay for the periods that began with them.

    Raises ``PermissionDenied``; ``ValidationError`` with everything that stands against it.
    """
    if not by.has_perm(CHANGE):
        raise PermissionDenied
    current = FormVersion.objects.select_for_update().get(pk=version.pk)
    if not current.is_draft:
        raise ValidationError(_("This version is published already."))
    problems = check_version(current)
    if problems:
        raise ValidationError(problems)
    current.state = VersionState.PUBLISHED
    current.published_at = timezone.now()
    current.published_by_name = by.get_full_name()
    current.save()
    forget_look()
    return current


@transaction.atomic
def copy_version(version: FormVersion, *, by: User) -> FormVersion:
    """Begin a new version with the same sections, lines and rules; one draft of a form at a time."""
    if not by.has_perm(CHANGE):
        raise PermissionDenied
    form = version.form
    if form.versions.filter(state=VersionState.DRAFT).exists():
        raise ValidationError(_("The form has a version that is being written; publish it first."))
    number = (form.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    new = FormVersion.objects.create(form=form, number=number)
    parts = parts_of(version)
    sections = {one.pk: _anew(one, new) for one in parts.sections}
    Section.objects.bulk_create(sections.values())
    indicators = [_anew(one, new) for one in parts.indicators]
    for old, copy in zip(parts.indicators, indicators, strict=True):
        copy.section = sections[old.section_id]
    Indicator.objects.bulk_create(indicators)
    FormRule.objects.bulk_create(_anew(one, new) for one in parts.rules)
    return new


def _anew(part: Part, version: FormVersion) -> Part:
    """Return an unsaved copy of a part for another version."""
    fields = {
        field.attname: getattr(part, field.attname)
        for field in part._meta.concrete_fields
        if not field.primary_key and field.name not in ("form_version", "version")
    }
    return type(part)(form_version=version, **fields)
