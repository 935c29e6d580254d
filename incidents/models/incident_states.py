"""The states of an incident and the moves between them: the one place where both are declared.

Carrying a move out (permission, lock, dates, reason) is ``incidents.domain.incidents.workflow``.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from incidents.models.states import Move


class IncidentState(models.TextChoices):
    """Where an incident stands; the last four are its outcomes."""

    RECORDED = "recorded", _("recorded")
    HANDLING = "handling", _("being handled")
    SETTLED = "settled", _("settled at the base")
    FINED = "fined", _("fined administratively")
    TRANSFERRED = "transferred", _("transferred to district police")
    SUSPENDED = "suspended", _("suspended")


UNSETTLED = (IncidentState.RECORDED, IncidentState.HANDLING)
OUTCOMES = (
    IncidentState.SETTLED,
    IncidentState.FINED,
    IncidentState.TRANSFERRED,
    IncidentState.SUSPENDED,
)
# After these nothing more is expected; what is suspended rests until it is taken up again.
FINAL_OUTCOMES = tuple(one for one in OUTCOMES if one != IncidentState.SUSPENDED)

DECIDE = "incidents.decide_incident"
# In this order the moves are offered.
MOVES = ("begin", "settle", "fine", "transfer", "suspend", "reopen")


class IncidentWorkflow(models.Model):
    """The state of an incident and the moves that lead from each state to the next."""

    state = FSMField(
        _("state"),
        max_length=12,
        choices=IncidentState.choices,
        default=IncidentState.RECORDED,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=IncidentState.RECORDED,
        target=IncidentState.HANDLING,
        permission="incidents.record_incident",
        custom={
            "move": Move(
                _("Begin handling"),
                "play-circle",
                _("Somebody is at it from now on; the outcome follows."),
                is_main=True,
            )
        },
    )
    def begin(self) -> None:
        """Somebody deals with the incident."""

    @transition(
        field=state,
        source=list(UNSETTLED),
        target=IncidentState.SETTLED,
        permission=DECIDE,
        custom={
            "move": Move(
                _("Settled at the base"),
                "check-circle",
                _("The matter is closed here; the commune's own work settled it."),
                _("How it was settled"),
                is_main=True,
            )
        },
    )
    def settle(self) -> None:
        """The commune settles the matter itself (giải quyết tại cơ sở)."""

    @transition(
        field=state,
        source=list(UNSETTLED),
        target=IncidentState.FINED,
        permission=DECIDE,
        custom={
            "move": Move(
                _("Fined administratively"),
                "receipt",
                _("The matter ends with an administrative decision."),
                _("The decision: for what, against how many"),
            )
        },
    )
    def fine(self) -> None:
        """An administrative decision ends the matter."""

    @transition(
        field=state,
        source=list(UNSETTLED),
        target=IncidentState.TRANSFERRED,
        permission=DECIDE,
        custom={
            "move": Move(
                _("Transferred to district police"),
                "box-arrow-up-right",
                _("The matter goes on elsewhere, with its papers."),
                _("To whom, with which papers"),
            )
        },
    )
    def transfer(self) -> None:
        """The matter is beyond the commune's competence."""

    @transition(
        field=state,
        source=list(UNSETTLED),
        target=IncidentState.SUSPENDED,
        permission=DECIDE,
        custom={
            "move": Move(
                _("Suspended"),
                "pause-circle",
                _("Nothing more can be done now; it can be reopened."),
                _("Why nothing more can be done"),
            )
        },
    )
    def suspend(self) -> None:
        """The matter rests."""

    @transition(
        field=state,
        source=list(OUTCOMES),
        target=IncidentState.HANDLING,
        permission=DECIDE,
        custom={
            "move": Move(
                _("Reopen"),
                "arrow-counterclockwise",
                _("The outcome is taken back and the incident is handled again."),
                _("What has come to light"),
            )
        },
    )
    def reopen(self) -> None:
        """What was decided no longer holds."""
