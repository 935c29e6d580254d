"""Opening of periods by several at once; a file of its own, for it empties the tables when it ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from reports.domain.opening import open_periods
from reports.models import ReportingPeriod
from tests.incidents.people import make_district
from tests.reports.filing_world import make_form

NOW = timezone.now


@pytest.mark.django_db(transaction=True)
def test_two_that_open_at_once_open_once():
    make_form(make_district().jurisdiction, months=2)

    def work(_number: int) -> int:
        try:
            return len(open_periods(NOW()))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 2
    assert ReportingPeriod.objects.count() == 2
