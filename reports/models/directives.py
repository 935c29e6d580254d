"""Directives: who does what by when, with progress, until done and checked by those who raised the matter."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from reports.models.difficulties import Difficulty, DifficultyTheme
from reports.models.states import ReportMove
from units.models import Commune, Jurisdiction
from units.models.fields import NameField, ProseField
from units.models.scoped import Record

if TYPE_CHECKING:
    from units.domain.scope import Scope


class DirectiveState(models.TextChoices):
    """Where a directive stands."""

    ISSUED = "issued", _("issued")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done, to be checked")
    CHECKED = "checked", _("checked")
    CANCELLED = "cancelled", _("cancelled")


OPEN_DIRECTIVES = (DirectiveState.ISSUED, DirectiveState.UNDER_WAY)
UNFINISHED = (*OPEN_DIRECTIVES, DirectiveState.DONE)


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Directives by who may see them and what is due."""

    def visible_to(self, scope: Scope) -> DirectiveQuerySet:
        """Keep those of jurisdictions in ``scope``, and those that concern a commune in it."""
        if scope.communes is None:
            return self.all()
        communes = sorted(scope.communes)
        return self.filter(
            Q(jurisdiction__in=sorted(scope.jurisdictions or ()))
            | Exists(DirectiveParty.objects.filter(directive=OuterRef("pk"), commune__in=communes))
        )

    def overdue(self, day: datetime.date) -> DirectiveQuerySet:
        """Keep those not done whose day has passed."""
        return self.filter(state__in=OPEN_DIRECTIVES, due_on__lt=day)


class DirectiveWorkflow(models.Model):
    """The state of a directive and the moves between states."""

    state = FSMField(
        _("state"),
        max_length=10,
        choices=DirectiveState.choices,
        default=DirectiveState.ISSUED,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=[DirectiveState.ISSUED, DirectiveState.UNDER_WAY],
        target=DirectiveState.UNDER_WAY,
        permission="reports.report_progress",
        custom={"move": ReportMove(_("Record progress"), "list-check", "")},
    )
    def begin(self) -> None:
        """The first progress was recorded."""

    @transition(
        field=state,
        source=[DirectiveState.ISSUED, DirectiveState.UNDER_WAY],
        target=DirectiveState.DONE,
        permission="reports.report_progress",
        custom={
            "move": ReportMove(
                _("It is done"),
                "check2",
                _("Those who raised the matter are asked to check it."),
                _("What was done"),
                is_main=True,
            )
        },
    )
    def finish(self) -> None:
        """Whoever answers for it says that it is done."""

    @transition(
        field=state,
        source=DirectiveState.DONE,
        target=DirectiveState.CHECKED,
        permission="reports.check_directive",
        custom={
            "move": ReportMove(
                _("Checked: it helped"),
                "check2-all",
                _("The directive is closed, and the difficulty with it."),
                is_main=True,
            )
        },
    )
    def accept(self) -> None:
        """Everybody who raised the matter agrees."""

    @transition(
        field=state,
        source=DirectiveState.DONE,
        target=DirectiveState.UNDER_WAY,
        permission="reports.check_directive",
        custom={
            "move": ReportMove(
                _("Not done yet"),
                "arrow-counterclockwise",
                _("The directive goes back to whoever answers for it."),
                _("What is still missing"),
            )
        },
    )
    def refuse(self) -> None:
        """Somebody who raised the matter says that it did not help."""

    @transition(
        field=state,
        source=[DirectiveState.ISSUED, DirectiveState.UNDER_WAY, DirectiveState.DONE],
        target=DirectiveState.CANCELLED,
        permission="reports.issue_directive",
        custom={
            "move": ReportMove(
                _("Cancel"),
                "x-circle",
                _(
                    "The directive ends without being done; the difficulties behind it are open again."
                ),
                _("Why it is cancelled"),
            )
        },
    )
    def cancel(self) -> None:
        """Whoever issued it takes it back."""


@pghistory.track(exclude=["search_text"])
class Directive(DirectiveWorkflow, Record):
    """What a jurisdiction tells others to do by a day, with the number of its document."""

    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        related_name="directives",
        verbose_name=_("issued by"),
    )
    title = NameField(_("title"), max_length=200)
    what = ProseField(_("what is to be done"), max_length=6000)
    document_number = NameField(_("document number"), max_length=60, blank=True)
    document_date = models.DateField(_("document date"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    issued_by_name = NameField(_("name of who entered it"), max_length=160, blank=True)
    due_on = models.DateField(_("due on"))
    theme = models.ForeignKey(
        DifficultyTheme,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="directives",
        verbose_name=_("answers the joined difficulty"),
    )
    meeting = models.ForeignKey(
        "reports.Meeting",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="directives",
        verbose_name=_("from the meeting"),
    )
    state_since = models.DateField(_("in this state since"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = ProseField(_("what was done"), blank=True)
    refused_reason = ProseField(_("what was still missing"), blank=True)
    cancelled_reason = ProseField(_("why it was cancelled"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    search_text = models.GeneratedField(
        expression=Func(F("title"), F("document_number"), function="vi_plain2"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = DirectiveQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        ordering = ["due_on", "id"]
        permissions = [
            ("issue_directive", _("Can issue directives")),
            ("report_progress", _("Can record progress of directives")),
            ("check_directive", _("Can check whether a directive was done")),
        ]
        constraints = [
            models.CheckConstraint(
                name="directive_state_known",
                condition=Q(state__in=DirectiveState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="directive_due_after_issue",
                condition=Q(due_on__gte=F("issued_on")),
                violation_error_message=_("It cannot be due before it is issued."),
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "state", "due_on"], name="directive_by_owner"),
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=["issued", "under_way"]),
                name="directive_due",
            ),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="directive_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def overdue_on(self, day: datetime.date) -> bool:
        """Tell whether it should have been done before ``day`` and is not."""
        return self.state in OPEN_DIRECTIVES and self.due_on < day


class PartyRole(models.TextChoices):
    """What a directive means for somebody."""

    ANSWERS = "answers", _("answers for it")
    RAISED = "raised", _("raised the matter")


@pghistory.track()
class DirectiveParty(Record):
    """Whom a directive concerns: a commune or an office that answers for it, or the commune that raised
    the difficulty behind it and says in the end whether it helped."""

    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, related_name="parties", verbose_name=_("directive")
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("issued by"),
        editable=False,
    )
    role = models.CharField(_("role"), max_length=7, choices=PartyRole.choices)
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="directive_parties",
        verbose_name=_("commune"),
    )
    office = NameField(_("office"), max_length=160, blank=True)
    difficulty = models.ForeignKey(
        Difficulty,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="directive_parties",
        verbose_name=_("difficulty"),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by_name = NameField(_("checked by"), max_length=160, blank=True)
    note = ProseField(_("note"), blank=True, max_length=2000)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("party of a directive")
        verbose_name_plural = _("parties of directives")
        ordering = ["directive", "role", "id"]
        constraints = [
            models.CheckConstraint(
                name="party_named",
                condition=Q(commune__isnull=False) | ~Q(office=""),
                violation_error_message=_("Name a commune or an office."),
            ),
            models.CheckConstraint(
                name="party_raised_a_difficulty",
                condition=Q(role=PartyRole.ANSWERS, difficulty__isnull=True)
                | Q(role=PartyRole.RAISED, difficulty__isnull=False, commune__isnull=False),
                violation_error_message=_("Who raised a matter is named with the difficulty."),
            ),
            models.UniqueConstraint(
                fields=["directive", "difficulty"],
                condition=Q(difficulty__isnull=False),
                name="party_difficulty_once",
            ),
        ]
        indexes = [models.Index(fields=["commune", "directive"], name="party_by_commune")]

    def __str__(self) -> str:
        return str(self.commune or self.office)


@pghistory.track()
class DirectiveProgress(Record):
    """One note of what has been done for a directive."""

    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, related_name="progress", verbose_name=_("directive")
    )
    on = models.DateField(_("on"))
    text = ProseField(_("what was done"), max_length=4000)
    percent = models.PositiveSmallIntegerField(_("done (%)"), null=True, blank=True)
    evidence = ProseField(_("evidence"), blank=True, max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = NameField(_("name of who wrote it"), max_length=160, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("progress of a directive")
        verbose_name_plural = _("progress of directives")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="progress_percent",
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                violation_error_message=_("No more than all of it can be done: at most 100."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
