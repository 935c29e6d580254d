"""Two districts for the isolation tests: one's own, and a foreign one whose every row carries a mark."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import Disclosure, Membership, User
from incidents.domain.tips.sealing import seal
from incidents.models import (
    BookCounter,
    BookImport,
    CommuneSign,
    CrimeTip,
    DeadlineRule,
    IncidentLink,
    TipInformant,
)
from reports.domain.paper.standard_templates import build_standard
from reports.models import DocumentKind, DocumentTemplate
from tests import factories as units
from tests.accounts.factories import person
from tests.incidents import factories as incidents
from tests.reports import factories as reports
from units.models import Commune

# A syllable that occurs nowhere in the interface, with and without its diacritics.
MARK = "Hoắc"
FOREIGN_PK = 900_001
OUR_APPS = ("units", "accounts", "lists", "incidents", "reports", "dashboards")
PUBLIC_MODELS = {"units.CommuneSuccession"}


@dataclass
class World:
    """The own commune, the foreign one, people of the own side by role, and one of the foreign side."""

    own: Commune
    foreign: Commune
    people: dict[str, User] = field(default_factory=dict)
    foreign_staff: User | None = None


def owned_models() -> list[type[models.Model]]:
    """Return our models that have a commune, whose foreign row must never be seen."""
    return [
        model
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.endswith("Event")
        and model._meta.label not in PUBLIC_MODELS
        and any(f.name == "commune" for f in model._meta.fields)
    ]


def build() -> World:
    """Make both districts."""
    province = units.JurisdictionFactory(kind="province", name="Long An")
    own_district = units.JurisdictionFactory(name="Cần Đước", parent=province)
    other_district = units.JurisdictionFactory(pk=FOREIGN_PK, name=f"Huyện {MARK}", parent=province)
    own = units.CommuneFactory(name="Long Hòa", jurisdiction=own_district)
    foreign = units.CommuneFactory(
        pk=FOREIGN_PK, name=f"Lạ {MARK}", jurisdiction=other_district, difficulty_note=MARK
    )
    world = World(own=own, foreign=foreign)
    for role in ("commune_chief", "commune_deputy", "commune_officer"):
        world.people[role] = person(role, own)
    for role in ("district_staff", "home_affairs", "administrator"):
        world.people[role] = person(role, own_district)
    _fill(own, "Long Hòa", pk=None)
    _fill(foreign, MARK, pk=FOREIGN_PK)
    world.foreign_staff = person("administrator", other_district, pk=FOREIGN_PK, full_name=MARK)
    Disclosure.objects.create(
        pk=FOREIGN_PK,
        user=world.foreign_staff,
        model="units.officer",
        row=FOREIGN_PK,
        field="citizen_id",
        shown_as=MARK,
        commune=foreign,
    )
    person("commune_chief", foreign, username=f"truongca.{MARK}", full_name=MARK)
    Membership.objects.filter(user=world.foreign_staff).update(ended_reason=MARK)
    return world


def _fill(commune: Commune, word: str, *, pk: int | None) -> None:
    """Give ``commune`` one row of every kind, named by ``word``."""
    key: dict[str, Any] = {"pk": pk} if pk else {}
    hamlet = units.HamletFactory(commune=commune, name=f"Ấp {word}", **key)
    units.StationFactory(commune=commune, address=word, note=word, **key)
    officer = units.OfficerFactory(
        commune=commune,
        given_name=word.split()[0],
        note=word,
        address=word,
        citizen_id=f"0801{commune.pk:08d}",
        phone="0900000001",
        **key,
    )
    post = units.AssignmentFactory(
        officer=officer, commune=commune, hamlet=hamlet, note=word, signed_by=word, **key
    )
    units.DepartureFactory(officer=officer, position=post.position, note=word, **key)
    units.TrainingFactory(officer=officer, course=word, **key)
    units.RecognitionFactory(officer=officer, form=word, **key)
    item = units.EquipmentItemFactory(commune=commune, serial=word, note=word, place=word, **key)
    item.inspections.create(on=datetime.date(2025, 1, 1), by=word, finding=word, **key)
    item.maintenances.create(on=datetime.date(2025, 1, 1), work=word, **key)
    units.EquipmentStockFactory(commune=commune, note=word, **key)
    hotspot = incidents.HotspotFactory(commune=commune, name=f"Chợ {word}", reason=word, **key)
    incidents.HotspotActionFactory(hotspot=hotspot, description=word, **key)
    incidents.HotspotReviewFactory(hotspot=hotspot, finding=word, **key)
    incidents.OfficialListingFactory(hotspot=hotspot, decision_number=word, **key)
    incidents.HotspotSuggestionFactory(
        commune=commune, reason=word, judged_by_name=word, hotspot=hotspot, **key
    )
    _incident(commune, hotspot, word, key)
    _calm(commune, word, key)
    _tip(commune, word, key)
    _report(commune, word, key)
    _matters(commune, word, key)


def _incident(commune: Commune, hotspot: Any, word: str, key: dict[str, Any]) -> None:
    """Give ``commune`` an incident with a person, a file and a link, and the row of its book."""
    words = {"summary": word, "whereabouts": word, "handler_note": word}
    incident = incidents.IncidentFactory(commune=commune, hotspot=hotspot, **words, **key)
    incidents.IncidentPersonFactory(incident=incident, full_name=word, address=word, **key)
    incidents.IncidentFileFactory(incident=incident, name=word, added_by_name=word, **key)
    other = incidents.IncidentFactory(
        commune=commune,
        category=incident.category,
        **words,
        **({"pk": key["pk"] + 1} if key else {}),
    )
    IncidentLink.objects.create(
        first=min(incident, other, key=lambda one: one.pk),
        second=max(incident, other, key=lambda one: one.pk),
        kind="related",
        linked_by_name=word,
        **key,
    )
    BookImport.objects.create(
        commune=commune,
        owner=person("commune_chief", commune, full_name=word),
        file_name=f"{word}.xlsx",
        content=word.encode(),
        **key,
    )
    BookCounter.objects.create(commune=commune, year=2026, book="VV", last=1, **key)
    CommuneSign.objects.create(commune=commune, letters=word[:2].upper(), **key)


def _calm(commune: Commune, word: str, key: dict[str, Any]) -> None:
    """Give ``commune`` a mediation with all that belongs to it, and a row of each kind of the movement."""
    mediation = incidents.MediationFactory(
        commune=commune, summary=word, state="settled", agreement=word, **key
    )
    incidents.MediationPartyFactory(mediation=mediation, full_name=word, address=word, **key)
    session = incidents.MediationSessionFactory(
        mediation=mediation, minutes=word, mediated_by=word, **key
    )
    incidents.MediationFileFactory(session=session, name=word, added_by_name=word, **key)
    mediation.checks.create(on=session.on, verdict="kept", note=word, **key)
    incident = commune.incidents.order_by("pk").first()
    mediation.incident_links.create(incident=incident, linked_by_name=word, **key)
    model = incidents.MovementModelFactory(commune=commune, name=word, note=word, **key)
    model.ratings.create(year=2025, rating="good", note=word, **key)
    incidents.OutreachSessionFactory(commune=commune, topic=word, note=word, **key)
    incidents.SafetyStandardFactory(commune=commune, **key)


def _tip(commune: Commune, word: str, key: dict[str, Any]) -> None:
    """Give ``commune`` a crime tip with its informant."""
    tip = CrimeTip.objects.create(
        commune=commune,
        number=f"TB-2026-{commune.pk}-0001",
        received_at=timezone.now(),
        received_by_name=word,
        kind="report",
        channel="post",
        content=word,
        corrected_because=word,
        event_place=word,
        **key,
    )
    writer = person("commune_officer", commune, full_name=word)
    tip.verifications.create(
        checked=word, found=word, finding="signs", proposal=word, drafted_by=writer, **key
    )
    DeadlineRule.objects.create(
        step="hand_over",
        amount=1,
        unit="days",
        instrument=word,
        article=word,
        valid_from=datetime.date(2026, 1, 1),
        jurisdiction=commune.jurisdiction,
        ended_because=word,
        **key,
    )
    TipInformant.objects.create(
        tip=tip, sealed=seal({"full_name": word}), corrected_because=word, **key
    )


def _report(commune: Commune, word: str, key: dict[str, Any]) -> None:
    """Give ``commune`` a returned report with a value, a comment, a snapshot and a reminder."""
    form = reports.ReportFormFactory(jurisdiction=commune.jurisdiction, name=f"Mẫu {word}")
    version = reports.FormVersionFactory(form=form, number=1)
    section = reports.SectionFactory(form_version=version, title=f"Phần {word}")
    indicator = reports.IndicatorFactory(
        section=section, kind="text", name=f"Tình hình {word}", aggregation="gather", line="1"
    )
    reports.published(version)
    period = reports.ReportingPeriodFactory(
        form_version=version, title=word, request=word, jurisdiction=commune.jurisdiction, **key
    )
    report = reports.ReportFactory(period=period, commune=commune, **key)
    reports.ReportValueFactory(report=report, indicator=indicator, number=None, text=word, **key)
    reports.CellCommentFactory(report=report, indicator=indicator, text=word, by_name=word, **key)
    now = timezone.now()
    report.reportsnapshots.create(number=1, taken_at=now, by_name=word, content=word, **key)
    report.reminders.create(by_name=word, message=word, **key)
    DocumentTemplate.objects.create(
        kind=DocumentKind.REPORT,
        jurisdiction=commune.jurisdiction,
        name=f"Mẫu Word {word}",
        content=build_standard(DocumentKind.REPORT),
        **key,
    )
    type(report).objects.filter(pk=report.pk).update(
        state="returned", first_submitted_at=now, submitted_at=now, return_message=word
    )


def _matters(commune: Commune, word: str, key: dict[str, Any]) -> None:
    """Give ``commune`` a difficulty, a directive that answers it, a project and a meeting."""
    theme = reports.DifficultyThemeFactory(
        jurisdiction=commune.jurisdiction, title=f"Nhóm {word}", **key
    )
    difficulty = reports.DifficultyFactory(
        commune=commune, title=f"Khó khăn {word}", theme=theme, **key
    )
    difficulty.evidence_files.create(
        file=f"evidence/{word}.pdf",
        content_type="application/pdf",
        name=f"{word}.pdf",
        size=1,
        sha256="0" * 64,
        added_by_name=word,
        **key,
    )
    meeting = reports.MeetingFactory(
        jurisdiction=commune.jurisdiction, title=f"Hội nghị {word}", **key
    )
    meeting.communes.add(commune)
    directive = reports.DirectiveFactory(
        jurisdiction=commune.jurisdiction, title=f"Chỉ đạo {word}", meeting=meeting, **key
    )
    reports.DirectivePartyFactory(
        directive=directive, role="raised", commune=commune, difficulty=difficulty, **key
    )
    directive.progress.create(on=directive.issued_on, text=word, **key)
    meeting.conclusions.create(text=word, directive=directive, **key)
    project = reports.SupportProjectFactory(
        commune=commune, title=f"Dự án {word}", difficulty=difficulty, **key
    )
    project.disbursements.create(on=project.proposed_on, amount=1_000_000, document=word, **key)
