"""The states of a reported place and the moves between them: the one place where both are declared.

Carrying a move out (permission, lock, dates, reason) is ``incidents.domain.hotspots.workflow``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

Text = str | Promise


class HotspotState(models.TextChoices):
    """Where a reported place stands. Nothing here speaks of the official list."""

    REPORTED = "reported", _("reported")
    CONFIRMED = "confirmed", _("confirmed")
    UNDER_ACTION = "under_action", _("under action")
    RESOLVED = "resolved", _("resolved")
    REOPENED = "reopened", _("reopened")
    DECLINED = "declined", _("not taken up")


UNDER_REVIEW = (HotspotState.CONFIRMED, HotspotState.UNDER_ACTION, HotspotState.REOPENED)
OPEN = (HotspotState.REPORTED, *UNDER_REVIEW)
CLOSED = (HotspotState.RESOLVED, HotspotState.DECLINED)
# In this order the moves are offered; measures begin without a button, when the first is recorded.
HOTSPOT_MOVES = ("confirm", "decline", "resolve", "reopen", "report_again")


@dataclass(frozen=True, slots=True)
class Move:
    """How a move between states is offered: the button, the question, the reason it asks for."""

    label: Text
    icon: str
    effect: Text
    reason_label: Text = ""
    is_main: bool = False

    @property
    def needs_reason(self) -> bool:
        """Tell whether the move must say why."""
        return bool(self.reason_label)


class HotspotWorkflow(models.Model):
    """The state of a place and the moves that lead from each state to the next."""

    state = FSMField(
        _("state"),
        max_length=12,
        choices=HotspotState.choices,
        default=HotspotState.REPORTED,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=HotspotState.REPORTED,
        target=HotspotState.CONFIRMED,
        permission="incidents.confirm_hotspot",
        custom={
            "move": Move(
                _("Confirm"),
                "check2-circle",
                _("The place is taken up and reviewed regularly from today."),
                is_main=True,
            )
        },
    )
    def confirm(self) -> None:
        """The district agrees that the place is complicated."""

    @transition(
        field=state,
        source=HotspotState.REPORTED,
        target=HotspotState.DECLINED,
        permission="incidents.confirm_hotspot",
        custom={
            "move": Move(
                _("Do not take up"),
                "x-circle",
                _("The report is closed; the commune sees why and can report the place again."),
                _("Why the place is not taken up"),
            )
        },
    )
    def decline(self) -> None:
        """The district does not take the report up."""

    @transition(
        field=state,
        source=[HotspotState.CONFIRMED, HotspotState.REOPENED],
        target=HotspotState.UNDER_ACTION,
        permission="incidents.act_on_hotspot",
        custom={"move": Move(_("Begin measures"), "play-circle", "")},
    )
    def begin_action(self) -> None:
        """The first measure has been recorded."""

    @transition(
        field=state,
        source=list(UNDER_REVIEW),
        target=HotspotState.RESOLVED,
        permission="incidents.resolve_hotspot",
        custom={
            "move": Move(
                _("Close as resolved"),
                "flag",
                _("Regular reviews end; the place stays in the records and can be reopened."),
                _("What shows that the place is no longer complicated"),
            )
        },
    )
    def resolve(self) -> None:
        """The place is no longer complicated (chuyển hóa)."""

    @transition(
        field=state,
        source=HotspotState.RESOLVED,
        target=HotspotState.REOPENED,
        permission="incidents.reopen_hotspot",
        custom={
            "move": Move(
                _("Reopen"),
                "arrow-counterclockwise",
                _("The place is complicated again and reviewed regularly from today."),
                _("What has happened again"),
            )
        },
    )
    def reopen(self) -> None:
        """The place has become complicated again."""

    @transition(
        field=state,
        source=HotspotState.DECLINED,
        target=HotspotState.REPORTED,
        permission="incidents.report_hotspot",
        custom={
            "move": Move(
                _("Report again"),
                "arrow-repeat",
                _("The report goes to the district once more."),
                _("What is new since the report was not taken up"),
            )
        },
    )
    def report_again(self) -> None:
        """The commune reports a place again that was not taken up."""
