"""The part that needs the packages: prepares database, catalogues and static files, then serves.

Run by ``launch.web`` with the virtual environment's Python.
"""

import errno
import io
import os
import socket
import sys
from pathlib import Path

from launch.places import CHECKOUT, NODE_MODULES, STAMPS, STATIC_ROOT
from launch.progress import PlainError, step
from launch.stamps import Stamp, fingerprint

GUNICORN_SETTINGS = CHECKOUT / "commune_police" / "gunicorn_settings.py"


def choose_demonstration() -> None:
    """Run the demonstration where neither the environment nor ``.env`` decides otherwise."""
    settings_file = CHECKOUT / ".env"
    chosen = settings_file.read_text() if settings_file.exists() else ""
    if not any(line.strip().startswith("DEMO_MODE=") for line in chosen.splitlines()):
        os.environ.setdefault("DEMO_MODE", "1")


def prepare() -> str:
    """Bring catalogues, database and static files up to date; return the sign-ins to show."""
    from commune_police.catalogue import compile_all

    compile_all()
    with step("Starting the database"):
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commune_police.settings")
        django.setup()
    from django.conf import settings

    migrate()
    collect_static()
    return load_demonstration() if settings.DEMO_MODE else ""


def migrate() -> None:
    """Apply the migrations that the database lacks; quick where there are none."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Creating the tables"):
            call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Gather, hash and compress the static files, where any changed."""
    from django.core.management import call_command

    sources = [CHECKOUT / "static", CHECKOUT / "requirements.txt", CHECKOUT / "package-lock.json"]
    apps = sorted(path for path in CHECKOUT.glob("*/static") if NODE_MODULES not in path.parents)
    mark = fingerprint([*sources, *apps])
    stamp = Stamp(STAMPS / "static")
    if STATIC_ROOT.is_dir() and stamp.fits(mark):
        return
    with step("Gathering static files"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write(mark)


def load_demonstration() -> str:
    """Load the demonstration where the database is empty; return the lines of its sign-ins."""
    from django.core.management import call_command

    from units.models import Jurisdiction

    printed = io.StringIO()
    if Jurisdiction.objects.exists():
        call_command("load_demo", stdout=printed)
    else:
        with step("Loading the demonstration district"):
            call_command("load_demo", stdout=printed)
    return "\n".join(printed.getvalue().strip().splitlines()[1:])


def greet(address: tuple[str, int], sign_ins: str) -> None:
    """Print where to look and who may sign in."""
    host = "127.0.0.1" if address[0] == "0.0.0.0" else address[0]  # noqa: S104
    print(f"\nOpen http://{host}:{address[1]}/   (Ctrl-C stops it)\n", flush=True)
    if sign_ins:
        print(f"{sign_ins}\n", flush=True)


def serve(descriptor: int) -> None:
    """Prepare everything and become gunicorn on the socket that was reserved."""
    choose_demonstration()
    sign_ins = prepare()
    from django.db import connections

    connections.close_all()
    with socket.socket(fileno=os.dup(descriptor)) as reserved:
        reserved.listen(128)  # who comes before gunicorn is up waits for a moment
        greet(reserved.getsockname(), sign_ins)
    arguments = [
        "-m",
        "gunicorn",
        "--bind",
        f"fd://{descriptor}",
        "--config",
        str(GUNICORN_SETTINGS),
    ]
    os.execv(sys.executable, [sys.executable, *arguments, "commune_police.wsgi"])  # noqa: S606


def main(arguments: list[str]) -> int:
    """Do what the first argument names."""
    from django.db.utils import OperationalError

    from commune_police.db.embedded import EmbeddedServerError

    try:
        if arguments[0] == "serve":
            serve(int(arguments[1]))
        else:
            prepare()
    except (PlainError, EmbeddedServerError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OperationalError as error:
        address = "DATABASE_URL" if os.environ.get("DATABASE_URL") else "the embedded PostgreSQL"
        print(f"\nThe database of {address} cannot be used: {error}".strip(), file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(
            f"\nThe disk is full ({error.filename or Path.cwd()}). Free some room.", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
