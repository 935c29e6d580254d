"""Preparing a meeting, typing its conclusions, and issuing them as directives."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.directives import issue_directive
from reports.domain.rights import require
from reports.models import Directive, Meeting, MeetingConclusion
from units.models import Commune, Jurisdiction

HOLD = "reports.hold_meeting"
ONE_YEAR = datetime.timedelta(days=365)
LONGEST_TITLE = 160


@transaction.atomic
def prepare_meeting(jurisdiction: Jurisdiction, *, by: User, today: datetime.date) -> Meeting:
    """Make the meeting of today about the last twelve months ready; all of it can be changed afterwards."""
    require(by, HOLD)
    return Meeting.objects.create(
        jurisdiction=jurisdiction,
        title=_("Meeting on the organisation and work of the commune police, %s")
        % jurisdiction.name,
        on=today,
        first_day=today - ONE_YEAR + datetime.timedelta(days=1),
        last_day=today,
        made_by_name=by.get_full_name(),
    )


@transaction.atomic
def add_conclusion(
    meeting: Meeting,
    text: str,
    *,
    by: User,
    communes: Sequence[Commune] = (),
    office: str = "",
    due_on: datetime.date | None = None,
) -> MeetingConclusion:
    """Keep a conclusion as it is typed. Raises ``PermissionDenied``, ``ValidationError`` without words."""
    require(by, HOLD)
    if not text.strip():
        raise ValidationError({"text": _("Write the conclusion first.")})
    conclusion = MeetingConclusion.objects.create(
        meeting=meeting,
        order=(meeting.conclusions.count() + 1) * 10,
        text=text,
        office=office,
        due_on=due_on,
        by_name=by.get_full_name(),
    )
    conclusion.answers.set(communes)
    return conclusion


@transaction.atomic
def issue_conclusion(conclusion: MeetingConclusion, *, by: User, today: datetime.date) -> Directive:
    """Make a directive of a conclusion, once. Needs somebody who answers for it and a day."""
    locked = MeetingConclusion.objects.select_for_update(of=("self",)).get(pk=conclusion.pk)
    if locked.directive_id is not None:
        raise ValidationError(_("This conclusion is a directive already."))
    communes = list(locked.answers.all().defer("boundary"))
    if locked.due_on is None or not (communes or locked.office):
        raise ValidationError(
            _("Say first who answers for it and by when; then it becomes a directive.")
        )
    first_line = locked.text.strip().splitlines()[0]
    directive = issue_directive(
        locked.meeting.jurisdiction,
        title=first_line
        if len(first_line) <= LONGEST_TITLE
        else f"{first_line[: LONGEST_TITLE - 1]}…",
        what=locked.text,
        communes=communes,
        offices=[locked.office] if locked.office else [],
        due_on=locked.due_on,
        by=by,
        on=today,
        meeting=locked.meeting,
    )
    locked.directive = directive
    locked.save(update_fields=["directive", "updated_at"])
    return directive
