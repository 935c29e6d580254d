"""A deadline's step and counting agree, and it is not longer than makes sense. What was written before stays as it is,
and is judged when it is changed: an instrument in force is nobody's to rewrite here."""

import django.core.validators
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0066_outcome_after"),
        ("units", "0012_holiday_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="deadlinerule",
            name="amount",
            field=models.PositiveSmallIntegerField(
                error_messages={
                    "max_value": "A deadline is at most 720 hours, 365 days or 24 months long.",
                    "min_value": "A deadline is at least one unit long.",
                },
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="amount",
            ),
        ),
        migrations.AlterField(
            model_name="deadlineruleevent",
            name="amount",
            field=models.PositiveSmallIntegerField(
                error_messages={
                    "max_value": "A deadline is at most 720 hours, 365 days or 24 months long.",
                    "min_value": "A deadline is at least one unit long.",
                },
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="amount",
            ),
        ),
        AddConstraintNotValid(
            model_name="deadlinerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["proposed", "approved"]), _negated=True),
                    models.Q(("step__in", ("ask_extension", "closing_report")), _negated=True),
                    ("counts_back", True),
                    _connector="OR",
                ),
                name="deadlinerule_counted_back",
                violation_error_message="The report before the end and the asking of the procuracy are counted back: tick “before the end of the deadline”.",
            ),
        ),
        AddConstraintNotValid(
            model_name="deadlinerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["proposed", "approved"]), _negated=True),
                    models.Q(("amount__lte", 720), ("unit", "hours")),
                    models.Q(("amount__lte", 365), ("unit__in", ["days", "working_days"])),
                    models.Q(("amount__lte", 24), ("unit", "months")),
                    _connector="OR",
                ),
                name="deadlinerule_not_too_long",
                violation_error_message="A deadline is at most 720 hours, 365 days or 24 months long.",
            ),
        ),
    ]
