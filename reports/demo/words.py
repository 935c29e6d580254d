"""What chiefs write in their reports: sentences that fit the months and the places of Cần Đước."""

SECURITY = (
    "Tình hình an ninh chính trị, an ninh nội bộ ổn định; không phát sinh vụ việc phức tạp, điểm nóng.",
    "An ninh chính trị giữ vững. Nắm chắc tình hình tôn giáo, dân tộc, khiếu kiện; không để bị động, bất ngờ.",
    "Tình hình cơ bản ổn định; đã nắm và báo cáo kịp thời dư luận nhân dân về công tác giải tỏa, bồi thường.",
)
ORDER = (
    "Trật tự xã hội cơ bản ổn định; nổi lên là trộm cắp tài sản vào ban đêm ở khu nhà trọ và đánh bạc nhỏ lẻ.",
    "Xảy ra một số vụ trộm vặt, gây rối do uống rượu bia; đã xử lý kịp thời, không để kéo dài.",
    "Tội phạm và tệ nạn xã hội được kiềm chế; tai nạn giao thông giảm so với kỳ trước.",
    "Khu vực chợ và các ngã ba, ngã tư còn lấn chiếm lòng đường vào giờ cao điểm; đã nhắc nhở, xử phạt.",
)
PLANS = (
    "Tăng cường tuần tra ban đêm, nhất là khu vực chợ và khu nhà trọ; phối hợp tổ tự quản các ấp.",
    "Nắm chắc đối tượng có tiền án, tiền sự; kiểm tra cư trú; tuyên truyền phòng, chống lừa đảo qua mạng.",
    "Phối hợp các ngành kiểm tra cơ sở kinh doanh có điều kiện; duy trì trực ban 24/24 giờ.",
    "Bảo đảm an ninh trật tự các ngày lễ; tiếp tục vận động giao nộp vũ khí, công cụ hỗ trợ, pháo.",
)
PROPOSALS = (
    "Đề nghị huyện quan tâm bố trí kinh phí sửa chữa trụ sở làm việc và mua sắm công cụ hỗ trợ.",
    "Đề nghị tăng phụ cấp cho công an viên bán chuyên trách; bổ sung công an chính quy xuống xã.",
    "Đề nghị hỗ trợ lắp thêm camera an ninh ở các giao lộ phức tạp.",
)
DIFFICULTIES = (
    (
        "Trụ sở",
        "Chưa có trụ sở làm việc riêng, đang dùng chung với Ủy ban nhân dân xã.",
        "Bố trí đất và kinh phí xây dựng trụ sở.",
    ),
    (
        "Lực lượng",
        "Thiếu công an viên ở ấp; người trẻ đi làm công ty, không ai nhận việc.",
        "Tăng phụ cấp, cho phép hợp đồng.",
    ),
    (
        "Chế độ, chính sách",
        "Phụ cấp thấp so với khối lượng công việc, nhiều đồng chí xin nghỉ.",
        "Nâng hệ số phụ cấp, hỗ trợ bảo hiểm.",
    ),
    (
        "Trang bị",
        "Xe mô tô tuần tra cũ, thường xuyên hư hỏng; thiếu áo giáp, gậy cao su.",
        "Mua sắm bổ sung theo định mức.",
    ),
    (
        "Cơ sở vật chất",
        "Máy tính cũ, đường truyền chậm, chưa có phòng tạm giữ hành chính.",
        "Trang bị máy tính, nâng cấp đường truyền.",
    ),
)
RETURNED = "Dòng 6 chưa khớp với sổ theo dõi vụ việc của huyện; đề nghị kiểm tra lại số vụ xâm phạm sở hữu."
COMMENT = "Sổ của huyện ghi 3 vụ trộm tháng này, báo cáo nêu 2. Đề nghị đối chiếu."
REMINDED = "Đề nghị đồng chí gửi báo cáo trong ngày để huyện tổng hợp."
EXCUSED = "Mất điện toàn xã do mưa bão hai ngày cuối hạn."
# Beside a figure far above, and far below, that of the month before.
EXPLAINED = (
    "Tăng do trong kỳ mở đợt cao điểm; đã đối chiếu với sổ theo dõi của xã.",
    "Giảm do kỳ trước mở đợt cao điểm; đã đối chiếu với sổ theo dõi của xã.",
)
