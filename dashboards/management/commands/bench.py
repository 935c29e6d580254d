"""Measures every page at two sizes in one run and writes docs/benchmarks.md."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.test.utils import override_settings
from django.utils import timezone

from dashboards.bench.consolidating import measure_consolidation
from dashboards.bench.filing import measure_filing
from dashboards.bench.measure import measure
from dashboards.bench.pages import ADMINISTRATOR, CHIEF, PROVINCE
from dashboards.bench.report import Benchmarks, Machine, markdown, misses
from dashboards.bench.sizes import DISTRICT, NATION, measuring_on, prepare


class Command(BaseCommand):
    """``manage.py bench``: loads what is missing, measures, writes, and says what missed its target."""

    help = (
        "Measure every page on databases of district and national size; write docs/benchmarks.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--rounds", type=int, default=40)
        parser.add_argument("--load", action="store_true", help="Load both databases anew.")
        parser.add_argument("--output", type=Path, default=settings.BASE_DIR / "docs/benchmarks.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, measure, write."""
        call_command("collectstatic", interactive=False, verbosity=0)
        for size in (DISTRICT, NATION):
            self.stdout.write(f"Preparing the {size.name}…")
            prepare(size, anew=options["load"])
        rounds = options["rounds"]
        machine = Machine.here()
        with override_settings(ROOT_URLCONF="dashboards.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
            self.stdout.write("Measuring…")
            with measuring_on(DISTRICT):
                district = measure("bench.district", rounds)
            with measuring_on(NATION):
                district_in_nation = measure("bench.district", rounds)
                nation = measure("bench.national", rounds)
                chief = measure(CHIEF, rounds)
                administrator = measure(ADMINISTRATOR, rounds)
                province = measure(PROVINCE, rounds)
                consolidation = measure_consolidation("bench.national", rounds)
                filing = measure_filing(CHIEF, rounds)
        run = Benchmarks(
            timezone.localdate(),
            rounds,
            machine,
            district,
            district_in_nation,
            nation,
            chief,
            administrator,
            province,
            consolidation,
            filing,
        )
        options["output"].write_text(markdown(run), encoding="utf-8")
        self.stdout.write(f"Written: {options['output']}")
        for problem in misses(run):
            self.stdout.write(self.style.WARNING(problem))
