"""The SQL for norms that follow the headcount of the day: of the commune, or team by team of its hamlets."""

from django.db import migrations

KIND_SQL = """
-- What a norm by headcount gives a commune on a day. headcount: of the commune's force; per hamlet the
-- people posted there are counted (of force, NULL: all).
CREATE FUNCTION units_{kind}_of_headcount(norm units_{kind}norm, place bigint, headcount numeric, force bigint,
                                          day date, OUT low integer, OUT high integer)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT norm.per_hamlet THEN
        SELECT a.low, a.high INTO low, high FROM units_{kind}_amount(norm, headcount) a;
        RETURN;
    END IF;
    SELECT coalesce(sum(a.low), 0), coalesce(sum(a.high), 0) INTO low, high
    FROM units_hamlet h
    LEFT JOIN (
        SELECT s.hamlet_id, count(*) AS people FROM units_assignment s JOIN units_position p ON p.id = s.position_id
        WHERE s.commune_id = place AND s.is_main AND s.hamlet_id IS NOT NULL AND s.validity @> day
          AND (force IS NULL OR p.force_type_id = force)
        GROUP BY 1
    ) team ON team.hamlet_id = h.id
    CROSS JOIN LATERAL units_{kind}_amount(norm, coalesce(team.people, 0)) a
    WHERE h.commune_id = place AND daterange(h.valid_from, h.valid_until, '[]') @> day;
END $$;
"""
KINDS = ["establishment", "equipment"]


class Migration(migrations.Migration):
    dependencies = [("units", "0007_headcount_triggers")]

    operations = [
        migrations.RunSQL(
            [KIND_SQL.format(kind=kind) for kind in KINDS],
            [f"DROP FUNCTION units_{kind}_of_headcount" for kind in KINDS],
        )
    ]
