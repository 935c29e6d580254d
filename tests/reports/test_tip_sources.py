"""The cells that the register of crime tips fills: as many rows behind each link, and what the measures say."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import CrimeTip, TipChannel, TipKind
from reports.domain.sources import SOURCES, read_sources
from reports.domain.tip_sources import TIP_SOURCES
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.factories import CommuneFactory
from tests.incidents.factories import VIETNAM, CrimeTipFactory, TipDeadlineFactory
from units.domain.scope import Scope
from units.models import Commune
from units.queries.area import Area

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 1, 15), datetime.date(2026, 2, 14)
ONE_DAY = datetime.timedelta(days=1)
CODES = [source.code for source in TIP_SOURCES]


def add_tip(commune: Commune, day: datetime.date, number: int) -> None:
    """A tip received late on a day: with the commune, handed over or resolved, in time or not, by its number."""
    received = datetime.datetime(day.year, day.month, day.day, 23, 59, tzinfo=VIETNAM)
    stage, slow = number % 4, number % 5 == 0
    handed = received + ONE_DAY * (9 if slow else 3) if stage > 1 else None
    resolved = handed + ONE_DAY * (25 if slow else 5) if handed and stage > 2 else None
    tip = CrimeTipFactory(
        commune=commune,
        received_at=received,
        kind=TipKind.values[number % 3],
        channel=TipChannel.values[number % 6],
        urgency="ordinary" if stage else "",
        state=("received", "classified", "accepted", "resolved")[stage],
        result="Khởi tố." if resolved else "",
        resolved_at=resolved,
    )
    if stage == 1 and number % 3 == 2:  # handed over at once, and returned
        returned = received + 20 * ONE_DAY
        TipDeadlineFactory(tip=tip, met_at=received)
        TipDeadlineFactory(tip=tip, began_at=returned)
        CrimeTip.objects.filter(pk=tip.pk).update(state="returned")
    elif stage:
        TipDeadlineFactory(tip=tip, met_at=handed)
    if handed:
        TipDeadlineFactory(
            tip=tip,
            step="decision",
            began_at=handed,
            due_at=handed + 20 * ONE_DAY,
            met_at=resolved,
        )


@pytest.fixture
def commune() -> Commune:
    """A commune with tips of every kind, channel and stage on the first and last day of a period from the 15th to
    the 14th, with the days around it as full, and a neighbour with the same."""
    made = CommuneFactory(name="Long Hòa")
    foreign = CommuneFactory(name="Phước Lý")
    for day in (FIRST, LAST, FIRST - ONE_DAY, LAST + ONE_DAY, FIRST - 30 * ONE_DAY):
        for where in (made, foreign):
            for number in range(9):
                add_tip(where, day, number + day.day)
    return made


def read(commune: Commune) -> dict[str, Any]:
    found = read_sources(CODES, Area(Scope.of([commune.pk])), FIRST, LAST, LAST)
    return {code: given[commune.pk] for code, given in found.items()}


def test_kinds_and_channels_add_up_and_nothing_is_lost_between_the_ends(commune):
    found = read(commune)
    assert found["tips_received"] == 18
    kinds = ("denunciations", "reports", "petitions")
    channels = ("spoken", "written", "telephone", "post", "electronic", "vneid")
    for parts in (kinds, channels):
        assert sum(found[f"tips_{part}"] for part in parts) == found["tips_received"]
    came = found["tips_received"] + found["tips_returned"]
    left = found["tips_opening"] + came - found["tips_handed_over"]
    assert left == found["tips_waiting"]
    assert all(found.values())


@pytest.mark.parametrize("code", CODES)
def test_each_figure_leads_to_as_many_rows(commune, client: Client, code):
    client.force_login(person("commune_chief", commune))
    page = client.get(SOURCES[code].rows_url(commune.pk, FIRST, LAST)).content.decode()
    assert rows_of(page) == read(commune)[code]


def test_the_measures_of_the_same_days_say_the_same(commune, client: Client):
    client.force_login(person("commune_chief", commune))
    asked = {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat()}
    shown = client.get(reverse("tip_measures"), asked).context
    found = read(commune)
    total = [cell.value for cell in shown["total"].numbers]
    names = ("received", "taken_up", "handed_over", "resolved", "resolved_in_time", "late")
    assert total == [found[f"tips_{name}"] for name in names]
    assert shown["numbers"]["waiting_late"].value == found["tips_waiting_late"]
    assert [row.numbers[0].value for row in shown["kinds"]] == [
        found[f"tips_{name}"] for name in ("denunciations", "reports", "petitions")
    ]


def test_a_commune_without_tips_has_none_rather_than_nothing_known(commune):
    bare = CommuneFactory(jurisdiction=commune.jurisdiction)
    found = read_sources(CODES, Area(Scope.of([bare.pk])), FIRST, LAST, LAST)
    assert {given[bare.pk] for given in found.values()} == {0}
