"""Migration operations that put row-level security on tables that a commune or jurisdiction owns.

Each policy reads the transaction's own settings (``commune_police.db.context``): no context, no rows.
FORCE makes them hold for the tables' owner too, which is the role the application runs as.
"""

from typing import Any

from django.db import migrations

FUNCTIONS_SQL = """
CREATE OR REPLACE FUNCTION app_ids(name text) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN coalesce(current_setting(name, true), '') IN ('', '*') THEN '{}'::bigint[]
                ELSE current_setting(name, true)::bigint[] END
$$;
CREATE OR REPLACE FUNCTION app_sees_all(name text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting(name, true), '') = '*'
$$;
"""
DROP_FUNCTIONS_SQL = "DROP FUNCTION app_ids(text); DROP FUNCTION app_sees_all(text);"


def owned_by_commune(column: str) -> str:
    """Return the condition under which a row owned by ``column`` is visible.

    The sub-selects are evaluated once per query, not once per row.
    """
    return f"(SELECT app_sees_all('app.communes')) OR {column} = ANY ((SELECT app_ids('app.communes'))::bigint[])"


def owned_by_jurisdiction(column: str) -> str:
    """Return the condition under which a row of a jurisdiction is visible."""
    return (
        f"(SELECT app_sees_all('app.jurisdictions'))"
        f" OR {column} = ANY ((SELECT app_ids('app.jurisdictions'))::bigint[])"
    )


def child_of(parent_table: str, column: str) -> str:
    """Return the condition that a row is visible exactly when its parent row is."""
    return (
        "(SELECT app_sees_all('app.communes'))"
        f" OR EXISTS (SELECT 1 FROM {parent_table} parent WHERE parent.id = {column})"
    )


class EnablePolicy(migrations.RunSQL):
    """Enable and force row-level security on ``table``.

    ``reading`` is the condition to see a row. ``writing``, where given, is the narrower condition to
    change one; ``inserting``, where given, the wider one that a new row must meet.
    """

    def __init__(
        self, table: str, reading: str, writing: str | None = None, inserting: str | None = None
    ) -> None:
        self._arguments = [table, reading, writing, inserting]
        self.table = table
        using, check = writing or reading, inserting or writing or reading
        statements: Any = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY visible ON {table} USING ({using}) WITH CHECK ({check})",
        ]
        if writing:
            statements.append(f"CREATE POLICY readable ON {table} FOR SELECT USING ({reading})")
        super().__init__(
            sql=statements,
            reverse_sql=[
                f"DROP POLICY IF EXISTS readable ON {table}",
                f"DROP POLICY IF EXISTS visible ON {table}",
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            ],
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, list(self._arguments), {})

    def describe(self) -> str:
        return f"Row-level security on {self.table}"


class EnableCommunePolicy(EnablePolicy):
    """Rows owned by the commune in ``column``; event tables of deleted communes too."""

    def __init__(self, table: str, column: str = "commune_id") -> None:
        self.column = column
        super().__init__(table, owned_by_commune(column))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.table], {"column": self.column})


class EnableJurisdictionPolicy(EnablePolicy):
    """Rows owned by the jurisdiction in ``column``."""

    def __init__(self, table: str, column: str = "jurisdiction_id") -> None:
        self.column = column
        super().__init__(table, owned_by_jurisdiction(column))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.table], {"column": self.column})


class EnableChildPolicy(EnablePolicy):
    """Rows that are visible exactly when the row of ``parent_table`` they point to is."""

    def __init__(self, table: str, parent_table: str, column: str) -> None:
        self.parent_table, self.column = parent_table, column
        super().__init__(table, child_of(parent_table, f"{table}.{column}"))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.table, self.parent_table, self.column], {})


class EnableEventPolicy(EnablePolicy):
    """History rows: read as their object's rows are, written by triggers whatever the scope."""

    def __init__(self, table: str, reading: str) -> None:
        super().__init__(table, reading, inserting="true")
        self._event_arguments = [table, reading]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, list(self._event_arguments), {})
