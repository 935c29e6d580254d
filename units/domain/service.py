"""What happens to an officer's service: appointed, moved, ended. Each is one transaction."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from units.models import Assignment, Commune, Departure, Hamlet, Officer, Position

ONE_DAY = datetime.timedelta(days=1)


class ServiceError(ValidationError):
    """The step is not possible; the message says why and what to do."""


def main_assignment_on(officer: Officer, day: datetime.date) -> Assignment | None:
    """Return the officer's main post on ``day``; one query."""
    return (
        officer.assignments.filter(is_main=True, validity__contains=day)
        .select_related("position", "commune")
        .first()
    )


@transaction.atomic
def appoint(
    officer: Officer,
    *,
    commune: Commune,
    position: Position,
    from_day: datetime.date,
    hamlet: Hamlet | None = None,
    decision_number: str = "",
    decision_date: datetime.date | None = None,
    signed_by: str = "",
) -> Assignment:
    """Give an officer a main post from ``from_day`` on.

    Raises ``ServiceError`` (a ``ValidationError``) when the officer holds another main post then, or
    the commune already has a chief. What the rules of eligibility ask forbids nothing: show
    ``units.domain.eligibility.warnings_about(assignment)`` afterwards.
    """
    assignment = Assignment(
        officer=officer,
        commune=commune,
        position=position,
        hamlet=hamlet,
        valid_from=from_day,
        decision_number=decision_number,
        decision_date=decision_date,
        signed_by=signed_by,
    )
    _save_checked(assignment)
    officer.refresh_from_db()  # a trigger keeps the officer's commune and present post
    return assignment


@transaction.atomic
def move_officer(
    officer: Officer,
    *,
    commune: Commune,
    position: Position | None = None,
    from_day: datetime.date,
    hamlet: Hamlet | None = None,
    decision_number: str = "",
    decision_date: datetime.date | None = None,
    signed_by: str = "",
) -> Assignment:
    """End the current main post the day before ``from_day`` and begin one in ``commune``.

    The position stays the same unless another is given. Raises ``ServiceError`` when there is no post
    to move from, or it began on ``from_day`` or later.
    """
    Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    current = main_assignment_on(officer, from_day)
    if current is None:
        raise ServiceError(
            _("%(officer)s holds no post on %(day)s. Appoint instead of moving.")
            % {"officer": officer, "day": f"{from_day:%d/%m/%Y}"}
        )
    if current.valid_from >= from_day:
        raise ServiceError(
            _("%(officer)s took up the present post on %(day)s; move from a later day.")
            % {"officer": officer, "day": f"{current.valid_from:%d/%m/%Y}"}
        )
    new_post = (commune.pk, (position or current.position).pk, hamlet and hamlet.pk)
    if new_post == (current.commune_id, current.position_id, current.hamlet_id):
        raise ServiceError(_("%(officer)s already holds this post.") % {"officer": officer})
    current.valid_until = from_day - ONE_DAY
    current.valid_until_precision = "day"
    current.save()
    return appoint(
        officer,
        commune=commune,
        position=position or current.position,
        from_day=from_day,
        hamlet=hamlet,
        decision_number=decision_number,
        decision_date=decision_date,
        signed_by=signed_by,
    )


@transaction.atomic
def end_service(
    officer: Officer,
    *,
    on: datetime.date,
    kind: str,
    reason: str,
    decision_number: str = "",
    note: str = "",
) -> Departure:
    """End every post of an officer with ``on`` as the last day, and record the departure.

    The departure counts for the commune and position of the main post. Raises ``ServiceError`` when
    the officer holds no main post that day, or a later post is already recorded.
    """
    Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    current = main_assignment_on(officer, on)
    if current is None:
        raise ServiceError(
            _("%(officer)s holds no post on %(day)s, so there is no service to end.")
            % {"officer": officer, "day": f"{on:%d/%m/%Y}"}
        )
    if officer.assignments.filter(valid_from__gt=on).exists():
        raise ServiceError(
            _("%(officer)s has a post that begins after %(day)s. Delete or change that one first.")
            % {"officer": officer, "day": f"{on:%d/%m/%Y}"}
        )
    for assignment in officer.assignments.filter(validity__contains=on):
        assignment.valid_until = on
        assignment.valid_until_precision = "day"
        assignment.save()
    departure = Departure(
        officer=officer,
        commune=current.commune,
        position=current.position,
        on=on,
        kind=kind,
        reason=reason,
        decision_number=decision_number,
        note=note,
    )
    _save_checked(departure)
    officer.refresh_from_db()
    return departure


def _save_checked(row: Assignment | Departure) -> None:
    """Save ``row``; what a rule of the table forbids becomes a ``ServiceError`` in its words."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ServiceError(error.messages) from error
    row.save()
