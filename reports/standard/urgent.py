"""The urgent special report: what happened, when, where, harm, what was done, what is asked for."""

from __future__ import annotations

from reports.standard.shapes import Part, StandardForm, amount, count, text

URGENT = StandardForm(
    code="urgent",
    name="Báo cáo đột xuất vụ việc, tình hình",
    office="police",
    calendar="",
    order=30,
    parts=(
        Part(
            "what",
            "Vụ việc",
            (
                text("1", "what", "Diễn biến vụ việc"),
                text("2", "when", "Thời gian xảy ra"),
                text("3", "where", "Địa điểm"),
                text(
                    "4",
                    "people",
                    "Đối tượng, người liên quan (không nêu người tố giác)",
                    is_required=False,
                ),
            ),
        ),
        Part(
            "harm",
            "Hậu quả",
            (
                count("5", "deaths", "Người chết", unit="người"),
                count("6", "injured", "Người bị thương", unit="người"),
                amount("7", "damage", "Thiệt hại về tài sản"),
            ),
        ),
        Part(
            "done",
            "Biện pháp",
            (
                text("8", "done", "Biện pháp đã thực hiện"),
                text("9", "asked", "Đề nghị cấp trên hỗ trợ, chỉ đạo", is_required=False),
            ),
        ),
    ),
)
