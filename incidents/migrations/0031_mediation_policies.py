"""Row-level security on mediations, the movement, what belongs to them, and their history."""

from django.db import migrations

from commune_police.db.policies import (
    EnableChildPolicy,
    EnableCommunePolicy,
    EnableEventPolicy,
    child_of,
    owned_by_commune,
)

OWNED = ("mediation", "movementmodel", "outreachsession", "safetystandard")
PARTS = {
    "mediationparty": ("mediation", "mediation_id"),
    "mediationsession": ("mediation", "mediation_id"),
    "mediationfile": ("mediation", "mediation_id"),
    "followupcheck": ("mediation", "mediation_id"),
    "mediationincident": ("mediation", "mediation_id"),
    "modelrating": ("movementmodel", "model_id"),
}


class Migration(migrations.Migration):
    dependencies = [("incidents", "0030_mediations")]

    operations = [
        *[EnableCommunePolicy(f"incidents_{name}") for name in OWNED],
        *[
            EnableEventPolicy(f"incidents_{name}event", owned_by_commune("commune_id"))
            for name in OWNED
        ],
        *[
            EnableChildPolicy(f"incidents_{name}", f"incidents_{parent}", column)
            for name, (parent, column) in PARTS.items()
        ],
        *[
            EnableEventPolicy(
                f"incidents_{name}event",
                child_of(f"incidents_{parent}", f"incidents_{name}event.{column}"),
            )
            for name, (parent, column) in PARTS.items()
        ],
    ]
