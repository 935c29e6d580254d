"""What the overview is asked for in its address: day, length of the charts, colouring, order, part."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST = datetime.date(1990, 1, 1)
DEFAULT_MONTHS = 36
MONTHS = (
    (12, gettext_lazy("12 months")),
    (36, gettext_lazy("3 years")),
    (60, gettext_lazy("5 years")),
)


@dataclass(frozen=True, slots=True)
class OverviewQuestion:
    """The overview's address, read; ``problem`` says what could not be read."""

    day: datetime.date
    today: datetime.date
    months: int = DEFAULT_MONTHS
    figure: str = ""
    sort: str = ""
    jurisdiction: int | None = None
    problem: str = ""

    @property
    def is_today(self) -> bool:
        """True where no other day was asked for."""
        return self.day == self.today

    def address(self, **changes: object) -> str:
        """Return the query string of this question with some parts changed; defaults are left out."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        parts = {
            "jurisdiction": asked.jurisdiction,
            "day": None if asked.is_today else asked.day.isoformat(),
            "months": None if asked.months == DEFAULT_MONTHS else asked.months,
            "figure": asked.figure,
            "sort": asked.sort,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def read_question(request: HttpRequest) -> OverviewQuestion:
    """Read the address; what cannot be read falls back to the default, and the day's mistake is told.

    Raises ``Http404`` for a jurisdiction that is no number.
    """
    today = timezone.localdate()
    day, problem = _read_day(request.GET.get("day", "").strip(), today)
    jurisdiction = request.GET.get("jurisdiction", "")
    if jurisdiction and not (
        jurisdiction.isascii() and jurisdiction.isdigit() and len(jurisdiction) < 13
    ):
        raise Http404
    months = request.GET.get("months", "")
    return OverviewQuestion(
        day=day,
        today=today,
        months=int(months) if months in {str(m) for m, _label in MONTHS} else DEFAULT_MONTHS,
        figure=request.GET.get("figure", ""),
        sort=request.GET.get("sort", ""),
        jurisdiction=int(jurisdiction) if jurisdiction else None,
        problem=problem,
    )


def _read_day(text: str, today: datetime.date) -> tuple[datetime.date, str]:
    if not text:
        return today, ""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        if EARLIEST <= day <= today:
            return day, ""
        return today, _("The day must lie between 1990 and today; today is shown.")
    return today, _("“%(text)s” is not a day (dd/mm/yyyy); today is shown.") % {"text": text[:20]}
