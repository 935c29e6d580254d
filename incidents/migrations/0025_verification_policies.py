"""Row-level security on verification reports: visible exactly when their tip is."""

from django.db import migrations

from commune_police.db.policies import EnableChildPolicy, EnableEventPolicy, child_of


class Migration(migrations.Migration):
    dependencies = [("incidents", "0024_verifications")]

    operations = [
        EnableChildPolicy("incidents_tipverification", "incidents_crimetip", "tip_id"),
        EnableEventPolicy(
            "incidents_tipverificationevent",
            child_of("incidents_crimetip", "incidents_tipverificationevent.tip_id"),
        ),
    ]
