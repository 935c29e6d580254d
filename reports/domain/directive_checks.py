"""The check of a directive that is done: by each commune that raised a matter, else by whoever issued it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from commune_police.db import context
from reports.domain.difficulties import RAISE, settled_by_directive
from reports.domain.directives import (
    CHECK,
    ISSUE,
    cancel_directive,
    difficulties_of,
    finish_directive,
    may_report,
)
from reports.domain.moves import (
    OfferedMove,
    locked,
    moves_offered,
    must_allow,
    said,
    saved,
    scope_of,
    take_step,
)
from reports.models import Directive, DirectiveParty, DirectiveState, PartyRole
from reports.queries.matters import without_anybody_to_check
from units.domain.scope import Scope


def raised_parts(directive: Directive) -> QuerySet[DirectiveParty]:
    """Return the parties that raised a matter behind a directive."""
    return DirectiveParty.objects.filter(directive=directive, role=PartyRole.RAISED)


def own_checks(directive: Directive, scope: Scope) -> QuerySet[DirectiveParty]:
    """Return the matters that communes in ``scope`` raised and have not checked yet."""
    rows = raised_parts(directive).filter(checked_on__isnull=True)
    return rows if scope.communes is None else rows.filter(commune__in=sorted(scope.communes))


def _unattended(directive: Directive) -> QuerySet[DirectiveParty]:
    """Matters that nobody in their communes can check; to be evaluated where all communes are seen."""
    return without_anybody_to_check().filter(directive=directive)


def may_check(directive: Directive, user: User) -> bool:
    """Tell whether it is for ``user`` to say that it helped: for the communes that raised the matter, each
    its own part; where nobody raised one, or nobody is there to check, for whoever issues directives."""
    if not user.has_perm(CHECK):
        return False
    if user.has_perm(ISSUE):
        with context.seeing(None, None):
            if not raised_parts(directive).exists() or _unattended(directive).exists():
                return True
    return user.has_perm(RAISE) and own_checks(directive, scope_of(user)).exists()


def _parts_checked_by(directive: Directive, user: User) -> list[DirectiveParty]:
    """The parts that ``user`` checks: those of the own commune, and those left to whoever issued."""
    parts = list(own_checks(directive, scope_of(user))) if user.has_perm(RAISE) else []
    if user.has_perm(ISSUE):
        with context.seeing(None, None):
            parts += [one for one in _unattended(directive) if one not in parts]
    return parts


@transaction.atomic
def accept_directive(
    directive: Directive,
    words: str = "",
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
) -> Directive:
    """Say that it helped. With the last of those who raised a matter the directive is checked, and all the
    difficulties behind it are solved."""
    current = locked(directive, version)
    must_allow(current, "accept")
    if not may_check(current, by):
        raise PermissionDenied
    for part in _parts_checked_by(current, by):
        part.checked_on, part.checked_by_name, part.note = on, by.get_full_name(), words.strip()
        part.save()
    # Row-level security hides the other communes' parts and difficulties from a commune.
    with context.seeing(None, None):
        if raised_parts(current).filter(checked_on__isnull=True).exists():
            return current
        reason = _("The directive “%(title)s” was carried out and checked.") % {
            "title": current.title
        }
        for difficulty in difficulties_of(current):
            settled_by_directive(locked(difficulty), on, reason)
    take_step(current, "accept", by=by)
    current.checked_on, current.state_since = on, on
    return saved(current)


@transaction.atomic
def refuse_directive(
    directive: Directive,
    words: str,
    *,
    by: User,
    on: datetime.date,
    version: int | None = None,
) -> Directive:
    """Say what is still missing; the directive goes back to all who answer for it."""
    current = locked(directive, version)
    must_allow(current, "refuse")
    if not may_check(current, by):
        raise PermissionDenied
    take_step(current, "refuse", by=by)
    current.refused_reason, current.done_on = said(words), None
    current.state_since = on
    with context.seeing(None, None):
        for part in DirectiveParty.objects.filter(directive=current, role=PartyRole.ANSWERS):
            part.checked_on, part.checked_by_name = None, ""
            part.save()
    return saved(current)


MOVES: dict[str, Callable[..., Directive]] = {
    "finish": finish_directive,
    "accept": accept_directive,
    "refuse": refuse_directive,
    "cancel": cancel_directive,
}


def directive_moves(directive: Directive, user: User) -> list[OfferedMove]:
    """Return the moves that this person may make now; progress has a form of its own."""
    offered = [one for one in moves_offered(directive, user) if one.name in MOVES]
    if directive.state == DirectiveState.DONE:
        allowed = may_check(directive, user)
        return [one for one in offered if one.name == "cancel" or allowed]
    allowed = may_report(directive, user)
    return [one for one in offered if one.name == "cancel" or allowed]
