"""Corrections of a tip's receipt and of its informant as lines of the history, with the reason of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commune_police.history import HistoryLine, history_of_parts, label_of
from incidents.models import CrimeTip, TipInformant

# How the history names the facts of an informant; what they say stands in no history.
INFORMANT_FACTS: dict[str, str | Promise] = {
    "full_name": gettext_lazy("Full name"),
    "address": gettext_lazy("Address"),
    "phone": gettext_lazy("Phone"),
    "id_number": gettext_lazy("Citizen ID"),
    "id_issued": gettext_lazy("Day and place of issue"),
    "how_known": gettext_lazy("Why the informant knows"),
    "special": gettext_lazy("Special steps"),
    "assisted_by": gettext_lazy("Who was there as representative, interpreter or help"),
}


def receipt_told(lines: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Return a tip's own lines (newest first), its corrections with their reason instead of the columns that hold it."""

    def said(because: str, _what: str) -> str:
        return _("corrected what was received: %(reason)s") % {"reason": because}

    return _told(lines, CrimeTip, ("corrected_because", "corrected_because"), said)


def informant_told(tip: CrimeTip) -> list[HistoryLine]:
    """Return the corrections of who gave the tip: which facts and why, never what they say; one query."""

    def said(because: str, what: str) -> str:
        names = [str(INFORMANT_FACTS.get(name, name)) for name in what.split()]
        return _("corrected who gave the tip (%(facts)s): %(reason)s") % {
            "facts": ", ".join(names),
            "reason": because,
        }

    found: list[HistoryLine] = []
    for lines in history_of_parts(TipInformant, tip_id=tip.pk).values():
        # What was sealed on receipt stands in the line of the receipt.
        corrected = [one for one in lines if one.changes]
        found += _told(corrected, TipInformant, ("corrected_because", "corrected_facts"), said)
    return found


def _told(
    lines: Sequence[HistoryLine],
    model: type[models.Model],
    columns: tuple[str, str],
    said: Callable[[str, str], str],
) -> list[HistoryLine]:
    """Name each correction. A reason, or what was corrected, that is the same as the last time is no change of its
    column, so it is remembered from line to line, the oldest first."""
    at = label_of(model, "corrected_at")
    because, what = (label_of(model, name) for name in columns)
    known = {because: "", what: ""}
    found = []
    for line in reversed(lines):
        known |= {one.label: one.after for one in line.changes if one.label in known}
        if any(one.label == at for one in line.changes):
            shown = [one for one in line.changes if one.label not in (at, because, what)]
            line = replace(line, action=said(known[because], known[what]), changes=shown)
        found.append(line)
    return found[::-1]
