"""The monthly security report of a commune: situation, results, places, force and equipment, difficulties, plan."""

from __future__ import annotations

from reports.models import IndicatorKind, Severity
from reports.standard.shapes import (
    Part,
    Rule,
    StandardForm,
    amount,
    count,
    formula,
    rate,
    stock,
    table,
    text,
)

LARGE = {"explain_beyond": 3}

SITUATION = Part(
    "situation",
    "Tình hình",
    (
        text("I.1", "situation_security", "Tình hình an ninh chính trị, an ninh nội bộ"),
        text("I.2", "situation_order", "Tình hình trật tự, an toàn xã hội"),
        text("I.3", "notable_cases", "Vụ việc nổi lên trong kỳ", is_required=False),
    ),
)
TIPS = Part(
    "tips",
    "Tin báo, tố giác về tội phạm, kiến nghị khởi tố",
    (
        count(
            "1",
            "tips_opening",
            "Tin đang giải quyết đầu kỳ",
            unit="tin",
            over_time="first",
            source="tips_opening",
        ),
        count(
            "2",
            "tips_received",
            "Tin tiếp nhận trong kỳ",
            unit="tin",
            source="tips_received",
            **LARGE,
        ),
        count(
            "2.1",
            "tips_denunciations",
            "Tố giác về tội phạm",
            unit="tin",
            source="tips_denunciations",
        ),
        count("2.2", "tips_reports", "Tin báo về tội phạm", unit="tin", source="tips_reports"),
        count("2.3", "tips_petitions", "Kiến nghị khởi tố", unit="tin", source="tips_petitions"),
        count(
            "2.4",
            "tips_returned",
            "Ngoài ra: tin chuyển kỳ trước bị trả lại trong kỳ",
            unit="tin",
            source="tips_returned",
        ),
        count(
            "3",
            "tips_settled",
            "Tin đã giải quyết, chuyển cơ quan có thẩm quyền",
            unit="tin",
            source="tips_handed_over",
        ),
        count(
            "3.1",
            "tips_in_time",
            "Trong đó: đúng thời hạn",
            unit="tin",
            source="tips_handed_in_time",
        ),
        stock(
            "4", "tips_closing", "Tin đang giải quyết cuối kỳ", unit="tin", source="tips_waiting"
        ),
        stock("4.1", "tips_late", "Trong đó: quá thời hạn", unit="tin", source="tips_waiting_late"),
        formula(
            "5",
            "tips_in_time_rate",
            "Tỷ lệ chuyển giao đúng thời hạn",
            "100 * [3.1] / ([3] + [4.1])",
            kind=IndicatorKind.PERCENT,
            unit="%",
        ),
    ),
    help="Mọi tin đều phải tiếp nhận và vào sổ; kiến nghị khởi tố thường là 0 ở cấp xã. Xã giải quyết xong khi chuyển "
    "cơ quan có thẩm quyền: dòng 3 tính mỗi tin một lần, vào ngày chuyển; tin bị trả lại ở kỳ sau vào dòng 2.4 của kỳ "
    "sau, dòng 4 = 1 + 2 + 2.4 − 3. Tin quá thời hạn chưa chuyển (4.1) "
    "tính là không đúng thời hạn: dòng 5 = 3.1 ÷ (3 + 4.1).",
)
INCIDENTS = Part(
    "incidents",
    "Vụ việc về trật tự, an toàn xã hội",
    (
        count("6", "incidents", "Vụ việc xảy ra", unit="vụ", source="incidents_order", **LARGE),
        count(
            "6.1",
            "incidents_property",
            "Xâm phạm sở hữu (trộm cắp, cướp, lừa đảo…)",
            unit="vụ",
            source="incidents_property",
        ),
        count(
            "6.2", "incidents_injury", "Cố ý gây thương tích", unit="vụ", source="incidents_injury"
        ),
        count(
            "6.3",
            "incidents_gambling",
            "Đánh bạc, số đề, đá gà",
            unit="vụ",
            source="incidents_gambling",
        ),
        count("6.4", "incidents_drugs", "Ma túy", unit="vụ", source="incidents_drugs"),
        count(
            "6.5",
            "incidents_disorder",
            "Gây rối trật tự công cộng",
            unit="vụ",
            source="incidents_disorder",
        ),
        count("6.6", "incidents_vices", "Tệ nạn xã hội khác", unit="vụ", source="incidents_vices"),
        count("6.7", "incidents_other", "Vụ việc khác", unit="vụ", source="incidents_other"),
        formula("7", "incidents_settled", "Đã giải quyết", "[7.1] + [7.2] + [7.3]", unit="vụ"),
        count(
            "7.1", "settled_at_base", "Giải quyết tại cơ sở", unit="vụ", source="incidents_settled"
        ),
        count(
            "7.2",
            "settled_fined",
            "Xử phạt vi phạm hành chính",
            unit="vụ",
            source="incidents_fined",
        ),
        count(
            "7.3",
            "settled_transferred",
            "Chuyển cơ quan có thẩm quyền",
            unit="vụ",
            source="incidents_transferred",
        ),
        count(
            "7.4",
            "incidents_pending",
            "Đang giải quyết",
            unit="vụ",
            over_time="last",
            source="incidents_pending",
        ),
        rate("8", "settled_rate", "Tỷ lệ giải quyết tại cơ sở", "7.1", "6"),
        count(
            "9", "incident_deaths", "Người chết do vụ việc", unit="người", source="incidents_deaths"
        ),
        count(
            "10",
            "incident_injured",
            "Người bị thương do vụ việc",
            unit="người",
            source="incidents_injured",
        ),
        amount("11", "incident_damage", "Thiệt hại về tài sản", source="incidents_damage"),
    ),
)
ACCIDENTS = Part(
    "accidents",
    "Tai nạn giao thông, cháy nổ",
    (
        count("12", "accidents", "Vụ tai nạn giao thông", unit="vụ", source="accidents", **LARGE),
        count("12.1", "accident_deaths", "Người chết", unit="người", source="accident_deaths"),
        count(
            "12.2", "accident_injured", "Người bị thương", unit="người", source="accident_injured"
        ),
        amount("12.3", "accident_damage", "Thiệt hại", source="accident_damage"),
        count("13", "fires", "Vụ cháy, nổ", unit="vụ", source="fires"),
        amount("13.1", "fire_damage", "Thiệt hại", source="fire_damage"),
    ),
)
FINES = Part(
    "fines",
    "Xử phạt vi phạm hành chính",
    (
        count("14", "fines", "Quyết định xử phạt", unit="quyết định", **LARGE),
        count("14.1", "fines_traffic", "Trong đó: trật tự an toàn giao thông", unit="quyết định"),
        count("15", "fined_people", "Người, tổ chức bị xử phạt", unit="đối tượng"),
        amount("16", "fines_amount", "Tiền phạt"),
    ),
)
ADMINISTRATION = Part(
    "administration",
    "Quản lý hành chính về trật tự xã hội",
    (
        count("17", "residence_checks", "Lượt kiểm tra cư trú", unit="lượt"),
        count("17.1", "residence_violations", "Trường hợp vi phạm", unit="trường hợp"),
        count("18", "trade_checks", "Lượt kiểm tra cơ sở kinh doanh có điều kiện", unit="lượt"),
        count("19", "weapons_surrendered", "Vũ khí, công cụ, pháo giao nộp", unit="đơn vị"),
    ),
)
MEDIATION = Part(
    "mediation",
    "Hòa giải mâu thuẫn, tranh chấp trong nhân dân",
    (
        count(
            "20",
            "mediations",
            "Vụ mâu thuẫn, tranh chấp tiếp nhận",
            unit="vụ",
            source="mediations_opened",
            **LARGE,
        ),
        count("20.1", "mediations_land", "Đất đai", unit="vụ", source="mediations_land"),
        count("20.2", "mediations_debt", "Vay nợ, hụi", unit="vụ", source="mediations_debt"),
        count(
            "20.3", "mediations_family", "Hôn nhân, gia đình", unit="vụ", source="mediations_family"
        ),
        count(
            "20.4",
            "mediations_other",
            "Xóm giềng và nội dung khác",
            unit="vụ",
            source="mediations_other",
        ),
        formula(
            "21",
            "mediations_ended",
            "Vụ đã kết thúc hòa giải",
            "[21.1] + [21.2] + [21.3]",
            unit="vụ",
        ),
        count(
            "21.1", "mediations_settled", "Hòa giải thành", unit="vụ", source="mediations_settled"
        ),
        count(
            "21.2",
            "mediations_not_settled",
            "Hòa giải không thành",
            unit="vụ",
            source="mediations_not_settled",
        ),
        count(
            "21.3",
            "mediations_referred",
            "Hướng dẫn khởi kiện tại tòa án",
            unit="vụ",
            source="mediations_referred",
        ),
        rate("22", "mediations_rate", "Tỷ lệ hòa giải thành", "21.1", "21"),
    ),
    help="Vụ kết thúc trong kỳ có thể đã tiếp nhận từ kỳ trước. Dòng 22 = 21.1 ÷ 21; vụ còn đang hòa giải chưa tính.",
)
MOVEMENT = Part(
    "movement",
    "Phong trào Toàn dân bảo vệ an ninh Tổ quốc, tuần tra",
    (
        count("23", "outreach", "Buổi tuyên truyền", unit="buổi", source="outreach_sessions"),
        count(
            "23.1",
            "outreach_people",
            "Lượt người dự",
            unit="lượt người",
            explain_beyond=5,
            # Nobody counts at a loudspeaker: then it stays empty.
            is_required=False,
            source="outreach_attendance",
        ),
        stock(
            "24",
            "models",
            "Mô hình tự quản đang hoạt động",
            unit="mô hình",
            source="models_running",
        ),
        count("25", "patrols", "Cuộc tuần tra", unit="cuộc"),
        count("25.1", "patrol_people", "Lượt người tham gia", unit="lượt người"),
    ),
)
PLACES = Part(
    "places",
    "Địa bàn phức tạp",
    (
        stock(
            "26", "places_open", "Điểm phức tạp đang theo dõi", unit="điểm", source="hotspots_open"
        ),
        count(
            "26.1",
            "places_reported",
            "Báo cáo mới trong kỳ",
            unit="điểm",
            source="hotspots_reported",
        ),
        count(
            "26.2",
            "places_resolved",
            "Đã chuyển hóa trong kỳ",
            unit="điểm",
            source="hotspots_resolved",
        ),
        stock(
            "26.3",
            "places_overdue",
            "Quá hạn kiểm tra lại",
            unit="điểm",
            source="hotspots_reviews_overdue",
        ),
        table(
            "27",
            "places_rows",
            "Các điểm phức tạp và biện pháp",
            (
                ("name", "Địa điểm", "text"),
                ("kind", "Loại", "text"),
                ("state", "Tình trạng", "text"),
                ("measures", "Biện pháp đang thực hiện", "text"),
            ),
            source="hotspot_rows",
        ),
    ),
)
FORCE = Part(
    "force",
    "Lực lượng, trụ sở, trang bị",
    (
        stock(
            "28",
            "force_due",
            "Công an xã bán chuyên trách: định biên",
            unit="người",
            source="force_part_time_due",
        ),
        stock("28.1", "force_present", "Có mặt", unit="người", source="force_part_time_present"),
        stock("28.2", "force_short", "Còn thiếu", unit="người", source="force_part_time_short"),
        stock(
            "29",
            "regular_present",
            "Công an chính quy có mặt",
            unit="người",
            source="force_regular_present",
        ),
        count(
            "30", "departures", "Thôi việc trong kỳ", unit="người", source="departures_in_period"
        ),
        count(
            "30.1",
            "departures_allowance",
            "Trong đó: do phụ cấp thấp",
            unit="người",
            source="departures_low_allowance",
        ),
        text("31", "station", "Trụ sở làm việc", source="station_tenure", is_required=False),
        stock(
            "32",
            "equipment_short",
            "Trang bị thiếu so với định mức",
            unit="đơn vị",
            source="equipment_short",
            is_required=False,
        ),
        stock(
            "33",
            "inspections_overdue",
            "Trang bị quá hạn kiểm định",
            unit="đơn vị",
            source="inspections_overdue",
        ),
        stock(
            "34",
            "licences_expired",
            "Giấy phép công cụ hỗ trợ hết hạn",
            unit="giấy phép",
            source="licences_expired",
        ),
    ),
)
DIFFICULTIES = Part(
    "difficulties",
    "Khó khăn, vướng mắc",
    (
        table(
            "35",
            "difficulty_rows",
            "Khó khăn, vướng mắc",
            (
                ("kind", "Lĩnh vực", "text"),
                ("what", "Nội dung", "text"),
                ("proposal", "Đề xuất", "text"),
            ),
        ),
    ),
    help="Mỗi dòng có thể chuyển thành một khó khăn để huyện trả lời và theo dõi đến khi giải quyết xong.",
)
PROPOSALS = Part(
    "proposals",
    "Kiến nghị, đề xuất",
    (text("36", "proposals", "Kiến nghị, đề xuất", is_required=False),),
)
PLAN = Part("plan", "Phương hướng kỳ sau", (text("37", "plan", "Công tác trọng tâm kỳ sau"),))

SECURITY_MONTH = StandardForm(
    code="security_month",
    name="Báo cáo tình hình, kết quả công tác bảo đảm an ninh trật tự tháng",
    office="police",
    calendar="nd09-month",
    instrument="NĐ 09/2019/NĐ-CP, điều 12 (kỳ báo cáo); nội dung do huyện quy định",
    order=10,
    parts=(
        SITUATION,
        TIPS,
        INCIDENTS,
        ACCIDENTS,
        FINES,
        ADMINISTRATION,
        MEDIATION,
        MOVEMENT,
        PLACES,
        FORCE,
        DIFFICULTIES,
        PROPOSALS,
        PLAN,
    ),
    rules=(
        # A tip of the period before that is entered late: the register is right, and the commune says so.
        Rule("[1] = last([4])", Severity.EXPLAIN),
        Rule("[2] = [2.1] + [2.2] + [2.3]"),
        Rule("[4] = [1] + [2] + [2.4] - [3]"),
        Rule("[3.1] <= [3]"),
        Rule("[4.1] <= [4]"),
        Rule("[6] = [6.1] + [6.2] + [6.3] + [6.4] + [6.5] + [6.6] + [6.7]"),
        Rule("[6] = [7.1] + [7.2] + [7.3] + [7.4]"),
        Rule("[14.1] <= [14]"),
        Rule("[17.1] <= [17]"),
        Rule("[20] = [20.1] + [20.2] + [20.3] + [20.4]"),
    ),
)
