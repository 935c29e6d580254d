"""Row-level security on suggested places and their history."""

from django.db import migrations

from commune_police.db.policies import EnableCommunePolicy, EnableEventPolicy, owned_by_commune


class Migration(migrations.Migration):
    dependencies = [("incidents", "0040_suggestions")]

    operations = [
        EnableCommunePolicy("incidents_hotspotsuggestion"),
        EnableEventPolicy("incidents_hotspotsuggestionevent", owned_by_commune("commune_id")),
    ]
