"""Row-level security on every table that a commune or a jurisdiction owns."""

from django.db import migrations

from commune_police.db.policies import (
    EnableChildPolicy,
    EnableCommunePolicy,
    EnableEventPolicy,
    EnablePolicy,
    child_of,
    owned_by_commune,
    owned_by_jurisdiction,
)

COMMUNE_OWNED = ["hamlet", "station", "officer", "departure", "equipmentitem", "equipmentstock"]
CHILDREN = [
    ("training", "units_officer", "officer_id"),
    ("recognition", "units_officer", "officer_id"),
    ("inspection", "units_equipmentitem", "item_id"),
    ("maintenance", "units_equipmentitem", "item_id"),
]
NORMS = ["establishmentnorm", "equipmentnorm"]
# A chief sees the earlier posts, in other communes, of the officers whose files he keeps.
ASSIGNMENT = (
    owned_by_commune("commune_id")
    + " OR EXISTS (SELECT 1 FROM units_officer kept WHERE kept.id = officer_id)"
)
# Norms are law and open to read; only who answers for the jurisdiction changes them.
NORM_WRITING = owned_by_jurisdiction("jurisdiction_id")


class Migration(migrations.Migration):
    dependencies = [("units", "0002_models")]

    operations = [
        *[EnableCommunePolicy(f"units_{name}") for name in COMMUNE_OWNED],
        *[
            EnableEventPolicy(f"units_{name}event", owned_by_commune("commune_id"))
            for name in [*COMMUNE_OWNED, "assignment"]
        ],
        EnablePolicy("units_assignment", ASSIGNMENT, writing=owned_by_commune("commune_id")),
        *[EnableChildPolicy(f"units_{name}", parent, column) for name, parent, column in CHILDREN],
        *[
            EnableEventPolicy(f"units_{name}event", child_of(parent, f"units_{name}event.{column}"))
            for name, parent, column in CHILDREN
        ],
        *[EnablePolicy(f"units_{name}", "true", writing=NORM_WRITING) for name in NORMS],
        *[
            EnablePolicy(f"units_{name}event", "true", writing="false", inserting="true")
            for name in NORMS
        ],
    ]
