"""The states of a crime tip and the moves between them: the one place where both are declared.

Carrying a move out (permission, lock, clock) is ``incidents.domain.tips.workflow``.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from incidents.models.states import Move


class TipState(models.TextChoices):
    """Where a tip stands."""

    RECEIVED = "received", _("received")
    CLASSIFIED = "classified", _("classified")
    CHECKING = "checking", _("being checked")
    HANDED_OVER = "handed_over", _("handed over")
    ACCEPTED = "accepted", _("accepted by the district")
    SUSPENDED = "suspended", _("suspended")
    RETURNED = "returned", _("returned by the district")
    RESOLVED = "resolved", _("result recorded")
    CLOSED = "closed", _("closed")


# The commune has it in hand: classification may change, and it is handed over from here.
WITH_COMMUNE = (TipState.RECEIVED, TipState.CLASSIFIED, TipState.CHECKING, TipState.RETURNED)
OPEN_TIPS = tuple(state for state in TipState if state != TipState.CLOSED)
HANDLE, DECIDE_TIP = "incidents.handle_tip", "incidents.decide_tip"
# In this order the moves are offered.
TIP_MOVES = (
    "check_facts",
    "hand_over",
    "accept",
    "give_back",
    "resolve",
    "suspend",
    "resume",
    "close",
)


class TipWorkflow(models.Model):
    """The state of a tip and the moves that lead from each state to the next."""

    state = FSMField(
        _("state"),
        max_length=12,
        choices=TipState.choices,
        default=TipState.RECEIVED,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state, source=TipState.RECEIVED, target=TipState.CLASSIFIED, permission=HANDLE
    )
    def classify(self) -> None:
        """The tip has its class, which sets the clock."""

    @transition(
        field=state,
        source=[TipState.CLASSIFIED, TipState.RETURNED],
        target=TipState.CHECKING,
        permission=HANDLE,
        custom={
            "move": Move(
                _("Begin the preliminary check"),
                "search",
                _("The commune checks what the tip says; the clock runs on."),
            )
        },
    )
    def check_facts(self) -> None:
        """The commune checks preliminarily (BLTTHS 2015, art. 146 §3)."""

    @transition(
        field=state,
        source=[TipState.CLASSIFIED, TipState.CHECKING, TipState.RETURNED],
        target=TipState.HANDED_OVER,
        permission=HANDLE,
        custom={
            "move": Move(
                _("Hand over to district police"),
                "box-arrow-up-right",
                _(
                    "The district accepts the tip or returns it, here in the system; its clock begins."
                ),
                _("To whom, with which papers"),
                is_main=True,
            )
        },
    )
    def hand_over(self) -> None:
        """The tip goes to the investigating body with slip 03."""

    @transition(
        field=state,
        source=TipState.HANDED_OVER,
        target=TipState.ACCEPTED,
        permission=DECIDE_TIP,
        custom={
            "move": Move(
                _("Accept"),
                "inbox",
                _(
                    "The district handles the tip from now on; its clock has run since the hand-over."
                ),
                is_main=True,
            )
        },
    )
    def accept(self) -> None:
        """The investigating body has accepted the tip."""

    @transition(
        field=state,
        source=TipState.HANDED_OVER,
        target=TipState.RETURNED,
        permission=DECIDE_TIP,
        custom={
            "move": Move(
                _("Return to the commune"),
                "arrow-return-left",
                _("The tip is the commune's again; a new clock of the hand-over begins."),
                _("What is missing"),
            )
        },
    )
    def give_back(self) -> None:
        """The investigating body does not accept the tip as it is."""

    @transition(
        field=state,
        source=TipState.ACCEPTED,
        target=TipState.RESOLVED,
        permission=DECIDE_TIP,
        custom={
            "move": Move(
                _("Record the result"),
                "check-circle",
                _("The clock of the decision stops; the notice of the result is due."),
                _("Result, with the decision's number"),
                is_main=True,
            )
        },
    )
    def resolve(self) -> None:
        """The tip has its decision: prosecuted, not prosecuted, suspended, or passed on."""

    @transition(
        field=state,
        source=TipState.ACCEPTED,
        target=TipState.SUSPENDED,
        permission=DECIDE_TIP,
        custom={
            "move": Move(
                _("Suspend"),
                "pause-circle",
                _("The clock of the decision stops until the tip is taken up again."),
                _("Why, with the decision's number and day"),
            )
        },
    )
    def suspend(self) -> None:
        """The decision waits for something outside the body's power (BLTTHS 2015, art. 148)."""

    @transition(
        field=state,
        source=TipState.SUSPENDED,
        target=TipState.ACCEPTED,
        permission=DECIDE_TIP,
        custom={
            "move": Move(
                _("Take up again"),
                "play-circle",
                _("A clock of its own begins, which is not extended."),
                _("Why, with the decision's number and day"),
                is_main=True,
            )
        },
    )
    def resume(self) -> None:
        """The reason of the suspension is gone (BLTTHS 2015, art. 149)."""

    @transition(
        field=state,
        source=TipState.RESOLVED,
        target=TipState.CLOSED,
        permission=DECIDE_TIP,
        custom={
            "move": Move(
                _("Close the tip"),
                "lock",
                _("The informant knows the result, or it is written why not."),
                _("How and when the informant was notified, or why not"),
                is_main=True,
            )
        },
    )
    def close(self) -> None:
        """The informant knows the result, or it is written why not."""
