"""Recognising the people of a roster: by record number, citizen ID, then name and birth date; never by guessing."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.db.models.functions import Left, Length
from django.utils import timezone
from django.utils.translation import gettext as _

from units.domain.roster.rows import Stated
from units.domain.scope import Scope
from units.domain.sheets.dates import KnownDate, Precision
from units.domain.sheets.values import spelling_key
from units.models import Assignment, Officer

NEW_PERSON = 0


class Verdict(StrEnum):
    """What is known of a row's person."""

    KNOWN = "known"
    NEW = "new"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class KnownOfficer:
    """An officer of the records with the posts that matter to an import, newest first."""

    officer: Officer
    posts: tuple[Assignment, ...]

    @property
    def birth(self) -> KnownDate | None:
        return known_date(self.officer.birth_date, self.officer.birth_precision)

    @property
    def name_key(self) -> str:
        return spelling_key(self.officer.full_name)

    @property
    def post(self) -> Assignment | None:
        """The main post that has not ended."""
        today = timezone.localdate()
        return next(
            (post for post in self.posts if post.valid_until is None or post.valid_until >= today),
            None,
        )


@dataclass(frozen=True)
class Match:
    """Who the row is; for a doubtful one the people to choose from and why it is doubtful."""

    verdict: Verdict
    known: KnownOfficer | None = None
    candidates: tuple[KnownOfficer, ...] = ()
    why: str = ""


def known_date(value: date | None, precision: str) -> KnownDate | None:
    return KnownDate(value, Precision(precision)) if value else None


class People:
    """The officers that a file may speak of, looked up in memory."""

    def __init__(self, officers: Iterable[KnownOfficer]) -> None:
        self.by_pk = {known.officer.pk: known for known in officers}
        self.by_citizen_id = {
            known.officer.citizen_id: known
            for known in self.by_pk.values()
            if known.officer.citizen_id
        }
        self.by_name: dict[str, list[KnownOfficer]] = defaultdict(list)
        for known in self.by_pk.values():
            self.by_name[known.name_key].append(known)

    def recognise(self, row: Stated, answer: int | None) -> Match:
        """Who the row is. `answer` is what a person chose for a doubtful row: a primary key, 0 for somebody new."""
        match = self._recognise(row)
        if match.verdict is not Verdict.DOUBTFUL or answer is None:
            return match
        if answer == NEW_PERSON:
            return Match(Verdict.NEW)
        chosen = next((known for known in match.candidates if known.officer.pk == answer), None)
        return Match(Verdict.KNOWN, chosen) if chosen else match

    def _recognise(self, row: Stated) -> Match:
        if row.record is not None and (known := self.by_pk.get(row.record)):
            return self._sure_unless_another(row, known, _("record number"))
        if row.citizen_id and (known := self.by_citizen_id.get(row.citizen_id)):
            return self._sure_unless_another(row, known, _("citizen ID"))
        return self._by_name(row)

    def _sure_unless_another(self, row: Stated, known: KnownOfficer, by: str) -> Match:
        """A number is believed unless both name and birth date speak against it."""
        other_name = row.name is not None and spelling_key(str(row.name)) != known.name_key
        other_birth = bool(row.birth and known.birth and not row.birth.agrees_with(known.birth))
        if other_name and (other_birth or row.birth is None or known.birth is None):
            why = _("The %(number)s belongs to somebody with another name.") % {"number": by}
            return Match(Verdict.DOUBTFUL, candidates=(known,), why=why)
        return Match(Verdict.KNOWN, known)

    def _by_name(self, row: Stated) -> Match:
        namesakes = self.by_name.get(spelling_key(str(row.name)), []) if row.name else []
        possible = [known for known in namesakes if _may_be(row, known)]
        if not possible:
            return Match(Verdict.NEW)
        sure = [known for known in possible if _is_surely(row, known)]
        if len(sure) == 1:
            return Match(Verdict.KNOWN, sure[0])
        if row.birth is None:
            why = _(
                "Somebody of this name is on record, and the row has neither citizen ID nor birth date."
            )
        elif len(possible) > 1:
            why = _("Several people on record have this name and may have this birth date.")
        else:
            why = _("Somebody of this name may have this birth date.")
        return Match(Verdict.DOUBTFUL, candidates=tuple(possible), why=why)


def _may_be(row: Stated, known: KnownOfficer) -> bool:
    """Same name given: nothing that both sides know to the day speaks against it."""
    if row.birth and known.birth and not row.birth.agrees_with(known.birth):
        return False
    if row.birth is None and row.citizen_id:
        return not known.officer.citizen_id
    return True


def _is_surely(row: Stated, known: KnownOfficer) -> bool:
    """Same name and the same birth date, known to the day; or as exactly, and in the same commune."""
    if row.birth is None or known.birth is None or row.birth != known.birth:
        return False
    if row.citizen_id and known.officer.citizen_id and row.citizen_id != known.officer.citizen_id:
        return False
    same_commune = known.officer.commune_id in {commune.pk for commune in row.communes}
    return row.birth.precision is Precision.DAY or same_commune


def load_people(rows: Iterable[Stated], scope: Scope) -> People:
    """The officers that the rows may mean. Constant queries; few communes and positions are shared by many."""
    listed = list(rows)
    keys = {plain_key(str(row.name)) for row in listed if row.name}
    officers = (
        Officer.objects.visible_to(scope)
        .annotate(
            # search_text is the plain name, followed by the service number where there is one.
            bare=Left("search_text", Length("search_text") - Length("service_number") - 1)
        )
        .filter(
            Q(pk__in={row.record for row in listed if row.record is not None})
            | Q(citizen_id__in={row.citizen_id for row in listed if row.citizen_id})
            | Q(search_text__in=keys, service_number="")
            | (~Q(service_number="") & Q(bare__in=keys))
        )
        .prefetch_related("commune")
        .order_by("pk")
    )
    found = {officer.pk: officer for officer in officers}
    posts: dict[int, list[Assignment]] = defaultdict(list)
    main_posts = Assignment.objects.filter(officer__in=found, is_main=True).order_by("-valid_from")
    for post in main_posts.prefetch_related("commune", "hamlet", "position__force_type"):
        posts[post.officer_id].append(post)
    return People(KnownOfficer(officer, tuple(posts[pk])) for pk, officer in found.items())


def plain_key(name: str) -> str:
    """The name as PostgreSQL's `vi_plain` writes it."""
    text = unicodedata.normalize("NFD", name.lower().replace("đ", "d").replace("’", "'"))
    return "".join(character for character in text if not unicodedata.combining(character))
