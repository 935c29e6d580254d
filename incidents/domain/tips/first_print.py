"""The papers that are filled in the moment of receipt: printed once each by who has just typed them, recorded as a look,
then closed.

The informant stands at the desk and signs. Whoever typed the name a minute ago is shown nothing new; afterwards it is
sealed from them as from everybody else.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Disclosure, User
from incidents.domain.locking import locked
from incidents.domain.permissions import RECEIVE_TIP
from incidents.domain.tips.informants import LOOK, Informant, opened, record_look
from incidents.domain.tips.papers import NAMES_INFORMANT, PaperKind
from incidents.models import CrimeTip, TipInformant

# From the entry in the register on.
MOMENT = datetime.timedelta(minutes=30)


def printable_on_receipt(tip: CrimeTip, user: User, now: datetime.datetime) -> list[PaperKind]:
    """Return the papers that ``user`` may still print filled: who typed the tip, within ``MOMENT``, each once, and only
    while nobody has sealed another informant. Whether it is the sign-in in which it was typed, the caller knows. No query
    once the moment is past."""
    if not _is_the_moment(tip, user, now):
        return []
    kept = TipInformant.objects.filter(tip=tip).only("pk", "corrected_at").first()
    if kept is None or kept.corrected_at is not None:
        return []
    printed = Disclosure.objects.filter(
        model=TipInformant._meta.label_lower,
        row=kept.pk,
        user=user,
        field__in=[_field(kind) for kind in NAMES_INFORMANT],
    )
    done = set(printed.values_list("field", flat=True))
    return [kind for kind in NAMES_INFORMANT if _field(kind) not in done]


def until(tip: CrimeTip) -> datetime.datetime:
    """Return the moment from which nothing is printed on receipt any more."""
    return tip.created_at + MOMENT


@transaction.atomic
@sensitive_variables("informant")
def print_on_receipt(
    tip: CrimeTip, kind: PaperKind, *, by: User, now: datetime.datetime, address: str = ""
) -> Informant:
    """Return who gave the tip, for this one paper, and record the look before. Two presses at once print one.

    Raises ``PermissionDenied`` where it was printed already, is somebody else's or too late; ``CannotOpenError``.
    """
    current = locked(tip)
    if kind not in printable_on_receipt(current, by, now):
        raise PermissionDenied
    kept = TipInformant.objects.get(tip=current)
    informant = opened(kept)
    reason = _("%(paper)s, printed on receipt") % {"paper": kind.label}
    record_look(kept, current, by=by, reason=reason, address=address, field=_field(kind))
    return informant


def _is_the_moment(tip: CrimeTip, user: User, now: datetime.datetime) -> bool:
    return (
        tip.received_by_id == user.pk
        and not tip.is_anonymous
        and now < until(tip)
        and user.has_perm(RECEIVE_TIP)
    )


def _field(kind: PaperKind) -> str:
    """What the look at one paper is recorded as: by this it is known to be printed."""
    return f"{LOOK} {kind.value}"
