"""What the preliminary check of a tip found: drafted by one, read by another, signed by the chief."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from incidents.models.states import Move
from incidents.models.tips import CrimeTip, TipPartQuerySet
from units.models.fields import ProseField
from units.models.scoped import Record


class VerificationState(models.TextChoices):
    """Where the report stands."""

    DRAFT = "draft", _("drafted")
    READ = "read", _("read")
    SIGNED = "signed", _("signed")


class Finding(models.TextChoices):
    """What the check says about the tip."""

    SIGNS = "signs", _("there are signs of a crime")
    NO_SIGNS = "no_signs", _("there are no signs of a crime")
    UNCLEAR = "unclear", _("not clear yet")


READ_VERIFICATION = "incidents.read_verification"
SIGN_VERIFICATION = "incidents.sign_verification"
# In this order the moves are offered.
VERIFICATION_MOVES = ("read", "sign", "send_back")


def _person(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class VerificationWorkflow(models.Model):
    """The state of the report and the moves that lead from each state to the next."""

    state = FSMField(
        _("state"),
        max_length=8,
        choices=VerificationState.choices,
        default=VerificationState.DRAFT,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=VerificationState.DRAFT,
        target=VerificationState.READ,
        permission=READ_VERIFICATION,
        custom={
            "move": Move(
                _("I have read it"),
                "check2",
                _("The chief can sign it now; the text is not changed any more."),
                is_main=True,
            )
        },
    )
    def read(self) -> None:
        """Somebody other than its author stands by the text."""

    @transition(
        field=state,
        source=VerificationState.READ,
        target=VerificationState.SIGNED,
        permission=SIGN_VERIFICATION,
        custom={
            "move": Move(
                _("Sign"),
                "pen",
                _("The signed report is never changed; the tip can be handed over with it."),
                is_main=True,
            )
        },
    )
    def sign(self) -> None:
        """The chief answers for the report."""

    @transition(
        field=state,
        source=[VerificationState.DRAFT, VerificationState.READ],
        target=VerificationState.DRAFT,
        permission=READ_VERIFICATION,
        custom={
            "move": Move(
                _("Send back"),
                "arrow-return-left",
                _("Its author corrects it."),
                _("What has to be corrected"),
            )
        },
    )
    def send_back(self) -> None:
        """The text is not good enough yet."""


@pghistory.track()
class TipVerification(VerificationWorkflow, Record):
    """A verification report. A tip has one that is not signed at most; a signed one stays as it is, and what is
    found out later stands in another."""

    tip = models.ForeignKey(
        CrimeTip,
        on_delete=models.CASCADE,
        related_name="verifications",
        verbose_name=_("crime tip"),
    )
    checked = ProseField(_("what was checked"), max_length=8000)
    found = ProseField(_("what was found"), max_length=8000)
    finding = models.CharField(_("conclusion"), max_length=8, choices=Finding.choices)
    proposal = ProseField(_("proposal"), max_length=4000)
    sent_back_because = ProseField(_("what has to be corrected"), blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    read_by = _person(_("read by"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True, editable=False)
    signed_by = _person(_("signed by"))
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True, editable=False)
    signer_read_it = models.BooleanField(
        _("read by who signed it, as no deputy could"), default=False, editable=False
    )

    objects = TipPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("verification report")
        verbose_name_plural = _("verification reports")
        ordering = ["-created_at", "-id"]
        default_permissions = ("view",)
        permissions = [
            ("draft_verification", _("Can draft verification reports of tips")),
            ("read_verification", _("Can read verification reports for the chief")),
            ("sign_verification", _("Can sign verification reports")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tip"],
                condition=~Q(state=VerificationState.SIGNED),
                name="tipverification_one_unsigned",
                violation_error_message=_("A report of this tip waits to be signed already."),
            ),
            models.CheckConstraint(
                name="tipverification_read_by_another",
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("drafted_by")),
                violation_error_message=_("Somebody other than its author reads the report."),
            ),
            models.CheckConstraint(
                name="tipverification_steps_whole",
                condition=Q(state=VerificationState.DRAFT)
                | Q(state=VerificationState.READ, read_by__isnull=False, read_at__isnull=False)
                | Q(
                    state=VerificationState.SIGNED,
                    read_by__isnull=False,
                    read_at__isnull=False,
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                ),
                violation_error_message=_("A report is read, then signed."),
            ),
            models.CheckConstraint(
                name="tipverification_signer_said",
                condition=~Q(state=VerificationState.SIGNED)
                | Q(signer_read_it=True, read_by=F("signed_by"))
                | (Q(signer_read_it=False) & ~Q(read_by=F("signed_by"))),
                violation_error_message=_(
                    "A report says whether whoever signs it has read it too."
                ),
            ),
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Protect(
                name="signed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=VerificationState.SIGNED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.tip.number}"
