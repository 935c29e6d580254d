"""Difficulties: raised by a commune, answered by the tier above, joined with alike ones, solved or raised again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.moves import (
    OfferedMove,
    locked,
    moves_offered,
    said,
    saved,
    take_step,
)
from reports.domain.rights import require
from reports.models import (
    UNFINISHED,
    Difficulty,
    DifficultySeverity,
    DifficultyState,
    DifficultyTheme,
    DirectiveParty,
    Indicator,
    Report,
)
from units.models import Commune, Jurisdiction

VIEW = "reports.view_difficulty"
RAISE = "reports.raise_difficulty"
ANSWER = "reports.answer_difficulty"
JOIN = "reports.join_difficulty"


@dataclass(frozen=True, slots=True)
class DifficultyFacts:
    """What a commune says of a difficulty."""

    kind: str
    title: str
    severity: int = DifficultySeverity.SERIOUS
    description: str = ""
    evidence: str = ""
    proposal: str = ""


def facts_of(difficulty: Difficulty) -> DifficultyFacts:
    """Return what the difficulty says now."""
    return DifficultyFacts(
        kind=difficulty.kind,
        title=difficulty.title,
        severity=difficulty.severity,
        description=difficulty.description,
        evidence=difficulty.evidence,
        proposal=difficulty.proposal,
    )


@transaction.atomic
def raise_difficulty(
    commune: Commune,
    facts: DifficultyFacts,
    *,
    by: User,
    on: datetime.date,
    report: Report | None = None,
    indicator: Indicator | None = None,
) -> Difficulty:
    """Raise a difficulty for a commune; ``report`` and ``indicator`` say which cell it came from.

    Raises ``PermissionDenied``; ``ValidationError`` by field.
    """
    require(by, RAISE)
    if report is not None and report.commune_id != commune.pk:
        raise PermissionDenied
    difficulty = Difficulty(
        commune=commune,
        **asdict(facts),
        report=report,
        indicator=indicator,
        raised_on=on,
        raised_by=by,
        raised_by_name=by.get_full_name(),
        state_since=on,
    )
    difficulty.full_clean()
    return saved(difficulty)


@transaction.atomic
def correct_difficulty(
    difficulty: Difficulty, facts: DifficultyFacts, *, by: User, version: int
) -> Difficulty:
    """Change what a difficulty says, as long as nobody has answered it."""
    require(by, RAISE)
    current = locked(difficulty, version)
    if current.state != DifficultyState.RAISED:
        raise ValidationError(
            _("This difficulty was answered already; say what is new when you raise it again.")
        )
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.full_clean()
    return saved(current)


@transaction.atomic
def answer_difficulty(
    difficulty: Difficulty,
    words: str,
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
) -> Difficulty:
    """Answer in words; the difficulty stays open until its commune says that it is solved."""
    require(by, ANSWER)
    current = locked(difficulty, version)
    take_step(current, "give_answer", by=by)
    current.answer, current.answered_on = said(words), on
    current.answered_by_name, current.state_since = by.get_full_name(), on
    return saved(current)


@transaction.atomic
def solve_difficulty(
    difficulty: Difficulty,
    words: str = "",
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
) -> Difficulty:
    """The commune says that it is solved. While a directive about it is open, that is said there."""
    require(by, RAISE)
    current = locked(difficulty, version)
    _must_have_no_open_directive(current)
    take_step(current, "solve", by=by)
    return _closed(current, on, words.strip())


@transaction.atomic
def withdraw_difficulty(
    difficulty: Difficulty,
    words: str,
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
) -> Difficulty:
    """The commune takes it back, saying why."""
    require(by, RAISE)
    current = locked(difficulty, version)
    take_step(current, "withdraw", by=by)
    return _closed(current, on, said(words))


@transaction.atomic
def raise_again(
    difficulty: Difficulty,
    words: str,
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
) -> Difficulty:
    """The answer did not help, or what was solved is back: it waits for the tier above once more."""
    require(by, RAISE)
    current = locked(difficulty, version)
    _must_have_no_open_directive(current)
    take_step(current, "raise_again", by=by)
    return reopened(current, on, said(words))


def reopened(difficulty: Difficulty, on: datetime.date, reason: str) -> Difficulty:
    """Save a difficulty that has just come back to ``raised``, with the reason."""
    difficulty.closed_on, difficulty.closed_reason = None, ""
    difficulty.raised_again_reason, difficulty.state_since = reason, on
    return saved(difficulty)


def settled_by_directive(difficulty: Difficulty, on: datetime.date, reason: str) -> Difficulty:
    """Close a difficulty whose directive all who raised it have accepted; a closed one stays as it is."""
    if not difficulty.is_open:
        return difficulty
    if difficulty.state == DifficultyState.RAISED:
        difficulty.take_in_hand()
    difficulty.solve()
    return _closed(difficulty, on, reason)


def _closed(difficulty: Difficulty, on: datetime.date, reason: str) -> Difficulty:
    difficulty.closed_on, difficulty.closed_reason = on, reason
    difficulty.state_since = on
    return saved(difficulty)


def has_open_directive(difficulty: Difficulty) -> bool:
    """Tell whether a directive about it is not finished yet; one query."""
    return DirectiveParty.objects.filter(
        difficulty=difficulty, directive__state__in=UNFINISHED
    ).exists()


def _must_have_no_open_directive(difficulty: Difficulty) -> None:
    if has_open_directive(difficulty):
        raise ValidationError(
            _(
                "A directive about it is being carried out. Once it is done, say there whether it helped."
            )
        )


MOVES: dict[str, Callable[..., Difficulty]] = {
    "give_answer": answer_difficulty,
    "solve": solve_difficulty,
    "raise_again": raise_again,
    "withdraw": withdraw_difficulty,
}


def difficulty_moves(difficulty: Difficulty, user: User) -> list[OfferedMove]:
    """Return the moves that this person may make now; a directive has a page of its own."""
    offered = [one for one in moves_offered(difficulty, user) if one.name in MOVES]
    if any(one.name in ("solve", "raise_again") for one in offered) and has_open_directive(
        difficulty
    ):
        offered = [one for one in offered if one.name not in ("solve", "raise_again")]
    return offered


@transaction.atomic
def join_under_theme(
    difficulties: Sequence[Difficulty],
    *,
    by: User,
    title: str = "",
    theme: DifficultyTheme | None = None,
) -> DifficultyTheme:
    """Join alike open difficulties of several communes under ``theme``, or under a new one with ``title``.

    A new theme belongs to the lowest jurisdiction above all the communes. Raises ``ValidationError`` when
    kinds differ or one is closed.
    """
    require(by, JOIN)
    rows = [locked(one) for one in difficulties]
    if not rows:
        raise ValidationError(_("Choose at least one difficulty."))
    kinds = {one.kind for one in rows} | ({theme.kind} if theme else set())
    if len(kinds) > 1:
        raise ValidationError(_("Only difficulties of one kind can be joined."))
    closed = next((one for one in rows if not one.is_open), None)
    if closed is not None:
        raise ValidationError(
            _("“%(title)s” is closed and cannot be joined any more.") % {"title": closed}
        )
    if theme is None:
        theme = _new_theme(rows, title)
    for one in rows:
        one.theme = theme
        saved(one)
    return theme


def _new_theme(rows: Sequence[Difficulty], title: str) -> DifficultyTheme:
    theme = DifficultyTheme(
        jurisdiction=jurisdiction_over([one.commune for one in rows]),
        kind=rows[0].kind,
        title=title.strip(),
    )
    theme.full_clean()
    theme.save()
    return theme


@transaction.atomic
def leave_theme(difficulty: Difficulty, *, by: User, version: int | None = None) -> Difficulty:
    """Take a difficulty out of its theme again; it stands by itself."""
    require(by, JOIN)
    current = locked(difficulty, version)
    current.theme = None
    return saved(current)


def jurisdiction_over(communes: Sequence[Commune]) -> Jurisdiction:
    """Return the lowest jurisdiction that answers for all of ``communes``.

    Raises ``ValidationError`` when there is none.
    """
    paths = [one.jurisdiction.path.strip("/").split("/") for one in communes]
    shared: list[str] = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    if not shared or not shared[0]:
        raise ValidationError(_("These communes have no jurisdiction in common."))
    return Jurisdiction.objects.get(pk=int(shared[-1]))
