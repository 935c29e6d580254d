"""A district with a small monthly form in use, for the tests of filing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from reports.domain.opening import open_periods
from reports.models import Indicator, Report, ReportForm
from tests.incidents.people import District, make_district
from tests.reports.factories import (
    DueRuleFactory,
    FormRuleFactory,
    FormVersionFactory,
    IndicatorFactory,
    PeriodCalendarFactory,
    ReportFormFactory,
    SectionFactory,
    published,
)
from units.domain.scope import Scope

Lines = Sequence[tuple[str, str, str, dict[str, object]]]

# A small form: incidents and how they ended, a rate, a figure from the records, a text, a table.
LINES = (
    ("1", "incidents", "Vụ việc xảy ra", {"explain_beyond": 3}),
    ("1.1", "settled", "Giải quyết tại cơ sở", {}),
    ("1.2", "fined", "Xử phạt hành chính", {}),
    ("1.3", "transferred", "Chuyển Công an huyện", {}),
    (
        "1.4",
        "settled_rate",
        "Tỷ lệ giải quyết tại cơ sở (%)",
        {"kind": "percent", "formula": "100 * [1.1] / [1]", "aggregation": "formula"},
    ),
    (
        "2",
        "places",
        "Địa bàn phức tạp đang mở",
        {"source": "hotspots_open", "over_time": "last"},
    ),
    (
        "3",
        "situation",
        "Tình hình",
        {"kind": "text", "aggregation": "gather", "is_required": False},
    ),
    (
        "4",
        "difficulties",
        "Khó khăn",
        {
            "kind": "table",
            "aggregation": "gather",
            "is_required": False,
            "columns": [
                {"code": "what", "label": "Nội dung", "kind": "text"},
                {"code": "many", "label": "Số lượng", "kind": "count"},
            ],
        },
    ),
)
RULE = "[1] = [1.1] + [1.2] + [1.3]"


@dataclass
class FilingWorld:
    """A district, its form, and the months that are open."""

    district: District
    form: ReportForm
    lines: dict[str, Indicator]

    @property
    def scope(self) -> Scope:
        """What the district sees."""
        return Scope.of(
            [self.district.commune.pk, self.district.other.pk], [self.district.jurisdiction.pk]
        )

    @property
    def own(self) -> Scope:
        """What the chief sees."""
        return Scope.of([self.district.commune.pk])

    def report(self, *, other: bool = False, months_ago: int = 0) -> Report:
        """Return the report of a commune for the latest open month, or an earlier one."""
        period = self.form.periods.order_by("-first_day")[months_ago]
        commune = self.district.other if other else self.district.commune
        return Report.objects.select_related(
            "period__form", "period__form_version", "commune", "jurisdiction"
        ).get(period=period, commune=commune, is_current=True)


def make_form(
    jurisdiction: object = None, *, months: int = 3, more_lines: Lines = (), **form: object
) -> ReportForm:
    """Make and publish the small form, its first period some months ago."""
    calendar = PeriodCalendarFactory(start_day=1, months_before=0)
    DueRuleFactory(calendar=calendar)
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - months, 12)
    begins = datetime.date(year, month + 1, 1)
    made = ReportFormFactory(
        calendar=calendar, jurisdiction=jurisdiction, opens_from=begins, **form
    )
    version = FormVersionFactory(form=made, number=1)
    section = SectionFactory(form_version=version)
    for order, (line, code, name, more) in enumerate((*LINES, *more_lines)):
        IndicatorFactory(section=section, line=line, code=code, name=name, order=order, **more)
    FormRuleFactory(form_version=version, expression=RULE)
    published(version)
    return made


def make_world(*, months: int = 3, more_lines: Lines = ()) -> FilingWorld:
    """Make the district and open its months."""
    district = make_district()
    form = make_form(district.jurisdiction, months=months, more_lines=more_lines)
    open_periods(timezone.now(), form=form)
    lines = {one.line: one for one in Indicator.objects.filter(form_version__form=form)}
    return FilingWorld(district, form, lines)
