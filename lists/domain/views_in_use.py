"""Which saved view an address means, and what the list then shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lists.domain.address import Address, parse_filters
from lists.models import SavedView

# The nearest to the person wins: own default, then the unit's, then the role's.
_NEAREST = {
    SavedView.Audience.ME: 0,
    SavedView.Audience.COMMUNE: 1,
    SavedView.Audience.JURISDICTION: 2,
    SavedView.Audience.ROLE: 3,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: ``address`` with the view's parts filled in, and where they came from."""

    address: Address
    view: SavedView | None = None
    by_default: bool = False
    # The default that "clear filters" removed, so that the page can say so.
    removed_default: SavedView | None = None

    @property
    def links(self) -> Address:
        """The address to build links from: names the view instead of repeating its filters."""
        if self.view is None:
            return self.address
        return replace(self.address, filters=(), view=self.view.slug, everything=False)


def default_among(views: Sequence[SavedView]) -> SavedView | None:
    """Return the default that is nearest to the person, if there is one."""
    defaults = [view for view in views if view.is_default]
    return min(defaults, key=lambda view: _NEAREST[SavedView.Audience(view.audience)], default=None)


def resolve(
    address: Address, views: Sequence[SavedView], standard: SavedView | None = None
) -> Shown:
    """Fill ``address`` from the view that it names, or from the default when it says nothing.

    ``views`` are those the person may use; ``standard`` is the list's own, where nobody set a default. Filters in the address replace the view's filters as a
    whole; columns and order do so each for itself. A view that is gone leaves the address as it is.
    """
    default = default_among(views) or standard
    if address.everything and not address.filters:
        return Shown(replace(address, everything=default is not None), removed_default=default)
    if address.says_nothing and default is not None:
        return Shown(_filled(address, default), default, by_default=True)
    usable = [*views, standard] if standard else views
    named = next((view for view in usable if view.slug == address.view), None)
    if named is None or address.filters:
        return Shown(replace(address, view=""))
    return Shown(_filled(address, named), named)


def _filled(address: Address, view: SavedView) -> Address:
    return replace(
        address,
        filters=parse_filters(view.query),
        columns=address.columns or (tuple(view.columns) or None),
        order=address.order or view.order,
        view="",
    )
