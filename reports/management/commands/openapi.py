"""``manage.py openapi``: writes docs/openapi.json from the code; a test keeps it current."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.domain.api import openapi


def document() -> str:
    """Return the document as it stands in the file."""
    return json.dumps(openapi(), ensure_ascii=False, indent=2) + "\n"


class Command(BaseCommand):
    """Write the file."""

    help = "Write docs/openapi.json, the description of the interface for other systems."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and say where."""
        path = Path(settings.BASE_DIR) / "docs" / "openapi.json"
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} written.")
