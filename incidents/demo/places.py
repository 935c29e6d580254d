"""Complicated places of the demonstration: the markets and junctions the meeting of 28/2/2020 named, and others like them.

Names follow roads that exist (QL50, ĐT 826, ĐT 830, ĐT 835); what is said of each place is invented. Positions are
chosen to fall inside the schematic cell of their commune.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "market", "three_way_junction", "four_way_junction", "black_spot", "lodging", "entertainment", "school", "industrial",
    "waterway", "other",
]  # fmt: skip
State = Literal["reported", "confirmed", "under_action", "resolved", "reopened"]


@dataclass(frozen=True)
class PlaceFact:
    commune: str
    name: str
    kind: Kind
    longitude: float
    latitude: float
    reason: str
    state: State
    opened_days_ago: int
    measures: tuple[str, ...] = ()
    review_every_days: int = 30
    last_review_days_ago: int | None = None
    official_types: tuple[str, ...] = ()  # on this year's official list with these types


PLACES: tuple[PlaceFact, ...] = (
    PlaceFact("canduoc", "Chợ Cần Đước", "market", 106.6065, 10.5085,
              "Buôn bán lấn chiếm lòng đường, móc túi giờ chợ sáng, tranh giành chỗ bán.", "under_action", 820,
              ("Tuần tra 5–8 giờ hằng ngày", "Lắp 4 camera cổng chợ", "Sắp xếp lại khu bán cá"), 30, 12,
              ("social_order",)),
    PlaceFact("canduoc", "Ngã ba Kho Bạc, QL50", "three_way_junction", 106.6040, 10.5120,
              "Giao cắt không đèn, học sinh qua đường giờ tan trường.", "under_action", 410,
              ("Đề nghị lắp đèn tín hiệu", "Trực điều tiết giờ cao điểm"), 30, 41),
    PlaceFact("canduoc", "Khu nhà trọ Khu phố 5", "lodging", 106.6110, 10.5045,
              "Nhiều người tạm trú không khai báo, trộm xe máy ban đêm.", "confirmed", 190,
              ("Kiểm tra lưu trú mỗi tuần",), 30, 22),
    PlaceFact("canduoc", "Quán karaoke ven Quốc lộ 50", "entertainment", 106.6000, 10.5030,
              "Gây rối sau 23 giờ, nghi sử dụng ma túy.", "resolved", 930, ("Cam kết giờ đóng cửa", "Kiểm tra đột xuất"), 60, 75,
              ("drugs",)),
    PlaceFact("longhoa", "Chợ Long Hòa", "market", 106.5735, 10.5920,
              "Chợ đầu mối họp từ 2 giờ sáng, cho vay lãi nặng, tranh chấp chỗ bán.", "under_action", 760,
              ("Tuần tra 2–6 giờ sáng", "Vận động tiểu thương ký cam kết", "Lắp đèn chiếu sáng lối vào"), 30, 9,
              ("social_order", "economic")),
    PlaceFact("longhoa", "Ngã ba Long Hòa, ĐT 826", "three_way_junction", 106.5790, 10.5880,
              "Xe tải ra vào kho bãi, va chạm giao thông thường xuyên.", "under_action", 300,
              ("Kẻ vạch giảm tốc", "Cắm biển hạn chế tải giờ cao điểm"), 30, 38),
    PlaceFact("longhoa", "Quán cà phê võng ấp 4", "entertainment", 106.5690, 10.5860,
              "Tụ tập đánh bài ăn tiền buổi chiều.", "reported", 6),
    PlaceFact("longtrach", "Ngã tư Xoài Đôi", "four_way_junction", 106.5845, 10.6130,
              "Ùn ứ giờ tan ca, tai nạn giữa xe tải và xe máy, đua xe tối cuối tuần.", "under_action", 690,
              ("Chốt điều tiết 16–18 giờ", "Lắp camera phạt nguội"), 30, 38, ("social_order",)),
    PlaceFact("longtrach", "Dãy trọ công nhân Cầu Tràm", "lodging", 106.5800, 10.6220,
              "Mất trộm vặt, đánh nhau sau giờ nhậu.", "confirmed", 120, ("Tổ tự quản nhà trọ",), 30, 18),
    PlaceFact("longkhe", "Cầu Long Khê", "black_spot", 106.5630, 10.6215,
              "Dốc cầu khuất tầm nhìn, ba vụ tai nạn trong năm.", "under_action", 270, ("Gắn gương cầu lồi",), 45, 30),
    PlaceFact("longkhe", "Bãi đất trống ấp 3", "other", 106.5700, 10.6290,
              "Đá gà ăn tiền cuối tuần.", "resolved", 540, ("Mật phục, bắt quả tang",), 30, 60),
    PlaceFact("longkhe", "Tiệm cầm đồ ấp 1", "other", 106.5740, 10.6180,
              "Nghi cho vay lãi nặng, người lạ đến đòi nợ.", "reported", 11),
    PlaceFact("longdinh", "Cổng cụm công nghiệp Long Định", "industrial", 106.5150, 10.6100,
              "Công nhân tan ca ùn tắc, hàng rong lấn đường.", "under_action", 350, ("Chốt điều tiết giờ tan ca",), 30, 15),
    PlaceFact("longcang", "Khu nhà trọ Khu công nghiệp Long Cang", "lodging", 106.5030, 10.5905,
              "Trộm cắp, đánh nhau, nghi sử dụng ma túy trong phòng trọ.", "under_action", 600,
              ("Camera an ninh do chủ trọ góp", "Kiểm tra tạm trú", "Tổ tự quản"), 30, 20, ("social_order", "drugs")),
    PlaceFact("longcang", "Ngã ba Long Cang, ĐT 830", "black_spot", 106.5110, 10.5850,
              "Xe container quay đầu, bốn vụ tai nạn trong sáu tháng.", "confirmed", 95, ("Đề nghị mở rộng góc cua",), 30, 34),
    PlaceFact("longcang", "Bến sông ấp 5", "waterway", 106.4980, 10.5930,
              "Bơm hút cát trái phép ban đêm.", "under_action", 230, ("Phối hợp Cảnh sát đường thủy",), 30, 26,
              ("environment",)),
    PlaceFact("longson", "Cầu Long Sơn", "black_spot", 106.5480, 10.5630,
              "Cầu hẹp, xe tải lấn làn.", "confirmed", 150, (), 60, 44),
    PlaceFact("tantrach", "Sân vận động xã", "other", 106.5760, 10.5510,
              "Thanh thiếu niên tụ tập, đua xe.", "resolved", 480, ("Tuần tra 21–23 giờ",), 30, 55),
    PlaceFact("tantrach", "Trường THCS Tân Trạch", "school", 106.5700, 10.5570,
              "Học sinh đánh nhau, người ngoài đón đường.", "under_action", 140, ("Trực cổng trường giờ tan học",), 30, 16),
    PlaceFact("tantrach", "Ngã ba Tân Trạch, ĐT 835", "three_way_junction", 106.5790, 10.5490,
              "Khuất tầm nhìn, xe chạy tốc độ cao.", "reported", 3),
    PlaceFact("myle", "Chợ Trạm", "market", 106.6030, 10.5570,
              "Họp chợ tràn ra ĐT 826, kẹt xe buổi sáng, mất trộm xe đạp.", "under_action", 510,
              ("Dời điểm bán hàng rong", "Tuần tra 5–7 giờ"), 30, 21, ("social_order",)),
    PlaceFact("myle", "Ngã ba chợ Trạm, ĐT 826", "black_spot", 106.6060, 10.5620,
              "Năm vụ tai nạn trong năm, hai người bị thương nặng.", "under_action", 440, ("Lắp đèn cảnh báo",), 30, 27),
    PlaceFact("myle", "Khu vực Rạch Đào", "other", 106.6100, 10.5510,
              "Trộm chó, trộm máy bơm ban đêm.", "confirmed", 75, ("Tổ tuần tra ấp",), 30, 19),
    PlaceFact("myle", "Điểm tụ tập đá gà Vạn Phước", "other", 106.5975, 10.5620,
              "Đá gà ăn tiền, người ngoài huyện đến.", "reopened", 700, ("Mật phục", "Cam kết với chủ đất"), 30, 47),
    PlaceFact("tanlan", "Ngã ba Tân Lân, QL50", "black_spot", 106.6270, 10.5240,
              "Điểm đen tai nạn, hai người chết trong 12 tháng.", "under_action", 580,
              ("Đề nghị lắp đèn tín hiệu", "Chốt đo tốc độ"), 30, 24, ("social_order",)),
    PlaceFact("tanlan", "Đoạn QL50 qua ấp Cầu Xây", "black_spot", 106.6310, 10.5190,
              "Xe tải chạy tốc độ cao ban đêm, thiếu chiếu sáng.", "confirmed", 110, ("Lắp đèn đường",), 30, 29),
    PlaceFact("phuoctuy", "Ngã tư Phước Tuy, ĐT 835", "four_way_junction", 106.5800, 10.5160,
              "Giao cắt không đèn, va chạm buổi chiều.", "under_action", 260, ("Kẻ vạch giảm tốc",), 45, 33),
    PlaceFact("phuoctuy", "Quán nhậu ven ĐT 835", "entertainment", 106.5750, 10.5230,
              "Gây rối, đánh nhau tối cuối tuần.", "confirmed", 88, (), 30, 25),
    PlaceFact("longhuudong", "Chợ Long Hựu Đông", "market", 106.7150, 10.4960,
              "Cân thiếu, tranh chấp chỗ bán, mất trộm vặt.", "resolved", 640, ("Ban quản lý chợ tự quản",), 60, 80),
    PlaceFact("tanan", "Vuông tôm ấp 5", "other", 106.5960, 10.4750,
              "Trộm tôm, trộm máy quạt nước ban đêm.", "under_action", 200, ("Tuần tra đêm", "Tổ tự quản vuông tôm"), 30, 31),
    PlaceFact("tanan", "Ngã ba Tân Ân, ĐT 826", "three_way_junction", 106.6010, 10.4830,
              "Khuất tầm nhìn do nhà ven đường.", "reported", 2),
    PlaceFact("phuocdong", "Ngã ba đi Long Hựu, QL50", "three_way_junction", 106.6370, 10.4900,
              "Ùn tắc ngày lễ, xe chờ phà đậu lấn đường.", "under_action", 330, ("Phân luồng ngày lễ", "Bãi chờ tạm"), 30, 14),
    PlaceFact("phuocdong", "Bến phà Phước Đông", "waterway", 106.6450, 10.4860,
              "Chở quá tải, móc túi khi đông khách.", "confirmed", 170, ("Nhắc nhở chủ phà",), 30, 36),
    PlaceFact("longhuutay", "Kênh Nước Mặn", "waterway", 106.6830, 10.4760,
              "Ghe lạ neo đậu ban đêm, nghi vận chuyển thuốc lá lậu.", "under_action", 280, ("Tuần tra bằng ghe",), 30, 28,
              ("economic",)),
    PlaceFact("longhuutay", "Đê bao Hựu Lộc", "other", 106.6760, 10.4660,
              "Thanh niên tụ tập uống rượu, ném đá ghe qua lại.", "reported", 8),
    PlaceFact("tanchanh", "Vuông tôm ấp Đông Trung", "other", 106.6060, 10.4540,
              "Mất trộm tôm, máy bơm theo mùa thu hoạch.", "under_action", 150, ("Tổ tuần tra vuông tôm",), 30, 40),
    PlaceFact("tanchanh", "Bến đò Tân Chánh", "waterway", 106.6000, 10.4490,
              "Đò ngang không phao, chở quá người.", "confirmed", 60, ("Kiểm tra thiết bị cứu sinh",), 30, 23),
)  # fmt: skip
