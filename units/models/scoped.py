"""The query sets of rows that a commune owns, and the columns that every kept record has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from units.domain.scope import Scope


class CommuneOwnedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a commune, found through ``commune_path``."""

    commune_path = "commune"

    def visible_to(self, scope: Scope) -> Self:
        """Keep the rows of communes in ``scope``. Row-level security repeats this in the database;
        the explicit filter is what lets PostgreSQL use an index."""
        if scope.communes is None:
            return self.all()
        return self.filter(**{f"{self.commune_path}__in": sorted(scope.communes)})


class JurisdictionOwnedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a jurisdiction; rows without one hold everywhere."""

    def visible_to(self, scope: Scope) -> Self:
        """Keep the rows of jurisdictions in ``scope`` and those that hold everywhere."""
        if scope.jurisdictions is None:
            return self.all()
        return self.filter(
            models.Q(jurisdiction__isnull=True)
            | models.Q(jurisdiction__in=sorted(scope.jurisdictions))
        )


class Record(models.Model):
    """A row that people keep: when it was made and changed, and a version against silent overwriting."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True
        triggers = [
            # The database counts versions, so that a bulk update or another program does too.
            pgtrigger.Trigger(
                name="count_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.version = OLD.version + 1; RETURN NEW;",
            )
        ]
