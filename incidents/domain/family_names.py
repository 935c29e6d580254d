"""Family names of Vietnam, in small letters with their signs."""

from lists.domain.folding import fold

# After these two words are a name; after the others three, for places begin with them too: Hà Nội, Châu Thành.
COMMON = frozenset([
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "võ", "vũ", "phan", "trương", "bùi", "đặng", "đỗ", "ngô",
    "đinh", "đoàn", "trịnh", "phùng",
])  # fmt: skip
OTHERS = frozenset([
    "hồ", "dương", "lý", "đào", "vương", "lâm", "mai", "tô", "tạ", "hà", "cao", "châu", "chu", "quách", "thái",
    "la", "lưu", "tăng", "thạch", "sơn", "danh", "kim", "kiên", "liêu", "từ", "văn", "trang", "triệu", "tống",
    "tôn", "nghiêm", "ninh", "khổng", "kiều", "hứa", "giang", "doãn", "diệp", "đàm", "đồng", "cù", "bạch", "âu",
    "ông", "mã", "mạc", "nhan", "quan", "lục", "lại", "lương", "vi", "viên", "ung", "thân", "thi", "tiêu", "đổng",
    "hàn", "khưu", "lư", "lữ", "ngụy", "nông", "phương", "phó", "sầm", "sử", "thiều", "trà", "trình", "uông",
    "vòng", "lã", "hầu", "bành", "biện", "hình", "tưởng", "ngũ", "thượng", "lầu", "vàng", "giàng", "sùng",
    "chung", "điểu", "lò", "phí", "hồng", "tiết", "khúc", "cầm", "quàng", "lường", "bế", "đèo", "nùng",
    "cung", "thẩm", "nhữ", "cấn", "khiếu", "mẫn", "thiệu", "tào", "sái", "liễu", "tất", "ngạc",
])  # fmt: skip
FAMILIES = COMMON | OTHERS
PLAIN_COMMON = frozenset(fold(one) for one in COMMON)
PLAIN_FAMILIES = frozenset(fold(one) for one in FAMILIES)
