"""Builds forms, periods, reports and matters for tests: each factory makes a believable, valid row."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reports import models
from tests.factories import CommuneFactory, JurisdictionFactory


class PeriodCalendarFactory(DjangoModelFactory):
    class Meta:
        model = models.PeriodCalendar

    code = factory.Sequence(lambda n: f"calendar-{n}")
    name = "Tháng, từ ngày 15 đến ngày 14"
    unit = "month"
    start_day = 15
    months_before = 1


class DueRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.DueRule

    calendar = factory.SubFactory(PeriodCalendarFactory)
    tier = "commune"
    days_after = 2
    in_working_days = True


class ReportFormFactory(DjangoModelFactory):
    class Meta:
        model = models.ReportForm

    code = factory.Sequence(lambda n: f"form_{n}")
    name = "Báo cáo tình hình an ninh trật tự tháng"
    calendar = factory.SubFactory(PeriodCalendarFactory)


class FormVersionFactory(DjangoModelFactory):
    """A version being written; ``published()`` makes one that is in use."""

    class Meta:
        model = models.FormVersion

    form = factory.SubFactory(ReportFormFactory)
    number = factory.Sequence(lambda n: n + 1)


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = models.Section

    form_version = factory.SubFactory(FormVersionFactory)
    code = factory.Sequence(lambda n: f"section_{n}")
    title = "Kết quả tiếp nhận, giải quyết"


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = models.Indicator

    section = factory.SubFactory(SectionFactory)
    form_version = factory.SelfAttribute("section.form_version")
    code = factory.Sequence(lambda n: f"indicator_{n}")
    line = factory.Sequence(lambda n: f"{n + 1}")
    name = "Vụ việc xảy ra"
    order = factory.Sequence(lambda n: n + 1)


class FormRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.FormRule

    form_version = factory.SubFactory(FormVersionFactory)
    expression = "[1] >= 0"


def published(version: models.FormVersion) -> models.FormVersion:
    """Publish a version as the database asks it; nothing in it can change afterwards."""
    models.FormVersion.objects.filter(pk=version.pk).update(
        state="published", published_at=timezone.now(), published_by_name="Quản trị"
    )
    version.refresh_from_db()
    return version


class ReportingPeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.ReportingPeriod

    form_version = factory.SubFactory(FormVersionFactory)
    form = factory.SelfAttribute("form_version.form")
    code = factory.Sequence(lambda n: f"{2000 + n // 12}-{n % 12 + 1:02d}")
    first_day = factory.LazyAttribute(
        lambda row: datetime.date(int(row.code[:4]), int(row.code[5:7]), 1)
    )
    last_day = factory.LazyAttribute(lambda row: row.first_day + datetime.timedelta(days=27))
    due_at = factory.LazyAttribute(
        lambda row: timezone.make_aware(
            datetime.datetime.combine(row.last_day, datetime.time(17)) + datetime.timedelta(days=2)
        )
    )


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = models.Report

    period = factory.SubFactory(ReportingPeriodFactory)
    commune = factory.SubFactory(CommuneFactory)
    due_at = factory.SelfAttribute("period.due_at")


class ReportValueFactory(DjangoModelFactory):
    class Meta:
        model = models.ReportValue

    report = factory.SubFactory(ReportFactory)
    indicator = factory.SubFactory(
        IndicatorFactory,
        section__form_version=factory.SelfAttribute("...report.period.form_version"),
    )
    number = 3

    @factory.post_generation
    def fresh(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Read back the unit that the database wrote."""
        if create:
            self.refresh_from_db()


class CellCommentFactory(DjangoModelFactory):
    class Meta:
        model = models.CellComment

    report = factory.SubFactory(ReportFactory)
    text = "Đề nghị kiểm tra lại số liệu."
    by_name = "Cán bộ huyện"


class DifficultyThemeFactory(DjangoModelFactory):
    class Meta:
        model = models.DifficultyTheme

    jurisdiction = factory.SubFactory(JurisdictionFactory)
    kind = "station"
    title = "Chưa xây dựng được trụ sở làm việc của Công an xã"


class DifficultyFactory(DjangoModelFactory):
    class Meta:
        model = models.Difficulty

    commune = factory.SubFactory(CommuneFactory)
    kind = "station"
    title = "Chưa có trụ sở làm việc"
    raised_on = factory.LazyFunction(timezone.localdate)
    state_since = factory.SelfAttribute("raised_on")


class DirectiveFactory(DjangoModelFactory):
    class Meta:
        model = models.Directive

    jurisdiction = factory.SubFactory(JurisdictionFactory)
    title = "Bố trí đất xây dựng trụ sở Công an xã"
    what = "Phòng Tài chính – Kế hoạch tham mưu bố trí kinh phí."
    issued_on = factory.LazyFunction(timezone.localdate)
    state_since = factory.SelfAttribute("issued_on")
    due_on = factory.LazyAttribute(lambda row: row.issued_on + datetime.timedelta(days=30))


class DirectivePartyFactory(DjangoModelFactory):
    class Meta:
        model = models.DirectiveParty

    directive = factory.SubFactory(DirectiveFactory)
    jurisdiction = factory.SelfAttribute("directive.jurisdiction")
    role = "answers"
    commune = factory.SubFactory(CommuneFactory)


class SupportProjectFactory(DjangoModelFactory):
    class Meta:
        model = models.SupportProject

    commune = factory.SubFactory(CommuneFactory)
    kind = "build"
    title = "Xây dựng trụ sở làm việc Công an xã"
    cost = 2_400_000_000
    proposed_on = factory.LazyFunction(timezone.localdate)
    stage_since = factory.SelfAttribute("proposed_on")


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = models.Meeting

    jurisdiction = factory.SubFactory(JurisdictionFactory)
    title = "Hội nghị về tổ chức và hoạt động của Công an xã"
    on = factory.LazyFunction(timezone.localdate)
    first_day = factory.LazyAttribute(lambda row: row.on - datetime.timedelta(days=365))
    last_day = factory.SelfAttribute("on")
