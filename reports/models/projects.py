"""Support projects: stations built or repaired, equipment bought, allowances supported, and their money."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from reports.models.difficulties import Difficulty
from reports.models.directives import Directive
from reports.models.states import ReportMove
from units.models import Commune, EquipmentType, Station
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record


class ProjectKind(models.TextChoices):
    """What is supported."""

    BUILD_STATION = "build", _("build a station")
    REPAIR_STATION = "repair", _("repair a station")
    BUY_EQUIPMENT = "equipment", _("buy equipment")
    ALLOWANCE = "allowance", _("support allowances")


class BudgetSource(models.TextChoices):
    """Who pays."""

    COMMUNE = "commune", _("commune budget")
    DISTRICT = "district", _("district budget")
    PROVINCE = "province", _("province budget")
    CONTRIBUTION = "contribution", _("contributions")


class ProjectStage(models.TextChoices):
    """How far a project has come."""

    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    FUNDED = "funded", _("funded")
    UNDER_WAY = "under_way", _("under way")
    HANDED_OVER = "handed_over", _("handed over")
    REJECTED = "rejected", _("not taken up")


WANTED = (ProjectStage.PROPOSED, ProjectStage.APPROVED)
RUNNING = (ProjectStage.APPROVED, ProjectStage.FUNDED, ProjectStage.UNDER_WAY)


class ProjectWorkflow(models.Model):
    """The stage of a project and the moves between stages."""

    stage = FSMField(
        _("stage"),
        max_length=12,
        choices=ProjectStage.choices,
        default=ProjectStage.PROPOSED,
        editable=False,
    )

    class Meta:
        abstract = True

    @transition(
        field=stage,
        source=ProjectStage.PROPOSED,
        target=ProjectStage.APPROVED,
        permission="reports.advance_project",
        custom={
            "move": ReportMove(
                _("Approve"), "check2-circle", _("The project waits for money."), is_main=True
            )
        },
    )
    def approve(self) -> None:
        """The jurisdiction agrees to it."""

    @transition(
        field=stage,
        source=[ProjectStage.PROPOSED, ProjectStage.APPROVED],
        target=ProjectStage.REJECTED,
        permission="reports.advance_project",
        custom={
            "move": ReportMove(
                _("Do not take up"),
                "x-circle",
                _("The project ends; the commune sees why and can propose it again."),
                _("Why it is not taken up"),
            )
        },
    )
    def reject(self) -> None:
        """The jurisdiction does not take it up."""

    @transition(
        field=stage,
        source=ProjectStage.APPROVED,
        target=ProjectStage.FUNDED,
        permission="reports.advance_project",
        custom={
            "move": ReportMove(
                _("Money is there"), "cash-stack", _("The project can begin."), is_main=True
            )
        },
    )
    def fund(self) -> None:
        """The money is allotted."""

    @transition(
        field=stage,
        source=ProjectStage.FUNDED,
        target=ProjectStage.UNDER_WAY,
        permission="reports.advance_project",
        custom={
            "move": ReportMove(
                _("Begin"), "play-circle", _("Work or buying has begun."), is_main=True
            )
        },
    )
    def begin(self) -> None:
        """Work or buying has begun."""

    @transition(
        field=stage,
        source=ProjectStage.UNDER_WAY,
        target=ProjectStage.HANDED_OVER,
        permission="reports.advance_project",
        custom={
            "move": ReportMove(
                _("Hand over"),
                "box-seam",
                _("The station or the equipment appears in the commune's records."),
                is_main=True,
            )
        },
    )
    def hand_over(self) -> None:
        """The commune has received it; its records are updated."""

    @transition(
        field=stage,
        source=ProjectStage.REJECTED,
        target=ProjectStage.PROPOSED,
        permission="reports.propose_project",
        custom={
            "move": ReportMove(
                _("Propose again"),
                "arrow-repeat",
                _("The project goes to the district once more."),
                _("What is new"),
            )
        },
    )
    def propose_again(self) -> None:
        """The commune asks once more."""


@pghistory.track(exclude=["search_text"])
class SupportProject(ProjectWorkflow, Record):
    """Help for one commune: what, how much it costs (VND), who pays, how far it has come."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="support_projects",
        verbose_name=_("commune"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ProjectKind.choices)
    title = NameField(_("title"), max_length=200)
    need = ProseField(_("why it is needed"), max_length=4000, blank=True)
    cost = models.BigIntegerField(_("estimated cost (VND)"), validators=[MinValueValidator(1)])
    source = models.CharField(
        _("who pays"), max_length=12, choices=BudgetSource.choices, default=BudgetSource.DISTRICT
    )
    year = models.PositiveSmallIntegerField(_("planned year"), null=True, blank=True)
    station = models.ForeignKey(
        Station,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="support_projects",
        verbose_name=_("station"),
        help_text=_("To repair: which one. After handing over: the one that was built."),
    )
    equipment_type = models.ForeignKey(
        EquipmentType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="support_projects",
        verbose_name=_("kind of equipment"),
    )
    quantity = models.PositiveIntegerField(
        _("quantity"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    floor_area_m2 = models.DecimalField(
        _("floor area (m²)"),
        max_digits=8,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    difficulty = models.ForeignKey(
        Difficulty,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="support_projects",
        verbose_name=_("answers the difficulty"),
    )
    directive = models.ForeignKey(
        Directive,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="support_projects",
        verbose_name=_("carries out the directive"),
    )
    proposed_on = models.DateField(_("proposed on"))
    proposed_by_name = NameField(_("proposed by"), max_length=160, blank=True)
    stage_since = models.DateField(_("in this stage since"))
    decision_number = NameField(_("decision number"), max_length=60, blank=True)
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    stage_reason = ProseField(_("reason"), blank=True)
    search_text = models.GeneratedField(
        expression=Func(F("title"), F("need"), function="vi_plain2"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("support project")
        verbose_name_plural = _("support projects")
        ordering = ["-proposed_on", "-id"]
        permissions = [
            ("propose_project", _("Can propose support projects")),
            ("advance_project", _("Can approve, fund and hand over support projects")),
            ("rank_projects", _("Can rank support projects under a budget")),
        ]
        constraints = [
            models.CheckConstraint(
                name="project_stage_known",
                condition=Q(stage__in=ProjectStage.values),
                violation_error_message=_("There is no such stage."),
            ),
            models.CheckConstraint(
                name="project_costs_something",
                condition=Q(cost__gt=0),
                violation_error_message=_("Write what it costs, in VND."),
            ),
            models.CheckConstraint(
                name="project_equipment_named",
                condition=~Q(kind="equipment")
                | Q(equipment_type__isnull=False, quantity__isnull=False),
                violation_error_message=_("Say which equipment, and how many."),
            ),
            models.CheckConstraint(
                name="project_repairs_a_station",
                condition=~Q(kind="repair") | Q(station__isnull=False) | Q(stage="rejected"),
                violation_error_message=_("Say which station is repaired."),
            ),
            models.CheckConstraint(
                name="project_handed_over_whole",
                condition=Q(stage="handed_over", handed_over_on__isnull=False)
                | (Q(handed_over_on__isnull=True) & ~Q(stage="handed_over")),
                violation_error_message=_("A project is handed over on a day."),
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "stage"], name="project_by_commune"),
            models.Index(fields=["stage", "-proposed_on"], name="project_by_stage"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="project_search"),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Disbursement(Record):
    """Money paid for a project on a day (VND)."""

    project = models.ForeignKey(
        SupportProject,
        on_delete=models.CASCADE,
        related_name="disbursements",
        verbose_name=_("project"),
    )
    on = models.DateField(_("on"))
    amount = models.BigIntegerField(_("amount (VND)"), validators=[MinValueValidator(1)])
    document = NameField(_("document"), max_length=120, blank=True)
    note = NameField(_("note"), max_length=200, blank=True)
    by_name = NameField(_("entered by"), max_length=160, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="disbursement_of_something",
                condition=Q(amount__gt=0),
                violation_error_message=_("Write how much was paid, in VND."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}: {self.amount}"
