"""What is measured: every page a person opens, with a row of the database where one is needed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from incidents.models import Hotspot, Incident, IncidentCategory
from reports.models import ACCEPTED, Report, ReportState
from units.models import Commune, EquipmentItem, Officer, Station

ADMINISTRATOR, CHIEF, PROVINCE = "bench.admin", "bench.chief", "bench.province"


class BenchError(RuntimeError):
    """A page did not answer as it should; measuring it would mean nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address to measure; lists name the class whose plain twin they are held against."""

    name: str
    url: str
    plain: str = ""


def pages_for(username: str, scope_communes: list[int]) -> list[Page]:
    """The pages that this person opens, with rows of the given communes, which must be visible."""
    if username == ADMINISTRATOR:
        return admin_pages(scope_communes)
    if username == PROVINCE:
        return [matrix_page(), *_province_map()]
    pages = reading_pages(scope_communes)
    if username == CHIEF:
        running = running_report(scope_communes[0])
        return [
            *pages,
            Page("report a place", reverse("hotspot_create")),
            Page("monthly report, pre-filled", reverse("report_detail", args=[running.pk])),
        ]
    return [*pages, matrix_page()]


def _province_map() -> list[Page]:
    """What the map of incidents asks for at a province: the last month, counted by cell."""
    day = timezone.localdate() - datetime.timedelta(days=30)
    query = urlencode({"happened_after": day.isoformat(), "zoom": 9})
    return [Page("map of a province, counted by cell", f"{reverse('incident_map_data')}?{query}")]


def matrix_page() -> Page:
    """Who has filed: every commune of the person's by the last twelve months."""
    return Page("who has filed", reverse("filing_matrix"), "filing_matrix")


def running_report(commune: int) -> Report:
    """The report of the running month, which waits to be filed."""
    return _reports(commune).filter(state=ReportState.DRAFT).latest("period__last_day")


def filed_report(commune: int) -> Report:
    """The report of the last month that is over."""
    return _reports(commune).filter(state__in=ACCEPTED).latest("period__last_day")


def _reports(commune: int) -> QuerySet[Report]:
    found: QuerySet[Report] = Report.objects.filter(commune=commune, number=0)
    return found.select_related("period__form", "period__form_version", "commune")


def admin_pages(scope_communes: list[int]) -> list[Page]:
    """The administrator's daily pages in the admin."""
    officer = Officer.objects.filter(commune__in=scope_communes).serving().order_by("pk")[0]
    officers = reverse("admin:units_officer_changelist")
    return [
        Page("admin", reverse("admin:index")),
        Page("admin: officers", officers),
        Page("admin: officers, by name", f"{officers}?q={officer.given_name}"),
        Page("admin: one officer", reverse("admin:units_officer_change", args=[officer.pk])),
        Page("admin: communes", reverse("admin:units_commune_changelist")),
        Page("admin: equipment items", reverse("admin:units_equipmentitem_changelist")),
    ]


def reading_pages(scope_communes: list[int]) -> list[Page]:
    """Every page that only reads, with its lists."""
    commune = Commune.objects.filter(pk__in=scope_communes).order_by("pk")[0]
    officer = Officer.objects.filter(commune=commune).serving().order_by("pk")[0]
    hotspot = Hotspot.objects.filter(commune=commune).order_by("pk")[0]
    incident = Incident.objects.filter(commune=commune).latest("occurred_from")
    item = EquipmentItem.objects.filter(commune=commune).order_by("pk")[0]
    station = Station.objects.filter(commune=commune).order_by("pk")[0]
    word = officer.given_name
    return [
        Page("overview", reverse("overview")),
        *_lists(commune.pk, word),
        Page("map", reverse("map")),
        Page("map, complicated places", f"{reverse('map')}?figure=hotspots"),
        Page("map outlines (GeoJSON)", reverse("map_communes")),
        Page("map places (GeoJSON)", reverse("map_hotspots")),
        Page("search in everything", f"{reverse('search')}?q={word}"),
        Page("commune", reverse("commune_detail", args=[commune.pk])),
        Page("officer", reverse("officer_detail", args=[officer.pk])),
        Page("station", reverse("station_detail", args=[station.pk])),
        Page("equipment item", reverse("equipment_detail", args=[item.pk])),
        Page("place", reverse("hotspot_detail", args=[hotspot.pk])),
        Page("incident", reverse("incident_detail", args=[incident.pk])),
        Page("incidents on the map", reverse("incident_map")),
        Page("more and fewer incidents", reverse("analysis")),
        Page("a filed report", reverse("report_detail", args=[filed_report(commune.pk).pk])),
    ]


def _lists(commune: int, word: str) -> list[Page]:
    return [
        Page("communes", reverse("commune_list"), "commune_list"),
        Page("officers", reverse("officer_list"), "officer_list"),
        Page("officers, by name", f"{reverse('officer_list')}?q={word}&status=", "officer_list"),
        Page(
            "officers of a commune", f"{reverse('officer_list')}?commune={commune}", "officer_list"
        ),
        Page("officers, page 3", f"{reverse('officer_list')}?page=3", "officer_list"),
        Page("stations", reverse("station_list"), "station_list"),
        Page("equipment", reverse("equipment_list"), "equipment_list"),
        Page("countable goods", reverse("equipment_stock"), "equipment_stock"),
        Page("places", reverse("hotspot_list"), "hotspot_list"),
        Page("places, review overdue", f"{reverse('hotspot_list')}?overdue=1", "hotspot_list"),
        Page("reports", reverse("report_list"), "report_list"),
        *_incident_lists(),
    ]


def _incident_lists() -> list[Page]:
    """The list of incidents as it opens, and narrowed by words, days and kind together."""
    listed = reverse("incident_list")
    day = timezone.localdate()
    kind = IncidentCategory.objects.get(code="theft").pk
    asked = {
        "q": "xe may",
        "happened_after": (day - datetime.timedelta(days=90)).isoformat(),
        "happened_before": day.isoformat(),
        "category": kind,
    }
    return [
        Page("incidents", listed, "incident_list"),
        Page("incidents, by words, days and kind", f"{listed}?{urlencode(asked)}", "incident_list"),
    ]
