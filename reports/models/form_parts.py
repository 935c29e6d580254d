"""What a version of a report form is made of: sections, indicators and the rules between them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.forms import FormVersion, code_validator
from units.models.fields import NameField, ProseField
from units.models.scoped import Record

line_validator = RegexValidator(
    r"^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$", _("A line's number is like 2 or 2.1 or II.3.")
)


# Nothing in a published version changes, whoever asks: the admin, an import or a shell.
PARTS_STAY = pgtrigger.Trigger(
    name="published_parts_stay",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("touched", "bigint[]")],
    func="""
        touched := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.form_version_id]
                              WHEN 'DELETE' THEN ARRAY[OLD.form_version_id]
                              ELSE ARRAY[OLD.form_version_id, NEW.form_version_id] END;
        IF EXISTS (SELECT 1 FROM reports_formversion v WHERE v.id = ANY (touched) AND v.state <> 'draft') THEN
            RAISE EXCEPTION 'A published version of a form never changes.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    """,
)


class FormPart(Record):
    """Something inside a version of a form."""

    form_version = models.ForeignKey(
        FormVersion, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("version")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=10)

    class Meta(Record.Meta):
        abstract = True
        triggers = [*Record.Meta.triggers, PARTS_STAY]


@pghistory.track()
class Section(FormPart):
    """A part of a form that is shown and printed under one heading."""

    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    title = NameField(_("title"), max_length=200)
    help = ProseField(_("help"), blank=True)

    class Meta(FormPart.Meta):
        abstract = False
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["form_version", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_version", "code"],
                name="section_once",
                violation_error_message=_("This version already has a section with this code."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorKind(models.TextChoices):
    """What a cell holds."""

    COUNT = "count", _("count")
    AMOUNT = "amount", _("amount (VND)")
    PERCENT = "percent", _("percentage")
    TEXT = "text", _("text")
    TABLE = "table", _("table of rows")


class Aggregation(models.TextChoices):
    """How a cell of a consolidated report comes from the cells below."""

    SUM = "sum", _("sum")
    FORMULA = "formula", _("reckoned anew by its formula")
    GATHER = "gather", _("gathered, with each unit named")
    NONE = "none", _("written anew")


class OverTime(models.TextChoices):
    """How the figures of several periods make one: what happened is added up, what stands is read at the
    beginning or at the end."""

    SUM = "sum", _("added up")
    FIRST = "first", _("the first period's figure")
    LAST = "last", _("the last period's figure")


NUMERIC = (IndicatorKind.COUNT, IndicatorKind.AMOUNT, IndicatorKind.PERCENT)


@pghistory.track()
class Indicator(FormPart):
    """One line of a form. ``code`` names the same indicator in every version, so that its series goes on;
    ``line`` is the number printed before it, which rules and formulas name in brackets: ``[2.1]``."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("section")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    line = models.CharField(_("line"), max_length=20, validators=[line_validator])
    name = NameField(_("name"), max_length=250)
    kind = models.CharField(
        _("kind"), max_length=7, choices=IndicatorKind.choices, default=IndicatorKind.COUNT
    )
    unit = NameField(_("unit"), max_length=40, blank=True)
    help = ProseField(_("help"), blank=True)
    source = models.CharField(
        _("filled from"),
        max_length=60,
        blank=True,
        help_text=_("The query that fills the cell from the records. Empty: keyed by hand."),
    )
    formula = models.CharField(
        _("formula"),
        max_length=300,
        blank=True,
        help_text=_("Such as 100 * [2.6] / [2.5]. A cell with a formula is never keyed."),
    )
    aggregation = models.CharField(
        _("in the consolidated report"),
        max_length=7,
        choices=Aggregation.choices,
        default=Aggregation.SUM,
    )
    over_time = models.CharField(
        _("over several periods"), max_length=5, choices=OverTime.choices, default=OverTime.SUM
    )
    is_required = models.BooleanField(_("required"), default=True)
    allows_negative = models.BooleanField(_("may be below zero"), default=False)
    explain_beyond = models.DecimalField(
        _("explain beyond × last period"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("3: more than three times, or less than a third of, the last period's figure."),
    )
    columns = models.JSONField(
        _("columns"),
        default=list,
        blank=True,
        help_text=_("Of a table: a list of code, label and kind (text, count, amount, date)."),
    )

    class Meta(FormPart.Meta):
        abstract = False
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["form_version", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_version", "code"],
                name="indicator_code_once",
                violation_error_message=_("This version already has an indicator with this code."),
            ),
            models.UniqueConstraint(
                fields=["form_version", "line"],
                name="indicator_line_once",
                violation_error_message=_("This version already has a line with this number."),
            ),
            models.CheckConstraint(
                name="indicator_percent_by_formula",
                condition=~Q(kind=IndicatorKind.PERCENT) | ~Q(formula=""),
                violation_error_message=_(
                    "A percentage needs its formula: rates are reckoned from their parts, never averaged."
                ),
            ),
            models.CheckConstraint(
                name="indicator_formula_or_source",
                condition=Q(formula="") | Q(source=""),
                violation_error_message=_("A cell has a formula or a source, not both."),
            ),
            models.CheckConstraint(
                name="indicator_sum_is_number",
                condition=Q(
                    kind__in=[IndicatorKind.COUNT, IndicatorKind.AMOUNT, IndicatorKind.PERCENT]
                )
                | ~Q(aggregation__in=[Aggregation.SUM, Aggregation.FORMULA]),
                violation_error_message=_(
                    "Texts and tables are gathered or written anew, not added up."
                ),
            ),
            models.CheckConstraint(
                name="indicator_formula_again",
                condition=Q(formula="") | Q(aggregation=Aggregation.FORMULA),
                violation_error_message=_("A formula is reckoned anew in the consolidated report."),
            ),
        ]
        indexes = [models.Index(fields=["code"], name="indicator_by_code")]

    def __str__(self) -> str:
        return f"{self.line} {self.name}"

    @property
    def is_number(self) -> bool:
        """True for counts, amounts and percentages."""
        return self.kind in NUMERIC

    @property
    def is_keyed(self) -> bool:
        """True where somebody types the value: no formula gives it."""
        return not self.formula

    @property
    def depth(self) -> int:
        """How far the line is indented: 0 for 2, 1 for 2.1."""
        return self.line.count(".")


class Severity(models.TextChoices):
    """What a broken rule means."""

    ERROR = "error", _("must be put right")
    EXPLAIN = "explain", _("needs an explanation")


@pghistory.track()
class FormRule(FormPart):
    """A rule between lines, such as ``[2] = [2.1] + [2.2]`` (printed “KT: 2 = 2.1 + 2.2”),
    ``[3.1] = last([3.4])`` or ``[2.5] <= [2.4]``. ``last`` gives the same line of the period before."""

    expression = models.CharField(_("rule"), max_length=300)
    message = NameField(
        _("what to say"),
        max_length=250,
        blank=True,
        help_text=_("Empty: the rule itself is shown."),
    )
    severity = models.CharField(
        _("severity"), max_length=7, choices=Severity.choices, default=Severity.ERROR
    )

    class Meta(FormPart.Meta):
        abstract = False
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["form_version", "order", "id"]

    def __str__(self) -> str:
        return self.expression
