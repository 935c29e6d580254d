"""Many people at the very same moment: numbers without gaps, forms received once, counts exact."""

import datetime
import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connections, transaction

from commune_police.db import context
from incidents.domain.book.plan import plan_book
from incidents.domain.book.write import write_book
from incidents.domain.incidents.recording import IncidentFacts, record_incident
from incidents.models import BookImport, Incident, IncidentCategory
from tests.accounts.factories import person
from tests.incidents.factories import VIETNAM, IncidentCategoryFactory
from tests.incidents.people import make_district
from tests.incidents.test_incident_book import book, changed

WRITERS = 50
NOW = datetime.datetime(2026, 3, 6, 8, 0, tzinfo=VIETNAM)
pytestmark = pytest.mark.django_db(transaction=True)


def facts(category: int, injured: int = 0) -> IncidentFacts:
    return IncidentFacts(category, NOW, NOW, "Xô xát ở chợ.", injured=injured)


def together(tasks):
    """Run every task in a transaction of its own; the results in order, None for one that was undone."""

    def run(task):
        try:
            with transaction.atomic():
                context.set_visible(None, None)
                return task()
        except ZeroDivisionError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, tasks))


def test_fifty_writers_get_numbers_without_gap_or_double_though_some_fail():
    district = make_district()
    category = IncidentCategoryFactory().pk
    assert district.officer.has_perm("incidents.record_incident")

    def writer(number):
        def write():
            made = record_incident(
                facts(category), commune=district.commune, by=district.officer, at=NOW,
                key=uuid.uuid4(),
            )  # fmt: skip
            if number % 7 == 0:
                raise ZeroDivisionError  # the line broke after the number was taken
            return made.incident.number

        return write

    numbers = [one for one in together([writer(n) for n in range(WRITERS)]) if one]
    expected = WRITERS - len(range(0, WRITERS, 7))
    assert sorted(numbers) == [f"VV-2026-LH-{n:04d}" for n in range(1, expected + 1)]
    assert Incident.objects.count() == expected
    call_command("recount", stdout=StringIO())


def test_one_form_sent_many_times_at_once_is_received_once():
    district = make_district()
    category = IncidentCategoryFactory().pk
    assert district.officer.has_perm("incidents.record_incident")
    key = uuid.uuid4()

    def send():
        return record_incident(
            facts(category), commune=district.commune, by=district.officer, at=NOW, key=key
        )

    made = together([send] * 12)
    assert len({one.incident.pk for one in made}) == 1
    assert sum(not one.is_repeat for one in made) == 1
    assert made[0].incident.number == "VV-2026-LH-0001"


def test_random_writes_at_once_leave_the_counts_exact():
    district = make_district()
    categories = [IncidentCategoryFactory(code=code).pk for code in ("theft", "fight")]
    assert district.officer.has_perm("incidents.record_incident")
    assert district.other_chief.has_perm("incidents.record_incident")
    chance = random.Random(5)

    def task(number):
        seed = chance.random()

        def work():
            dice = random.Random(seed)
            mine = district.commune if number % 2 else district.other
            by = district.officer if number % 2 else district.other_chief
            record_incident(
                facts(dice.choice(categories), number % 3), commune=mine, by=by, at=NOW,
                key=uuid.uuid4(),
            )  # fmt: skip
            latest = Incident.objects.filter(commune=mine).order_by("pk").first()
            if latest and dice.random() < 0.6:
                Incident.objects.filter(pk=latest.pk).update(
                    state="settled", outcome_on=NOW.date(), injured=dice.randrange(4)
                )
            if dice.random() < 0.2:
                raise ZeroDivisionError
            return number

        return work

    together([task(number) for number in range(WRITERS)])
    assert IncidentCategory.objects.filter(pk__in=categories).count() == 2
    call_command("recount", stdout=StringIO())


def test_one_book_imported_by_two_people_at_once_is_written_once():
    district = make_district()
    deputy = person("commune_chief", district.commune)
    content = book(*(changed(number=str(n), what=f"Vụ {n}") for n in range(12)))
    batches = [
        (by, BookImport.objects.create(commune=district.commune, owner=by, file_name="so.xlsx", content=content))
        for by in (district.chief, deputy)
    ]  # fmt: skip
    fingerprint = plan_book(content, district.commune).fingerprint
    assert all(by.has_perm("incidents.import_incidents") for by, _batch in batches)

    def importing(by, batch):
        def write():
            try:
                return write_book(batch, fingerprint, by=by)
            except ValidationError:
                return 0

        return write

    written = together([importing(*one) for one in batches])
    assert sorted(written) == [0, 12]
    assert Incident.objects.count() == 12
