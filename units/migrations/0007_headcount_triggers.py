"""The triggers that keep headcounts by month exact, for communes and for the jurisdictions above them."""

from django.db import migrations

from commune_police.db.policies import EnableCommunePolicy, EnableJurisdictionPolicy

COUNT_SQL = """
CREATE FUNCTION units_count_assignments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seen text := current_setting('app.communes', true);
    seen_above text := current_setting('app.jurisdictions', true);
    columns text := 'SELECT commune_id, position_id, valid_from, valid_until, ';
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN columns || '1 AS sign FROM new_rows WHERE is_main'
        WHEN 'DELETE' THEN columns || '-1 AS sign FROM old_rows WHERE is_main'
        ELSE columns || '1 AS sign FROM new_rows WHERE is_main UNION ALL '
             || columns || '-1 FROM old_rows WHERE is_main' END;
BEGIN
    -- A commune does not change its jurisdiction while its assignments are being written.
    PERFORM pg_advisory_xact_lock_shared(80600, 2);
    PERFORM set_config('app.communes', '*', true), set_config('app.jurisdictions', '*', true);
    EXECUTE format($sql$
        WITH posting AS (%s), turn AS (
            SELECT commune_id, position_id, valid_from AS day, sign AS joined, 0 AS ended FROM posting
            UNION ALL
            SELECT commune_id, position_id, valid_until + 1, 0, sign FROM posting WHERE valid_until IS NOT NULL
        ), change AS MATERIALIZED (
            SELECT commune_id, position_id, date_trunc('month', day)::date AS month,
                   sum(joined) AS joined, sum(ended) AS ended
            FROM turn GROUP BY 1, 2, 3 HAVING sum(joined) <> 0 OR sum(ended) <> 0
        ), below AS (
            INSERT INTO units_headcountmonth AS m (commune_id, position_id, month, joined, ended)
            SELECT commune_id, position_id, month, joined, ended FROM change ORDER BY 1, 2, 3
            ON CONFLICT (commune_id, position_id, month)
            DO UPDATE SET joined = m.joined + excluded.joined, ended = m.ended + excluded.ended
        )
        INSERT INTO units_jurisdictionheadcountmonth AS m (jurisdiction_id, position_id, month, joined, ended)
        SELECT c.jurisdiction_id, change.position_id, change.month, sum(change.joined), sum(change.ended)
        FROM change JOIN units_commune c ON c.id = change.commune_id
        GROUP BY 1, 2, 3 HAVING sum(change.joined) <> 0 OR sum(change.ended) <> 0 ORDER BY 1, 2, 3
        ON CONFLICT (jurisdiction_id, position_id, month)
        DO UPDATE SET joined = m.joined + excluded.joined, ended = m.ended + excluded.ended
    $sql$, changed);
    PERFORM set_config('app.communes', coalesce(seen, ''), true),
            set_config('app.jurisdictions', coalesce(seen_above, ''), true);
    RETURN NULL;
END $$;

-- A commune that comes under another jurisdiction takes its months along.
CREATE FUNCTION units_move_headcount() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seen text := current_setting('app.communes', true);
    seen_above text := current_setting('app.jurisdictions', true);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o ON o.id = n.id
                   WHERE n.jurisdiction_id <> o.jurisdiction_id) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(80600, 2);
    PERFORM set_config('app.communes', '*', true), set_config('app.jurisdictions', '*', true);
    INSERT INTO units_jurisdictionheadcountmonth AS m (jurisdiction_id, position_id, month, joined, ended)
    SELECT moved.jurisdiction_id, h.position_id, h.month, sum(h.joined * moved.sign), sum(h.ended * moved.sign)
    FROM (
        SELECT n.id, side.jurisdiction_id, side.sign FROM new_rows n JOIN old_rows o ON o.id = n.id
        CROSS JOIN LATERAL (VALUES (n.jurisdiction_id, 1), (o.jurisdiction_id, -1)) side (jurisdiction_id, sign)
        WHERE n.jurisdiction_id <> o.jurisdiction_id
    ) moved JOIN units_headcountmonth h ON h.commune_id = moved.id
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (jurisdiction_id, position_id, month)
    DO UPDATE SET joined = m.joined + excluded.joined, ended = m.ended + excluded.ended;
    PERFORM set_config('app.communes', coalesce(seen, ''), true),
            set_config('app.jurisdictions', coalesce(seen_above, ''), true);
    RETURN NULL;
END $$;

-- Comings and goings counted from the assignments themselves: what the rollups must equal.
CREATE FUNCTION units_counted_headcount()
RETURNS TABLE (commune_id bigint, position_id bigint, month date, joined integer, ended integer)
LANGUAGE sql STABLE AS $$
    SELECT turn.commune_id, turn.position_id, date_trunc('month', turn.day)::date,
           sum(turn.joined)::integer, sum(turn.ended)::integer
    FROM (
        SELECT a.commune_id, a.position_id, a.valid_from AS day, 1 AS joined, 0 AS ended
        FROM units_assignment a WHERE a.is_main
        UNION ALL
        SELECT a.commune_id, a.position_id, a.valid_until + 1, 0, 1
        FROM units_assignment a WHERE a.is_main AND a.valid_until IS NOT NULL
    ) turn GROUP BY 1, 2, 3
$$;
"""


def trigger(table: str, function: str, operations: str) -> str:
    """Return the statement-level triggers that call ``function`` with the rows before and after."""
    rows = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }
    return "\n".join(
        f"CREATE TRIGGER {function}_{operation.lower()} AFTER {operation} ON {table}"
        f" REFERENCING {rows[operation]} FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
        for operation in operations.split()
    )


FILL_SQL = """
SELECT set_config('app.communes', '*', true), set_config('app.jurisdictions', '*', true);
INSERT INTO units_headcountmonth (commune_id, position_id, month, joined, ended)
SELECT * FROM units_counted_headcount();
INSERT INTO units_jurisdictionheadcountmonth (jurisdiction_id, position_id, month, joined, ended)
SELECT c.jurisdiction_id, h.position_id, h.month, sum(h.joined), sum(h.ended)
FROM units_headcountmonth h JOIN units_commune c ON c.id = h.commune_id GROUP BY 1, 2, 3;
"""
CREATE_SQL = "\n".join(
    [
        COUNT_SQL,
        trigger("units_assignment", "units_count_assignments", "INSERT UPDATE DELETE"),
        trigger("units_commune", "units_move_headcount", "UPDATE"),
        FILL_SQL,
    ]
)
DROP_SQL = (
    "DROP FUNCTION units_count_assignments, units_move_headcount CASCADE;"
    " DROP FUNCTION units_counted_headcount;"
)


class Migration(migrations.Migration):
    dependencies = [("units", "0006_due_triggers")]

    operations = [
        EnableCommunePolicy("units_headcountmonth"),
        EnableJurisdictionPolicy("units_jurisdictionheadcountmonth"),
        migrations.RunSQL([CREATE_SQL], [DROP_SQL]),
    ]
