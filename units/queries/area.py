"""Which communes a figure is asked for, and under which rows it is added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from units.domain.scope import Scope
    from units.models import Jurisdiction


@dataclass(frozen=True, slots=True)
class Area:
    """The communes of ``scope`` that lie under ``path`` (a jurisdiction's; empty: anywhere).

    Figures of an area come by *key*: the commune, or with ``by_branch`` the jurisdiction next below
    ``path`` (the one at ``path`` itself for communes that lie directly in it).
    """

    scope: Scope
    path: str = ""
    by_branch: bool = False

    @classmethod
    def of(cls, scope: Scope, jurisdiction: Jurisdiction, *, by_branch: bool = False) -> Area:
        """The part of ``scope`` under ``jurisdiction``."""
        return cls(scope, jurisdiction.path, by_branch)

    @property
    def is_everything(self) -> bool:
        """True when no commune is left out, so that no filter is needed."""
        return self.scope.communes is None and not self.path

    @property
    def parameters(self) -> dict[str, Any]:
        """The values that the SQL of this area names."""
        communes = self.scope.communes
        return {
            "communes": None if communes is None else sorted(communes),
            "path": self.path,
            # The place of the next jurisdiction's key in a path like /1/5/9/.
            "next_key": self.path.count("/") + 1 if self.path else 2,
            "own_key": self.path.rstrip("/").rpartition("/")[2] or None,
        }

    @property
    def chosen(self) -> str:
        """SQL of the area's communes: rows of ``commune_id, key, jurisdiction_id, validity``."""
        conditions = []
        if self.scope.communes is not None:
            conditions.append("c.id = ANY (%(communes)s::bigint[])")
        if self.path:
            conditions.append("starts_with(j.path, %(path)s)")
        where = "WHERE " + " AND ".join(conditions) if conditions else ""
        return f"""
            SELECT c.id AS commune_id, {self.key_of("j.path") if self.by_branch else "c.id"} AS key,
                   c.jurisdiction_id, c.validity
            FROM units_commune c JOIN units_jurisdiction j ON j.id = c.jurisdiction_id {where}
        """

    @staticmethod
    def key_of(path: str) -> str:
        """SQL of the jurisdiction next below the area's path on the way along ``path``."""
        return f"coalesce(nullif(split_part({path}, '/', %(next_key)s), ''), %(own_key)s::text)::bigint"

    def only(self, column: str = "commune_id") -> str:
        """SQL condition that ``column`` is one of the chosen communes; true when all are."""
        if self.is_everything:
            return "true"
        if not self.path:
            return f"{column} = ANY (%(communes)s::bigint[])"
        # Few communes are found one by one through an index; of many, each row is asked whether it is one.
        if self.by_branch:
            return f"{column} IN (SELECT commune_id FROM chosen)"
        return f"{column} = ANY (ARRAY(SELECT commune_id FROM chosen))"


def fetch(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run one query and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
