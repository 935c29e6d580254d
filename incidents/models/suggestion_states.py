"""The states of a suggested place and the moves between them.

Carrying a move out is ``incidents.domain.suggestions.judging``.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

JUDGE = "incidents.judge_suggestion"


class SuggestionState(models.TextChoices):
    """What has been made of a suggestion."""

    SUGGESTED = "suggested", _("taken up, not reported yet")
    CONFIRMED = "confirmed", _("confirmed")
    DISMISSED = "dismissed", pgettext_lazy("suggestion", "dismissed")


class SuggestionWorkflow(models.Model):
    """The state of a suggestion and the moves from it."""

    state = FSMField(
        _("state"),
        max_length=10,
        choices=SuggestionState.choices,
        default=SuggestionState.SUGGESTED,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=SuggestionState.SUGGESTED,
        target=SuggestionState.CONFIRMED,
        permission=JUDGE,
    )
    def confirm(self) -> None:
        """The place has been reported as a complicated place."""

    @transition(
        field=state,
        source=SuggestionState.SUGGESTED,
        target=SuggestionState.DISMISSED,
        permission=JUDGE,
    )
    def dismiss(self) -> None:
        """Who knows the place says why it is none."""
