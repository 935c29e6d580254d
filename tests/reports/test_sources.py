"""The figures that fill cells: the dashboards' own numbers, and as many rows behind each link."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from dashboards.queries.area_figures import FiguresOnDay, area_figures
from reports.domain.calm_sources import MEDIATION_SOURCES, STANDARD_SOURCES
from reports.domain.incident_sources import INCIDENT_SOURCES
from reports.domain.sources import SOURCES, read_sources
from reports.domain.tip_sources import TIP_SOURCES
from tests import factories
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.incidents.factories import HotspotActionFactory, HotspotFactory
from units.domain.scope import Scope
from units.models import Commune
from units.queries.area import Area
from units.queries.equipment import expiring_on

pytestmark = pytest.mark.django_db

ASKED_FOR = {
    "force_part_time_due",
    "force_part_time_present",
    "force_part_time_short",
    "force_regular_present",
    "force_regular_due",
    "departures_in_period",
    "departures_low_allowance",
    "departures_workload",
    "vacant_posts",
    "station_tenure",
    "station_own",
    "station_missing",
    "equipment_short",
    "equipment_short_rows",
    "licences_expired",
    "inspections_overdue",
    "hotspots_open",
    "hotspots_reported",
    "hotspots_resolved",
    "hotspots_reviews_overdue",
    "hotspot_rows",
    "trainings_in_period",
    "rewards_in_period",
    "discipline_in_period",
}

# test_incident_sources.py, test_tip_sources.py, test_calm_sources.py
STANDARDS = {source.code for source in STANDARD_SOURCES}
TESTED_APART = {
    *(source.code for source in INCIDENT_SOURCES),
    *(source.code for source in TIP_SOURCES),
    *(source.code for source in MEDIATION_SOURCES),
    *STANDARDS,
    *("models_running", "outreach_sessions", "outreach_attendance"),
}


def ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


@dataclass
class Period:
    """A year that ended ten days ago, or one that is still running; the dashboards count years too."""

    is_over: bool

    @property
    def day(self) -> datetime.date:
        """The day of its figures."""
        return ago(10) if self.is_over else ago(0)

    @property
    def last(self) -> datetime.date:
        return ago(10) if self.is_over else ago(-20)

    @property
    def first(self) -> datetime.date:
        try:
            before = self.day.replace(year=self.day.year - 1)
        except ValueError:
            before = self.day.replace(year=self.day.year - 1, day=28)
        return before + datetime.timedelta(days=1)

    def read(self, *codes: str, area: Area | None = None) -> dict[str, dict[int, Any]]:
        return read_sources(
            codes or list(SOURCES),
            area or Area(Scope.all()),
            self.first,
            self.last,
            timezone.localdate(),
        )

    def dashboard(self) -> FiguresOnDay:
        return area_figures(Area(Scope.all()), self.day, today=timezone.localdate())


@pytest.fixture(params=[True, False], ids=["over", "running"])
def period(request: pytest.FixtureRequest) -> Period:
    return Period(request.param)


@dataclass
class World:
    """A commune with a little of everything, a commune with nothing, and one that is somebody else's."""

    full: Commune
    bare: Commune
    foreign: Commune


@pytest.fixture
def world() -> World:
    district = factories.JurisdictionFactory(name="Cần Đước")
    full = factories.CommuneFactory(jurisdiction=district, name="Long Hòa")
    bare = factories.CommuneFactory(jurisdiction=district, name="Tân Trạch")
    foreign = factories.CommuneFactory(name="Phước Lý")
    for commune in (full, foreign):
        _put_people(commune)
        _put_careers(commune)
        _put_departures(commune)
        _put_equipment(commune)
        _put_places(commune)
    factories.StationFactory(commune=full, tenure="shared", valid_from=ago(299))
    factories.StationFactory(commune=foreign, tenure="none")
    return World(full, bare, foreign)


def _put_people(commune: Commune) -> None:
    """Of five due three were in post ten days ago and two are today; of two due one regular officer serves."""
    hamlet_post = factories.PositionFactory(name="Công an viên ở ấp")
    regular = factories.PositionFactory(name="Công an chính quy", force_type__is_regular=True)
    for position, low in ((hamlet_post, 5), (regular, 2)):
        factories.EstablishmentNormFactory(position=position, low=low, commune=commune)
    for until in (None, None, ago(4), ago(40)):
        factories.AssignmentFactory(
            officer__commune=commune, commune=commune, position=hamlet_post, valid_until=until
        )
    factories.AssignmentFactory(officer__commune=commune, commune=commune, position=regular)
    # Joined in the last days: counts only while the period runs.
    factories.AssignmentFactory(
        officer__commune=commune, commune=commune, position=regular, valid_from=ago(2)
    )


def _put_careers(commune: Commune) -> None:
    officer = factories.OfficerFactory(commune=commune)
    factories.AssignmentFactory(officer=officer, commune=commune, position__name="Phó Trưởng")
    for days in (3, 30, 60, 500):
        factories.TrainingFactory(officer=officer, completed_on=ago(days))
    for kind, days in (("reward", 3), ("reward", 90), ("discipline", 45), ("discipline", 600)):
        factories.RecognitionFactory(officer=officer, kind=kind, on=ago(days))


def _put_departures(commune: Commune) -> None:
    for days, reason in (
        (3, "allowance"),
        (20, "allowance"),
        (50, "allowance"),
        (60, "workload"),
        (70, "health"),
        (400, "allowance"),
    ):
        factories.DepartureFactory(
            officer__commune=commune, commune=commune, on=ago(days), reason=reason
        )


def _put_equipment(commune: Commune) -> None:
    radio = factories.EquipmentTypeFactory(name="Bộ đàm", order=2)
    baton = factories.EquipmentTypeFactory(name="Gậy cao su", order=1)
    for kind, low in ((radio, 4), (baton, 2)):
        factories.EquipmentNormFactory(type=kind, low=low, commune=commune)
    factories.EquipmentItemFactory(commune=commune, type=radio, condition="broken")
    for days, more in (
        (5, {}),  # its licence ran out after a period that is over
        (30, {}),
        (60, {"disposal": "lost", "disposed_on": ago(50)}),
        (-30, {}),
    ):
        factories.EquipmentItemFactory(
            commune=commune,
            type=radio,
            licence_expires_on=ago(days),
            next_inspection_on=ago(days - 10),
            **more,
        )


def _put_places(commune: Commune) -> None:
    place = HotspotFactory(
        commune=commune,
        name="Chợ Long Hòa",
        state="under_action",
        reported_on=ago(500),
        next_review_on=ago(5),
    )
    HotspotActionFactory(hotspot=place, description="Tuần tra 2–6 giờ sáng", state="ongoing")
    HotspotActionFactory(hotspot=place, description="Lắp camera", state="dropped")
    HotspotActionFactory(hotspot=place, description="Kẻ vạch", state="done")
    HotspotFactory(commune=commune, name="Ngã ba Kinh", reported_on=ago(3))
    HotspotFactory(commune=commune, name="Cầu Chợ", reported_on=ago(100))
    for days, state in ((20, "resolved"), (700, "resolved"), (30, "declined")):
        HotspotFactory(
            commune=commune,
            state=state,
            reported_on=ago(days + 5),
            closed_on=ago(days),
            closed_reason="Không còn phức tạp.",
        )


def test_every_figure_that_forms_may_ask_for_has_its_source():
    assert set(SOURCES) == ASKED_FOR | TESTED_APART
    assert all(code == source.code and source.label for code, source in SOURCES.items())


DASHBOARD = {
    "force_part_time_due": lambda row: row.strength.part_time.due,
    "force_part_time_present": lambda row: row.strength.part_time.present,
    "force_part_time_short": lambda row: row.strength.part_time.short,
    "force_regular_due": lambda row: row.strength.regular.due,
    "force_regular_present": lambda row: row.strength.regular.present,
    "departures_in_period": lambda row: row.departures.count,
    "station_own": lambda row: None if row.stations.unknown else row.stations.own,
    "station_missing": lambda row: row.stations_missing,
    "equipment_short": lambda row: row.equipment.short,
    "hotspots_open": lambda row: row.places.open,
    "hotspots_reviews_overdue": lambda row: row.places.overdue,
}


@pytest.mark.parametrize("code", DASHBOARD)
def test_a_cell_holds_the_number_that_the_overview_shows(world, period, code):
    found = period.read(code)[code]
    shown = period.dashboard().by_key
    for commune in (world.full, world.bare, world.foreign):
        assert found.get(commune.pk) == DASHBOARD[code](shown[commune.pk]), commune.name
    assert found[world.full.pk] is not None


def test_the_figures_are_those_of_the_day_that_the_period_ends_or_of_today(world):
    over, running = Period(True).read(), Period(False).read()
    told = {
        code: (over[code][world.full.pk], running[code][world.full.pk])
        for code, source in SOURCES.items()
        if source.kind == "count" and code not in TESTED_APART
    }
    assert told == {
        "force_part_time_due": (5, 5),
        "force_part_time_present": (4, 3),
        "force_part_time_short": (2, 3),
        "force_regular_due": (2, 2),
        "force_regular_present": (1, 2),
        "departures_in_period": (4, 5),
        "departures_low_allowance": (2, 3),
        "departures_workload": (1, 1),
        "station_own": (0, 0),
        "station_missing": (0, 0),
        "equipment_short": (3, 3),
        "licences_expired": (1, 2),
        "inspections_overdue": (1, 1),
        "hotspots_open": (3, 3),
        "hotspots_reported": (3, 4),
        "hotspots_resolved": (1, 1),
        "hotspots_reviews_overdue": (1, 1),
        "trainings_in_period": (2, 3),
        "rewards_in_period": (1, 2),
        "discipline_in_period": (1, 1),
    }


def test_reasons_of_departures_are_those_of_the_overview(world, period):
    by_reason = period.dashboard().departures.by_reason
    for code, reason in (
        ("departures_low_allowance", "allowance"),
        ("departures_workload", "workload"),
    ):
        assert sum(period.read(code)[code].values()) == by_reason[reason][0]


def test_expired_papers_are_those_that_the_overview_warns_of(world, period):
    warned = expiring_on(period.day, Area(Scope.of([world.full.pk])))
    found = period.read("licences_expired", "inspections_overdue")
    assert found["licences_expired"][world.full.pk] == warned.licences_expired
    assert found["inspections_overdue"][world.full.pk] == warned.inspections_overdue


LISTED = [
    code
    for code, source in SOURCES.items()
    if source.list_name and source.kind == "count" and code not in TESTED_APART
]
OF_STATIONS = {"station_own", "station_missing"}


@pytest.fixture
def chief(client: Client, world: World) -> Client:
    client.force_login(person("commune_chief", world.full))
    return client


@pytest.mark.parametrize("code", sorted({*LISTED} - OF_STATIONS - {"equipment_short"}))
def test_a_figure_leads_to_as_many_rows(world, period, chief, code):
    value = period.read(code)[code][world.full.pk]
    assert value, "a figure of zero would prove little"
    url = SOURCES[code].rows_url(world.full.pk, period.first, period.last)
    assert rows_of(chief.get(url).content.decode()) == value


def test_a_station_leads_to_the_stations_of_that_day(world, period, chief):
    factories.StationFactory(commune=world.full, tenure="rented", valid_until=ago(300))
    for code in ("station_tenure", *OF_STATIONS):
        page = chief.get(SOURCES[code].rows_url(world.full.pk, period.first, period.last))
        assert rows_of(page.content.decode()) == 1


def test_short_equipment_leads_to_the_norms_of_that_day_kind_by_kind(world, period, chief):
    codes = ("equipment_short", "equipment_short_rows")
    found = period.read(*codes)
    rows = found["equipment_short_rows"][world.full.pk]
    assert [(row["type"], row["due"], row["usable"], row["short"]) for row in rows] == [
        ("Gậy cao su", 2, 0, 2),
        ("Bộ đàm", 4, 3, 1),
    ]
    assert sum(row["short"] for row in rows) == found["equipment_short"][world.full.pk]
    for code in codes:
        page = chief.get(SOURCES[code].rows_url(world.full.pk, period.first, period.last))
        assert page.context["day"] == period.day
        assert page.context["total"].short == found["equipment_short"][world.full.pk]


def test_vacant_posts_lead_to_the_commune_s_posts_of_that_day(world, period, chief):
    found = period.read("vacant_posts", "force_part_time_due", "force_part_time_short")
    rows = found["vacant_posts"][world.full.pk]
    assert (
        sum(row["short"] for row in rows if row["position"] == "Công an viên ở ấp")
        == (found["force_part_time_short"][world.full.pk])
    )
    for code in found:
        page = chief.get(SOURCES[code].rows_url(world.full.pk, period.first, period.last))
        vacant = {
            line.position.name: line.figure.short
            for line in page.context["posts"]
            if line.figure.short
        }
        assert vacant == {row["position"]: row["short"] for row in rows}


def test_open_places_are_told_one_by_one_with_what_is_being_done(world, period, chief):
    rows = period.read("hotspot_rows")["hotspot_rows"][world.full.pk]
    assert {row["name"]: row["measures"] for row in rows} == {
        "Chợ Long Hòa": "Tuần tra 2–6 giờ sáng",
        "Ngã ba Kinh": "",
        "Cầu Chợ": "",
    }
    url = SOURCES["hotspot_rows"].rows_url(world.full.pk, period.first, period.last)
    assert rows_of(chief.get(url).content.decode()) == len(rows)


def test_nothing_recorded_is_zero_where_rows_are_counted_and_unknown_where_none_speaks(world):
    found = Period(True).read()
    told = {code: by_commune.get(world.bare.pk) for code, by_commune in found.items()}
    unknown = {code for code, value in told.items() if value is None}
    assert unknown == {
        "force_part_time_due",
        "force_part_time_short",
        "force_regular_due",
        "station_own",
        "station_missing",
        "equipment_short",
        "equipment_short_rows",
        "vacant_posts",
        "hotspot_rows",
        *STANDARDS,
    }
    assert told["station_tenure"] == ""
    assert {told[code] for code in set(told) - unknown - {"station_tenure"}} == {0}


def test_a_narrow_view_gives_the_figures_of_its_communes_alone(world, as_scope):
    scope = Scope.of([world.full.pk])
    whole = Period(True).read()
    with as_scope(scope):
        found = Period(True).read(area=Area(scope))
    assert not any(found.pop(code) for code in STANDARDS)  # nothing is written down of them
    for code, by_commune in found.items():
        assert set(by_commune) == {world.full.pk}, code
        assert by_commune[world.full.pk] == whole[code][world.full.pk], code


def test_what_a_report_says_does_not_depend_on_the_reader_s_language(world):
    with override("en"):
        found = Period(True).read("station_tenure", "hotspot_rows")
    with override("vi"):
        assert found == Period(True).read("station_tenure", "hotspot_rows")
    assert "shared" not in found["station_tenure"][world.full.pk]


def test_one_question_for_each_kind_of_record_whatever_the_number_of_codes_and_communes(
    world, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        Period(True).read()
    for _number in range(20):
        commune = factories.CommuneFactory()
        _put_people(commune)
        _put_places(commune)
    with CaptureQueriesContext(connection) as many:
        Period(True).read()
    # Posts with their names, departures, stations, equipment twice (in all and by kind), papers, places and
    # their turns, open places with their measures, careers, incidents with the catalogue of their kinds, tips,
    # mediations with the catalogue of their subjects, models, outreach, the year's standards.
    assert len(few) == len(many) == 20
    with django_assert_num_queries(2):
        Period(True).read("departures_in_period", "departures_workload", "departures_low_allowance")


def test_a_name_that_no_source_has_gives_nothing():
    assert Period(True).read("phantom") == {}
