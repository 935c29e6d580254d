"""Row-level security on deadline rules: law is open to read, only who answers for the jurisdiction writes it."""

from django.db import migrations

from commune_police.db.policies import EnablePolicy, owned_by_jurisdiction


class Migration(migrations.Migration):
    dependencies = [("incidents", "0050_rules_of_a_district")]

    operations = [
        EnablePolicy(
            "incidents_deadlinerule", "true", writing=owned_by_jurisdiction("jurisdiction_id")
        ),
        EnablePolicy("incidents_deadlineruleevent", "true", writing="false", inserting="true"),
    ]
