"""What happens in the demonstration district, how often, at what hour, and how it ends. All invented.

Rates are incidents a month in a commune of 10,000 people, away from complicated places; hours, weekdays
and months are relative weights. They follow what police say in public of such districts: theft by night
and before Tết, accidents on the way home, quarrels on weekend evenings, drowning in summer.
"""

from __future__ import annotations

from dataclasses import dataclass

MORNING = (0, 0, 1, 2, 5, 9, 9, 6, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0)
DAY = (1, 0, 0, 0, 1, 2, 4, 7, 8, 8, 8, 6, 4, 5, 7, 8, 8, 6, 4, 3, 2, 2, 1, 1)
RUSH = (1, 1, 1, 1, 2, 5, 9, 9, 4, 3, 3, 4, 3, 3, 3, 4, 9, 12, 10, 7, 5, 4, 3, 2)
EVENING = (4, 2, 1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 6, 9, 12, 14, 14, 11, 7)
NIGHT = (12, 14, 14, 11, 7, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 8, 10)
# Monday first.
WORKING = (6, 6, 6, 6, 6, 5, 4)
WEEKEND = (3, 3, 3, 4, 6, 9, 8)
EVEN = (1, 1, 1, 1, 1, 1, 1)
# January first.
BEFORE_TET = (16, 12, 8, 8, 8, 8, 8, 8, 8, 8, 9, 13)
SUMMER = (3, 4, 6, 9, 13, 16, 16, 12, 7, 5, 4, 3)
STEADY = (1,) * 12


@dataclass(frozen=True, slots=True)
class Happening:
    """One category: how often a month, when, how roughly the time is known (hours), what is said, the harm
    (damage in thousand VND from–to, chance of injured and of deaths), and how it ends (settled, fined,
    transferred, suspended)."""

    code: str
    monthly: float
    hours: tuple[int, ...]
    weekdays: tuple[int, ...]
    months: tuple[int, ...]
    said: tuple[str, ...]
    ends: tuple[int, int, int, int]
    rough_hours: int = 0
    damage: tuple[int, int] | None = None
    injured: float = 0.0
    deaths: float = 0.0


HAPPENINGS: tuple[Happening, ...] = (
    Happening("theft", 1.5, NIGHT, EVEN, BEFORE_TET,
              ("Mất một xe máy dựng trong sân nhà.", "Mất máy bơm nước ngoài ruộng.", "Kẻ gian cạy cửa lấy tiền và điện thoại.",
               "Mất hai con chó trong đêm.", "Mất xe đạp điện trước cửa tiệm."), (20, 5, 45, 30), 8, (800, 25_000)),
    Happening("snatching", 0.1, EVENING, WEEKEND, BEFORE_TET,
              ("Bị giật dây chuyền khi đang chạy xe.", "Hai thanh niên đi xe máy giật túi xách."), (0, 0, 80, 20), 0, (1_500, 18_000), 0.2),
    Happening("fraud", 0.25, DAY, WORKING, STEADY,
              ("Bị lừa chuyển tiền qua mạng.", "Bị lừa đặt cọc mua đất.", "Người lạ giả danh cán bộ yêu cầu chuyển khoản."),
              (10, 0, 80, 10), 24, (2_000, 180_000)),
    Happening("injury", 0.3, EVENING, WEEKEND, STEADY,
              ("Mâu thuẫn sau khi nhậu, đánh nhau gây thương tích.", "Xô xát do tranh chấp ranh đất, một người bị thương."),
              (35, 30, 33, 2), 0, None, 1.0, 0.02),
    Happening("fight", 0.6, EVENING, WEEKEND, STEADY,
              ("Hai nhóm thanh niên xô xát tại quán.", "Đánh nhau sau va quẹt xe.", "Hàng xóm cãi vã, xô xát."), (60, 38, 2, 0), 0, None, 0.3),
    Happening("domestic", 0.35, EVENING, WEEKEND, STEADY,
              ("Chồng say rượu đánh vợ, đã can ngăn.", "Cha con cãi vã, đập phá đồ đạc."), (75, 23, 2, 0), 0, None, 0.3),
    Happening("noise", 0.6, EVENING, WEEKEND, STEADY,
              ("Hát karaoke loa kéo sau 22 giờ.", "Mở nhạc lớn trong đêm, hàng xóm phản ánh."), (85, 15, 0, 0)),
    Happening("pavement", 0.3, MORNING, WORKING, STEADY,
              ("Buôn bán lấn chiếm lòng đường.", "Để vật liệu xây dựng trên lề đường."), (70, 30, 0, 0)),
    Happening("gambling", 0.35, DAY, WEEKEND, BEFORE_TET,
              ("Tụ tập đánh bài ăn tiền tại nhà.", "Bắt quả tang nhóm đánh bài cào."), (10, 70, 20, 0)),
    Happening("cockfight", 0.12, DAY, WEEKEND, BEFORE_TET,
              ("Tụ tập đá gà ăn tiền.",), (15, 75, 10, 0)),
    Happening("drug_use", 0.2, NIGHT, EVEN, STEADY,
              ("Phát hiện người có biểu hiện sử dụng ma túy.", "Test nhanh dương tính với ma túy."), (5, 55, 40, 0)),
    Happening("usury", 0.07, DAY, WORKING, STEADY,
              ("Người lạ đến nhà đòi nợ, tạt sơn.",), (20, 10, 65, 5), 6, (500, 4_000)),
    Happening("road_accident", 0.7, RUSH, WEEKEND, BEFORE_TET,
              ("Xe máy va chạm với xe tải.", "Hai xe máy va chạm khi chuyển hướng.", "Tự ngã xe do không làm chủ tốc độ."),
              (55, 20, 25, 0), 0, (500, 15_000), 0.7, 0.05),
    Happening("fire", 0.08, DAY, EVEN, SUMMER,
              ("Cháy do chập điện, đã dập tắt.", "Cháy cỏ lan vào hàng rào."), (85, 5, 10, 0), 0, (1_000, 120_000), 0.05),
    Happening("drowning", 0.04, DAY, WEEKEND, SUMMER,
              ("Trẻ em đuối nước dưới kênh.",), (90, 0, 10, 0), 0, None, 0.2, 0.7),
    Happening("missing", 0.1, DAY, EVEN, STEADY,
              ("Gia đình trình báo người thân đi lạc.",), (90, 0, 0, 10), 12),
    Happening("fireworks", 0.05, EVENING, EVEN, (30, 20, 2, 1, 1, 1, 1, 1, 1, 1, 2, 15),
              ("Đốt pháo trái phép.", "Phát hiện tàng trữ pháo tự chế."), (5, 85, 10, 0)),
    Happening("other", 0.25, DAY, EVEN, STEADY,
              ("Người dân phản ánh tranh chấp lối đi.", "Trâu bò thả rông phá hoa màu."), (95, 3, 0, 2)),
)  # fmt: skip

# What happens at a complicated place of a kind: categories with weights.
AT_PLACE: dict[str, dict[str, int]] = {
    "market": {"theft": 5, "pavement": 4, "fight": 2, "usury": 1, "road_accident": 1},
    "three_way_junction": {"road_accident": 8, "pavement": 1},
    "four_way_junction": {"road_accident": 8, "fight": 1},
    "black_spot": {"road_accident": 1},
    "lodging": {"theft": 6, "fight": 3, "drug_use": 2, "noise": 1},
    "entertainment": {"noise": 5, "fight": 4, "injury": 1, "drug_use": 1},
    "school": {"fight": 4, "road_accident": 2},
    "industrial": {"road_accident": 3, "theft": 2, "fight": 1},
    "waterway": {"theft": 3, "road_accident": 0, "other": 1},
    "other": {"cockfight": 3, "theft": 3, "gambling": 2},
}
PLACE_MONTHLY = 0.45


@dataclass(frozen=True, slots=True)
class Course:
    """How a place's incidents a month went: before its first measure, after it, and after it next door
    (150–400 m away); ``near_before`` is next door before."""

    before: float
    after: float
    near_before: float = 0.05
    near_after: float = 0.05


# Two places whose measures helped, and one where what happened only moved next door. What is drawn of them keeps to these
# rates, and nothing else happens within CLEAR_M of them, so that the analysis finds it on whatever day is loaded.
CLEAR_M = 400
COURSES: dict[str, Course] = {
    "Chợ Trạm": Course(3.2, 0.6),
    "Khu nhà trọ Khu công nghiệp Long Cang": Course(3.4, 0.6),
    "Chợ Long Hòa": Course(3.2, 0.6, 0.3, 4.2),
}
