"""The states of a mediation and the moves between them: the one place where both are declared.

Carrying a move out (permission, lock, day, words) is ``incidents.domain.mediations.workflow``.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from incidents.models.states import Move


class MediationState(models.TextChoices):
    """Where a mediation stands; the last three are its outcomes."""

    OPEN = "open", _("being mediated")
    SETTLED = "settled", _("settled by mediation")
    NOT_SETTLED = "not_settled", _("not settled")
    REFERRED = "referred", _("referred to court")


MEDIATION_OUTCOMES = (
    MediationState.SETTLED,
    MediationState.NOT_SETTLED,
    MediationState.REFERRED,
)
DECIDE = "incidents.decide_mediation"
# In this order the moves are offered.
MEDIATION_MOVES = ("settle", "give_up", "refer", "reopen")


class MediationWorkflow(models.Model):
    """The state of a mediation and the moves that lead from each state to the next."""

    state = FSMField(
        _("state"),
        max_length=12,
        choices=MediationState.choices,
        default=MediationState.OPEN,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=MediationState.OPEN,
        target=MediationState.SETTLED,
        permission=DECIDE,
        custom={
            "move": Move(
                _("The parties agree"),
                "check-circle",
                _("The mediation ends; on the day of follow-up somebody asks whether it is kept."),
                _("What the parties agreed"),
                is_main=True,
            )
        },
    )
    def settle(self) -> None:
        """The parties agree (hòa giải thành)."""

    @transition(
        field=state,
        source=MediationState.OPEN,
        target=MediationState.NOT_SETTLED,
        permission=DECIDE,
        custom={
            "move": Move(
                _("No agreement"),
                "x-circle",
                _("The mediation ends without an agreement; it can be taken up again."),
                _("Why there is no agreement"),
            )
        },
    )
    def give_up(self) -> None:
        """The parties do not agree (hòa giải không thành)."""

    @transition(
        field=state,
        source=[MediationState.OPEN, MediationState.NOT_SETTLED],
        target=MediationState.REFERRED,
        permission=DECIDE,
        custom={
            "move": Move(
                _("Refer to court"),
                "bank",
                _("The parties were told how to bring the matter to court."),
                _("To which court, and what the parties were told"),
            )
        },
    )
    def refer(self) -> None:
        """The matter goes on before a court."""

    @transition(
        field=state,
        source=list(MEDIATION_OUTCOMES),
        target=MediationState.OPEN,
        permission=DECIDE,
        custom={
            "move": Move(
                _("Take it up again"),
                "arrow-counterclockwise",
                _("The outcome is taken back and the parties meet again."),
                _("What has come to light"),
            )
        },
    )
    def reopen(self) -> None:
        """What was agreed or decided no longer holds."""
