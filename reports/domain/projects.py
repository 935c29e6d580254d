"""Support projects: proposed, carried through their stages with decision numbers, and paid for over time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.moves import OfferedMove, locked, moves_offered, said, saved, take_step
from reports.domain.rights import require
from reports.models import (
    BudgetSource,
    Difficulty,
    Directive,
    Disbursement,
    ProjectKind,
    ProjectStage,
    SupportProject,
)
from units.models import Commune, EquipmentType, Station

VIEW = "reports.view_supportproject"
PROPOSE = "reports.propose_project"
ADVANCE = "reports.advance_project"
RANK = "reports.rank_projects"
PAYABLE = (ProjectStage.FUNDED, ProjectStage.UNDER_WAY, ProjectStage.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What a proposal says; ``cost`` in VND."""

    kind: str
    title: str
    cost: int
    source: str = BudgetSource.DISTRICT
    need: str = ""
    year: int | None = None
    station: Station | None = None
    equipment_type: EquipmentType | None = None
    quantity: int | None = None
    floor_area_m2: Decimal | None = None


# What each kind of project speaks of; the other fields stay empty.
SPOKEN_OF: dict[str, frozenset[str]] = {
    ProjectKind.BUILD_STATION: frozenset({"floor_area_m2"}),
    ProjectKind.REPAIR_STATION: frozenset({"station"}),
    ProjectKind.BUY_EQUIPMENT: frozenset({"equipment_type", "quantity"}),
    ProjectKind.ALLOWANCE: frozenset(),
}
PARTICULARS = ("station", "equipment_type", "quantity", "floor_area_m2")


def facts_of(project: SupportProject) -> ProjectFacts:
    """Return what the proposal says now."""
    return ProjectFacts(
        kind=project.kind,
        title=project.title,
        cost=project.cost,
        source=project.source,
        need=project.need,
        year=project.year,
        station=project.station,
        equipment_type=project.equipment_type,
        quantity=project.quantity,
        floor_area_m2=project.floor_area_m2,
    )


@transaction.atomic
def propose_project(
    commune: Commune,
    facts: ProjectFacts,
    *,
    by: User,
    on: datetime.date,
    difficulty: Difficulty | None = None,
    directive: Directive | None = None,
) -> SupportProject:
    """Propose help for a commune, for a difficulty of that commune or in carrying out a directive.

    Raises ``PermissionDenied``; ``ValidationError`` by field.
    """
    require(by, PROPOSE)
    if difficulty is not None and difficulty.commune_id != commune.pk:
        raise PermissionDenied
    project = SupportProject(
        commune=commune,
        difficulty=difficulty,
        directive=directive,
        proposed_on=on,
        proposed_by_name=by.get_full_name(),
        stage_since=on,
    )
    _write(project, facts)
    return saved(project)


@transaction.atomic
def correct_project(
    project: SupportProject, facts: ProjectFacts, *, by: User, version: int
) -> SupportProject:
    """Change a proposal: whoever proposes until it is approved, whoever advances it until money is there."""
    current = locked(project, version)
    if not may_correct(current, by):
        raise PermissionDenied
    _write(current, facts)
    return saved(current)


def may_correct(project: SupportProject, user: User) -> bool:
    """Tell whether ``user`` may still change what the proposal says."""
    if project.stage == ProjectStage.PROPOSED:
        return user.has_perm(PROPOSE)
    return project.stage == ProjectStage.APPROVED and user.has_perm(ADVANCE)


def _write(project: SupportProject, facts: ProjectFacts) -> None:
    """Put the facts into the row; what the kind does not speak of is left empty."""
    spoken = SPOKEN_OF.get(facts.kind, frozenset())
    for name in facts.__dataclass_fields__:
        value: Any = getattr(facts, name)
        setattr(project, name, value if name not in PARTICULARS or name in spoken else None)
    if project.station is not None and project.station.commune_id != project.commune_id:
        raise ValidationError({"station": _("This station belongs to another commune.")})
    project.full_clean()


@transaction.atomic
def advance_project(
    project: SupportProject,
    name: str,
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
    decision_number: str = "",
    words: str = "",
) -> SupportProject:
    """Take a project to its next stage: ``approve``, ``fund`` or ``begin`` with the number of the decision,
    ``reject`` or ``propose_again`` with the reason."""
    if name not in MOVES:
        raise KeyError(name)
    current = locked(project, version)
    take_step(current, name, by=by)
    current.stage_since = on
    current.stage_reason = said(words) if name in WITH_REASON else words.strip()
    if decision_number.strip():
        current.decision_number = decision_number
    current.full_clean()
    return saved(current)


@transaction.atomic
def record_payment(
    project: SupportProject,
    *,
    amount: int,
    paid_on: datetime.date,
    by: User,
    today: datetime.date,
    document: str = "",
    note: str = "",
) -> Disbursement:
    """Record money paid for a project (VND). Raises ``ValidationError`` before the money is allotted or for a
    day still to come."""
    require(by, ADVANCE)
    current = locked(project)
    if current.stage not in PAYABLE:
        raise ValidationError(_("Money can be paid once it is allotted to the project."))
    if paid_on > today:
        raise ValidationError({"on": _("This day is still to come.")})
    payment = Disbursement(
        project=current,
        on=paid_on,
        amount=amount,
        document=document,
        note=note,
        by_name=by.get_full_name(),
    )
    payment.full_clean()
    payment.save()
    return payment


def paid_for(project: SupportProject) -> int:
    """Return what has been paid for a project so far (VND); one query."""
    return int(project.disbursements.aggregate(paid=Sum("amount"))["paid"] or 0)


WITH_DECISION = ("approve", "fund", "begin")
WITH_REASON = ("reject", "propose_again")
MOVES = (*WITH_DECISION, *WITH_REASON)


def project_moves(project: SupportProject, user: User) -> list[OfferedMove]:
    """Return the moves that this person may make now; handing over has a form of its own."""
    return [one for one in moves_offered(project, user) if one.name in MOVES]
