"""Which communes and jurisdictions somebody may see; units knows no user, accounts makes one per person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from commune_police.db import context


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of communes and jurisdictions by primary key; ``None`` in either means all of them."""

    communes: frozenset[int] | None
    jurisdictions: frozenset[int] | None

    @classmethod
    def all(cls) -> Scope:
        """Everything there is."""
        return cls(None, None)

    @classmethod
    def none(cls) -> Scope:
        """Nothing at all."""
        return cls(frozenset(), frozenset())

    @classmethod
    def of(cls, communes: Iterable[int] = (), jurisdictions: Iterable[int] = ()) -> Scope:
        """Exactly the given communes and jurisdictions (primary keys)."""
        return cls(frozenset(communes), frozenset(jurisdictions))

    @property
    def is_all(self) -> bool:
        """True when no commune is hidden."""
        return self.communes is None

    @property
    def only_commune(self) -> int | None:
        """The one commune of somebody who sees just one, else ``None``."""
        if self.communes is not None and len(self.communes) == 1:
            return next(iter(self.communes))
        return None

    def sees(self, commune_id: int | None) -> bool:
        """Tell whether rows of this commune are visible."""
        return self.communes is None or commune_id in self.communes

    def sees_jurisdiction(self, jurisdiction_id: int | None) -> bool:
        """Tell whether rows that this jurisdiction owns are visible."""
        return self.jurisdictions is None or jurisdiction_id in self.jurisdictions

    def narrowed_to(self, communes: Iterable[int]) -> Scope:
        """The part of this scope inside the given communes."""
        wanted = frozenset(communes)
        return Scope(
            wanted if self.communes is None else self.communes & wanted, self.jurisdictions
        )


def apply_scope(scope: Scope, *, user_id: int | None = None) -> None:
    """Make PostgreSQL hide, for the rest of this transaction, what ``scope`` does not include."""
    context.set_visible(scope.communes, scope.jurisdictions, user_id=user_id)


@contextmanager
def scope_context(scope: Scope) -> Iterator[None]:
    """Run a block inside a transaction that sees exactly ``scope`` (commands, tests)."""
    with context.seeing(scope.communes, scope.jurisdictions):
        yield
