"""Row-level security on drafts: their writer alone sees them."""

from django.db import migrations

from commune_police.db.policies import EnablePolicy

ASKING = "(SELECT nullif(current_setting('app.user', true), '')::bigint)"
OWN = f"(SELECT app_sees_all('app.communes')) OR owner_id = {ASKING}"
OF_OWN = "EXISTS (SELECT 1 FROM incidents_reportdraft draft WHERE draft.id = draft_id)"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_moves_and_drafts")]

    operations = [
        EnablePolicy("incidents_reportdraft", OWN),
        EnablePolicy("incidents_draftphoto", OF_OWN),
    ]
