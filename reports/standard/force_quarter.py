"""The quarterly force report of Home Affairs: posts against the norm, departures, training, stations, equipment."""

from __future__ import annotations

from reports.standard.shapes import Part, Rule, StandardForm, count, rate, stock, table, text

POSTS = Part(
    "posts",
    "Bộ máy, biên chế",
    (
        stock(
            "1",
            "force_due",
            "Bán chuyên trách: định biên",
            unit="người",
            source="force_part_time_due",
        ),
        stock("1.1", "force_present", "Có mặt", unit="người", source="force_part_time_present"),
        stock("1.2", "force_short", "Còn thiếu", unit="người", source="force_part_time_short"),
        rate("1.3", "force_rate", "Tỷ lệ có mặt so với định biên", "1.1", "1"),
        stock(
            "2",
            "regular_due",
            "Chính quy: định biên",
            unit="người",
            source="force_regular_due",
            is_required=False,
        ),
        stock("2.1", "regular_present", "Có mặt", unit="người", source="force_regular_present"),
        table(
            "3",
            "vacant_posts",
            "Chức danh còn thiếu",
            (
                ("position", "Chức danh", "text"),
                ("due", "Định biên", "count"),
                ("present", "Có mặt", "count"),
                ("short", "Thiếu", "count"),
            ),
            source="vacant_posts",
        ),
    ),
)
CHANGES = Part(
    "changes",
    "Biến động, đào tạo, khen thưởng, kỷ luật",
    (
        count(
            "4",
            "departures",
            "Thôi việc trong quý",
            unit="người",
            source="departures_in_period",
            explain_beyond=2,
        ),
        count(
            "4.1",
            "departures_allowance",
            "Do phụ cấp thấp",
            unit="người",
            source="departures_low_allowance",
        ),
        count(
            "4.2",
            "departures_workload",
            "Do công việc quá nhiều",
            unit="người",
            source="departures_workload",
        ),
        count(
            "5",
            "trainings",
            "Lượt người hoàn thành lớp bồi dưỡng",
            unit="lượt người",
            source="trainings_in_period",
        ),
        count("6", "rewards", "Khen thưởng", unit="lượt", source="rewards_in_period"),
        count("7", "discipline", "Kỷ luật", unit="lượt", source="discipline_in_period"),
    ),
)
BASE = Part(
    "base",
    "Trụ sở, trang bị",
    (
        stock(
            "8",
            "station_own",
            "Có trụ sở riêng (1: có, 0: chưa)",
            unit="trụ sở",
            source="station_own",
            is_required=False,
        ),
        stock(
            "9",
            "station_missing",
            "Chưa có trụ sở (1: chưa, 0: không)",
            unit="xã",
            source="station_missing",
            is_required=False,
        ),
        stock(
            "10",
            "equipment_short",
            "Trang bị thiếu so với định mức",
            unit="đơn vị",
            source="equipment_short",
            is_required=False,
        ),
        table(
            "11",
            "equipment_short_rows",
            "Trang bị thiếu, theo loại",
            (
                ("type", "Loại", "text"),
                ("due", "Định mức", "count"),
                ("usable", "Dùng được", "count"),
                ("short", "Thiếu", "count"),
            ),
            source="equipment_short_rows",
        ),
    ),
)
WORDS = Part(
    "words",
    "Nhận xét, đề xuất",
    (
        text("12", "policies", "Tình hình thực hiện chế độ, chính sách"),
        text("13", "proposals", "Kiến nghị, đề xuất", is_required=False),
    ),
)

FORCE_QUARTER = StandardForm(
    code="force_quarter",
    name="Báo cáo tổ chức, lực lượng Công an xã quý",
    office="home_affairs",
    calendar="nd09-quarter",
    instrument="NĐ 09/2019/NĐ-CP, điều 12 (kỳ báo cáo); nội dung do Phòng Nội vụ quy định",
    order=20,
    parts=(POSTS, CHANGES, BASE, WORDS),
    rules=(Rule("[4.1] + [4.2] <= [4]"),),
)
