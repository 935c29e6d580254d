"""What a roster may refer to (communes, hamlets, positions, forces), found by any of the names that offices use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from units.domain.scope import Scope
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import spelling_key
from units.models import Commune, ForceType, Hamlet, Position

Named = TypeVar("Named")
SHORT_FORMS = (
    (r"\bcax\b", "cong an xa"),
    (r"\bcav\b", "cong an vien"),
    (r"\bca\b", "cong an"),
    (r"\bp\b", "pho"),
    (r"\b(thi tran|phuong|tt)\b", "xa"),
    (r"\bbct\b", "ban chuyen trach"),
    (r"\bkhong chuyen trach\b", "ban chuyen trach"),
)
SHOWN_AT_MOST = 12


class Names(dict[str, list[Named]]):
    """Rows by every name they answer to, an exact spelling first, then one without diacritics."""

    def add(self, row: Named, *names: str) -> None:
        for name in names:
            for key in {"=" + spelling_key(name), "~" + simplify(name)}:
                if row not in self.setdefault(key, []):
                    self[key].append(row)

    def find(self, text: str) -> tuple[Named, ...]:
        return tuple(self.get("=" + spelling_key(text)) or self.get("~" + simplify(text)) or ())


@dataclass(frozen=True)
class Catalogue:
    """All that rows can refer to, loaded once for an import."""

    scope: Scope
    communes: Names[Commune]
    hamlets: dict[int, Names[Hamlet]]
    positions: Names[Position]
    forces: Names[ForceType]
    all_communes: tuple[Commune, ...] = field(default=())
    all_positions: tuple[Position, ...] = field(default=())
    all_hamlets: tuple[Hamlet, ...] = field(default=())

    def find_communes(self, text: str) -> tuple[Commune, ...]:
        """Every commune that answers to the name or code, of whatever time. ValueRefused when none."""
        bare = re.sub(r"^(công an|ca)\s+", "", text, flags=re.I)
        found = self.communes.find(bare) or self.communes.find(text)
        if not found:
            raise ValueRefused(
                _("There is no commune “%(value)s”.") % {"value": text},
                _("Write its name as in the list: %(names)s.")
                % {"names": shown(c.full_name for c in self.visible_communes())},
            )
        return found

    def visible_communes(self, day: date | None = None) -> list[Commune]:
        return [
            commune
            for commune in self.all_communes
            if self.scope.sees(commune.pk) and in_force(commune, day or timezone.localdate())
        ]

    def find_positions(self, text: str) -> tuple[Position, ...]:
        """Every position that the words can mean: of that name, or whose name begins with them."""
        wanted = _long_form(text)
        named = (*self.positions.find(text), *self.positions.find(wanted))
        longer = [p for p in self.all_positions if _long_form(p.name).startswith(f"{wanted} ")]
        alike = [p for p in self.all_positions if _long_form(p.name) == wanted]
        found = {position.pk: position for position in (*named, *alike, *longer)}
        if not found:
            raise ValueRefused(
                _("There is no position “%(value)s”.") % {"value": text},
                _("Write one of these: %(names)s.")
                % {"names": shown(dict.fromkeys(p.name for p in self.all_positions))},
            )
        return tuple(found.values())

    def find_forces(self, text: str) -> tuple[ForceType, ...]:
        """The forces of that name, or those whose name contains the words (“chính quy”)."""
        wanted = _long_form(text)
        found = self.forces.find(text) or self.forces.find(wanted)
        if not found:
            rows = [row for key, rows in self.forces.items() if wanted in key for row in rows]
            found = tuple({row.pk: row for row in rows}.values())
        if not found:
            raise ValueRefused(
                _("There is no force “%(value)s”.") % {"value": text},
                _("Write one of these: %(names)s.")
                % {
                    "names": shown(
                        sorted({row.name for rows in self.forces.values() for row in rows})
                    )
                },
            )
        return found

    def find_hamlet(self, commune: Commune, text: str, day: date) -> Hamlet:
        names = self.hamlets.get(commune.pk, Names())
        found = tuple(hamlet for hamlet in names.find(text) if in_force(hamlet, day)) or names.find(
            text
        )
        if not found:
            known = {hamlet.full_name for rows in names.values() for hamlet in rows}
            raise ValueRefused(
                _("%(commune)s has no hamlet “%(value)s”.")
                % {"commune": commune.full_name, "value": text},
                _("Write one of these: %(names)s.") % {"names": shown(sorted(known))}
                if known
                else _("Enter the hamlet first, or leave the cell empty."),
            )
        return found[0]


def load_catalogue(scope: Scope) -> Catalogue:
    """Four queries, whatever the size of the file."""
    communes: Names[Commune] = Names()
    all_communes = tuple(
        Commune.objects.defer("boundary", "difficulty_note", "search_text", "sort_key").order_by(
            "sort_key"
        )
    )
    for commune in all_communes:
        communes.add(commune, commune.full_name, commune.name, commune.code)
    hamlets: dict[int, Names[Hamlet]] = defaultdict(Names)
    all_hamlets = tuple(Hamlet.objects.visible_to(scope))
    for hamlet in all_hamlets:
        bare = re.sub(r"^(ấp|thôn|khu phố)\s+", "", hamlet.full_name, flags=re.I)
        hamlets[hamlet.commune_id].add(hamlet, hamlet.full_name, hamlet.name, bare)
    positions: Names[Position] = Names()
    all_positions = tuple(Position.objects.select_related("force_type").order_by("order", "name"))
    for position in all_positions:
        positions.add(position, position.name, position.code, _long_form(position.name))
    forces: Names[ForceType] = Names()
    for force in ForceType.objects.all():
        forces.add(force, force.name, force.code, _long_form(force.name))
    return Catalogue(
        scope, communes, dict(hamlets), positions, forces, all_communes, all_positions, all_hamlets
    )


@lru_cache(maxsize=8192)
def _long_form(text: str) -> str:
    """The name without diacritics and with the usual short forms written out; a township's chief as a commune's."""
    plain = simplify(text)
    for pattern, words in SHORT_FORMS:
        plain = re.sub(pattern, words, plain)
    return re.sub(r"\b(cong an) xa( xa)+\b", r"\1 xa", plain)


def in_force(row: Commune | Hamlet | ForceType, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (
        row.valid_until is None or day <= row.valid_until
    )


def shown(names: Iterable[str]) -> str:
    """A few names for a sentence."""
    listed = list(names)
    more = "…" if len(listed) > SHOWN_AT_MOST else ""
    return ", ".join(listed[:SHOWN_AT_MOST]) + more


def one_of(rows: Iterable[Named], *tests: Callable[[Named], bool]) -> Named | None:
    """The only row left by the tests, taken in turn until one is left; a test that leaves none is passed over."""
    left = list(rows)
    for test in tests:
        if len(left) == 1:
            break
        left = [row for row in left if test(row)] or left
    return left[0] if len(left) == 1 else None
