"""Builds hotspots and what is kept about them for tests."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from incidents import models
from tests.factories import CommuneFactory

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class HotspotKindFactory(DjangoModelFactory):
    class Meta:
        model = models.HotspotKind
        django_get_or_create = ("code",)

    code = "market"
    name = factory.LazyAttribute(lambda kind: f"Loại {kind.code}")


class HotspotFactory(DjangoModelFactory):
    class Meta:
        model = models.Hotspot

    commune = factory.SubFactory(CommuneFactory)
    kind = factory.SubFactory(HotspotKindFactory)
    name = factory.Sequence(lambda n: f"Chợ Long Hòa {n}")
    latitude = 10.592
    longitude = 106.5735
    reason = "Họp chợ từ 2 giờ sáng, tranh chấp chỗ bán."
    reported_on = datetime.date(2026, 1, 10)
    state_since = datetime.date(2026, 1, 10)


class HotspotActionFactory(DjangoModelFactory):
    class Meta:
        model = models.HotspotAction

    hotspot = factory.SubFactory(HotspotFactory)
    kind = "patrol"
    description = "Tuần tra 2–6 giờ sáng"
    starts_on = datetime.date(2026, 2, 1)


class HotspotReviewFactory(DjangoModelFactory):
    class Meta:
        model = models.HotspotReview

    hotspot = factory.SubFactory(HotspotFactory)
    on = datetime.date(2026, 3, 1)
    finding = "Còn lấn chiếm lòng đường."


class OfficialListingFactory(DjangoModelFactory):
    class Meta:
        model = models.OfficialListing

    hotspot = factory.SubFactory(HotspotFactory)
    year = 2026
    decision_number = "15/QĐ-CAH"
    types = ["social_order"]


class IncidentCategoryFactory(DjangoModelFactory):
    class Meta:
        model = models.IncidentCategory
        django_get_or_create = ("code",)

    code = "theft"
    name = factory.LazyAttribute(lambda category: f"Loại {category.code}")
    parent = factory.LazyFunction(
        lambda: models.IncidentCategory.objects.get_or_create(
            code="property_group", defaults={"name": "Xâm phạm sở hữu"}
        )[0]
    )


class IncidentFactory(DjangoModelFactory):
    class Meta:
        model = models.Incident

    commune = factory.SubFactory(CommuneFactory)
    number = factory.Sequence(lambda n: f"VV-2026-LH-{n:04d}")
    category = factory.SubFactory(IncidentCategoryFactory)
    occurred_from = datetime.datetime(2026, 3, 5, 20, 15, tzinfo=VIETNAM)
    occurred_until = factory.SelfAttribute("occurred_from")
    recorded_at = factory.SelfAttribute("occurred_from")
    summary = "Mất một xe máy dựng trước cổng chợ."
    state = "recorded"
    outcome_on = factory.LazyAttribute(
        lambda one: one.occurred_from.date() if one.state in models.OUTCOMES else None
    )


class IncidentPersonFactory(DjangoModelFactory):
    class Meta:
        model = models.IncidentPerson

    incident = factory.SubFactory(IncidentFactory)
    role = "victim"
    full_name = "Trần Thị Bưởi"
    phone = "0901234567"


class IncidentFileFactory(DjangoModelFactory):
    class Meta:
        model = models.IncidentFile

    incident = factory.SubFactory(IncidentFactory)
    file = factory.django.FileField(filename="anh.jpg", data=b"jpeg")
    content_type = "photo"
    name = "anh.jpg"
    size = 4
    sha256 = factory.Sequence(lambda n: f"{n:064d}")


class LocatedIncidentFactory(IncidentFactory):
    """An incident with a point, numbered apart from those of the book."""

    number = factory.Sequence(lambda n: f"VV-2026-T-{n:05d}")
    latitude = 10.592
    longitude = 106.5735


class HotspotSuggestionFactory(DjangoModelFactory):
    class Meta:
        model = models.HotspotSuggestion

    commune = factory.SubFactory(CommuneFactory)
    first_day = datetime.date(2025, 7, 1)
    last_day = datetime.date(2026, 6, 30)
    resolution = 9
    minimum = 5
    level = 0.05
    latitude = 10.592
    longitude = 106.5735
    radius_m = 60
    count = 12
    expected = 0.8
    p = 1e-9
    q = 1e-6
    looked_at = 200
    state_since = datetime.date(2026, 7, 1)


class MediationSubjectFactory(DjangoModelFactory):
    class Meta:
        model = models.MediationSubject
        django_get_or_create = ("code",)

    code = "land"
    name = factory.LazyAttribute(lambda subject: f"Loại {subject.code}")


class MediationFactory(DjangoModelFactory):
    class Meta:
        model = models.Mediation

    commune = factory.SubFactory(CommuneFactory)
    number = factory.Sequence(lambda n: f"HG-2026-LH-{n:04d}")
    subject = factory.SubFactory(MediationSubjectFactory)
    summary = "Hai nhà tranh chấp lối đi chung."
    opened_on = datetime.date(2026, 3, 2)
    state = "open"
    outcome_on = factory.LazyAttribute(
        lambda one: None if one.state == "open" else one.opened_on + datetime.timedelta(days=7)
    )


class MediationPartyFactory(DjangoModelFactory):
    class Meta:
        model = models.MediationParty

    mediation = factory.SubFactory(MediationFactory)
    full_name = "Nguyễn Văn Sửu"


class MediationSessionFactory(DjangoModelFactory):
    class Meta:
        model = models.MediationSession

    mediation = factory.SubFactory(MediationFactory)
    on = datetime.date(2026, 3, 5)
    mediated_by = "Tổ hòa giải ấp"
    minutes = "Hai bên trình bày; hẹn gặp lại."


def heard_mediation(**facts: Any) -> models.Mediation:
    """A mediation with both parties and a session: what an agreement needs."""
    mediation: models.Mediation = MediationFactory(**facts)
    MediationPartyFactory(mediation=mediation)
    MediationPartyFactory(mediation=mediation, full_name="Trần Thị Dần")
    MediationSessionFactory(mediation=mediation)
    return mediation


class MediationFileFactory(DjangoModelFactory):
    class Meta:
        model = models.MediationFile

    session = factory.SubFactory(MediationSessionFactory)
    mediation = factory.SelfAttribute("session.mediation")
    file = factory.django.FileField(filename="bb.pdf", data=b"%PDF-1.4")
    content_type = "paper"
    name = "bb.pdf"
    size = 8
    sha256 = factory.Sequence(lambda n: f"{n:064d}")


class MovementKindFactory(DjangoModelFactory):
    class Meta:
        model = models.MovementKind
        django_get_or_create = ("code",)

    code = "camera"
    name = factory.LazyAttribute(lambda kind: f"Loại {kind.code}")


class MovementModelFactory(DjangoModelFactory):
    class Meta:
        model = models.MovementModel

    commune = factory.SubFactory(CommuneFactory)
    kind = factory.SubFactory(MovementKindFactory)
    name = factory.Sequence(lambda n: f"Camera an ninh {n}")
    scale = "commune"
    since = datetime.date(2024, 5, 1)


class OutreachSessionFactory(DjangoModelFactory):
    class Meta:
        model = models.OutreachSession

    commune = factory.SubFactory(CommuneFactory)
    on = datetime.date(2026, 3, 10)
    kind = "meeting"
    topic = "Phòng chống lừa đảo qua mạng"


class SafetyStandardFactory(DjangoModelFactory):
    class Meta:
        model = models.SafetyStandard

    commune = factory.SubFactory(CommuneFactory)
    year = 2026
    kind = "schools"
    registered = 10
    met = 8


class CrimeTipFactory(DjangoModelFactory):
    """A tip as rows alone, for figures; pages and moves are tested with tips received like on the page (``tips``)."""

    class Meta:
        model = models.CrimeTip

    commune = factory.SubFactory(CommuneFactory)
    number = factory.Sequence(lambda n: f"TB-2026-LH-{n:04d}")
    received_at = datetime.datetime(2026, 3, 5, 20, 15, tzinfo=VIETNAM)
    received_by_name = "Đỗ Quốc Vũ"
    kind = "denunciation"
    channel = "telephone"
    content = "Nhóm thanh niên mang hung khí tụ tập trước chợ."
    urgency = "ordinary"
    state = "classified"


class TipDeadlineFactory(DjangoModelFactory):
    class Meta:
        model = models.TipDeadline

    tip = factory.SubFactory(CrimeTipFactory)
    step = "hand_over"
    rule = factory.LazyAttribute(
        lambda one: models.DeadlineRule.objects.filter(step=one.step).first()
    )
    began_at = factory.SelfAttribute("tip.received_at")
    due_at = factory.LazyAttribute(lambda one: one.began_at + datetime.timedelta(days=7))
