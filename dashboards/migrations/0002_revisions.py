"""Row policies, and the triggers that count a commune's revision up with every change behind its figures."""

from django.db import migrations

from commune_police.db.policies import EnableCommunePolicy, EnableJurisdictionPolicy

# Every table with a commune that a figure of the overview reads. Dues stand for norms, hamlets,
# population, class and jurisdiction: their triggers write them anew when any of these changes.
TABLES = [
    "units_assignment",
    "units_establishmentdue",
    "units_equipmentdue",
    "units_equipmentitem",
    "units_equipmentstock",
    "units_departure",
    "units_station",
    "incidents_hotspot",
]
SQL = """
CREATE FUNCTION dashboards_count_revision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seen text := current_setting('app.communes', true);
    place text := CASE TG_TABLE_NAME WHEN 'units_commune' THEN 'id' ELSE 'commune_id' END;
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT %1$I FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT %1$I FROM old_rows'
        ELSE 'SELECT %1$I FROM new_rows UNION SELECT %1$I FROM old_rows' END;
BEGIN
    PERFORM set_config('app.communes', '*', true);
    EXECUTE format('INSERT INTO dashboards_communerevision AS kept (commune_id, revision)
                    SELECT place, 1 FROM (' || changed || ') AS changed (place) GROUP BY place ORDER BY place
                    ON CONFLICT (commune_id) DO UPDATE SET revision = kept.revision + 1', place);
    PERFORM set_config('app.communes', coalesce(seen, ''), true);
    RETURN NULL;
END $$;

-- A position of another force, or a force that becomes regular, changes figures everywhere.
CREATE FUNCTION dashboards_count_all_revisions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE seen text := current_setting('app.communes', true);
BEGIN
    PERFORM set_config('app.communes', '*', true);
    INSERT INTO dashboards_communerevision AS kept (commune_id, revision)
    SELECT id, 1 FROM units_commune ORDER BY id
    ON CONFLICT (commune_id) DO UPDATE SET revision = kept.revision + 1;
    PERFORM set_config('app.communes', coalesce(seen, ''), true);
    RETURN NULL;
END $$;
"""


def trigger(table: str, operation: str, function: str) -> str:
    """Return the statement-level trigger of one operation."""
    rows = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }[operation]
    return (
        f"CREATE TRIGGER {function}_{operation.lower()} AFTER {operation} ON {table}"
        f" REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
    )


CREATE = "\n".join(
    [
        SQL,
        *(
            trigger(table, operation, "dashboards_count_revision")
            for table in TABLES
            for operation in ("INSERT", "UPDATE", "DELETE")
        ),
        *(
            trigger("units_commune", operation, "dashboards_count_revision")
            for operation in ("INSERT", "UPDATE")
        ),
        *(
            trigger(table, "UPDATE", "dashboards_count_all_revisions")
            for table in ("units_position", "units_forcetype")
        ),
    ]
)
DROP = "DROP FUNCTION dashboards_count_revision, dashboards_count_all_revisions CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0001_snapshots"),
        ("incidents", "0001_models"),
        ("units", "0008_dues_of_headcount"),
    ]

    operations = [
        EnableCommunePolicy("dashboards_communerevision"),
        EnableJurisdictionPolicy("dashboards_figuresnapshot"),
        migrations.RunSQL([CREATE], [DROP]),
    ]
