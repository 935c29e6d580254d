"""Roster imports and whom they made or changed, each seen by who sent the file."""

import django.db.models.deletion
from django.db import migrations, models

from commune_police.db.policies import EnableChildPolicy, EnablePolicy

# The sender alone, and commands that run in a scope of all without a person.
OWN_FILES = (
    "uploaded_by = nullif(current_setting('app.user', true), '')::bigint"
    " OR ((SELECT app_sees_all('app.communes'))"
    " AND coalesce(current_setting('app.user', true), '') = '')"
)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0003_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uploaded_by",
                    models.BigIntegerField(editable=False, verbose_name="account number"),
                ),
                (
                    "uploaded_by_name",
                    models.CharField(editable=False, max_length=150, verbose_name="sent by"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="sent at")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("content", models.BinaryField(null=True)),
                (
                    "as_of",
                    models.DateField(
                        help_text="Whoever is new and has no first day in the file is in position since this day.",
                        verbose_name="roster of",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("preview", "waiting for confirmation"), ("done", "imported")],
                        default="preview",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("answers", models.JSONField(default=dict, editable=False)),
                ("created_count", models.PositiveIntegerField(default=0, verbose_name="created")),
                ("changed_count", models.PositiveIntegerField(default=0, verbose_name="changed")),
                (
                    "unchanged_count",
                    models.PositiveIntegerField(default=0, verbose_name="unchanged"),
                ),
                (
                    "done_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="imported at"),
                ),
            ],
            options={
                "verbose_name": "roster import",
                "verbose_name_plural": "roster imports",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["uploaded_by", "-created_at"], name="import_by_sender")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedOfficer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_created", models.BooleanField(verbose_name="created")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="officers",
                        to="units.importbatch",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="units.officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported officer",
                "verbose_name_plural": "imported officers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "officer"), name="imported_officer_once"
                    )
                ],
            },
        ),
        EnablePolicy("units_importbatch", OWN_FILES),
        EnableChildPolicy("units_importedofficer", "units_importbatch", "batch_id"),
    ]
