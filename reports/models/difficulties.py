"""Difficulties that communes raise, and the themes under which alike ones are joined."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from reports.models.form_parts import Indicator
from reports.models.reports import Report
from reports.models.states import ReportMove
from units.models import Commune, Jurisdiction
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, JurisdictionOwnedQuerySet, Record


class DifficultyKind(models.TextChoices):
    """What a difficulty is about (the meeting of 28 February 2020 names each)."""

    STATION = "station", _("station")
    FACILITIES = "facilities", _("facilities")
    EQUIPMENT = "equipment", _("equipment")
    FORCE = "force", _("force")
    ALLOWANCE = "allowance", _("allowances and policies")
    OTHER = "other", _("other")


class DifficultySeverity(models.IntegerChoices):
    """How much it hinders the work."""

    MINOR = 1, _("hinders a little")
    SERIOUS = 2, _("hinders much")
    CRITICAL = 3, _("work cannot be done")


class DifficultyState(models.TextChoices):
    """Where a difficulty stands."""

    RAISED = "raised", _("raised")
    ANSWERED = "answered", _("answered")
    IN_HAND = "in_hand", _("directive given")
    SOLVED = "solved", _("solved")
    WITHDRAWN = "withdrawn", _("withdrawn")


UNANSWERED = (DifficultyState.RAISED,)
OPEN_DIFFICULTIES = (DifficultyState.RAISED, DifficultyState.ANSWERED, DifficultyState.IN_HAND)
SETTLED = (DifficultyState.SOLVED, DifficultyState.WITHDRAWN)


@pghistory.track()
class DifficultyTheme(Record):
    """Alike difficulties of several communes, joined so that one directive can answer them."""

    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        related_name="difficulty_themes",
        verbose_name=_("jurisdiction"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DifficultyKind.choices)
    title = NameField(_("title"), max_length=200)

    objects = JurisdictionOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("joined difficulty")
        verbose_name_plural = _("joined difficulties")
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return self.title


class DifficultyWorkflow(models.Model):
    """The state of a difficulty and the moves between states."""

    state = FSMField(
        _("state"),
        max_length=10,
        choices=DifficultyState.choices,
        default=DifficultyState.RAISED,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=[DifficultyState.RAISED, DifficultyState.ANSWERED],
        target=DifficultyState.ANSWERED,
        permission="reports.answer_difficulty",
        custom={
            "move": ReportMove(
                _("Answer"),
                "reply",
                _(
                    "The commune reads the answer; the difficulty stays open until the commune says it is solved."
                ),
                _("The answer"),
                is_main=True,
            )
        },
    )
    def give_answer(self) -> None:
        """The district answers in words."""

    @transition(
        field=state,
        source=[DifficultyState.RAISED, DifficultyState.ANSWERED, DifficultyState.IN_HAND],
        target=DifficultyState.IN_HAND,
        permission="reports.issue_directive",
        custom={"move": ReportMove(_("Give a directive"), "signpost", "")},
    )
    def take_in_hand(self) -> None:
        """A directive that answers it was issued."""

    @transition(
        field=state,
        source=[DifficultyState.ANSWERED, DifficultyState.IN_HAND],
        target=DifficultyState.SOLVED,
        permission="reports.raise_difficulty",
        custom={
            "move": ReportMove(
                _("It is solved"),
                "check2-circle",
                _("The difficulty is closed; it stays in the records and can be raised again."),
                is_main=True,
            )
        },
    )
    def solve(self) -> None:
        """Who raised it agrees that it is solved."""

    @transition(
        field=state,
        source=[DifficultyState.ANSWERED, DifficultyState.IN_HAND, DifficultyState.SOLVED],
        target=DifficultyState.RAISED,
        permission="reports.raise_difficulty",
        custom={
            "move": ReportMove(
                _("Not solved"),
                "arrow-counterclockwise",
                _("The difficulty goes to the district once more."),
                _("What is still difficult"),
            )
        },
    )
    def raise_again(self) -> None:
        """The answer did not help."""

    @transition(
        field=state,
        source=[DifficultyState.RAISED, DifficultyState.ANSWERED],
        target=DifficultyState.WITHDRAWN,
        permission="reports.raise_difficulty",
        custom={
            "move": ReportMove(
                _("Withdraw"),
                "x-circle",
                _("The difficulty is closed without an answer."),
                _("Why it is withdrawn"),
            )
        },
    )
    def withdraw(self) -> None:
        """The commune takes it back."""


@pghistory.track(exclude=["search_text"])
class Difficulty(DifficultyWorkflow, Record):
    """Something that hinders a commune's police, with its evidence, until somebody has solved it."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="difficulties", verbose_name=_("commune")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DifficultyKind.choices)
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=DifficultySeverity.choices, default=DifficultySeverity.SERIOUS
    )
    title = NameField(_("in one sentence"), max_length=200)
    description = ProseField(_("description"), max_length=6000, blank=True)
    evidence = ProseField(
        _("evidence"),
        max_length=4000,
        blank=True,
        help_text=_("Figures, papers, dates that show it."),
    )
    proposal = ProseField(_("proposal"), max_length=4000, blank=True)
    theme = models.ForeignKey(
        DifficultyTheme,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="difficulties",
        verbose_name=_("joined under"),
    )
    report = models.ForeignKey(
        Report,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="difficulties",
        verbose_name=_("from report"),
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("from line"),
    )
    raised_on = models.DateField(_("raised on"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("raised by"),
    )
    raised_by_name = NameField(_("name of who raised it"), max_length=160, blank=True)
    state_since = models.DateField(_("in this state since"))
    answer = ProseField(_("answer"), max_length=6000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by_name = NameField(_("answered by"), max_length=160, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = ProseField(_("why it was closed"), blank=True)
    raised_again_reason = ProseField(_("why it was raised again"), blank=True)
    search_text = models.GeneratedField(
        expression=Func(F("title"), F("description"), function="vi_plain2"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("difficulty")
        verbose_name_plural = _("difficulties")
        ordering = ["-raised_on", "-id"]
        permissions = [
            ("raise_difficulty", _("Can raise difficulties")),
            ("answer_difficulty", _("Can answer difficulties")),
            ("join_difficulty", _("Can join alike difficulties")),
        ]
        constraints = [
            models.CheckConstraint(
                name="difficulty_state_known",
                condition=Q(state__in=DifficultyState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="difficulty_closed_whole",
                condition=Q(state__in=SETTLED, closed_on__isnull=False)
                | (Q(closed_on__isnull=True) & ~Q(state__in=SETTLED)),
                violation_error_message=_("A difficulty is closed on a day."),
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "state"], name="difficulty_by_commune"),
            models.Index(fields=["-raised_on", "-id"], name="difficulty_in_order"),
            models.Index(
                fields=["raised_on"],
                condition=Q(state=DifficultyState.RAISED),
                name="difficulty_unanswered",
            ),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="difficulty_search"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """True until it is solved or withdrawn."""
        return self.state in OPEN_DIFFICULTIES
