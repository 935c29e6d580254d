"""Writes the demonstration's difficulties, directives with their progress, and support projects with their money."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db.models import Q

from reports.demo.matter_facts import (
    DIFFICULTIES,
    DIRECTIVES,
    PROJECTS,
    THEMES,
    DifficultyFact,
    DirectiveFact,
    ProjectFact,
)
from reports.models import (
    SETTLED,
    Difficulty,
    DifficultyTheme,
    Directive,
    DirectiveParty,
    DirectiveProgress,
    Disbursement,
    PartyRole,
    SupportProject,
)
from units.models import Commune, EquipmentType, Jurisdiction, Officer, Station

DISTRICT = "Cán bộ huyện Cần Đước"


def write_matters(
    jurisdiction: Jurisdiction,
    communes: Mapping[str, Commune],
    chiefs: Mapping[str, Officer],
    today: datetime.date,
) -> tuple[int, int, int]:
    """Write them as they stand ``today``; return how many difficulties, directives and projects. ``communes``
    and ``chiefs``: by slug, for each of the 17 today's commune and who answers there."""
    writer = _Writer(jurisdiction, communes, chiefs, today)
    writer.write_difficulties()
    writer.write_directives()
    writer.write_projects()
    return len(DIFFICULTIES), len(DIRECTIVES), len(PROJECTS)


class _Writer:
    """Keeps what was written so far by its key, for what refers to it."""

    def __init__(
        self,
        jurisdiction: Jurisdiction,
        communes: Mapping[str, Commune],
        chiefs: Mapping[str, Officer],
        today: datetime.date,
    ) -> None:
        self.jurisdiction, self.communes, self.chiefs = jurisdiction, communes, chiefs
        self.today = today
        self.difficulties: dict[str, Difficulty] = {}
        self.directives: dict[str, Directive] = {}

    def ago(self, days: int) -> datetime.date:
        """So many days before today."""
        return self.today - datetime.timedelta(days=days)

    def name(self, slug: str) -> str:
        """Who answers for the commune."""
        return self.chiefs[slug].full_name if slug in self.chiefs else ""

    def write_difficulties(self) -> None:
        """The themes, then the difficulties."""
        themes = {
            key: DifficultyTheme.objects.create(
                jurisdiction=self.jurisdiction, kind=kind, title=title
            )
            for key, (kind, title) in THEMES.items()
        }
        rows = [self.difficulty(fact, themes) for fact in DIFFICULTIES]
        Difficulty.objects.bulk_create(rows)
        self.difficulties = {fact.key: row for fact, row in zip(DIFFICULTIES, rows, strict=True)}

    def difficulty(self, fact: DifficultyFact, themes: Mapping[str, DifficultyTheme]) -> Difficulty:
        """One difficulty."""
        raised = self.ago(fact.raised)
        since = raised if fact.since is None else self.ago(fact.since)
        return Difficulty(
            commune=self.communes[fact.commune],
            kind=fact.kind,
            severity=fact.severity,
            title=fact.title,
            description=fact.description,
            evidence=fact.evidence,
            proposal=fact.proposal,
            theme=themes.get(fact.theme),
            raised_on=raised,
            raised_by_name=self.name(fact.commune),
            state=fact.state,
            state_since=since,
            answer=fact.answer,
            answered_on=since if fact.answer else None,
            answered_by_name=DISTRICT if fact.answer else "",
            closed_on=since if fact.state in SETTLED else None,
            closed_reason=fact.reason,
        )

    def write_directives(self) -> None:
        """The directives, their parties and progress."""
        for fact in DIRECTIVES:
            directive = self.directive(fact)
            directive.save()
            self.directives[fact.key] = directive
            DirectiveParty.objects.bulk_create(self.parties(fact, directive))
            DirectiveProgress.objects.bulk_create(
                DirectiveProgress(
                    directive=directive,
                    on=self.ago(days),
                    percent=percent,
                    text=text,
                    evidence=evidence,
                    by_name=self.name(fact.communes[-1]) if fact.communes else DISTRICT,
                )
                for days, percent, text, evidence in fact.notes
            )

    def directive(self, fact: DirectiveFact) -> Directive:
        """One directive."""
        since = self.ago(fact.issued if fact.since is None else fact.since)
        first = next((self.difficulties[key] for key in fact.raised), None)
        return Directive(
            jurisdiction=self.jurisdiction,
            title=fact.title,
            what=fact.what,
            document_number=fact.number,
            document_date=self.ago(fact.issued),
            issued_on=self.ago(fact.issued),
            issued_by_name=DISTRICT,
            due_on=self.ago(-fact.due),
            theme=first.theme if first and fact.theme else None,
            state=fact.state,
            state_since=since,
            done_on=since if fact.state in ("done", "checked") else None,
            checked_on=since if fact.state == "checked" else None,
            outcome=fact.outcome,
        )

    def parties(self, fact: DirectiveFact, directive: Directive) -> list[DirectiveParty]:
        """Who answers for it, and who raised the matter."""
        is_done = fact.state in ("done", "checked")
        rows = [
            DirectiveParty(role=PartyRole.ANSWERS, office=office) for office in fact.offices
        ] + [
            DirectiveParty(role=PartyRole.ANSWERS, commune=self.communes[slug])
            for slug in dict.fromkeys(fact.communes)
        ]
        done = {self.communes[slug].pk for slug in fact.parts_done}
        for row in rows:
            if is_done or row.commune_id in done:
                row.checked_on = directive.state_since
                row.checked_by_name = DISTRICT
        for key in fact.raised:
            difficulty = self.difficulties[key]
            accepted = key in fact.accepted
            rows.append(
                DirectiveParty(
                    role=PartyRole.RAISED,
                    commune=difficulty.commune,
                    difficulty=difficulty,
                    checked_on=directive.state_since if accepted else None,
                    checked_by_name=difficulty.raised_by_name if accepted else "",
                )
            )
        for row in rows:
            row.directive, row.jurisdiction = directive, self.jurisdiction
        return rows

    def write_projects(self) -> None:
        """The projects and what was paid for them."""
        types = {one.code: one for one in EquipmentType.objects.all()}
        for fact in PROJECTS:
            project = self.project(fact, types)
            project.save()
            Disbursement.objects.bulk_create(
                Disbursement(
                    project=project,
                    on=self.ago(days),
                    amount=amount,
                    document=document,
                    by_name=DISTRICT,
                )
                for days, amount, document in fact.payments
            )

    def project(self, fact: ProjectFact, types: Mapping[str, EquipmentType]) -> SupportProject:
        """One project."""
        since = self.ago(fact.proposed if fact.since is None else fact.since)
        commune = self.communes[fact.commune]
        return SupportProject(
            commune=commune,
            kind=fact.kind,
            title=fact.title,
            need=fact.need,
            cost=fact.cost,
            source=fact.source,
            year=self.today.year + 1 if fact.stage in ("proposed", "approved") else self.today.year,
            station=self.station(commune) if fact.kind == "repair" else None,
            equipment_type=types[fact.equipment] if fact.equipment else None,
            quantity=fact.quantity,
            floor_area_m2=fact.area,
            difficulty=self.difficulties.get(fact.difficulty),
            directive=self.directives.get(fact.directive),
            proposed_on=self.ago(fact.proposed),
            proposed_by_name=self.name(fact.commune) or DISTRICT,
            stage=fact.stage,
            stage_since=since,
            stage_reason=fact.reason,
            decision_number=fact.decision,
            handed_over_on=since if fact.stage == "handed_over" else None,
        )

    def station(self, commune: Commune) -> Station | None:
        """The commune's main station today; the latest one where a reform left none."""
        stations = Station.objects.filter(is_main=True).filter(
            Q(commune=commune) | Q(commune__successions__successor=commune)
        )
        return stations.exclude(tenure="none").order_by("-commune_id").first()
