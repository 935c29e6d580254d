"""Correcting who gave a tip: with the right to see it, after a recorded look, with a reason that names nobody."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict, fields

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from incidents.domain.locking import ChangedMeanwhileError, locked, saved
from incidents.domain.sentences import must_say
from incidents.domain.tips.correcting import may_correct_tip
from incidents.domain.tips.informants import Informant, keep_informant, may_see_informant
from incidents.domain.tips.sealing import seal, unseal
from incidents.models import CrimeTip, TipInformant
from lists.domain.folding import fold

# What tells who somebody is, and must not stand in a reason that others read.
TELLING = ("full_name", "phone", "id_number")
SHORTEST_TELLING = 4


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
) -> CrimeTip:
    """Seal the corrected informant; a tip that named nobody names one from now on. The history tells which facts
    changed and why, never what they say. Nobody is taken away: an informant once sealed stays.

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
    held = Informant(**unseal(kept.sealed)) if kept else Informant("")
    if not said.full_name.strip():
        raise ValidationError({"full_name": _("Write the name of who gave the tip.")})
    changed = changed_facts(held, said)
    if not changed:
        raise ValidationError(_("You changed nothing, so there is nothing to correct."))
    reason = must_say(because, "because")
    _must_not_tell(reason, held, said)
    if kept is None:
        return _named(current, said, reason, now)
    kept.sealed = seal(asdict(said))
    kept.corrected_at, kept.corrected_because = now, reason
    kept.corrected_facts = " ".join(changed)
    kept.save()
    return current


@sensitive_variables("one", "other")
def changed_facts(one: Informant, other: Informant) -> list[str]:
    """Return the names of the facts in which two informants differ."""
    names = [field.name for field in fields(Informant)]
    return [name for name in names if getattr(one, name).strip() != getattr(other, name).strip()]


@sensitive_variables("said")
def _named(tip: CrimeTip, said: Informant, reason: str, now: datetime.datetime) -> CrimeTip:
    """Seal who gave a tip that named nobody, and say so in its history."""
    keep_informant(tip, said)
    tip.is_anonymous, tip.anonymous_reason = False, ""
    tip.corrected_at, tip.corrected_because = now, reason
    return saved(tip)


@sensitive_variables("reason", "informants")
def _must_not_tell(reason: str, *informants: Informant) -> None:
    """Refuse a reason that says who gave the tip: others read it."""
    folded = fold(reason)
    if any(word in folded for word in _telling_words(informants)):
        raise ValidationError(
            {"because": _("Leave out who gave the tip: others read the reason in the history.")}
        )


def _telling_words(informants: tuple[Informant, ...]) -> Iterator[str]:
    for one in informants:
        for name in TELLING:
            value = fold(getattr(one, name).strip())
            if len(value) >= SHORTEST_TELLING:
                yield value
