"""Directives: issued for difficulties or a meeting's conclusion, carried out by communes and offices, or cancelled.

Who raised the matter says in the end whether it helped: ``reports.domain.directive_checks``.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from commune_police.db import context
from reports.domain.difficulties import has_open_directive, reopened
from reports.domain.moves import locked, must_allow, said, saved, scope_of, take_step
from reports.domain.rights import require
from reports.models import (
    OPEN_DIFFICULTIES,
    Difficulty,
    DifficultyState,
    DifficultyTheme,
    Directive,
    DirectiveParty,
    DirectiveProgress,
    DirectiveState,
    Meeting,
    PartyRole,
)
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction

VIEW = "reports.view_directive"
ISSUE = "reports.issue_directive"
REPORT = "reports.report_progress"
CHECK = "reports.check_directive"


@transaction.atomic
def issue_directive(
    jurisdiction: Jurisdiction,
    *,
    title: str,
    what: str,
    communes: Sequence[Commune],
    offices: Sequence[str],
    due_on: datetime.date,
    by: User,
    on: datetime.date,
    meeting: Meeting | None = None,
    difficulties: Sequence[Difficulty] = (),
    theme: DifficultyTheme | None = None,
    document_number: str = "",
    document_date: datetime.date | None = None,
) -> Directive:
    """Issue a directive: what, who answers for it, by when, for which difficulties.

    With ``theme`` and no ``difficulties``, it answers all open ones of the theme. Those that it answers are
    in hand from now on. Raises ``PermissionDenied``; ``ValidationError`` by field.
    """
    require(by, ISSUE)
    if theme is not None and not difficulties:
        difficulties = list(Difficulty.objects.filter(theme=theme, state__in=OPEN_DIFFICULTIES))
    names = [name.strip() for name in offices if name.strip()]
    _must_be_answered_for(jurisdiction, communes, names)
    directive = Directive(
        jurisdiction=jurisdiction,
        title=title,
        what=what,
        document_number=document_number,
        document_date=document_date,
        issued_on=on,
        issued_by=by,
        issued_by_name=by.get_full_name(),
        due_on=due_on,
        theme=theme,
        meeting=meeting,
        state_since=on,
    )
    directive.full_clean()
    directive.save()
    for commune in dict.fromkeys(communes):
        _add_party(directive, PartyRole.ANSWERS, commune=commune)
    for name in dict.fromkeys(names):
        _add_party(directive, PartyRole.ANSWERS, office=name)
    for difficulty in difficulties:
        _take_in_hand(directive, difficulty, by=by, on=on)
    directive.refresh_from_db(fields=["version"])
    return directive


def _must_be_answered_for(
    jurisdiction: Jurisdiction, communes: Sequence[Commune], offices: Sequence[str]
) -> None:
    if not communes and not offices:
        raise ValidationError(
            {"communes": _("Say who answers for it: a commune, an office, or several.")}
        )
    inside = set(
        Commune.objects.filter(
            pk__in=[one.pk for one in communes],
            jurisdiction__path__startswith=jurisdiction.path,
        ).values_list("pk", flat=True)
    )
    strange = next((one for one in communes if one.pk not in inside), None)
    if strange is not None:
        raise ValidationError(
            {
                "communes": _("%(commune)s does not lie in %(jurisdiction)s.")
                % {"commune": strange, "jurisdiction": jurisdiction}
            }
        )


def _add_party(directive: Directive, role: PartyRole, **who: object) -> DirectiveParty:
    return DirectiveParty.objects.create(
        directive=directive, jurisdiction_id=directive.jurisdiction_id, role=role, **who
    )


def _take_in_hand(
    directive: Directive, difficulty: Difficulty, *, by: User, on: datetime.date
) -> None:
    current = locked(difficulty)
    take_step(current, "take_in_hand", by=by)
    current.state_since = on
    saved(current)
    _add_party(directive, PartyRole.RAISED, commune=current.commune, difficulty=current)


def own_answers(directive: Directive, scope: Scope) -> QuerySet[DirectiveParty]:
    """Return the parts of a directive for which communes in ``scope`` answer."""
    rows = DirectiveParty.objects.filter(
        directive=directive, role=PartyRole.ANSWERS, commune__isnull=False
    )
    return rows if scope.communes is None else rows.filter(commune__in=sorted(scope.communes))


def may_report(directive: Directive, user: User) -> bool:
    """Tell whether ``user`` may record progress: whoever issues for all, a commune for its own part."""
    if not user.has_perm(REPORT):
        return False
    return user.has_perm(ISSUE) or own_answers(directive, scope_of(user)).exists()


@transaction.atomic
def record_progress(
    directive: Directive,
    text: str,
    *,
    by: User,
    on: datetime.date,
    percent: int | None = None,
    evidence: str = "",
    version: int | None = None,
) -> DirectiveProgress:
    """Note what has been done so far; the first note puts the directive under way."""
    current = locked(directive, version)
    if not may_report(current, by):
        raise PermissionDenied
    must_allow(current, "begin")
    note = _note(current, text, by=by, on=on, percent=percent, evidence=evidence)
    if current.state == DirectiveState.ISSUED:
        take_step(current, "begin", by=by)
        current.state_since = on
        saved(current)
    return note


def _note(
    directive: Directive,
    text: str,
    *,
    by: User,
    on: datetime.date,
    percent: int | None,
    evidence: str = "",
) -> DirectiveProgress:
    note = DirectiveProgress(
        directive=directive,
        on=on,
        text=text,
        percent=percent,
        evidence=evidence,
        by=by,
        by_name=by.get_full_name(),
    )
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def finish_directive(
    directive: Directive,
    words: str,
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
) -> Directive:
    """Say that it is done, and what was done.

    A commune says so of its own part; the directive is done once every part is. Whoever issues directives
    says so of all parts at once, the offices' among them.
    """
    current = locked(directive, version)
    if not may_report(current, by):
        raise PermissionDenied
    must_allow(current, "finish")
    outcome = said(words)
    parts = DirectiveParty.objects.filter(directive=current, role=PartyRole.ANSWERS)
    undone = parts.filter(checked_on__isnull=True)
    mine = (
        undone if by.has_perm(ISSUE) else own_answers(current, scope_of(by)).filter(pk__in=undone)
    )
    for part in mine.all():
        part.checked_on, part.checked_by_name, part.note = on, by.get_full_name(), outcome[:2000]
        part.save()
    # Row-level security hides the others' parts from a commune.
    with context.seeing(None, None):
        is_whole = not undone.exists()
        share = 100 - round(100 * undone.count() / parts.count())
        whole_outcome = _outcome(current, outcome)
    _note(current, outcome, by=by, on=on, percent=share)
    if is_whole:
        take_step(current, "finish", by=by)
        current.done_on, current.outcome = on, whole_outcome
        current.state_since = on
    elif current.state == DirectiveState.ISSUED:
        take_step(current, "begin", by=by)
        current.state_since = on
    return saved(current)


def _outcome(directive: Directive, said_last: str) -> str:
    """What was done, part by part where several communes or offices say different things."""
    parts = DirectiveParty.objects.filter(
        directive=directive, role=PartyRole.ANSWERS, checked_on__isnull=False
    ).select_related("commune")
    told = {str(part): part.note for part in parts}
    if len(set(told.values())) <= 1:
        return said_last
    return "\n".join(f"{who}: {what}" for who, what in told.items())


@transaction.atomic
def cancel_directive(
    directive: Directive,
    words: str,
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
) -> Directive:
    """Take a directive back, saying why; the difficulties behind it wait for an answer again."""
    require(by, ISSUE)
    current = locked(directive, version)
    take_step(current, "cancel", by=by)
    current.cancelled_reason, current.state_since = said(words), on
    saved(current)
    reason = _("The directive “%(title)s” was cancelled: %(reason)s") % {
        "title": current.title,
        "reason": current.cancelled_reason,
    }
    for difficulty in difficulties_of(current):
        if difficulty.state == DifficultyState.IN_HAND and not has_open_directive(difficulty):
            held = locked(difficulty)
            held.raise_again()
            reopened(held, on, reason)
    return current


def difficulties_of(directive: Directive) -> list[Difficulty]:
    """Return the difficulties that a directive answers, as far as they can be seen."""
    return list(
        Difficulty.objects.filter(directive_parties__directive=directive)
        .select_related("commune")
        .defer("commune__boundary")
        .order_by("commune__sort_key", "pk")
    )
