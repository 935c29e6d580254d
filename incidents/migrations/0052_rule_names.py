from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("incidents", "0051_rule_policies")]

    operations = [
        migrations.AlterModelOptions(
            name="deadlinerule",
            options={
                "ordering": ["step", "urgency", "is_remote", "-valid_from", "id"],
                "permissions": [
                    ("propose_deadlinerule", "Can propose deadlines of crime tips"),
                    ("approve_deadlinerule", "Can approve deadlines that somebody else proposed"),
                ],
                "verbose_name": "deadline rule of crime tips",
                "verbose_name_plural": "deadline rules of crime tips",
            },
        ),
    ]
