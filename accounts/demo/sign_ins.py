"""The demonstration's sign-ins: one of each role, a chief for each commune, all with the one printed password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import Membership, User
from units.models import Commune, Jurisdiction, Officer

# Not a secret: it is printed at every start and works in demonstration mode alone.
PASSWORD = "minhhoa-28022020"  # noqa: S105

ADMINISTRATOR, DISTRICT_STAFF, HOME_AFFAIRS = "administrator", "district_staff", "home_affairs"
COMMUNE_CHIEF, COMMUNE_OFFICER = "commune_chief", "commune_officer"
COMMUNE_DEPUTY = "commune_deputy"
STAFF_ROLES = {ADMINISTRATOR, HOME_AFFAIRS}  # those who work in the admin


@dataclass(frozen=True)
class SignIn:
    """One sign-in to make: for the jurisdiction, or for one commune."""

    username: str
    role: str
    full_name: str
    commune: Commune | None = None
    officer: Officer | None = None


def district_sign_ins(
    communes: Mapping[str, Commune],
    chiefs: Mapping[str, Officer],
    standing: Mapping[str, Officer],
    deputies: Mapping[str, Officer],
    *,
    officer_of: str = "longhoa",
) -> list[SignIn]:
    """All sign-ins of the district; a commune whose chief's post is empty keeps its sign-in."""
    return [
        SignIn("quantri", ADMINISTRATOR, "Quản trị hệ thống"),
        SignIn("canbohuyen", DISTRICT_STAFF, "Cán bộ huyện Cần Đước"),
        SignIn("phongnoivu", HOME_AFFAIRS, "Phòng Nội vụ"),
        *[_chief(slug, commune, chiefs.get(slug)) for slug, commune in communes.items()],
        _deputy(officer_of, communes[officer_of], deputies.get(officer_of)),
        _officer(officer_of, communes[officer_of], standing.get(officer_of)),
    ]


def _chief(slug: str, commune: Commune, officer: Officer | None) -> SignIn:
    name = officer.full_name if officer else f"Phụ trách Công an {commune.full_name}"
    return SignIn(f"truongca.{slug}", COMMUNE_CHIEF, name, commune, officer)


def _deputy(slug: str, commune: Commune, officer: Officer | None) -> SignIn:
    name = officer.full_name if officer else f"Phó Trưởng Công an {commune.full_name}"
    return SignIn(f"phoca.{slug}", COMMUNE_DEPUTY, name, commune, officer)


def _officer(slug: str, commune: Commune, officer: Officer | None) -> SignIn:
    name = officer.full_name if officer else f"Công an viên {commune.full_name}"
    return SignIn(f"congan.{slug}", COMMUNE_OFFICER, name, commune, officer)


def write_sign_ins(sign_ins: list[SignIn], jurisdiction: Jurisdiction) -> None:
    """Make users, groups and memberships; run it where all communes are visible."""
    # Hashing is slow on purpose; the password is the same for all, so one hash serves.
    hashed = make_password(PASSWORD)
    roles = {role: Group.objects.get_or_create(name=role)[0] for role in {s.role for s in sign_ins}}
    users = User.objects.bulk_create(
        User(
            username=sign_in.username,
            full_name=sign_in.full_name,
            password=hashed,
            officer=sign_in.officer,
            is_staff=sign_in.role in STAFF_ROLES,
        )
        for sign_in in sign_ins
    )
    for user, sign_in in zip(users, sign_ins, strict=True):
        user.groups.add(roles[sign_in.role])
    Membership.objects.bulk_create(
        Membership(
            user=user,
            role=roles[sign_in.role],
            commune=sign_in.commune,
            jurisdiction=None if sign_in.commune else jurisdiction,
        )
        for user, sign_in in zip(users, sign_ins, strict=True)
    )


def demo_sign_ins() -> list[tuple[str, str]]:
    """Sign-in name and role of everybody who has a membership, in the order they were made."""
    return list(
        Membership.objects.order_by("id").values_list("user__username", "role__name").distinct()
    )


def sign_in_lines(sign_ins: list[tuple[str, str]]) -> list[str]:
    """What the person who starts the demonstration reads: ``user  role`` each, then the password."""
    width = max((len(username) for username, _ in sign_ins), default=0)
    lines = [f"{username:<{width}}  {role}" for username, role in sign_ins]
    return [*lines, f"password: {PASSWORD}"]
