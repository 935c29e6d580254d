"""Fifty officers who enter tips in one register at the very same moment."""

import pytest

from tests.incidents.people import make_district
from tests.incidents.test_incidents_at_once import WRITERS, together
from tests.incidents.tips import received

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_writers_get_numbers_without_gap_or_double_though_some_fail():
    district = make_district()
    assert district.officer.has_perm("incidents.receive_tip")

    def writer(number):
        def write():
            tip = received(district)
            if number % 7 == 0:
                raise ZeroDivisionError  # the line broke after the number was taken
            return tip.number

        return write

    numbers = [one for one in together([writer(n) for n in range(WRITERS)]) if one]
    kept = WRITERS - len(range(0, WRITERS, 7))
    assert sorted(numbers) == [f"TB-2026-LH-{n:04d}" for n in range(1, kept + 1)]
