"""Who somebody is here today: roles in force, what they may see, and the unit they act for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from units.domain.scope import Scope
from units.models.communes import KIND_WORDS


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's roles (codes), scope and unit today; ``place`` names the commune or jurisdiction."""

    roles: tuple[str, ...]
    scope: Scope
    place: str

    @property
    def is_open(self) -> bool:
        """False for a sign-in whose every membership has ended."""
        return bool(self.roles)


# One round trip: memberships in force, the jurisdictions held with all below them, the communes there,
# the person's own communes, and the communes those succeeded. A membership at the nation sees everything.
# A sign-in with a personnel file holds its memberships only while the officer holds a post (in that
# commune, for a commune's membership), however the post was ended: page, admin, import or SQL.
STANDING_SQL = """
WITH RECURSIVE held AS (
    SELECT m.id, m.jurisdiction_id, m.commune_id, g.name AS role
    FROM accounts_membership m JOIN auth_group g ON g.id = m.role_id
    JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = %s
      AND coalesce(m.valid_from, '-infinity') <= app_today()
      AND coalesce(m.valid_until, 'infinity') >= app_today()
      AND (u.officer_id IS NULL OR EXISTS (
            SELECT 1 FROM units_assignment a
            WHERE a.officer_id = u.officer_id AND a.validity @> app_today()
              AND (m.commune_id IS NULL OR a.commune_id = m.commune_id)))
), branch AS (
    SELECT j.id FROM units_jurisdiction j
    WHERE EXISTS (SELECT 1 FROM held h JOIN units_jurisdiction top ON top.id = h.jurisdiction_id
                  WHERE j.path LIKE top.path || '%%')
), seen(id) AS (
    SELECT c.id FROM units_commune c WHERE c.jurisdiction_id IN (SELECT id FROM branch)
    UNION SELECT commune_id FROM held WHERE commune_id IS NOT NULL
    UNION SELECT s.predecessor_id FROM units_communesuccession s JOIN seen ON seen.id = s.successor_id
)
SELECT ARRAY(SELECT role FROM held ORDER BY id),
       EXISTS (SELECT 1 FROM held h JOIN units_jurisdiction j ON j.id = h.jurisdiction_id
               WHERE j.kind = 'nation'),
       ARRAY(SELECT id FROM seen),
       ARRAY(SELECT id FROM branch),
       (SELECT coalesce(c.kind || '|' || c.name, j.name) FROM held h
        LEFT JOIN units_commune c ON c.id = h.commune_id
        LEFT JOIN units_jurisdiction j ON j.id = h.jurisdiction_id ORDER BY h.id LIMIT 1)
"""


# What a person may see is read from rows that only this sight of everything shows. Both travel to the
# database together; the caller narrows the sight at once.
WIDEN_SQL = """
SELECT set_config('app.communes', '*', true), set_config('app.jurisdictions', '*', true);
"""


def open_standing(user: User) -> Standing:
    """Widen this transaction's sight and return who ``user`` is today, in one round trip.

    The caller must narrow the sight with ``apply_scope(standing.scope)`` before anything else is read.
    """
    return _standing(user, WIDEN_SQL + STANDING_SQL)


def standing_of(user: User) -> Standing:
    """Return who ``user`` is today; one query, run where the database shows everything."""
    return _standing(user, STANDING_SQL)


def _standing(user: User, sql: str) -> Standing:
    if not user.is_active:
        return Standing((), Scope.none(), "")
    with connection.cursor() as cursor:
        cursor.execute(sql, [user.pk])
        roles, sees_nation, communes, jurisdictions, place = cursor.fetchone() or (
            (),
            False,
            [],
            [],
            "",
        )
    if user.is_superuser:
        return Standing(("administrator", *roles), Scope.all(), place or "")
    scope = Scope.all() if sees_nation else Scope.of(communes, jurisdictions)
    return Standing(tuple(roles), scope, _spoken(place or ""))


def _spoken(place: str) -> str:
    kind, bar, name = place.partition("|")
    return f"{KIND_WORDS.get(kind, '')} {name}".strip() if bar else place


def scope_for(user: User) -> Scope:
    """Return what ``user`` may see today."""
    return standing_of(user).scope
