"""Where the words of a tip stand that others read, and taking the informant out of what was written before the name was."""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from incidents.domain.secrecy import INFORMANT, PERSON
from incidents.domain.taking_out import Taken, Told, take_out
from incidents.domain.tips.informants import Informant
from incidents.models import CrimeTip, TipInformant, TipVerification

# What is free to be written about a tip; who received or answered it is no such word.
TIP_WORDS = (
    Told(
        CrimeTip,
        (
            "content",
            "channel_code",
            "event_time",
            "event_place",
            "others",
            "anonymous_reason",
            "classified_because",
            "moved_note",
            "handed_with",
            "answer_note",
            "result",
            "informant_notified",
            "corrected_because",
        ),
    ),
    # A signed report says the same without the name: nothing else of it changes.
    Told(
        TipVerification,
        ("checked", "found", "proposal", "sent_back_because"),
        of="tip",
        guards=("signed_stays",),
    ),
    Told(TipInformant, ("corrected_because",), of="tip"),
)


@sensitive_variables()
def take_informant_out(tip: CrimeTip, *informants: Informant) -> tuple[int, int]:
    """Take the ``informants``, and who was there to help, out of all that is written about a tip, its history too; return
    in how many places that was, and in how many of the tip's own words they may be told all the same, written otherwise than a name is."""
    givers = tuple(one.giver for one in informants)
    helpers = tuple(person for one in informants for person in one.helpers)
    taken = (Taken(givers, INFORMANT), Taken(helpers, PERSON))
    found = take_out(TIP_WORDS, {tip.pk: taken})
    return found.gone[tip.pk], found.left[CrimeTip._meta.label, tip.pk]
