"""The movement in the demonstration: models and ratings, outreach of three years, and their standards."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from random import Random

from incidents.models import (
    ModelRating,
    ModelScale,
    ModelState,
    MovementKind,
    MovementModel,
    OutreachSession,
    SafetyStandard,
)
from units.demo.lineage import Lineage
from units.models import Commune, Hamlet

SEED = 20200302
YEARS = 3
# kind: name, whether it is a hamlet's, members from–to, cameras from–to, chance that a commune has it
MODELS: tuple[tuple[str, str, bool, tuple[int, int], tuple[int, int], float], ...] = (
    ("camera", "Camera an ninh tuyến đường chính", False, (5, 12), (8, 40), 0.9),
    ("self_managed", "Tổ tự quản về an ninh, trật tự", True, (8, 25), (0, 0), 0.8),
    ("lights", "Thắp sáng đường quê", True, (10, 40), (0, 0), 0.6),
    ("gong", "Tiếng kẻng an ninh", True, (10, 30), (0, 0), 0.4),
    ("zalo", "Nhóm Zalo an ninh", True, (40, 180), (0, 0), 0.7),
    ("lodging", "Nhà trọ tự quản", False, (4, 15), (4, 12), 0.4),
    ("school", "Cổng trường an toàn", False, (6, 14), (2, 4), 0.6),
    ("fire", "Tổ liên gia an toàn phòng cháy, chữa cháy", True, (8, 16), (0, 0), 0.3),
)
TOPICS = (
    ("meeting", "Phòng ngừa trộm cắp tài sản trong dịp Tết"),
    ("meeting", "Luật Giao thông đường bộ, đội mũ bảo hiểm"),
    ("loudspeaker", "Cảnh giác lừa đảo qua điện thoại và mạng xã hội"),
    ("school", "Phòng chống bạo lực học đường"),
    ("school", "Tác hại của ma túy, thuốc lá điện tử"),
    ("household", "Ký cam kết không đốt pháo, không tàng trữ vũ khí"),
    ("household", "Phòng cháy, chữa cháy tại hộ gia đình"),
    ("online", "Tố giác tội phạm qua nhóm Zalo của ấp"),
    ("meeting", "Ngày hội Toàn dân bảo vệ an ninh Tổ quốc 19/8"),
)
CROWDS = {"meeting": (35, 120), "school": (120, 450), "household": (15, 60), "online": (40, 160)}


def write_movement(lineages: Mapping[str, Lineage], today: datetime.date) -> int:
    """Write models, ratings, outreach and standards of three years; return how many models. The same every time.

    Models go on, so they are today's commune's; what is of a day or a year is of the commune that stood then.
    """
    random = Random(SEED)  # noqa: S311  (the same draw every time is the point)
    kinds = {one.code: one for one in MovementKind.objects.all()}
    models: list[MovementModel] = []
    outreach: list[OutreachSession] = []
    standards: list[SafetyStandard] = []
    # Several of the 17 may be one commune today, with one count a year.
    counted: set[tuple[int, int]] = set()
    for line in lineages.values():
        hamlets = {
            one.pk: list(Hamlet.objects.filter(commune=one).order_by("pk")) for one in line.communes
        }
        models += _models(random, line.today, hamlets[line.today.pk], kinds, today)
        outreach += _outreach(random, line, hamlets, today)
        standards += _standards(random, line, hamlets, today, counted)
    MovementModel.objects.bulk_create(models)
    OutreachSession.objects.bulk_create(outreach)
    SafetyStandard.objects.bulk_create(standards)
    ModelRating.objects.bulk_create(
        rating for model in models for rating in _ratings(random, model, today)
    )
    return len(models)


def _models(
    random: Random,
    commune: Commune,
    hamlets: list[Hamlet],
    kinds: Mapping[str, MovementKind],
    today: datetime.date,
) -> Iterator[MovementModel]:
    """What one commune has: some for the commune, some in one or two hamlets; one in ten has stopped."""
    for code, name, in_hamlet, members, cameras, chance in MODELS:
        if random.random() > chance or (in_hamlet and not hamlets):
            continue
        places = random.sample(hamlets, min(len(hamlets), random.randint(1, 2)))
        for hamlet in places if in_hamlet else [None]:
            since = today - datetime.timedelta(days=random.randint(200, 2200))
            state = random.choices(ModelState.values, (75, 15, 10))[0]
            yield MovementModel(
                commune=commune,
                hamlet=hamlet,
                kind=kinds[code],
                name=f"{name} {hamlet}" if hamlet else name,
                scale=ModelScale.HAMLET if hamlet else ModelScale.COMMUNE,
                since=since,
                members=random.randint(*members),
                cameras=random.randint(*cameras),
                state=state,
                stopped_on=since + datetime.timedelta(days=random.randint(60, 199))
                if state == ModelState.STOPPED
                else None,
            )


def _ratings(random: Random, model: MovementModel, today: datetime.date) -> Iterator[ModelRating]:
    """A rating for each of the years that have ended while the model ran."""
    last = model.stopped_on.year if model.stopped_on else today.year
    for year in range(max(model.since.year, today.year - YEARS), min(last, today.year)):
        weights = (10, 30, 40, 20) if model.state == ModelState.WEAK else (25, 50, 22, 3)
        rating = random.choices(("excellent", "good", "fair", "poor"), weights)[0]
        yield ModelRating(model=model, year=year, rating=rating)


def _outreach(
    random: Random, line: Lineage, hamlets: Mapping[int, list[Hamlet]], today: datetime.date
) -> Iterator[OutreachSession]:
    """One to three sessions a month, of whatever is the topic then; a loudspeaker counts nobody."""
    officer = line.answering
    day = today - datetime.timedelta(days=YEARS * 365)
    while (day := day + datetime.timedelta(days=random.randint(8, 28))) < today:
        kind, topic = random.choice(TOPICS)
        crowd = CROWDS.get(kind)
        commune = line.on(day)
        own = hamlets[commune.pk]
        hamlet = random.choice(own) if own and kind in {"meeting", "household"} else None
        yield OutreachSession(
            commune=commune,
            hamlet=hamlet,
            on=day,
            kind=kind,
            topic=topic,
            attendance=random.randint(*crowd) if crowd else None,
            place="Nhà văn hóa ấp" if kind == "meeting" else "",
            held_by=officer.full_name if officer else "",
            recorded_by_name=officer.full_name if officer else "",
        )


def _standards(
    random: Random,
    line: Lineage,
    hamlets: Mapping[int, list[Hamlet]],
    today: datetime.date,
    counted: set[tuple[int, int]],
) -> Iterator[SafetyStandard]:
    """Three years that are judged and this year's registration; families grow a little each year. A year is the
    commune's that stood when it ended, once (``counted``)."""
    families = {hamlet.pk: random.randint(140, 420) for own in hamlets.values() for hamlet in own}
    others = {
        "agencies": random.randint(2, 5),
        "schools": random.randint(2, 5),
        "enterprises": random.randint(3, 18),
    }
    for year in range(today.year - YEARS, today.year + 1):
        commune = line.on(datetime.date(year, 12, 31))
        if (commune.pk, year) in counted:
            continue
        counted.add((commune.pk, year))
        own, is_judged = hamlets[commune.pk], year < today.year
        for hamlet in own:
            families[hamlet.pk] += random.randint(0, 6)
            yield _line(random, commune, year, "families", families[hamlet.pk], is_judged, hamlet)
        for kind, count in {**others, "hamlets": len(own)}.items():
            yield _line(random, commune, year, kind, count, is_judged, None)


def _line(
    random: Random,
    commune: Commune,
    year: int,
    kind: str,
    registered: int,
    is_judged: bool,
    hamlet: Hamlet | None,
) -> SafetyStandard:
    """One line of a year: between 85 and 100 of a hundred meet the standard."""
    met = round(registered * random.uniform(0.85, 1.0)) if is_judged else None
    return SafetyStandard(
        commune=commune, hamlet=hamlet, year=year, kind=kind, registered=registered, met=met
    )
