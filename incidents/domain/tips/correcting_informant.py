"""Correcting who gave a tip: with the right to see it, after a recorded look, with a reason that names nobody."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, fields, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from incidents.domain.bare_names import plain
from incidents.domain.locking import ChangedMeanwhileError, locked, saved
from incidents.domain.secrecy import must_not_tell
from incidents.domain.sentences import must_say
from incidents.domain.tips.correcting import may_correct_tip
from incidents.domain.tips.informants import (
    Informant,
    keep_informant,
    may_see_informant,
    opened,
)
from incidents.domain.tips.sealing import seal
from incidents.domain.tips.words import take_informant_out
from incidents.models import CrimeTip, TipInformant


@dataclass(frozen=True, slots=True)
class InformantCorrected:
    """The tip as it is now, in how many places of its words the name stood until then, and whether they may still say it,
    written otherwise than a name is."""

    tip: CrimeTip
    places: int
    still_tells: bool = False


def may_correct_informant(tip: CrimeTip, user: User) -> bool:
    """Tell whether ``user`` may correct the receipt and also see who gave the tip."""
    return may_correct_tip(tip, user) and may_see_informant(tip, user)


def informant_version(tip: CrimeTip) -> int:
    """Return the version of what is sealed, 0 where nobody is named; one query."""
    version = TipInformant.objects.filter(tip=tip).values_list("version", flat=True).first()
    return version or 0


@transaction.atomic
@sensitive_variables("said", "held", "because")
def correct_informant(
    tip: CrimeTip,
    said: Informant,
    because: str,
    *,
    by: User,
    now: datetime.datetime,
    version: int,
) -> InformantCorrected:
    """Seal the corrected informant; a tip that named nobody names one from now on. The history tells which facts
    changed and why, never what they say. Nobody is taken away: an informant once sealed stays. What was written about
    the tip before loses the name, the phone and the number of the papers, in its history too.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody sealed another since ``version``;
    ``ValidationError`` without a name, where nothing differs, or for a reason that is missing or names the informant;
    ``CannotOpenError`` when the key is gone.
    """
    current = locked(tip)
    if not may_correct_informant(current, by):
        raise PermissionDenied
    kept = TipInformant.objects.select_for_update(of=("self",)).filter(tip=current).first()
    if kept is not None and kept.version != version:
        raise ChangedMeanwhileError(kept)
    held = opened(kept) if kept else Informant("")
    if not said.full_name.strip():
        raise ValidationError({"full_name": _("Write the name of who gave the tip.")})
    changed = changed_facts(held, said)
    if not changed:
        raise ValidationError(_("You changed nothing, so there is nothing to correct."))
    reason = must_say(because, "because")
    if said.is_agency and plain(held.full_name.strip()) == plain(said.full_name.strip()):
        held = replace(held, is_agency=True)  # it was one all along
    must_not_tell({"because": reason}, *held.people, *said.people)
    places, left = take_informant_out(current, said, held)
    current = locked(current)
    if kept is None:
        named = _named(current, said, reason, now, places)
        return InformantCorrected(named, places, bool(left))
    kept.sealed = seal(asdict(said))
    kept.corrected_at, kept.corrected_because = now, reason
    kept.corrected_facts, kept.redacted_places = " ".join(changed), places
    kept.save()
    return InformantCorrected(current, places, bool(left))


@sensitive_variables("one", "other")
def changed_facts(one: Informant, other: Informant) -> list[str]:
    """Return the names of the facts in which two informants differ."""
    names = [field.name for field in fields(Informant)]
    return [name for name in names if _fact(one, name) != _fact(other, name)]


@sensitive_variables("informant")
def _fact(informant: Informant, name: str) -> str | bool:
    fact: str | bool = getattr(informant, name)
    return fact.strip() if isinstance(fact, str) else fact


@sensitive_variables("said")
def _named(
    tip: CrimeTip, said: Informant, reason: str, now: datetime.datetime, places: int
) -> CrimeTip:
    """Seal who gave a tip that named nobody, and say so in its history."""
    kept = keep_informant(tip, said)
    if places:
        kept.redacted_places = places
        kept.save()
    tip.is_anonymous, tip.anonymous_reason = False, ""
    tip.corrected_at, tip.corrected_because = now, reason
    return saved(tip)
