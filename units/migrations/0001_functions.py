"""The SQL functions that generated columns, triggers and row policies lean on."""

from django.db import migrations

from commune_police.db import policies, vietnamese

KEEP_POSTS_SQL = """
CREATE FUNCTION app_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;
-- Sets each officer's commune and current post from the main assignments. It sees all communes,
-- because a move from one commune to another changes a row that leaves the mover's sight.
CREATE FUNCTION units_keep_posts(officers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE seen text := current_setting('app.communes', true);
BEGIN
    PERFORM set_config('app.communes', '*', true);
    UPDATE units_officer o SET post_id = found.post_id, commune_id = coalesce(found.commune_id, o.commune_id),
                               updated_at = now()
    FROM (
        SELECT person.id,
               (SELECT a.id FROM units_assignment a
                WHERE a.officer_id = person.id AND a.is_main AND a.validity @> app_today() LIMIT 1) AS post_id,
               (SELECT a.commune_id FROM units_assignment a
                WHERE a.officer_id = person.id AND a.is_main
                ORDER BY a.valid_from <= app_today() DESC,
                         CASE WHEN a.valid_from <= app_today() THEN a.valid_from END DESC,
                         a.valid_from LIMIT 1) AS commune_id
        FROM units_officer person WHERE person.id = ANY (officers)
    ) found
    WHERE o.id = found.id
      AND (o.post_id IS DISTINCT FROM found.post_id
           OR o.commune_id IS DISTINCT FROM coalesce(found.commune_id, o.commune_id));
    PERFORM set_config('app.communes', coalesce(seen, ''), true);
END $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.RunSQL([vietnamese.functions_sql()], [vietnamese.DROP_SQL]),
        migrations.RunSQL([policies.FUNCTIONS_SQL], [policies.DROP_FUNCTIONS_SQL]),
        migrations.RunSQL(
            [KEEP_POSTS_SQL],
            ["DROP FUNCTION units_keep_posts(bigint[]); DROP FUNCTION app_today();"],
        ),
    ]
