"""Makes the Scope of a signed-in person from the memberships in force today."""

from __future__ import annotations

from django.db import connection

from accounts.models import User
from units.domain.scope import Scope

# One round trip: the person's jurisdictions with all below them, the communes there, the person's own
# communes, and the communes those succeeded. A membership at a root sees everything. A sign-in with a
# personnel file sees nothing once that officer holds no current post.
SCOPE_SQL = """
WITH RECURSIVE held AS (
    SELECT m.jurisdiction_id, m.commune_id
    FROM accounts_membership m
    WHERE m.user_id = %s
      AND coalesce(m.valid_from, '-infinity') <= app_today()
      AND coalesce(m.valid_until, 'infinity') >= app_today()
), branch AS (
    SELECT j.id, j.parent_id IS NULL AS is_root
    FROM units_jurisdiction j
    WHERE EXISTS (SELECT 1 FROM held h JOIN units_jurisdiction top ON top.id = h.jurisdiction_id
                  WHERE j.path LIKE top.path || '%%')
), seen(id) AS (
    SELECT c.id FROM units_commune c WHERE c.jurisdiction_id IN (SELECT id FROM branch)
    UNION SELECT commune_id FROM held WHERE commune_id IS NOT NULL
    UNION SELECT s.predecessor_id FROM units_communesuccession s JOIN seen ON seen.id = s.successor_id
)
SELECT EXISTS (SELECT 1 FROM held h JOIN units_jurisdiction j ON j.id = h.jurisdiction_id
               WHERE j.parent_id IS NULL AND j.kind = 'nation'),
       ARRAY(SELECT id FROM seen), ARRAY(SELECT id FROM branch)
"""


def scope_for(user: User) -> Scope:
    """Return what ``user`` may see today; one query, none for a superuser.

    The transaction must already say who asks (``app.user``), or the memberships stay hidden.
    """
    if not user.is_active:
        return Scope.none()
    if user.is_superuser:
        return Scope.all()
    with connection.cursor() as cursor:
        cursor.execute(SCOPE_SQL, [user.pk])
        sees_nation, communes, jurisdictions = cursor.fetchone() or (False, [], [])
    if sees_nation:
        return Scope.all()
    return Scope.of(communes, jurisdictions)
