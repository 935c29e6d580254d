"""The grid of one year's standard: families by hamlet, then the other kinds of the commune."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from incidents.domain.movement.standards import OF_COMMUNE, StandardFacts
from incidents.forms.dressed import DressedForm
from incidents.models import SafetyStandard, StandardOf
from units.models import Commune, Hamlet

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the grid."""

    label: str
    registered: BoundField
    met: BoundField


class YearForm(DressedForm):
    """Two boxes a row: registered and met."""

    def __init__(self, *args: Any, commune: Commune, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hamlets = Hamlet.objects.filter(commune=commune, valid_until__isnull=True).order_by("name")
        self.keys: dict[str, tuple[str, int | None, str]] = {
            f"h{hamlet.pk}": (StandardOf.FAMILIES.value, hamlet.pk, str(hamlet))
            for hamlet in hamlets
        }
        self.keys |= {kind.value: (kind.value, None, str(kind.label)) for kind in OF_COMMUNE}
        rows = SafetyStandard.objects.filter(commune=commune, year=year)
        held = {(row.kind, row.hamlet_id): row for row in rows}
        for name, (kind, hamlet_pk, label) in self.keys.items():
            row = held.get((kind, hamlet_pk))
            for part, said in (("registered", _("registered")), ("met", _("met the standard"))):
                self.fields[f"{name}_{part}"] = forms.IntegerField(
                    required=False,
                    min_value=0,
                    max_value=MOST,
                    initial=getattr(row, part, None),
                    label=f"{label}: {said}",
                    widget=forms.TextInput(
                        attrs={
                            "inputmode": "numeric",
                            "autocomplete": "off",
                            "aria-label": f"{label}: {said}",
                        }
                    ),
                )
        self.dress()

    @property
    def lines(self) -> Iterator[Line]:
        """The rows of the grid."""
        for name, (_kind, _hamlet, label) in self.keys.items():
            yield Line(label, self[f"{name}_registered"], self[f"{name}_met"])

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
