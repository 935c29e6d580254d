"""Row-level security on memberships: one's own, and those of the communes one answers for."""

from django.db import migrations

from commune_police.db.policies import (
    EnableEventPolicy,
    EnablePolicy,
    owned_by_commune,
    owned_by_jurisdiction,
)

OWNED = (
    f"CASE WHEN commune_id IS NULL THEN {owned_by_jurisdiction('jurisdiction_id')}"
    f" ELSE {owned_by_commune('commune_id')} END"
)
OWN = "user_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_models"), ("units", "0003_policies")]

    operations = [
        EnablePolicy("accounts_membership", f"{OWN} OR {OWNED}", writing=OWNED),
        EnableEventPolicy("accounts_membershipevent", OWNED),
    ]
