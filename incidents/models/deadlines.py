"""Deadlines that the law sets for crime tips: rows with instrument, article and validity, never constants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from units.models import Commune, Jurisdiction
from units.models.fields import NameField, ProseField
from units.models.scoped import Record

if TYPE_CHECKING:
    from units.domain.scope import Scope


class TipKind(models.TextChoices):
    """The three kinds of sources of information on crime. Source: BLTTHS 2015, art. 144."""

    DENUNCIATION = "denunciation", _("denunciation by an individual")
    REPORT = "report", _("report of crime")
    PETITION = "petition", _("petition to prosecute by an agency")


class Urgency(models.TextChoices):
    """Which clock a tip runs by. Source: TT 28/2020/TT-BCA, art. 7, as amended by TT 129/2021/TT-BCA."""

    URGENT = "urgent", _("serious or urgent")
    ORDINARY = "ordinary", _("ordinary")


class Step(models.TextChoices):
    """What has to be done by a deadline."""

    CLASSIFY = "classify", _("classify")
    HAND_OVER = "hand_over", _("hand over to the investigating body")
    PROPOSE = "propose", _("propose to handle it in the commune")
    RECEIPT_NOTICE = "receipt_notice", _("notify of receipt")
    ASSIGNMENT = "assignment", _("assign who handles it")
    DECISION = "decision", _("decide")
    EXTENSION = "extension", _("decide a complex case")
    ASK_EXTENSION = "ask_extension", _("ask the procuracy for an extension")
    SECOND_EXTENSION = "second_extension", _("decide after the procuracy's extension")
    CLOSING_REPORT = "closing_report", _("report before the end")
    RESUMED = "resumed", _("decide after resumption")
    RESULT_NOTICE = "result_notice", _("notify of the result")


# What goes on without a deadline where no rule holds; for every other step one has to.
WITHOUT_RULE = (Step.CLASSIFY, Step.ASK_EXTENSION)
# Those that a decision with number and day has extended.
EXTENDED = (Step.EXTENSION, Step.SECOND_EXTENSION)
# The deadlines of the decision itself; a tip runs by one of them at a time.
DECIDING = (Step.DECISION, *EXTENDED, Step.RESUMED)


class TimeUnit(models.TextChoices):
    """What an amount of time is counted in."""

    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WORKING_DAYS = "working_days", _("working days")
    MONTHS = "months", _("months")


# What is due before the end of a deadline that runs, instead of after its beginning.
COUNTED_BACK = (Step.ASK_EXTENSION, Step.CLOSING_REPORT)

# Longer than these is a slip of the pen.
MOST_HOURS, MOST_DAYS, MOST_MONTHS = 720, 365, 24
TOO_SHORT = _("A deadline is at least one unit long.")
TOO_LONG = _("A deadline is at most 720 hours, 365 days or 24 months long.")


class RuleState(models.TextChoices):
    """A rule holds only once somebody else has approved it."""

    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("not approved")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DeadlineRuleQuerySet(models.QuerySet["DeadlineRule"]):
    """Rules by what they hold for."""

    def approved(self) -> DeadlineRuleQuerySet:
        """Keep the rules that hold."""
        return self.filter(state=RuleState.APPROVED)

    def visible_to(self, scope: Scope) -> DeadlineRuleQuerySet:
        """Keep the rules by which tips in ``scope`` run, and those that its own jurisdictions propose."""
        if scope.jurisdictions is None:
            return self.all()
        below = Commune.objects.visible_to(scope).filter(
            jurisdiction__path__startswith=OuterRef("jurisdiction__path")
        )
        return self.filter(
            Q(jurisdiction__isnull=True)
            | Q(jurisdiction__in=sorted(scope.jurisdictions))
            | Exists(below)
        )


@pghistory.track()
class DeadlineRule(Record):
    """One deadline of one instrument. Empty ``kind``, ``urgency`` or ``is_remote`` holds for all, empty
    ``jurisdiction`` everywhere; with one, it holds there and below.

    ``amount`` is in ``unit``. With ``counts_back`` it lies before the end of the deadline it belongs to,
    instead of after its beginning.
    """

    step = models.CharField(_("what has to be done"), max_length=16, choices=Step.choices)
    kind = models.CharField(
        _("kind of tip"),
        max_length=12,
        choices=TipKind.choices,
        blank=True,
        help_text=_("Empty: all."),
    )
    urgency = models.CharField(
        _("urgency"), max_length=8, choices=Urgency.choices, blank=True, help_text=_("Empty: all.")
    )
    is_remote = models.BooleanField(
        _("remote commune"), null=True, blank=True, help_text=_("Unknown: holds for all communes.")
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jurisdiction"),
        help_text=_("Empty: everywhere."),
    )
    amount = models.PositiveSmallIntegerField(
        _("amount"),
        validators=[MinValueValidator(1)],
        error_messages={"min_value": TOO_SHORT, "max_value": TOO_LONG},
    )
    unit = models.CharField(_("unit"), max_length=12, choices=TimeUnit.choices)
    counts_back = models.BooleanField(_("before the end of the deadline"), default=False)
    rolls_forward = models.BooleanField(
        _("goes on to a working day"),
        default=False,
        help_text=_("A last day on which offices are closed moves to the next working day."),
    )
    instrument = NameField(_("instrument"), max_length=80)
    article = NameField(_("article"), max_length=80)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = ProseField(_("note"), blank=True)
    is_verified = models.BooleanField(_("checked with the text of the law"), default=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=RuleState.choices,
        default=RuleState.PROPOSED,
        editable=False,
    )
    is_delivered = models.BooleanField(_("came with the program"), default=False, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    ended_because = ProseField(
        _("why it was not approved, withdrawn, or ended"),
        max_length=1000,
        blank=True,
        editable=False,
    )
    ends_on = models.DateField(_("proposed last day"), null=True, blank=True, editable=False)
    end_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("end proposed by"),
    )

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("deadline rule of crime tips")
        verbose_name_plural = _("deadline rules of crime tips")
        ordering = ["step", "urgency", "is_remote", "-valid_from", "id"]
        permissions = [
            ("propose_deadlinerule", _("Can propose deadlines of crime tips")),
            ("approve_deadlinerule", _("Can approve deadlines that somebody else proposed")),
        ]
        constraints = [
            models.CheckConstraint(
                name="deadlinerule_approved_by_another",
                condition=~Q(state=RuleState.APPROVED)
                | Q(is_delivered=True)
                | (
                    Q(proposed_by__isnull=False, approved_by__isnull=False)
                    & ~Q(approved_by=F("proposed_by"))
                ),
                violation_error_message=_("A rule is approved by another person than proposed it."),
            ),
            models.CheckConstraint(
                name="deadlinerule_counts_back",
                condition=Q(counts_back=False)
                | Q(step__in=COUNTED_BACK, unit__in=[TimeUnit.HOURS, TimeUnit.DAYS]),
                violation_error_message=_(
                    "Only the report before the end and the asking of the procuracy are counted back, in hours or days."
                ),
            ),
            models.CheckConstraint(
                name="deadlinerule_has_amount",
                condition=Q(amount__gte=1),
                violation_error_message=TOO_SHORT,
            ),
            models.CheckConstraint(
                name="deadlinerule_counted_back",
                condition=~Q(state__in=[RuleState.PROPOSED, RuleState.APPROVED])
                | ~Q(step__in=COUNTED_BACK)
                | Q(counts_back=True),
                violation_error_message=_(
                    "The report before the end and the asking of the procuracy are counted back: tick “before the end of the deadline”."
                ),
            ),
            models.CheckConstraint(
                name="deadlinerule_not_too_long",
                condition=~Q(state__in=[RuleState.PROPOSED, RuleState.APPROVED])
                | Q(unit=TimeUnit.HOURS, amount__lte=MOST_HOURS)
                | Q(unit__in=[TimeUnit.DAYS, TimeUnit.WORKING_DAYS], amount__lte=MOST_DAYS)
                | Q(unit=TimeUnit.MONTHS, amount__lte=MOST_MONTHS),
                violation_error_message=TOO_LONG,
            ),
            models.CheckConstraint(
                name="deadlinerule_end_whole",
                condition=Q(ends_on__isnull=True, end_proposed_by__isnull=True)
                | Q(ends_on__isnull=False, end_proposed_by__isnull=False, state=RuleState.APPROVED),
                violation_error_message=_("An end has its day and who proposed it."),
            ),
            models.CheckConstraint(
                name="deadlinerule_validity_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.amount} {self.get_unit_display()} ({self.basis})"

    @property
    def basis(self) -> str:
        """Article and instrument, as a page quotes them."""
        return f"{self.article}, {self.instrument}"
