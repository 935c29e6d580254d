"""What must hold before anybody deploys this."""

import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from commune_police.checks import application_role_obeys_policies

ROOT = Path(__file__).resolve().parent.parent


DEPLOY = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")


def checked(
    command: Sequence[str] = DEPLOY, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command, ``check --deploy`` unless said, in a process of its own, as an operator would."""
    url = connection.settings_dict
    # Browser tests of the same process set the last one, for good.
    ours = {"DEMO_MODE", "SECRET_KEY", "TIP_KEYS", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    base = {k: v for k, v in os.environ.items() if k not in ours}
    assert url["NAME"]
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**base, "DJANGO_SETTINGS_MODULE": "commune_police.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_are_clean():
    result = checked(
        SECRET_KEY=secrets.token_urlsafe(60),
        ALLOWED_HOSTS="ca.example.vn",
        TIP_KEYS=Fernet.generate_key().decode(),
    )
    assert result.returncode == 0, result.stderr


def test_a_missing_secret_key_stops_everything():
    result = checked(ALLOWED_HOSTS="ca.example.vn")
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_without_a_secret_key_nothing_is_served_and_commands_that_sign_nothing_run():
    served = checked(["-c", "import commune_police.wsgi"])
    assert served.returncode != 0
    assert "SECRET_KEY" in served.stderr
    assert checked(["manage.py", "makemigrations", "--check", "--dry-run"]).returncode == 0


def test_demonstration_mode_is_refused_in_deployment():
    result = checked(DEMO_MODE="1", SECRET_KEY=secrets.token_urlsafe(60))
    assert result.returncode != 0
    assert "commune_police.E002" in result.stderr


@pytest.mark.django_db
def test_the_application_role_is_bound_by_the_policies():
    assert application_role_obeys_policies(databases=["default"]) == []


@pytest.mark.django_db
def test_a_role_that_passes_the_policies_is_refused(monkeypatch):
    class Superuser:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            return False

        def execute(self, *args):
            return None

        def fetchone(self):
            return ("postgres", True, True)

    monkeypatch.setattr(connection, "cursor", Superuser)
    found = application_role_obeys_policies(databases=["default"])
    assert [message.id for message in found] == ["commune_police.E001"]
    with pytest.raises(SystemCheckError):
        call_command("check", databases=["default"])


def test_without_keys_for_informants_the_deployment_is_not_clean():
    result = checked(SECRET_KEY=secrets.token_urlsafe(60), ALLOWED_HOSTS="ca.example.vn")
    assert result.returncode != 0
    assert "TIP_KEYS" in result.stderr
