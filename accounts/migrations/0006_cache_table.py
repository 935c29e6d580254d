"""The table of the cache that all workers share: rate limits must not be counted per worker."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_disclosure_policy")]

    operations = [
        migrations.RunSQL(
            [
                "CREATE TABLE accounts_cache (cache_key varchar(255) PRIMARY KEY,"
                " value text NOT NULL, expires timestamptz NOT NULL)",
                "CREATE INDEX accounts_cache_expires ON accounts_cache (expires)",
            ],
            ["DROP TABLE accounts_cache"],
        )
    ]
