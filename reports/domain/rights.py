"""Who may read whose reports: by the office of the form, and by the right that the work asks for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from accounts.models import User
from reports.models import Office, Report

VIEW = "reports.view_report"
FILE = "reports.file_report"
REVIEW = "reports.review_report"
KEY = "reports.key_report"
CONSOLIDATE = "reports.consolidate_report"
REMIND = "reports.remind_report"
EXCUSE = "reports.excuse_report"
REQUEST = "reports.request_report"
EXPORT = "reports.export_indicators"

OF_OFFICE = {
    Office.POLICE: "reports.read_police_reports",
    Office.HOME_AFFAIRS: "reports.read_home_affairs_reports",
}


def require(user: User, permission: str) -> None:
    """Raise ``PermissionDenied`` unless ``user`` has the permission."""
    if not user.has_perm(permission):
        raise PermissionDenied


def may_read(user: User, office: str) -> bool:
    """Tell whether ``user`` may read the reports of an office's forms."""
    return user.has_perm(VIEW) and user.has_perm(OF_OFFICE[Office(office)])


def readable_offices(user: User) -> list[str]:
    """Return the offices whose reports ``user`` may read."""
    return [str(office) for office in OF_OFFICE if may_read(user, office)]


def may_write(user: User, report: Report) -> bool:
    """Tell whether ``user`` may write in a unit's report and submit it.

    A commune writes its own. The tier above writes those of its jurisdiction, and keys those of communes
    without a network, with the right to do so.
    """
    if not may_read(user, report.period.form.office):
        return False
    if report.commune_id is None:
        return user.has_perm(CONSOLIDATE)
    return user.has_perm(KEY) or user.has_perm(FILE)


def may_review(user: User, report: Report) -> bool:
    """Tell whether ``user`` may return and approve a unit's report: whoever answers for the tier above it."""
    if not (user.has_perm(REVIEW) and may_read(user, report.period.form.office)):
        return False
    if report.commune_id is not None:
        return True
    above = report.jurisdiction.parent_id if report.jurisdiction else None
    scope = getattr(getattr(user, "standing", None), "scope", None)
    return above is not None and scope is not None and scope.sees_jurisdiction(above)
