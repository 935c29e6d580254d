"""Says in words what a norm gives and which text says so; the numbers themselves are reckoned in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from units.models import (
    EquipmentNorm,
    EstablishmentNorm,
    Measure,
    NormKind,
    Rounding,
)
from units.models.norms import NormBand

AnyNorm = EstablishmentNorm | EquipmentNorm


@dataclass(frozen=True, slots=True)
class NormSource:
    """Where a figure comes from: the rule in words, its text, and whether somebody checked it."""

    formula: str
    source: str
    is_verified: bool


def sources_of(norms: Iterable[AnyNorm]) -> dict[int, NormSource]:
    """Return the source of each norm by its key; ``bands`` had better be prefetched."""
    return {norm.pk: source_of(norm) for norm in norms}


def source_of(norm: AnyNorm) -> NormSource:
    """Return what ``norm`` says and where it is written."""
    text = ", ".join(part for part in (norm.article, norm.instrument) if part)
    return NormSource(formula_of(norm), text, norm.is_verified)


def formula_of(norm: AnyNorm) -> str:
    """Return the rule in words: “1–2”, “1 for each hamlet”, “80 % of the headcount, rounded up”."""
    words = _amount(norm)
    return _("%s for each hamlet") % words if norm.per_hamlet else words


def _amount(norm: AnyNorm) -> str:
    if norm.kind == NormKind.FIXED:
        return _n(norm.low)
    if norm.kind == NormKind.RANGE:
        return _range(norm.low, norm.high)
    if norm.kind == NormKind.SHARE:
        share = number_format(Decimal(norm.share_percent or 0).normalize(), use_l10n=True)
        return _("%(share)s %% of the headcount, rounded %(way)s") % {
            "share": share,
            "way": Rounding(norm.rounding).label,
        }
    bands = "; ".join(_band(band) for band in norm.bands.all())
    return _("by %(measure)s: %(bands)s") % {
        "measure": Measure(norm.measure).label,
        "bands": bands or "—",
    }


def _band(band: NormBand) -> str:
    words = _("over %(above)s: %(number)s") % {
        "above": _n(band.above),
        "number": _range(band.number, band.number_high),
    }
    if band.step_size and band.step_number:
        words += " " + _("(+%(more)s for each full %(step)s)") % {
            "more": _n(band.step_number),
            "step": _n(band.step_size),
        }
    return words


def _range(low: int | None, high: int | None) -> str:
    return _n(low) if high is None or high == low else f"{_n(low)}–{_n(high)}"


def _n(value: int | None) -> str:
    return "—" if value is None else str(number_format(value, use_l10n=True, force_grouping=True))
