"""Difficulties, directives and projects of the demonstration: the complaints of the meeting of 28 February 2020, told
by communes that have them in this demonstration. Invented figures and numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DifficultyFact:
    """One difficulty; days are counted back from today."""

    key: str
    commune: str
    kind: str
    severity: int
    title: str
    raised: int
    state: str = "raised"
    since: int | None = None
    description: str = ""
    evidence: str = ""
    proposal: str = ""
    answer: str = ""
    reason: str = ""
    theme: str = ""


THEMES: dict[str, tuple[str, str]] = {
    "tru-so": ("station", "Chưa xây dựng được trụ sở làm việc của Công an xã"),
    "cong-cu": ("equipment", "Thiếu công cụ hỗ trợ, phương tiện tuần tra"),
    "phu-cap": ("allowance", "Chế độ, phụ cấp chưa tương xứng, nhiều người xin nghỉ việc"),
}

DIFFICULTIES: tuple[DifficultyFact, ...] = (
    DifficultyFact(
        "longson-tru-so", "longson", "station", 3, "Chưa xây dựng được trụ sở làm việc của Công an xã",
        raised=210, state="in_hand", since=62, theme="tru-so",
        description="Công an xã trực chung một phòng với Ban Chỉ huy Quân sự xã, không có phòng tiếp dân, phòng tạm giữ hành chính. Ban đêm tiếp nhận tin báo tố giác phải làm việc ở hành lang.",
        evidence="Đã có đất sạch 600 m² theo Quyết định giao đất năm 2023; chưa bố trí vốn.",
        proposal="Bố trí vốn xây dựng trụ sở Công an xã Long Sơn trong kế hoạch đầu tư công năm tới.",
    ),
    DifficultyFact(
        "tantrach-tru-so", "tantrach", "station", 3, "Chưa có trụ sở làm việc, phải trực nhờ phòng Xã đội",
        raised=168, state="in_hand", since=62, theme="tru-so",
        description="Lực lượng trực 24/24 giờ dùng nhờ phòng Xã đội 18 m², không có nơi cất giữ công cụ hỗ trợ, hồ sơ nghiệp vụ.",
        evidence="Biên bản kiểm tra công tác quản lý công cụ hỗ trợ, có kiến nghị về nơi cất giữ.",
        proposal="Cho chủ trương xây dựng trụ sở trên khu đất trường mẫu giáo cũ, ấp 3.",
    ),
    DifficultyFact(
        "longhuudong-tru-so", "longhuudong", "station", 3, "Trụ sở cũ đã tháo dỡ để mở rộng đường, chưa có nơi làm việc",
        raised=121, state="in_hand", since=62, theme="tru-so",
        description="Trụ sở bị giải tỏa khi mở rộng đường, hiện mượn tạm nhà văn hóa ấp; khi ấp hội họp phải dời đi nơi khác.",
        proposal="Ưu tiên bố trí vốn và mặt bằng xây dựng lại trụ sở.",
    ),
    DifficultyFact(
        "tanchanh-tru-so", "tanchanh", "station", 2, "Dùng tạm hội trường ấp Lăng làm nơi trực, chưa có trụ sở",
        raised=34, theme="tru-so",
        description="Không có phòng riêng để lấy lời khai, hòa giải mâu thuẫn; người dân ngại đến trình báo.",
        proposal="Bổ sung xã Tân Chánh vào danh mục xây dựng trụ sở Công an xã.",
    ),
    DifficultyFact(
        "longhoa-vat-chat", "longhoa", "facilities", 2, "Một phòng vừa trực vừa tiếp dân, mưa dột, thiếu bàn ghế, tủ hồ sơ",
        raised=96, state="answered", since=70,
        description="Phòng mượn trong trụ sở UBND xã 38 m² cho 9 người; mái tôn dột, hồ sơ hộ tịch, tàng thư bị ẩm mốc.",
        evidence="Ảnh chụp ngày mưa; 2/4 tủ hồ sơ hư hỏng.",
        proposal="Hỗ trợ sửa chữa mái và mua 3 tủ tài liệu, 4 bàn làm việc.",
        answer="UBND huyện đã giao UBND xã lập dự toán sửa chữa nhỏ từ nguồn sự nghiệp; Công an huyện hỗ trợ trước 02 tủ tài liệu. Đề nghị Công an xã theo dõi, báo lại khi hoàn thành.",
    ),
    DifficultyFact(
        "tanan-nut-tuong", "tanan", "facilities", 3, "Trụ sở xuống cấp, nứt tường, chưa có giấy chứng nhận quyền sử dụng đất",
        raised=12,
        description="Nhà xây năm 2006, tường phía sau nứt rộng 2 cm, trần bong tróc, không bảo đảm an toàn cho người trực đêm.",
        evidence="Biên bản khảo sát của Phòng Kinh tế và Hạ tầng.",
        proposal="Sửa chữa, chống thấm và hoàn thiện hồ sơ đất.",
    ),
    DifficultyFact(
        "tanchanh-cong-cu", "tanchanh", "equipment", 2, "Thiếu công cụ hỗ trợ: gậy, khóa số tám, áo giáp chống đâm",
        raised=88, state="in_hand", since=48, theme="cong-cu",
        description="Tổ tuần tra 8 người nhưng chỉ có 3 bộ công cụ hỗ trợ sử dụng được; phải thay phiên nhau.",
        evidence="Sổ theo dõi công cụ hỗ trợ: 3/8 gậy cao su còn sử dụng được.",
        proposal="Trang bị đủ theo định mức của xã loại 3.",
    ),
    DifficultyFact(
        "phuoctuy-cong-cu", "phuoctuy", "equipment", 2, "Thiếu máy bộ đàm, đèn pin tuần tra cho lực lượng ở ấp",
        raised=75, state="in_hand", since=48, theme="cong-cu",
        description="Các ấp cách xa trung tâm, liên lạc bằng điện thoại cá nhân, nhiều nơi sóng yếu.",
        proposal="Cấp 6 máy bộ đàm và 10 đèn pin.",
    ),
    DifficultyFact(
        "tanan-xe", "tanan", "equipment", 2, "Xe mô tô tuần tra hư hỏng thường xuyên, không còn phụ tùng",
        raised=19, theme="cong-cu",
        description="Hai xe mô tô cấp năm 2009, tháng nào cũng phải sửa; tuần tra đêm dùng xe cá nhân.",
        evidence="Chi phí sửa chữa năm trước 11.400.000 đồng.",
        proposal="Thay thế 2 xe mô tô tuần tra.",
    ),
    DifficultyFact(
        "longhoa-luc-luong", "longhoa", "force", 2, "Lực lượng mỏng, một người phụ trách hai ấp, trực chợ từ 2 giờ sáng",
        raised=54, state="in_hand", since=40,
        description="Biên chế thiếu so với định biên; chợ Long Hòa họp từ 2 giờ sáng cần người điều tiết thường xuyên.",
        proposal="Tăng cường Công an chính quy trực tiếp xuống xã.",
    ),
    DifficultyFact(
        "phuocvan-phu-cap", "phuocvan", "allowance", 3, "Phụ cấp Công an viên quá thấp, trong năm có 3 người xin nghỉ việc",
        raised=102, state="in_hand", since=35, theme="phu-cap",
        description="Mức phụ cấp không đủ chi phí đi lại, anh em có gia đình phải làm thêm việc khác; hai ấp trống người từ tháng trước.",
        evidence="3 đơn xin nghỉ việc, lý do: phụ cấp thấp.",
        proposal="Hỗ trợ thêm từ ngân sách huyện cho Công an viên ở ấp.",
    ),
    DifficultyFact(
        "longcang-phu-cap", "longcang", "allowance", 2, "Chế độ, chính sách chưa tương xứng với khối lượng công việc",
        raised=97, state="in_hand", since=35, theme="phu-cap",
        description="Công an viên thường trực trực đêm không có phụ cấp trực; bảo hiểm xã hội chưa được hỗ trợ.",
        proposal="Có chính sách hỗ trợ tiền trực đêm và bảo hiểm.",
    ),
    DifficultyFact(
        "myle-bo-viec", "myle", "force", 2, "Công an viên bỏ việc giữa chừng, khó tuyển người thay thế",
        raised=6,
        description="Một Công an viên ở ấp Chợ Trạm tự ý bỏ việc đi làm công nhân; thông báo tuyển hai lần không có người đăng ký.",
        proposal="Hướng dẫn việc bố trí kiêm nhiệm tạm thời và chế độ cho người kiêm nhiệm.",
    ),
    DifficultyFact(
        "canduoc-khoi-luong", "canduoc", "other", 2, "Khối lượng công việc lớn: cư trú, chợ, nhà trọ, tin báo tố giác đều tăng",
        raised=45, state="answered", since=21,
        description="Trên 120 cơ sở nhà trọ, chợ huyện và bến xe cùng địa bàn; cán bộ làm việc cả thứ bảy, chủ nhật.",
        proposal="Phân loại lại địa bàn trọng điểm để tính định biên.",
        answer="Công an huyện sẽ rà soát, đề nghị đưa thị trấn vào danh mục địa bàn trọng điểm năm tới; trước mắt tăng cường 02 cán bộ theo ca.",
    ),
    DifficultyFact(
        "longdinh-may-tinh", "longdinh", "equipment", 1, "Máy vi tính cũ, nhập dữ liệu cư trú chậm",
        raised=160, state="solved", since=58,
        description="Hai máy vi tính mua năm 2014 không cài được phần mềm mới.",
        answer="Đã cấp 02 bộ máy vi tính từ nguồn ngân sách huyện.",
        reason="Đã nhận 02 máy, hoạt động tốt.",
    ),
    DifficultyFact(
        "tanlan-den-duong", "tanlan", "other", 1, "Đoạn quốc lộ 50 qua ấp Cầu Xây thiếu đèn chiếu sáng",
        raised=140, state="withdrawn", since=118,
        reason="Đã gộp vào kiến nghị của điểm phức tạp về tai nạn giao thông.",
    ),
    DifficultyFact(
        "longhuutay-thue", "longhuutay", "station", 2, "Thuê nhà dân làm trụ sở, hợp đồng từng năm, chủ nhà đòi lại",
        raised=3,
        description="Hợp đồng thuê hết hạn cuối quý sau, chủ nhà báo không cho thuê tiếp.",
        proposal="Cho chủ trương dùng phòng học cũ của Trường Tiểu học làm trụ sở tạm.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class DirectiveFact:
    """One directive; ``notes``: days ago, per cent, text; ``raised`` and ``accepted`` name difficulties."""

    key: str
    title: str
    what: str
    number: str
    issued: int
    due: int  # days from today; below zero: past
    offices: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    parts_done: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    theme: str = ""
    state: str = "issued"
    since: int | None = None
    outcome: str = ""
    notes: tuple[tuple[int, int, str, str], ...] = ()


FINANCE = "Phòng Tài chính – Kế hoạch huyện"
HOME_AFFAIRS = "Phòng Nội vụ huyện"
POLICE = "Công an huyện"
LAND = "Phòng Tài nguyên và Môi trường huyện"

DIRECTIVES: tuple[DirectiveFact, ...] = (
    DirectiveFact(
        "tru-so", "Bố trí đất, vốn xây dựng trụ sở Công an các xã Long Sơn, Tân Trạch, Long Hựu Đông",
        "Phòng Tài chính – Kế hoạch cân đối vốn, tham mưu UBND huyện đưa vào kế hoạch đầu tư công; Phòng Tài nguyên và Môi trường hoàn tất thủ tục giao đất cho xã Tân Trạch và Long Hựu Đông.",
        "412/UBND-NC", 62, 28, offices=(FINANCE, LAND), theme="tru-so", state="under_way", since=50,
        raised=("longson-tru-so", "tantrach-tru-so", "longhuudong-tru-so"),
        notes=(
            (50, 20, "Đã khảo sát ba vị trí đất cùng UBND các xã.", "Biên bản khảo sát số 08"),
            (23, 55, "Đã trình HĐND huyện danh mục đầu tư; xã Long Sơn đủ điều kiện khởi công trước.", "Tờ trình 97/TTr-TCKH"),
        ),
    ),
    DirectiveFact(
        "cong-cu", "Mua sắm, cấp phát công cụ hỗ trợ cho các xã còn thiếu so với định mức",
        "Công an huyện tổng hợp nhu cầu, mua sắm tập trung và cấp phát cho xã Tân Chánh, Phước Tuy trước; hướng dẫn quản lý, bảo quản theo quy định.",
        "438/UBND-NC", 48, 6, offices=(POLICE,), theme="cong-cu", state="done", since=5,
        raised=("tanchanh-cong-cu", "phuoctuy-cong-cu"), accepted=("phuoctuy-cong-cu",),
        outcome="Đã cấp phát 10 gậy cao su, 6 khóa số tám, 4 áo giáp cho xã Tân Chánh; 6 máy bộ đàm, 10 đèn pin cho xã Phước Tuy.",
        notes=((30, 40, "Đã ký hợp đồng mua sắm.", "HĐ 31/2026"), (5, 100, "Đã cấp phát xong cho hai xã.", "Biên bản bàn giao ngày cấp phát")),
    ),
    DirectiveFact(
        "tang-cuong", "Tăng cường Công an chính quy trực tiếp xuống xã Long Hòa",
        "Công an huyện điều động 02 cán bộ chính quy về xã Long Hòa, ưu tiên ca trực chợ từ 2 giờ đến 6 giờ sáng.",
        "451/UBND-NC", 40, -9, offices=(POLICE,), raised=("longhoa-luc-luong",), state="under_way", since=26,
        notes=((26, 50, "Đã có quyết định điều động 01 cán bộ, đang làm thủ tục người thứ hai.", ""),),
    ),
    DirectiveFact(
        "phu-cap", "Tham mưu chính sách hỗ trợ thêm cho lực lượng Công an viên",
        "Phòng Nội vụ chủ trì, phối hợp Phòng Tài chính – Kế hoạch tham mưu UBND huyện mức hỗ trợ hằng tháng, tiền trực đêm và bảo hiểm cho Công an viên từ ngân sách huyện.",
        "455/UBND-NC", 35, 40, offices=(HOME_AFFAIRS, FINANCE), theme="phu-cap",
        raised=("phuocvan-phu-cap", "longcang-phu-cap"),
    ),
    DirectiveFact(
        "ra-soat", "Rà soát, đưa ra khỏi danh sách các điểm không còn phức tạp về an ninh trật tự",
        "UBND, Công an các xã rà soát danh sách điểm phức tạp, lập hồ sơ đề nghị, báo cáo kết quả về Công an huyện.",
        "470/UBND-NC", 20, 4, communes=("longhoa", "longcang", "tanlan"), parts_done=("tanlan",),
        state="under_way", since=7, notes=((7, 33, "Xã Tân Lân đã rà soát 3 điểm, đề nghị đưa ra 1 điểm.", "Báo cáo 52/BC-CAX"),),
    ),
    DirectiveFact(
        "may-tinh", "Cấp máy vi tính phục vụ công tác cư trú",
        "Công an huyện cấp 02 bộ máy vi tính cho Công an xã Long Định.",
        "301/UBND-NC", 130, -75, offices=(POLICE,), raised=("longdinh-may-tinh",), accepted=("longdinh-may-tinh",),
        state="checked", since=58, outcome="Đã bàn giao 02 bộ máy vi tính.",
        notes=((64, 100, "Đã bàn giao, cài đặt phần mềm.", "Biên bản bàn giao"),),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class ProjectFact:
    """One project; ``cost`` and payments (days ago, VND, document) in đồng."""

    commune: str
    kind: str
    title: str
    cost: int
    proposed: int
    stage: str = "proposed"
    since: int | None = None
    source: str = "district"
    need: str = ""
    decision: str = ""
    difficulty: str = ""
    directive: str = ""
    equipment: str = ""
    quantity: int | None = None
    area: int | None = None
    reason: str = ""
    payments: tuple[tuple[int, int, str], ...] = ()


PROJECTS: tuple[ProjectFact, ...] = (
    ProjectFact(
        "longson", "build", "Xây dựng trụ sở làm việc Công an xã Long Sơn", 2_900_000_000, 150, "approved", 20,
        need="Chưa có trụ sở; đã có đất sạch 600 m².", decision="1187/QĐ-UBND", difficulty="longson-tru-so",
        directive="tru-so", area=240,
    ),
    ProjectFact(
        "tantrach", "build", "Xây dựng trụ sở làm việc Công an xã Tân Trạch", 2_650_000_000, 118,
        need="Trực nhờ phòng Xã đội 18 m².", difficulty="tantrach-tru-so", directive="tru-so", area=220,
    ),
    ProjectFact(
        "longhuudong", "build", "Xây dựng lại trụ sở Công an xã Long Hựu Đông", 3_200_000_000, 90,
        need="Trụ sở cũ đã tháo dỡ để mở rộng đường.", difficulty="longhuudong-tru-so", directive="tru-so", area=260,
    ),
    ProjectFact(
        "tanchanh", "build", "Xây dựng trụ sở làm việc Công an xã Tân Chánh", 2_480_000_000, 30, source="province",
        need="Đang dùng tạm hội trường ấp Lăng.", difficulty="tanchanh-tru-so", area=210,
    ),
    ProjectFact(
        "tanan", "repair", "Sửa chữa, chống thấm trụ sở Công an xã Tân Ân", 480_000_000, 11,
        need="Nứt tường, trần bong tróc, không an toàn khi trực đêm.", difficulty="tanan-nut-tuong",
    ),
    ProjectFact(
        "longhoa", "repair", "Sửa chữa mái, cải tạo phòng trực Công an xã Long Hòa", 165_000_000, 85, "under_way", 18,
        source="commune", need="Mưa dột, hồ sơ ẩm mốc.", decision="96/QĐ-UBND", difficulty="longhoa-vat-chat",
        payments=((16, 50_000_000, "Tạm ứng theo hợp đồng 05/HĐ-XD"), (4, 45_000_000, "Thanh toán đợt 1")),
    ),
    ProjectFact(
        "tanan", "equipment", "Mua 2 xe mô tô tuần tra cho Công an xã Tân Ân", 84_000_000, 17,
        need="Xe cũ hư hỏng thường xuyên.", difficulty="tanan-xe", equipment="xe-mo-to", quantity=2,
    ),
    ProjectFact(
        "tanchanh", "equipment", "Mua 6 áo giáp chống đâm cho tổ tuần tra xã Tân Chánh", 17_400_000, 52, "funded", 9,
        need="Tổ tuần tra đêm chưa có áo giáp.", decision="1203/QĐ-UBND", equipment="ao-giap-chong-dam", quantity=6,
    ),
    ProjectFact(
        "canduoc", "equipment", "Lắp 8 camera an ninh khu vực chợ và bến xe thị trấn", 52_000_000, 64,
        source="contribution", need="Khu vực chợ, bến xe đông người, mất trộm xe.", equipment="camera", quantity=8,
    ),
    ProjectFact(
        "phuocvan", "allowance", "Hỗ trợ phụ cấp Công an viên ở ấp, xã Phước Vân", 180_000_000, 60,
        need="Giữ người: 3 người xin nghỉ trong năm.", difficulty="phuocvan-phu-cap", directive="phu-cap",
    ),
    ProjectFact(
        "longcang", "allowance", "Hỗ trợ tiền trực đêm cho Công an viên thường trực, xã Long Cang", 96_000_000, 58,
        difficulty="longcang-phu-cap", directive="phu-cap",
    ),
    ProjectFact(
        "longdinh", "equipment", "Cấp 2 bộ máy vi tính cho Công an xã Long Định", 27_000_000, 155, "handed_over", 64,
        decision="1011/QĐ-UBND", difficulty="longdinh-may-tinh", directive="may-tinh", equipment="may-vi-tinh",
        quantity=2, payments=((80, 13_500_000, "UNC 214"), (63, 13_500_000, "UNC 260")),
        reason="Đã cài đặt phần mềm cư trú.",
    ),
    ProjectFact(
        "phuocdong", "build", "Xây dựng nhà để xe tang vật tại trụ sở Công an xã Phước Đông", 310_000_000, 130, "rejected", 101,
        reason="Chưa cân đối được vốn; trước mắt sử dụng nhà xe của UBND xã.",
    ),
)  # fmt: skip
