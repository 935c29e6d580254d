"""Reminding units of reports: on their desk, and by mail where addresses and a mail server are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from reports.domain.rights import REMIND, may_review, require
from reports.models import WRITABLE, Reminder, Report


@transaction.atomic
def remind(reports: Sequence[Report], *, by: User, message: str = "") -> list[Reminder]:
    """Remind each unit that has not filed; return the reminders made. Filed reports are passed over."""
    require(by, REMIND)
    waiting = [report for report in reports if report.state in WRITABLE]
    if not all(may_review(by, report) for report in waiting):
        raise PermissionDenied
    addresses = _addresses([report.commune_id for report in waiting if report.commune_id])
    made = Reminder.objects.bulk_create(
        Reminder(
            report=report,
            by=by,
            by_name=by.get_full_name(),
            message=message.strip()[:1000],
            mailed_to=len(addresses.get(report.commune_id or 0, [])),
        )
        for report in waiting
    )
    _send(
        _letter(report, addresses[report.commune_id], by, message)
        for report in waiting
        if report.commune_id in addresses
    )
    return made


def announce(reports: Sequence[Report], *, by: User) -> int:
    """Tell the chiefs by mail that a special report is asked of them; return how many letters go out. Their
    desks show it in any case."""
    addresses = _addresses([report.commune_id for report in reports if report.commune_id])
    return _send(
        _request(report, addresses[report.commune_id], by)
        for report in reports
        if report.commune_id in addresses
    )


def _send(letters: Iterable[EmailMessage]) -> int:
    """Send after the commit: a letter that tells of nothing is worse than none."""
    ready = list(letters)
    if ready:
        transaction.on_commit(lambda: get_connection(fail_silently=True).send_messages(ready))
    return len(ready)


def _addresses(communes: list[int]) -> dict[int | None, list[str]]:
    """Return the chiefs' mail addresses by commune; none where no mail server is configured."""
    if "dummy" in settings.EMAIL_BACKEND:
        return {}
    held = Membership.objects.on(timezone.localdate()).filter(
        commune__in=communes, role__name="commune_chief", user__is_active=True
    )
    found: dict[int | None, list[str]] = {}
    for commune, address in held.exclude(user__email="").values_list("commune_id", "user__email"):
        found.setdefault(commune, []).append(address)
    return found


def _letter(report: Report, to: list[str], by: User, message: str) -> EmailMessage:
    due = timezone.localtime(report.due_at)
    lines = [
        _("%(report)s is due on %(day)s and has not been submitted yet.")
        % {"report": report, "day": f"{due:%d/%m/%Y %H:%M}"},
        message.strip(),
        by.get_full_name(),
    ]
    return EmailMessage(
        subject=_("Reminder: %(report)s") % {"report": report},
        body="\n\n".join(line for line in lines if line),
        to=to,
    )


def _request(report: Report, to: list[str], by: User) -> EmailMessage:
    due = timezone.localtime(report.due_at)
    lines = [
        _("%(report)s is asked of you by %(day)s.")
        % {"report": report, "day": f"{due:%d/%m/%Y %H:%M}"},
        report.period.request.strip(),
        by.get_full_name(),
    ]
    return EmailMessage(
        subject=_("Special report: %(title)s") % {"title": report.period.title},
        body="\n\n".join(line for line in lines if line),
        to=to,
    )
