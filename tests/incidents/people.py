"""The people of these tests: a commune with its chief and officer, the district above, another commune."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from units.models import Commune, Jurisdiction


@dataclass(frozen=True)
class District:
    """A district with two communes and somebody in each role."""

    jurisdiction: Jurisdiction
    commune: Commune
    other: Commune
    chief: User
    officer: User
    other_chief: User
    staff: User
    home_affairs: User
    administrator: User

    @property
    def everybody(self) -> list[User]:
        return [
            self.chief,
            self.officer,
            self.other_chief,
            self.staff,
            self.home_affairs,
            self.administrator,
        ]


def make_district() -> District:
    """Make the rows."""
    jurisdiction = JurisdictionFactory()
    commune = CommuneFactory(jurisdiction=jurisdiction, name="Long Hòa")
    other = CommuneFactory(jurisdiction=jurisdiction, name="Tân Trạch")
    return District(
        jurisdiction=jurisdiction,
        commune=commune,
        other=other,
        chief=person("commune_chief", commune, full_name="Phạm Công Tâm"),
        officer=person("commune_officer", commune, full_name="Đỗ Quốc Vũ"),
        other_chief=person("commune_chief", other, full_name="Lê Văn Hai"),
        staff=person("district_staff", jurisdiction, full_name="Cán bộ huyện"),
        home_affairs=person("home_affairs", jurisdiction, full_name="Phòng Nội vụ"),
        administrator=person("administrator", jurisdiction, full_name="Quản trị"),
    )
