"""Crime tips and denunciations: what was received, by which clock it runs, and how it ended."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.categories import IncidentCategory
from incidents.models.deadlines import DeadlineRule, Step, TipKind, Urgency
from incidents.models.tip_states import OPEN_TIPS, WITH_COMMUNE, TipState, TipWorkflow
from units.models import Commune
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record


class TipChannel(models.TextChoices):
    """How a tip arrived. Source: TT 28/2020/TT-BCA, art. 6; VNeID stands apart, for it gives a code."""

    SPOKEN = "spoken", _("spoken in person")
    WRITTEN = "written", _("in writing, in person")
    TELEPHONE = "telephone", _("by telephone")
    POST = "post", _("by post")
    ELECTRONIC = "electronic", _("by electronic means")
    VNEID = "vneid", _("VNeID")


class TipAnswer(models.TextChoices):
    """What the head of the provincial body answers to the commune's proposal. Source: HD 11/HD-BCA-V03 of 27/2/2025."""

    AGREED = "agreed", _("agreed to the proposal")
    OTHER = "other", _("gave another direction")


class CrimeTipQuerySet(CommuneOwnedQuerySet):
    """Tips by what is still to be done."""

    def open(self) -> CrimeTipQuerySet:
        """Keep those that are not closed."""
        return self.filter(state__in=OPEN_TIPS)

    def with_due_order(self) -> CrimeTipQuerySet:
        """Give each tip ``due_rank`` and ``due_order``, by which what expires first comes first, with a class or without:
        0, what waits with the commune though no rule sets its clock, by its receipt, for nobody knows its time; 1, by
        the next deadline; 2, what no clock runs on."""
        unknown = Q(state__in=WITH_COMMUNE, next_due_at__isnull=True)
        return self.annotate(
            due_rank=models.Case(
                models.When(unknown, then=0),
                models.When(next_due_at__isnull=False, then=1),
                default=2,
                output_field=models.IntegerField(),
            ),
            due_order=models.Case(
                models.When(unknown, then=models.F("received_at")), default=models.F("next_due_at")
            ),
        )

    def expiring_first(self) -> CrimeTipQuerySet:
        """Order by the deadline that comes next, as the list does (``with_due_order``)."""
        return self.with_due_order().order_by("due_rank", "due_order", "-received_at", "-pk")


@pghistory.track(exclude=["submission_key"])
class CrimeTip(TipWorkflow, Record):
    """One tip. Who gave it is kept apart and sealed (``TipInformant``); the content names no informant.

    ``next_due_at`` repeats the earliest deadline that still runs, so that lists are ordered by an index.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="tips", verbose_name=_("commune")
    )
    number = models.CharField(_("number in the register"), max_length=40)
    received_at = models.DateTimeField(_("received at"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("received by"),
    )
    received_by_name = NameField(_("name of who received it"), max_length=160)
    kind = models.CharField(_("kind of tip"), max_length=12, choices=TipKind.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=TipChannel.choices)
    channel_code = NameField(_("code given by the channel"), max_length=60, blank=True)
    content = ProseField(_("content"), max_length=8000)
    event_time = NameField(_("time of the event"), max_length=200, blank=True)
    event_place = NameField(_("place of the event"), max_length=200, blank=True)
    others = ProseField(_("others concerned"), max_length=2000, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    anonymous_reason = NameField(_("why the informant is not named"), max_length=300, blank=True)
    category = models.ForeignKey(
        IncidentCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tips",
        verbose_name=_("kind of crime"),
    )
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices, blank=True)
    is_remote = models.BooleanField(_("remote commune"), default=False)
    classified_because = ProseField(_("reason of the classification"), blank=True)
    moved_note = ProseField(_("what the last step said"), blank=True)
    handed_with = ProseField(_("to whom and with what it was handed over"), blank=True)
    answer = models.CharField(
        _("answer to the proposal"), max_length=8, choices=TipAnswer.choices, blank=True
    )
    answered_on = models.DateField(_("day of the answer"), null=True, blank=True)
    answered_by = NameField(_("who answered"), max_length=160, blank=True)
    answer_note = ProseField(_("what the answer says"), max_length=2000, blank=True)
    result = ProseField(_("result"), blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    informant_notified = ProseField(_("notice to the informant, or why not"), blank=True)
    corrected_at = models.DateTimeField(
        _("receipt corrected at"), null=True, blank=True, editable=False
    )
    corrected_because = ProseField(_("why the receipt was corrected"), blank=True)
    next_due_at = models.DateTimeField(_("next deadline"), null=True, blank=True, editable=False)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = CrimeTipQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("crime tip")
        verbose_name_plural = _("crime tips")
        ordering = ["-received_at", "-id"]
        permissions = [
            ("receive_tip", _("Can receive crime tips")),
            ("handle_tip", _("Can classify crime tips and hand them over")),
            ("decide_tip", _("Can accept or return tips, record results and close them")),
            ("view_informant", _("Can see who gave a tip; each look is recorded")),
            ("export_tips", _("Can export crime tips, without their informants")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "number"],
                name="crimetip_number_once",
                violation_error_message=_("The register has this number already."),
            ),
            models.CheckConstraint(
                name="crimetip_state_known",
                condition=Q(state__in=TipState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="crimetip_anonymous_because",
                condition=Q(is_anonymous=False) | ~Q(anonymous_reason=""),
                violation_error_message=_("Say why the informant is not named."),
            ),
            models.CheckConstraint(
                name="crimetip_class_known",
                condition=Q(state=TipState.RECEIVED) | ~Q(urgency=""),
                violation_error_message=_("Classify the tip first."),
            ),
            models.CheckConstraint(
                name="crimetip_answer_whole",
                condition=Q(answer="", answered_on__isnull=True, answered_by="", answer_note="")
                | (
                    Q(answer__in=TipAnswer.values, answered_on__isnull=False)
                    & ~Q(answered_by="")
                    & (Q(answer=TipAnswer.AGREED) | ~Q(answer_note=""))
                ),
                violation_error_message=_(
                    "An answer has its day and who gave it; another direction also what it says."
                ),
            ),
            models.CheckConstraint(
                name="crimetip_closed_whole",
                condition=~Q(state=TipState.CLOSED)
                | (~Q(result="") & Q(resolved_at__isnull=False) & ~Q(informant_notified="")),
                violation_error_message=_(
                    "A tip is closed with its result and the notice to the informant, or why not."
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["commune", "next_due_at"],
                condition=Q(state__in=OPEN_TIPS),
                name="crimetip_expiring",
            ),
            models.Index(fields=["commune", "-received_at"], name="crimetip_latest"),
            models.Index(
                fields=["commune", "resolved_at"],
                condition=Q(resolved_at__isnull=False),
                name="crimetip_resolved",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TipPartQuerySet(CommuneOwnedQuerySet):
    """Rows that belong to a tip."""

    commune_path = "tip__commune"


@pghistory.track()
class TipDeadline(Record):
    """One deadline of one tip, by the rule that held when it began; a rule that changes later leaves it alone.

    ``set_at`` where it was set later than it began: by a class that the tip got then. Figures of before do not count it.
    ``ended_late`` where its time was past when the tip was suspended or returned: such a tip stays late.
    ``recounted_because`` names the day of the calendar for which its end was last counted anew.
    """

    tip = models.ForeignKey(
        CrimeTip, on_delete=models.CASCADE, related_name="deadlines", verbose_name=_("crime tip")
    )
    step = models.CharField(_("what has to be done"), max_length=16, choices=Step.choices)
    rule = models.ForeignKey(
        DeadlineRule, on_delete=models.PROTECT, related_name="deadlines", verbose_name=_("rule")
    )
    began_at = models.DateTimeField(_("began at"))
    due_at = models.DateTimeField(_("due at"))
    set_at = models.DateTimeField(
        _("counts since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty: since it began."),
    )
    met_at = models.DateTimeField(_("done at"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    ended_late = models.BooleanField(
        _("was overdue when its clock was stopped"), default=False, editable=False
    )
    recounted_because = NameField(
        _("why the calendar moved its end"), max_length=300, blank=True, editable=False
    )
    decision_number = NameField(_("number of the decision"), max_length=60, blank=True)
    decision_on = models.DateField(_("day of the decision"), null=True, blank=True)

    objects = TipPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("deadline of a tip")
        verbose_name_plural = _("deadlines of tips")
        ordering = ["due_at", "id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "step"],
                condition=Q(met_at__isnull=True, replaced_at__isnull=True),
                name="tipdeadline_runs_once",
                violation_error_message=_("This deadline runs already."),
            ),
            models.CheckConstraint(
                name="tipdeadline_decision_whole",
                condition=Q(decision_number="", decision_on__isnull=True)
                | (~Q(decision_number="") & Q(decision_on__isnull=False)),
                violation_error_message=_("A decision has its number and its day."),
            ),
            models.CheckConstraint(
                name="tipdeadline_late_ended",
                condition=Q(ended_late=False)
                | Q(replaced_at__isnull=False, replaced_at__gte=models.F("due_at")),
                violation_error_message=_("Only what was stopped after its time was overdue then."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.due_at:%d/%m/%Y %H:%M}"
