"""The SQL that turns norms into dues, and the triggers that keep the materialised dues exact.

``units_<kind>_amount(norm, measured)`` is the one place that knows what a norm of each shape gives;
``units_<kind>_dues(communes, subjects)`` is the one place that knows which norm wins on which days.
"""

from django.db import migrations

from commune_police.db.policies import EnableCommunePolicy

SHARED_SQL = """
CREATE FUNCTION units_rounded(value numeric, way text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (CASE way WHEN 'up' THEN ceil(value) WHEN 'down' THEN floor(value) ELSE floor(value + 0.5) END)::integer
$$;
-- Writers of communes and hamlets share the lock, writers of norms and of the tree hold it alone: so
-- neither computes dues from what the other has not committed yet.
CREATE FUNCTION units_lock_dues(alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF alone THEN PERFORM pg_advisory_xact_lock(80600, 1);
    ELSE PERFORM pg_advisory_xact_lock_shared(80600, 1);
    END IF;
END $$;
"""

KIND_SQL = """
CREATE FUNCTION units_{kind}_amount(norm units_{kind}norm, measured numeric, OUT low integer, OUT high integer)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE band units_{kind}band; added integer := 0;
BEGIN
    IF norm.kind IN ('fixed', 'range') THEN
        low := norm.low;
        high := CASE norm.kind WHEN 'range' THEN norm.high ELSE norm.low END;
        RETURN;
    END IF;
    IF measured IS NULL THEN RETURN; END IF;
    IF norm.kind = 'share' THEN
        low := units_rounded(norm.share_percent * measured / 100, norm.rounding);
        high := low;
        RETURN;
    END IF;
    SELECT * INTO band FROM units_{kind}band b
    WHERE b.norm_id = norm.id AND b.above < measured ORDER BY b.above DESC LIMIT 1;
    IF NOT FOUND THEN low := 0; high := 0; RETURN; END IF;
    IF band.step_size > 0 THEN
        added := floor((measured - band.above) / band.step_size)::integer * band.step_number;
    END IF;
    low := band.number + added;
    high := greatest(coalesce(band.number_high, band.number), band.number) + added;
END $$;

-- What a norm gives a commune during a period in which its hamlets do not change.
CREATE FUNCTION units_{kind}_given(norm units_{kind}norm, place bigint, people numeric, during daterange,
                                   OUT low integer, OUT high integer)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF norm.kind = 'share' OR (norm.kind = 'band' AND norm.measure = 'headcount') THEN RETURN; END IF;
    IF norm.per_hamlet THEN
        SELECT CASE WHEN bool_or(a.low IS NULL) THEN NULL ELSE coalesce(sum(a.low), 0) END,
               CASE WHEN bool_or(a.high IS NULL) THEN NULL ELSE coalesce(sum(a.high), 0) END
        INTO low, high
        FROM units_hamlet h
        CROSS JOIN LATERAL units_{kind}_amount(
            norm, CASE norm.measure WHEN 'hamlets' THEN 1 ELSE h.population END) a
        WHERE h.commune_id = place AND daterange(h.valid_from, h.valid_until, '[]') @> during;
        RETURN;
    END IF;
    IF norm.measure = 'hamlets' THEN
        SELECT count(*) INTO people FROM units_hamlet h
        WHERE h.commune_id = place AND daterange(h.valid_from, h.valid_until, '[]') @> during;
    END IF;
    SELECT a.low, a.high INTO low, high FROM units_{kind}_amount(norm, people) a;
END $$;

-- The dues of the given communes and subjects (NULL: all), cut where the winning norm or the hamlets change.
CREATE FUNCTION units_{kind}_dues(communes bigint[], subjects bigint[])
RETURNS TABLE (commune_id bigint, subject_id bigint, validity daterange, low integer, high integer,
               by_headcount boolean, norm_id bigint)
LANGUAGE sql STABLE AS $$
    WITH place AS (
        SELECT c.id, c.commune_class, c.is_key, c.population, c.validity, j.path
        FROM units_commune c JOIN units_jurisdiction j ON j.id = c.jurisdiction_id
        WHERE communes IS NULL OR c.id = ANY (communes)
    ), candidate AS MATERIALIZED (
        SELECT p.id AS place, n.{subject} AS subject, n.id AS norm, p.population,
               p.validity * daterange(n.valid_from, n.valid_until, '[]') AS validity,
               n.per_hamlet OR n.measure = 'hamlets' AS by_hamlet,
               (n.commune_id IS NOT NULL)::int AS for_one, n.key_only::int AS for_key,
               (n.commune_class IS NOT NULL)::int AS for_class, coalesce(length(j.path), 0) AS nearness, n.valid_from
        FROM place p
        JOIN units_{kind}norm n
          ON (n.commune_id IS NULL OR n.commune_id = p.id) AND (NOT n.key_only OR p.is_key)
         AND (n.commune_class IS NULL OR n.commune_class = p.commune_class)
         AND (subjects IS NULL OR n.{subject} = ANY (subjects))
         AND p.validity && daterange(n.valid_from, n.valid_until, '[]')
        LEFT JOIN units_jurisdiction j ON j.id = n.jurisdiction_id
        WHERE n.jurisdiction_id IS NULL OR starts_with(p.path, j.path)
    ), edge AS (
        SELECT place, subject, coalesce(lower(validity), '-infinity') AS day FROM candidate
        UNION SELECT place, subject, coalesce(upper(validity), 'infinity') FROM candidate
        UNION
        SELECT k.place, k.subject, turn.day
        FROM (SELECT DISTINCT place, subject FROM candidate WHERE by_hamlet) k
        JOIN units_hamlet h ON h.commune_id = k.place
        CROSS JOIN LATERAL (VALUES (h.valid_from), (h.valid_until + 1)) turn (day)
        WHERE turn.day IS NOT NULL
    ), segment AS (
        SELECT place, subject, daterange(nullif(day, '-infinity'), nullif(beyond, 'infinity')) AS during
        FROM (SELECT *, lead(day) OVER (PARTITION BY place, subject ORDER BY day) AS beyond FROM edge) turns
        WHERE beyond IS NOT NULL
    ), winner AS (
        SELECT DISTINCT ON (s.place, s.subject, s.during) s.place, s.subject, s.during, k.norm, k.population
        FROM segment s JOIN candidate k ON k.place = s.place AND k.subject = s.subject AND k.validity @> s.during
        ORDER BY s.place, s.subject, s.during, k.for_one DESC, k.for_key DESC, k.for_class DESC, k.nearness DESC,
                 k.valid_from DESC NULLS LAST, k.norm DESC
    )
    SELECT w.place, w.subject, w.during, given.low, given.high,
           n.kind = 'share' OR (n.kind = 'band' AND n.measure = 'headcount'), n.id
    FROM winner w JOIN units_{kind}norm n ON n.id = w.norm
    CROSS JOIN LATERAL units_{kind}_given(n, w.place, w.population, w.during) given
$$;

CREATE FUNCTION units_refresh_{kind}_dues(communes bigint[], subjects bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE seen text := current_setting('app.communes', true);
BEGIN
    PERFORM set_config('app.communes', '*', true);
    -- Two writers of one commune's hamlets: the second waits and then computes from both.
    PERFORM 1 FROM units_commune c WHERE communes IS NULL OR c.id = ANY (communes) ORDER BY c.id FOR NO KEY UPDATE;
    DELETE FROM units_{kind}due d
    WHERE (communes IS NULL OR d.commune_id = ANY (communes)) AND (subjects IS NULL OR d.{subject} = ANY (subjects));
    INSERT INTO units_{kind}due (commune_id, {subject}, validity, low, high, by_headcount, norm_id)
    SELECT * FROM units_{kind}_dues(communes, subjects);
    PERFORM set_config('app.communes', coalesce(seen, ''), true);
END $$;

CREATE FUNCTION units_{kind}_norm_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subjects bigint[];
BEGIN
    PERFORM units_lock_dues(true);
    IF TG_OP = 'INSERT' THEN SELECT array_agg(DISTINCT {subject}) INTO subjects FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN SELECT array_agg(DISTINCT {subject}) INTO subjects FROM old_rows;
    ELSE
        SELECT array_agg(DISTINCT subject) INTO subjects
        FROM (SELECT {subject} FROM new_rows UNION SELECT {subject} FROM old_rows) both_rows (subject);
    END IF;
    IF subjects IS NOT NULL THEN PERFORM units_refresh_{kind}_dues(NULL, subjects); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION units_{kind}_band_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subjects bigint[];
BEGIN
    PERFORM units_lock_dues(true);
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT n.{subject}) INTO subjects FROM units_{kind}norm n JOIN new_rows b ON b.norm_id = n.id;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT n.{subject}) INTO subjects FROM units_{kind}norm n JOIN old_rows b ON b.norm_id = n.id;
    ELSE
        SELECT array_agg(DISTINCT n.{subject}) INTO subjects FROM units_{kind}norm n
        WHERE n.id IN (SELECT norm_id FROM new_rows UNION SELECT norm_id FROM old_rows);
    END IF;
    IF subjects IS NOT NULL THEN PERFORM units_refresh_{kind}_dues(NULL, subjects); END IF;
    RETURN NULL;
END $$;
"""

PLACES_SQL = """
CREATE FUNCTION units_refresh_dues(communes bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF communes IS NULL THEN RETURN; END IF;
    PERFORM units_refresh_establishment_dues(communes, NULL);
    PERFORM units_refresh_equipment_dues(communes, NULL);
END $$;

CREATE FUNCTION units_commune_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE communes bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN SELECT array_agg(id) INTO communes FROM new_rows;
    ELSE
        SELECT array_agg(n.id) INTO communes FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE (n.commune_class, n.is_key, n.population, n.jurisdiction_id, n.valid_from, n.valid_until)
              IS DISTINCT FROM (o.commune_class, o.is_key, o.population, o.jurisdiction_id, o.valid_from, o.valid_until);
    END IF;
    IF communes IS NULL THEN RETURN NULL; END IF;
    PERFORM units_lock_dues(false);
    PERFORM units_refresh_dues(communes);
    RETURN NULL;
END $$;

CREATE FUNCTION units_hamlet_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE communes bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN SELECT array_agg(DISTINCT commune_id) INTO communes FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN SELECT array_agg(DISTINCT commune_id) INTO communes FROM old_rows;
    ELSE
        SELECT array_agg(DISTINCT place) INTO communes FROM (
            SELECT unnest(ARRAY[n.commune_id, o.commune_id]) AS place FROM new_rows n JOIN old_rows o ON o.id = n.id
            WHERE (n.commune_id, n.population, n.valid_from, n.valid_until)
                  IS DISTINCT FROM (o.commune_id, o.population, o.valid_from, o.valid_until)) moved;
    END IF;
    IF communes IS NULL THEN RETURN NULL; END IF;
    PERFORM units_lock_dues(false);
    PERFORM units_refresh_dues(communes);
    RETURN NULL;
END $$;

CREATE FUNCTION units_tree_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE communes bigint[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.path <> o.path) THEN
        RETURN NULL;
    END IF;
    PERFORM units_lock_dues(true);
    SELECT array_agg(c.id) INTO communes FROM units_commune c WHERE c.jurisdiction_id IN (SELECT id FROM new_rows);
    PERFORM units_refresh_dues(communes);
    RETURN NULL;
END $$;
"""


def trigger(table: str, function: str, operations: str = "INSERT UPDATE DELETE") -> str:
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


KINDS = [("establishment", "position_id"), ("equipment", "type_id")]
CREATE_SQL = "\n".join(
    [SHARED_SQL]
    + [
        KIND_SQL.format(kind=kind, subject=subject)
        + trigger(f"units_{kind}norm", f"units_{kind}_norm_changed")
        + trigger(f"units_{kind}band", f"units_{kind}_band_changed")
        for kind, subject in KINDS
    ]
    + [
        PLACES_SQL,
        trigger("units_commune", "units_commune_changed", "INSERT UPDATE"),
        trigger("units_hamlet", "units_hamlet_changed"),
        trigger("units_jurisdiction", "units_tree_changed", "UPDATE"),
        "SELECT units_refresh_establishment_dues(NULL, NULL), units_refresh_equipment_dues(NULL, NULL);",
    ]
)
DROP_SQL = "\n".join(
    ["DROP FUNCTION units_tree_changed, units_hamlet_changed, units_commune_changed CASCADE;"]
    + ["DROP FUNCTION units_refresh_dues;"]
    + [
        f"DROP FUNCTION units_{kind}_band_changed, units_{kind}_norm_changed CASCADE;"
        f"DROP FUNCTION units_refresh_{kind}_dues, units_{kind}_dues, units_{kind}_given, units_{kind}_amount;"
        for kind, _ in KINDS
    ]
    + ["DROP FUNCTION units_lock_dues, units_rounded;"]
)


class Migration(migrations.Migration):
    dependencies = [("units", "0005_rollups")]

    operations = [
        EnableCommunePolicy("units_establishmentdue"),
        EnableCommunePolicy("units_equipmentdue"),
        migrations.RunSQL([CREATE_SQL], [DROP_SQL]),
    ]
