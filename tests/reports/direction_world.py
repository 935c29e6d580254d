"""What the tests of difficulties, directives and projects share: the people, and a signed-in client each."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from reports.domain.difficulties import DifficultyFacts, raise_difficulty
from reports.domain.directives import issue_directive
from reports.models import Difficulty, Directive
from tests.incidents.people import District

FACTS = DifficultyFacts(
    kind="station",
    title="Chưa xây dựng được trụ sở làm việc của Công an xã",
    severity=3,
    description="Trực nhờ phòng Xã đội từ năm 2018.",
    evidence="Biên bản kiểm tra ngày 12/01.",
    proposal="Đề nghị bố trí vốn xây dựng trụ sở trong năm.",
)


def signed_in(user: User) -> Client:
    """A browser in which ``user`` is signed in."""
    client = Client()
    client.force_login(user)
    return client


def raised(district: District, *, of_other: bool = False, **changes: Any) -> Difficulty:
    """A difficulty raised today by a chief of the district."""
    facts = DifficultyFacts(**{**{n: getattr(FACTS, n) for n in FACTS.__slots__}, **changes})
    commune = district.other if of_other else district.commune
    chief = district.other_chief if of_other else district.chief
    return raise_difficulty(commune, facts, by=chief, on=timezone.localdate())


def issued(district: District, difficulties: list[Difficulty], **changes: Any) -> Directive:
    """A directive of the district about these difficulties, due in a month."""
    today = timezone.localdate()
    values: dict[str, Any] = {
        "title": "Bố trí đất, vốn xây dựng trụ sở",
        "what": "Phòng Tài chính – Kế hoạch tham mưu bố trí vốn.",
        "communes": [],
        "offices": ["Phòng Tài chính – Kế hoạch"],
        "due_on": today + datetime.timedelta(days=30),
        **changes,
    }
    return issue_directive(
        district.jurisdiction, by=district.staff, on=today, difficulties=difficulties, **values
    )
