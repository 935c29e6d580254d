"""Keeps one migrated, empty database that every test process copies, instead of migrating for itself.

Run with the virtual environment's Python; prints the name of the database.
"""

import os
import sys
from pathlib import Path

from launch.places import CHECKOUT
from launch.stamps import fingerprint

PREFIX = "test_template_"


def migration_files() -> list[Path]:
    """Return what decides how a migrated database looks."""
    ours = sorted(CHECKOUT.glob("*/migrations/*.py"))
    return [
        CHECKOUT / "requirements.txt",
        *ours,
        *sorted((CHECKOUT / "commune_police" / "db").glob("*.py")),
    ]


def make() -> str:
    """Return the name of the migrated database, made where the server has none from these migrations."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "commune_police.settings_test"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    name = PREFIX + fingerprint(migration_files())[:16]
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        known = {row[0] for row in cursor.fetchall()}
        if name in known:
            return name
        for old in known:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        unfinished = f"half_{name}"
        cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
    connection.close()
    usual, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], unfinished
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict["NAME"] = usual
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


if __name__ == "__main__":
    sys.stdout.write(make())
