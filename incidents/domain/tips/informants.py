"""Who gave a tip: sealed on receipt, shown with a right of its own, each look recorded with its reason."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from accounts.models import Disclosure, User
from incidents.domain.bare_names import names_within
from incidents.domain.permissions import DECIDE_TIP, HANDLE_TIP, VIEW_INFORMANT
from incidents.domain.secrecy import Named, Secret, must_not_tell
from incidents.domain.sentences import must_say
from incidents.domain.tips.sealing import CannotOpenError, seal, sealed_anew, unseal
from incidents.models import WITH_COMMUNE, CrimeTip, TipInformant

# What a look is recorded as, and words held back that would have told.
LOOK, REFUSAL = "informant", "refusal"
MOST_REFUSALS = 2
REMEMBERED_FOR = datetime.timedelta(days=1)
Said = ParamSpec("Said")
Written = TypeVar("Written")


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
    # An agency or organisation is no secret: a petition is its own paper, and a school is where things happen.
    is_agency: bool = field(default=False, repr=False)

    @property
    def special_words(self) -> str:
        """Say the special need in words."""
        return str(SpecialNeed(self.special).label) if self.special else ""

    @property
    def giver(self) -> Named:
        """Whose identity is kept: of an agency only the phone and papers of whoever speaks for it."""
        return Secret(phone=self.phone, id_number=self.id_number) if self.is_agency else self

    @property
    def helpers(self) -> tuple[Named, ...]:
        """Who was there to help at reception, by the names in what was written of it: a minor's mother tells who the
        child is."""
        return tuple(Secret(name) for name in names_within(self.assisted_by))

    @property
    def people(self) -> tuple[Named, ...]:
        """All whom words must not name."""
        return (self.giver, *self.helpers)


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


def opened(kept: TipInformant) -> Informant:
    """Return who is sealed. Raises ``CannotOpenError`` when the key is gone."""
    return Informant(**unseal(kept.sealed))


class TellingError(ValidationError):
    """Words that say who gave a tip, which ``by`` tried to write: a refusal confirms a guess, so it is kept."""

    def __init__(
        self, problem: ValidationError, kept: TipInformant, tip: CrimeTip, by: User
    ) -> None:
        super().__init__(problem.error_dict)
        self.kept, self.tip, self.by = kept, tip, by


@sensitive_variables("informant")
def must_not_tell_of(tip: CrimeTip, said: Mapping[str, str], *, by: User) -> None:
    """Raise ``TellingError`` where words of ``said`` say who gave the tip, of the fields only to somebody who may see the
    informant: else one refusal would tell which of several names it was. Two queries at most.

    The server opens the seal for this comparison alone and shows nobody what is in it. A refusal still tells whether a
    guess was right: each is kept (``refusals_kept``), and after ``MOST_REFUSALS`` in a day whoever may not see the
    informant writes no more about this tip (``ValidationError``). Where nobody is named, or no key opens the seal any
    more, nothing can be compared.
    """
    kept = TipInformant.objects.filter(tip=tip).only("sealed").first()
    if kept is None or not any(words.strip() for words in said.values()):
        return
    try:
        informant = opened(kept)
    except CannotOpenError:
        return
    if not may_see_informant(tip, by) and _refusals(kept, by) >= MOST_REFUSALS:
        raise ValidationError(
            _(
                "What you wrote about this tip was held back several times because it says who gave it. For a day "
                "somebody who may see the informant has to write it."
            )
        )
    try:
        must_not_tell(said, *informant.people)
    except ValidationError as telling:
        problem = telling
        if not may_see_informant(tip, by) and sum(map(bool, said.values())) > 1:
            problem = ValidationError(
                {
                    NON_FIELD_ERRORS: [
                        _(
                            "One of these fields says who gave the tip, and others read them. Leave out the name, the phone and "
                            "the number of the papers."
                        )
                    ]
                }
            )
        raise TellingError(problem, kept, tip, by) from None


def _refusals(kept: TipInformant, by: User) -> int:
    since = timezone.now() - REMEMBERED_FOR
    looks = Disclosure.objects.filter(model=kept._meta.label_lower, row=kept.pk, at__gte=since)
    return looks.filter(user=by, field=REFUSAL).count()


def refusals_kept(write: Callable[Said, Written]) -> Callable[Said, Written]:
    """Keep in the tip's history that words were held back which say who gave it, though nothing else was written."""

    @wraps(write)
    def kept(*args: Said.args, **kwargs: Said.kwargs) -> Written:
        try:
            return write(*args, **kwargs)
        except TellingError as problem:
            record_look(
                problem.kept, problem.tip, by=problem.by, reason="", address="", field=REFUSAL
            )
            raise

    return kept


@transaction.atomic
@sensitive_variables("informant")
def see_informant(tip: CrimeTip, *, by: User, reason: str, address: str = "") -> Informant:
    """Return who gave the tip, and record that ``by`` looked, why and from where, before showing it.

    Raises ``PermissionDenied``; ``ValidationError`` without a reason, for one that names the informant, or where nobody
    is named; ``CannotOpenError`` when the key is gone.
    """
    if not may_see_informant(tip, by):
        raise PermissionDenied
    must_say(reason, "reason")
    kept = TipInformant.objects.filter(tip=tip).first()
    if kept is None:
        raise ValidationError(_("The informant did not give a name."))
    informant = opened(kept)
    must_not_tell({"reason": reason}, *informant.people)
    record_look(kept, tip, by=by, reason=reason, address=address)
    return informant


def record_look(
    kept: TipInformant, tip: CrimeTip, *, by: User, reason: str, address: str, field: str = LOOK
) -> None:
    """Record that ``by`` sees who gave the tip; the caller has asked whether they may."""
    Disclosure.objects.create(
        user=by,
        model=kept._meta.label_lower,
        row=kept.pk,
        field=field,
        shown_as=tip.number,
        commune_id=tip.commune_id,
        reason=reason.strip(),
        address=address or None,
    )


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
