"""Settings for tests: the real ones, in demonstration mode, with a quick password hasher."""

import os

os.environ.setdefault("DEMO_MODE", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)

from commune_police.settings import *  # noqa: F403

# `make test` migrates once and lets every test process copy that database.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_TEMPLATE") or None}  # noqa: F405
# Test data may be lost in a crash; waiting for the disk would only slow every test. Tests with a live server
# end by emptying every table.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (  # noqa: F405
    "-c synchronous_commit=off -c app.emptying=on"
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
