"""Not checked for rows that stand: reports signed before 0061 could not say so yet, and what is signed never changes."""

from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0062_person_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="tipverification",
            constraint=models.CheckConstraint(
                name="tipverification_signer_said",
                condition=~Q(state="signed")
                | Q(signer_read_it=True, read_by=F("signed_by"))
                | (Q(signer_read_it=False) & ~Q(read_by=F("signed_by"))),
                violation_error_message="A report says whether whoever signs it has read it too.",
            ),
        ),
    ]
