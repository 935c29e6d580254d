"""Loads the demonstration district, once; prints who may sign in."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo.sign_ins import (
    demo_sign_ins,
    district_sign_ins,
    sign_in_lines,
    write_sign_ins,
)
from incidents.demo.mediations import write_mediations
from incidents.demo.movement import write_movement
from incidents.demo.tip_rules import write_rules
from incidents.demo.tips import write_tips
from incidents.demo.write_incidents import write_incidents
from incidents.demo.write_places import write_places
from reports.demo.matters import write_matters
from reports.demo.write_reports import write_reports
from units.demo.load import SEED, demo_district, load_units
from units.domain.scope import Scope, scope_context


class Command(BaseCommand):
    """``manage.py load_demo``: refuses outside demonstration mode; a second run changes nothing."""

    help = "Load the demonstration district of Cần Đước (invented data, fixed seed)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--reform",
            action="store_true",
            help="End the 17 communes on 30 June 2025 and go on in their 6 successors.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        if not settings.DEMO_MODE:
            raise CommandError("This only runs in demonstration mode: set DEMO_MODE=1.")
        began = time.monotonic()
        context = {"username": "load_demo", "name": "Dữ liệu minh họa"}
        with pghistory.context(**context), scope_context(Scope.all()):
            fresh = demo_district() is None
            if fresh:
                self._load(options["seed"], reform=options["reform"])
            lines = sign_in_lines(demo_sign_ins())
        # Written only now: a reader that goes away must not undo what was loaded.
        seconds = time.monotonic() - began
        self.stdout.write(
            f"Demonstration district loaded in {seconds:.1f} s."
            if fresh
            else "The demonstration district is already there; nothing changed."
        )
        self.stdout.write("\n".join(lines))

    def _load(self, seed: int, *, reform: bool) -> None:
        today = timezone.localdate()
        demo = load_units(today, seed, reform=reform)
        people = district_sign_ins(
            demo.communes,
            demo.chiefs,
            demo.standing,
            demo.deputies,
            officer_of=demo.now["longhoa"],
        )
        write_sign_ins(people, demo.district)
        write_places(demo.communes_of_the_17, demo.answering_for_the_17, today)
        write_incidents(demo.lineages, today)
        write_mediations(demo.lineages, today)
        write_rules(demo.districts, today)
        write_tips(demo.lineages, today)
        write_movement(demo.lineages, today)
        write_reports(demo.district, demo.communes, demo.chiefs, today, seed)
        write_matters(demo.district, demo.communes_of_the_17, demo.answering_for_the_17, today)
