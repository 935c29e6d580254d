"""Crime tips for tests, made by the same functions as the pages use."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from incidents.domain.tips.informants import Informant
from incidents.domain.tips.receiving import Classification, TipFacts, classify_tip, receive_tip
from incidents.domain.tips.workflow import move_tip
from incidents.models import CrimeTip
from tests.incidents.factories import VIETNAM
from tests.incidents.people import District

NOW = datetime.datetime(2026, 11, 26, 22, 40, tzinfo=VIETNAM)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
INFORMANT = Informant(
    full_name="Huỳnh Thị Ngọc Sương",
    address="Số 8 ấp Rạch Đào",
    phone="0918273645",
    id_number="080199012345",
    id_issued="2021, Cục CSQLHC",
    how_known="Thấy từ nhà đối diện",
    special="disabled",
    assisted_by="Con gái Huỳnh Mỹ Lệ",
)


def received(district: District, **more: Any) -> CrimeTip:
    """A tip by telephone, late in the evening, with its informant."""
    informant = more.pop("informant", INFORMANT)
    by = more.pop("by", district.officer)
    facts = {
        "kind": "denunciation",
        "channel": "telephone",
        "content": "Nhóm thanh niên mang hung khí tụ tập trước chợ.",
        "received_at": NOW,
        **more,
    }
    return receive_tip(
        TipFacts(**facts), informant, commune=district.commune, by=by, now=NOW, key=uuid.uuid4()
    )


def classified(district: District, urgency: str = "urgent", **more: Any) -> CrimeTip:
    """A tip whose clock runs."""
    tip = received(district)
    said = Classification(urgency, **more)
    return classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)


def moved(tip: CrimeTip, by: Any, *names: str, at: datetime.datetime = NOW + HOUR) -> CrimeTip:
    """The tip after moves, each with a sentence that names a decision."""
    for name in names:
        tip = move_tip(name, tip, "Theo quyết định 12/QĐ-CAH.", by=by, now=at, version=tip.version)
    return tip
