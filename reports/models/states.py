"""The states of a report and the moves between them: the one place where both are declared.

Carrying a move out (permission, lock, dates, snapshot) is ``reports.domain.workflow``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

Text = str | Promise


class ReportState(models.TextChoices):
    """Where a report stands between its writer and its reader."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    UNDER_REVIEW = "under_review", _("under review")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    LOCKED = "locked", _("locked")


# Whoever files may write only in these; a trigger on the values holds it.
WRITABLE = (ReportState.DRAFT, ReportState.RETURNED)
FILED = (
    ReportState.SUBMITTED,
    ReportState.UNDER_REVIEW,
    ReportState.APPROVED,
    ReportState.LOCKED,
)
WITH_READER = (ReportState.SUBMITTED, ReportState.UNDER_REVIEW)
ACCEPTED = (ReportState.APPROVED, ReportState.LOCKED)


@dataclass(frozen=True, slots=True)
class ReportMove:
    """How a move between states is offered: the button, the question, the message it asks for."""

    label: Text
    icon: str
    effect: Text
    message_label: Text = ""
    is_main: bool = False

    @property
    def needs_message(self) -> bool:
        """Tell whether the move must say why."""
        return bool(self.message_label)


class ReportWorkflow(models.Model):
    """The state of a report and the moves that lead from each state to the next."""

    state = FSMField(
        _("state"),
        max_length=12,
        choices=ReportState.choices,
        default=ReportState.DRAFT,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=[ReportState.DRAFT, ReportState.RETURNED],
        target=ReportState.SUBMITTED,
        permission="reports.file_report",
        custom={
            "move": ReportMove(
                _("Submit"),
                "send",
                _(
                    "The report goes to the district as it stands now and cannot be changed until it comes back."
                ),
                is_main=True,
            )
        },
    )
    def submit(self) -> None:
        """The unit files the report; a snapshot of it is kept."""

    @transition(
        field=state,
        source=ReportState.SUBMITTED,
        target=ReportState.UNDER_REVIEW,
        permission="reports.review_report",
        custom={
            "move": ReportMove(
                _("Begin review"), "eye", _("The unit sees that the report is being read.")
            )
        },
    )
    def begin_review(self) -> None:
        """Somebody above reads it."""

    @transition(
        field=state,
        source=[ReportState.SUBMITTED, ReportState.UNDER_REVIEW],
        target=ReportState.RETURNED,
        permission="reports.review_report",
        custom={
            "move": ReportMove(
                _("Return"),
                "arrow-return-left",
                _("The unit can write in the report again and sees the message and the comments."),
                _("What has to be put right"),
            )
        },
    )
    def send_back(self) -> None:
        """The reader returns it with a message and comments on cells."""

    @transition(
        field=state,
        source=[ReportState.SUBMITTED, ReportState.UNDER_REVIEW],
        target=ReportState.APPROVED,
        permission="reports.review_report",
        custom={
            "move": ReportMove(
                _("Approve"),
                "check2-circle",
                _(
                    "The figures count in the consolidated report; after some days the report is locked."
                ),
                is_main=True,
            )
        },
    )
    def approve(self) -> None:
        """The reader accepts it."""

    @transition(
        field=state,
        source=ReportState.APPROVED,
        target=ReportState.LOCKED,
        permission="reports.review_report",
        custom={
            "move": ReportMove(
                _("Lock"),
                "lock",
                _(
                    "From now on a correction is a numbered replacement; the report itself stays as it is."
                ),
            )
        },
    )
    def lock(self) -> None:
        """Nothing in it changes any more."""
