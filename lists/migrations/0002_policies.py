"""Row-level security: saved views are read by those they are for, the rest by its owner alone."""

from django.db import migrations

from commune_police.db.policies import EnablePolicy, owned_by_commune, owned_by_jurisdiction

ASKING = "(SELECT nullif(current_setting('app.user', true), '')::bigint)"
OWN = f"(SELECT app_sees_all('app.communes')) OR owner_id = {ASKING}"
UNIT = (
    f"{OWN} OR (audience = 'commune' AND ({owned_by_commune('commune_id')}))"
    f" OR (audience = 'jurisdiction' AND ({owned_by_jurisdiction('jurisdiction_id')}))"
)
# Roles are names, not secrets; which role a person has is asked by the query.
SHARED = f"{UNIT} OR (audience = 'role' AND {ASKING} IS NOT NULL)"


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_models"), ("units", "0003_policies")]

    operations = [
        EnablePolicy("lists_savedview", SHARED, writing=UNIT),
        EnablePolicy("lists_columnchoice", OWN),
        EnablePolicy("lists_selection", OWN),
    ]
