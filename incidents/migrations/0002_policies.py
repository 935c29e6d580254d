"""Row-level security on hotspots and everything kept about them."""

from django.db import migrations

from commune_police.db.policies import (
    EnableChildPolicy,
    EnableCommunePolicy,
    EnableEventPolicy,
    child_of,
    owned_by_commune,
)

CHILDREN = ["hotspotaction", "hotspotreview", "hotspotphoto", "officiallisting"]


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_models")]

    operations = [
        EnableCommunePolicy("incidents_hotspot"),
        EnableCommunePolicy("incidents_hotspotcount"),
        EnableEventPolicy("incidents_hotspotevent", owned_by_commune("commune_id")),
        *[
            EnableChildPolicy(f"incidents_{name}", "incidents_hotspot", "hotspot_id")
            for name in CHILDREN
        ],
        *[
            EnableEventPolicy(
                f"incidents_{name}event",
                child_of("incidents_hotspot", f"incidents_{name}event.hotspot_id"),
            )
            for name in CHILDREN
        ],
    ]
