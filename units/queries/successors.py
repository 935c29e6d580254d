"""Which commune followed which: series are summed through these links when read, and nothing is ever moved."""

from __future__ import annotations

from dataclasses import dataclass

from units.models import CommuneSuccession, SuccessionKind

WHOLE = (SuccessionKind.MERGE, SuccessionKind.RENAME)


@dataclass(frozen=True, slots=True)
class Successors:
    """``of`` leads a commune that ended whole to the one that goes on; ``divided`` lists communes of which a
    part went elsewhere, so that their figures cannot be given to one."""

    of: dict[int, int]
    divided: frozenset[int]

    def last(self, commune: int) -> int:
        """Return the commune under which the figures of ``commune`` are counted today."""
        seen = {commune}
        while (following := self.of.get(commune)) is not None and following not in seen:
            commune = following
            seen.add(commune)
        return commune


def read_successors() -> Successors:
    """Read every succession (some thousands at most); one query."""
    followed: dict[int, set[int]] = {}
    divided: set[int] = set()
    rows = CommuneSuccession.objects.values_list("predecessor_id", "successor_id", "kind")
    for before, after, kind in rows:
        if kind in WHOLE:
            followed.setdefault(before, set()).add(after)
        else:
            divided.add(before)
    whole = {
        before: next(iter(after))
        for before, after in followed.items()
        if len(after) == 1 and before not in divided
    }
    divided |= {before for before, after in followed.items() if len(after) > 1}
    return Successors(whole, frozenset(divided))
