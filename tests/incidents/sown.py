"""What migrations sow into the incidents' catalogues, put back after a test that empties every table."""

from importlib import import_module

from django.apps import apps
from django.db import transaction

from units.domain.scope import Scope, scope_context

SOWING = (
    ("0003_kinds", "add_kinds"),
    ("0008_categories", "add_categories"),
    ("0032_subjects", "add_subjects"),
    ("0022_deadline_rules", "add_rules"),
)


def sow() -> None:
    """Write the first catalogues again, where they are missing, in a sight of everything as migrations have it."""
    with transaction.atomic(), scope_context(Scope.all()):
        for migration, function in SOWING:
            getattr(import_module(f"incidents.migrations.{migration}"), function)(apps, None)
