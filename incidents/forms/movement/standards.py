"""The grid of one year's standard: families by hamlet, then the other kinds of the commune."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext as _

from incidents.domain.movement.standards import OF_COMMUNE, Lines, StandardFacts
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import CountField
from incidents.models import StandardOf
from units.models import Commune, Hamlet

MOST = 1_000_000
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the grid; ``seen`` is what it said when the grid was opened."""

    label: str
    registered: BoundField
    met: BoundField
    seen: BoundField


class YearForm(DressedForm):
    """Two boxes a row, registered and met, filled with ``held``, and out of sight what they said when the grid
    was opened. Hamlets that were closed have a row only where something is written of them."""

    def __init__(self, *args: Any, commune: Commune, held: Lines, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = [hamlet for _kind, hamlet in held if hamlet]
        hamlets = Hamlet.objects.filter(
            Q(valid_until__isnull=True) | Q(pk__in=written), commune=commune
        ).order_by("name")
        self.keys: dict[str, tuple[str, int | None, str]] = {
            f"h{hamlet.pk}": (StandardOf.FAMILIES.value, hamlet.pk, str(hamlet))
            for hamlet in hamlets
        }
        self.keys |= {kind.value: (kind.value, None, str(kind.label)) for kind in OF_COMMUNE}
        for name, (kind, hamlet_pk, label) in self.keys.items():
            line = held.get((kind, hamlet_pk))
            for part, said in (("registered", _("registered")), ("met", _("met the standard"))):
                self.fields[f"{name}_{part}"] = CountField(
                    min_value=0,
                    max_value=MOST,
                    initial=getattr(line, part, None),
                    label=f"{label}: {said}",
                    widget=forms.TextInput(attrs={**NUMBER, "aria-label": f"{label}: {said}"}),
                )
            self.fields[f"{name}_seen"] = forms.RegexField(
                r"^\d*/\d*$", required=False, initial=_pair(line), widget=forms.HiddenInput
            )
        self.dress()

    @property
    def lines(self) -> Iterator[Line]:
        """The rows of the grid."""
        for name, (_kind, _hamlet, label) in self.keys.items():
            boxes = (self[f"{name}_{part}"] for part in ("registered", "met", "seen"))
            yield Line(label, *boxes)

    def clean(self) -> dict[str, Any]:
        """Refuse, beside its box, a number that is larger than the one it is part of."""
        values = super().clean() or {}
        for name in self.keys:
            registered, met = values.get(f"{name}_registered"), values.get(f"{name}_met")
            if met is not None and (registered is None or met > registered):
                self.add_error(f"{name}_met", _("More met the standard than registered for it."))
        return values

    def facts(self) -> list[StandardFacts]:
        """Return what the valid grid says."""
        values = self.cleaned_data
        return [
            StandardFacts(kind, hamlet, values[f"{name}_registered"], values[f"{name}_met"])
            for name, (kind, hamlet, _label) in self.keys.items()
        ]

    def seen(self) -> Lines:
        """Return what the grid said when it was opened."""
        found = {}
        for name, (kind, hamlet, _label) in self.keys.items():
            registered, _slash, met = self.cleaned_data[f"{name}_seen"].partition("/")
            if registered:
                line = StandardFacts(kind, hamlet, int(registered), int(met) if met else None)
                found[line.key] = line
        return found

    def typed(self, lines: Iterable[StandardFacts]) -> dict[str, str]:
        """Return the text of each box as if ``lines`` had been typed, the other boxes empty."""
        said = {line.key: line for line in lines}
        text: dict[str, str] = {}
        for name, (kind, hamlet, _label) in self.keys.items():
            line = said.get((kind, hamlet))
            registered, _slash, met = _pair(line).partition("/")
            text |= {f"{name}_registered": registered, f"{name}_met": met}
        return text

    def looked_at(self, held: Lines) -> Mapping[str, str]:
        """Return what the hidden fields say once ``held`` was shown."""
        return {
            f"{name}_seen": _pair(held.get((kind, hamlet)))
            for name, (kind, hamlet, _label) in self.keys.items()
        }


def _pair(line: StandardFacts | None) -> str:
    """Write a line as ``registered/met``; what is not known is left out."""
    numbers = (line.registered, line.met) if line else (None, None)
    return "/".join("" if number is None else str(number) for number in numbers)
