"""Row-level security on looks at masked data; anybody's own look can always be recorded."""

from django.db import migrations

from commune_police.db.policies import EnablePolicy, owned_by_commune


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_disclosure")]

    operations = [
        EnablePolicy("accounts_disclosure", owned_by_commune("commune_id")),
    ]
