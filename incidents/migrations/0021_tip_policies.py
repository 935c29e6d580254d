"""Row-level security on crime tips, their deadlines and their informants."""

from django.db import migrations

from commune_police.db.policies import (
    EnableChildPolicy,
    EnableCommunePolicy,
    EnableEventPolicy,
    child_of,
    owned_by_commune,
)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0020_tips")]

    operations = [
        EnableCommunePolicy("incidents_crimetip"),
        EnableEventPolicy("incidents_crimetipevent", owned_by_commune("commune_id")),
        *[
            EnableChildPolicy(f"incidents_{name}", "incidents_crimetip", "tip_id")
            for name in ("tipdeadline", "tipinformant")
        ],
        *[
            EnableEventPolicy(
                f"incidents_{name}event",
                child_of("incidents_crimetip", f"incidents_{name}event.tip_id"),
            )
            for name in ("tipdeadline", "tipinformant")
        ],
    ]
