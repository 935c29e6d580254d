"""Row-level security on incidents, what belongs to them, and their counts."""

from django.db import migrations

from commune_police.db.policies import (
    EnableChildPolicy,
    EnableCommunePolicy,
    EnableEventPolicy,
    EnablePolicy,
    child_of,
    owned_by_commune,
)

PARTS = {
    "incidentperson": "incident_id",
    "incidentfile": "incident_id",
    "incidentlink": "first_id",
}


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_incidents")]

    operations = [
        EnableCommunePolicy("incidents_incident"),
        EnableCommunePolicy("incidents_incidentcount"),
        EnableCommunePolicy("incidents_bookcounter"),
        # Everybody may read the letters of communes: two of one jurisdiction must not have the same.
        EnablePolicy("incidents_communesign", "true", owned_by_commune("commune_id")),
        EnableEventPolicy("incidents_incidentevent", owned_by_commune("commune_id")),
        *[
            EnableChildPolicy(f"incidents_{name}", "incidents_incident", column)
            for name, column in PARTS.items()
        ],
        *[
            EnableEventPolicy(
                f"incidents_{name}event",
                child_of("incidents_incident", f"incidents_{name}event.{column}"),
            )
            for name, column in PARTS.items()
        ],
    ]
