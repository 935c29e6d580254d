"""Who gave a tip: sealed on receipt, shown with a right of its own, each look recorded with its reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from accounts.models import Disclosure, User
from incidents.domain.permissions import DECIDE_TIP, HANDLE_TIP, VIEW_INFORMANT
from incidents.domain.sentences import must_say
from incidents.domain.tips.sealing import CannotOpenError, seal, sealed_anew, unseal
from incidents.models import WITH_COMMUNE, CrimeTip, TipInformant


@dataclass(frozen=True, slots=True)
class Informant:
    """What is written of an informant; ``repr`` tells nothing. Source: TT 28/2020/TT-BCA, art. 5 §3."""

    full_name: str = field(repr=False)
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    id_issued: str = field(default="", repr=False)
    how_known: str = field(default="", repr=False)
    # Why the reception takes special steps (``SpecialNeed``), and who was there for that.
    special: str = field(default="", repr=False)
    assisted_by: str = field(default="", repr=False)

    @property
    def special_words(self) -> str:
        """Say the special need in words."""
        return str(SpecialNeed(self.special).label) if self.special else ""


class SpecialNeed(models.TextChoices):
    """Informants whose reception takes special steps. Source: TT 28/2020/TT-BCA, art. 5 §6."""

    MINOR = "minor", gettext_lazy("under 18: a representative is there")
    LANGUAGE = "language", gettext_lazy("speaks no Vietnamese: an interpreter is there")
    FOREIGNER = (
        "foreigner",
        gettext_lazy("foreigner: an interpreter is there, the district is told"),
    )
    DISABLED = "disabled", gettext_lazy("disabled: somebody helps")


@sensitive_variables("informant")
def keep_informant(tip: CrimeTip, informant: Informant) -> TipInformant:
    """Seal the informant of a tip just received; the caller has asked for the right to receive."""
    return TipInformant.objects.create(tip=tip, sealed=seal(asdict(informant)))


def may_see_informant(tip: CrimeTip, user: User) -> bool:
    """Tell whether ``user`` handles the tip: the commune's chief always, district police once it has been
    handed over to them."""
    if not user.has_perm(VIEW_INFORMANT):
        return False
    return user.has_perm(HANDLE_TIP) or (
        user.has_perm(DECIDE_TIP) and tip.state not in WITH_COMMUNE
    )


@transaction.atomic
def see_informant(tip: CrimeTip, *, by: User, reason: str, address: str = "") -> Informant:
    """Return who gave the tip, and record that ``by`` looked, why and from where, before showing it.

    Raises ``PermissionDenied``; ``ValidationError`` without a reason or where nobody is named;
    ``CannotOpenError`` when the key is gone.
    """
    if not may_see_informant(tip, by):
        raise PermissionDenied
    must_say(reason, "reason")
    kept = TipInformant.objects.filter(tip=tip).first()
    if kept is None:
        raise ValidationError(_("The informant did not give a name."))
    Disclosure.objects.create(
        user=by,
        model="incidents.tipinformant",
        row=kept.pk,
        field="informant",
        shown_as=tip.number,
        commune_id=tip.commune_id,
        reason=reason.strip()[:200],
        address=address or None,
    )
    return Informant(**unseal(kept.sealed))


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many informants are sealed anew, and the numbers of the tips whose informant no key opens."""

    count: int
    unreadable: list[str]


@transaction.atomic
def rotate_informants() -> Rotated:
    """Seal every informant with the first key. One that no key opens stays as it is and keeps no other from it: the
    keys that may still open it are not among these anyhow."""
    count, unreadable = 0, []
    rows = TipInformant.objects.select_for_update(of=("self",)).select_related("tip")
    for row in rows.only("sealed", "tip__number").order_by("tip__number").iterator():
        try:
            sealed = sealed_anew(row.sealed)
        except CannotOpenError:
            unreadable.append(row.tip.number)
            continue
        TipInformant.objects.filter(pk=row.pk).update(sealed=sealed)
        count += 1
    return Rotated(count, unreadable)
