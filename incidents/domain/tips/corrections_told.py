"""Corrections of a tip's receipt and of its informant as lines of the history, with the reason of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commune_police.history import HistoryLine, history_of_parts, label_of
from incidents.domain.telling import corrections_told
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
    "is_agency": gettext_lazy("An agency or organisation gives the tip"),
}


def receipt_told(lines: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Return a tip's own lines (newest first), its corrections with their reason instead of the columns that hold it."""

    def said(because: str) -> str:
        return _("corrected what was received: %(reason)s") % {"reason": because}

    return corrections_told(lines, CrimeTip, said)


def informant_told(tip: CrimeTip) -> list[HistoryLine]:
    """Return the corrections of who gave the tip: which facts and why, never what they say; one query."""

    def said(because: str, what: str, places: str) -> str:
        names = [str(INFORMANT_FACTS.get(name, name)) for name in what.split()]
        action = _("corrected who gave the tip (%(facts)s): %(reason)s") % {
            "facts": ", ".join(names),
            "reason": because,
        }
        number = _number(places)
        return f"{action} ({taken_out(number)})" if number else action

    def named(line: HistoryLine) -> HistoryLine:
        """The line of a tip that got a name: what it is called stands in the line of the correction itself."""
        number = next((_number(one.after) for one in line.changes if one.label == lost), 0)
        return replace(line, action=taken_out(number), changes=[]) if number else line

    lost = label_of(TipInformant, "redacted_places")
    found: list[HistoryLine] = []
    for lines in history_of_parts(TipInformant, tip_id=tip.pk).values():
        # What was sealed on receipt stands in the line of the receipt.
        corrected = [one for one in lines if one.changes]
        told = corrections_told(corrected, TipInformant, said, "corrected_facts", "redacted_places")
        found += [named(line) for line in told]
    return found


def taken_out(places: int) -> str:
    """Say that what was written lost the informant's name, and in how many places."""
    return ngettext(
        "the informant's name was taken out of %(n)s place in what was written",
        "the informant's name was taken out of %(n)s places in what was written",
        places,
    ) % {"n": places}


def _number(shown: str) -> int:
    return int("".join(filter(str.isdecimal, shown)) or 0)
