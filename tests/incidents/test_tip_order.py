"""Tips in the order in which they expire, in the list and on the desks: whether they have a class or not."""

import pytest
from django.urls import reverse

from dashboards.queries.desk import tasks_for
from incidents.models import WITH_COMMUNE, CrimeTip
from incidents.queries.tip_rows import with_clock
from incidents.tables.tips import TipTable
from tests.incidents.factories import CrimeTipFactory
from tests.incidents.tips import DAY, HOUR, NOW
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def tips(district):
    """Tips as (state, time of receipt, next deadline), in the order in which they should stand."""
    made = {
        "no rule, the first to come": ("received", NOW - 2 * DAY, None),
        "no rule, the next": ("received", NOW - DAY, None),
        "an hour past": ("accepted", NOW - 30 * DAY, NOW - HOUR),
        "two hours left": ("accepted", NOW - 9 * DAY, NOW + 2 * HOUR),
        "no class, eleven hours left": ("received", NOW - 3 * DAY, NOW + 11 * HOUR),
        "three days left": ("classified", NOW - 4 * DAY, NOW + 3 * DAY),
        "no class, days left": ("received", NOW - 5 * DAY, NOW + 6 * DAY),
        "suspended, the latest first": ("suspended", NOW - 6 * DAY, None),
        "suspended before": ("suspended", NOW - 60 * DAY, None),
    }
    for name, (state, received, due) in reversed(made.items()):
        CrimeTipFactory(
            commune=district.commune,
            content=name,
            state=state,
            urgency="" if state == "received" else "ordinary",
            received_at=received,
            next_due_at=due,
        )
    return list(made)


def test_what_expires_first_comes_first_in_the_list(tips):
    rows = with_clock(CrimeTip.objects.all())
    shown = rows.order_by(*TipTable.order_fields("due", "due"))
    assert list(shown.values_list("content", flat=True)) == tips
    turned = rows.order_by(*TipTable.order_fields("-due", "due"))
    assert list(turned.values_list("content", flat=True)) == tips[::-1]


def test_the_desks_have_the_order_of_the_list(tips, district):
    found = CrimeTip.objects.expiring_first().values_list("content", flat=True)
    assert list(found) == tips
    scope = Scope.of([district.commune.pk])
    tasks = tasks_for(scope, NOW.date(), [], tips=WITH_COMMUNE)
    numbers = dict(CrimeTip.objects.values_list("number", "content"))
    asked = [numbers[task.what.split()[-1]] for task in tasks if "/tips/" in task.url]
    assert asked == [name for name in tips if name.startswith(("no ", "three "))]


def test_the_page_shows_the_order(client, tips, district):
    client.force_login(district.staff)
    page = client.get(reverse("tip_list"), {"state": "open"}).content.decode()
    rows = page.partition("<tbody>")[2]
    places = [rows.index(name) for name in tips]
    assert places == sorted(places)
