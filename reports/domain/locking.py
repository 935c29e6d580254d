"""Two people at one report: the second is told what the first has done, and overwrites nothing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.models import Report, ReportValue


class CellConflictError(Exception):
    """Somebody saved the cell after this person opened it. ``current`` is the cell as it is now."""

    def __init__(self, current: ReportValue | None) -> None:
        super().__init__(f"{current} was saved meanwhile")
        self.current = current


class ReportChangedError(Exception):
    """Somebody moved the report after this person opened it. ``current`` is the report as it is now."""

    def __init__(self, current: Report) -> None:
        super().__init__(f"{current} is now {current.state}")
        self.current = current


def locked_report(report: Report, version: int | None = None) -> Report:
    """Lock the report until the transaction ends and return it as it is now.

    Raises ``ReportChangedError`` when ``version`` is given and no longer the current one.
    """
    current: Report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("period__form", "period__form_version", "commune", "jurisdiction")
        .defer("commune__boundary")
        .get(pk=report.pk)
    )
    if version is not None and current.version != version:
        raise ReportChangedError(current)
    return current


def writable_report(report: Report) -> Report:
    """Lock the report and return it; ``ValidationError`` where nobody may write in it any more."""
    current = locked_report(report)
    if not current.is_writable:
        raise ValidationError(
            _("The report is %(state)s, so nothing in it can be changed now.")
            % {"state": current.get_state_display()}
        )
    return current
