"""Says what is wrong with a share beyond 100 in words that carry no per cent sign, which stands for a value."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0040_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="directiveprogress",
            name="progress_percent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("percent__isnull", True), ("percent__lte", 100), _connector="OR"
                ),
                name="progress_percent",
                violation_error_message="No more than all of it can be done: at most 100.",
            ),
        ),
    ]
