"""Words about persons in a book: what parts two of them, what stands before a name, and words that name nobody."""

from __future__ import annotations

import re

from incidents.domain.family_names import COMMON, FAMILIES
from units.domain.sheets.headers import simplify

NOBODY = {
    "khong", "ko", "k", "khong co", "khong ro", "chua ro", "chua xac dinh", "khong xac dinh", "chua biet", "khong biet", "an danh", "nac danh",
    "chua co", "chua ro doi tuong",
}  # fmt: skip
# Whoever this is has no name.
GENERIC = re.compile(
    r"(?:(?:mot|hai|cac|nhung|nhom|so) )*(?:nguoi dan|quan chung(?: nhan dan)?|nhan dan|chu nha|chu quan|chu ho|chu xe|chu co so|"
    r"nha truong|ho dan|khach hang|khach|nguoi la|nguoi di duong|nguoi nha|hang xom|bao ve|bi hai|nan nhan|doi tuong|gia dinh|"
    r"(?:nam |nu )?thanh nien|(?:nam |nu )?thieu nien|(?:hai )?vo chong|nguoi(?: dan ong| phu nu)?|nam gioi|phu nu|"
    r"(?:nguoi |doi tuong )?(?:chua|khong) (?:ro|xac dinh(?: duoc)?|biet) (?:nhan than|lai lich|danh tinh|ten|la ai|ten tuoi|doi tuong)"
    r"(?:[ ,]+(?:nhan than|lai lich|danh tinh|dia chi))*)\b"
)
# Streets are called so in every town.
STREETS = frozenset(
    ["ho chi minh", "vo van kiet", "tran hung dao", "le loi", "nguyen hue", "ly thuong kiet", "hai ba trung", "le duan", "nguyen trai", "quang trung", "nguyen van cu", "nguyen van linh", "phan dinh phung", "phan chu trinh", "phan chau trinh", "phan boi chau", "hung vuong", "nguyen thi minh khai", "vo thi sau", "le hong phong", "tran phu", "nguyen du", "ly tu trong", "nguyen dinh chieu", "nguyen tat thanh", "ton duc thang", "pham van dong", "le thanh ton", "bach dang", "ngo quyen", "dinh tien hoang", "ly thai to", "tran quoc toan", "nguyen trung truc", "truong dinh", "thu khoa huan", "hoang hoa tham", "hoang van thu", "nguyen cong tru", "vo van tan", "vo nguyen giap", "huynh thuc khang", "le van duyet", "nguyen thai hoc", "tran quang khai", "nguyen binh khiem", "chu van an", "le dai hanh", "bui thi xuan", "pham ngoc thach", "phan dang luu", "pham ngu lao", "ton duc thang", "le thanh tong", "nguyen van troi", "hoang dieu", "dien bien phu"]
)  # fmt: skip
_ADDRESSED = r"ông|bà|anh|chị|em|cô|chú|bác|cụ|dì|dượng|cậu|mợ|thím|cháu|thầy|đồng chí|đ/c"
_AKIN = r"(?:vợ|chồng|con trai|con gái|con|em trai|em gái|mẹ|cha|bố|bạn gái|bạn trai|bạn)(?:\s+(?:là|tên))?"
ADDRESSED = re.compile(rf"(?:{_ADDRESSED})\.?\s+(?=[^\W\d_])", re.I)
AKIN = re.compile(rf"{_AKIN}\s+(?:(?:{_ADDRESSED})\s+)?", re.I)
CAPITALS = "A-Z" + "".join(one for one in map(chr, range(0xC0, 0x1EFA)) if one.isupper())
CAPITAL = rf"(?-i:[{CAPITALS}])"
_AND = r"(?-i:và|cùng với|cùng|với|VÀ|CÙNG VỚI|CÙNG|VỚI)"
ORGANISATION = re.compile(r"\b(?:công ty|cty|doanh nghiệp|dntn|cửa hàng|hợp tác xã|htx)\b", re.I)
# “và”, “cùng vợ là”, “+” between two persons; a stroke only where whole names stand on both sides.
JOINED = re.compile(
    rf"(?:\s+{_AND}\s+|\s*[+&]\s*)(?:{_AKIN}\s+)?(?=(?:(?:{_ADDRESSED})\s+)?(?:{CAPITAL}|\d))"
    rf"|(?<=[^\W\d_])\s*/\s*(?=(?:(?:{_ADDRESSED})\s+)?{CAPITAL}[^\W\d_]+\s+{CAPITAL})",
    re.I,
)
# “Nguyễn Văn An-Trần Thị Bé”, “Nguyễn Văn An . Trần Thị Bé”: a dash or a full stop before a common family name and another
# word with a capital; not after a shortened word (“P. Trần Phú”) or a form of address (“bà. Trần Thị B”).
DASHED = re.compile(
    rf"(\b{CAPITAL}[^\W\d_]*\s+{CAPITAL}[^\W\d_]*|\b(?!(?:{_ADDRESSED})\b)[^\W\d_]{{3,}}|\)|\b(?:19|20)\d\d)"
    rf"\s*[-–—.]\s*(?=(?:(?:{_ADDRESSED})\s+)?(?={CAPITAL})(?:{'|'.join(sorted(COMMON))})\s+{CAPITAL})",
    re.I,
)
# “Lò Văn May-Vi Văn Sơn”: a dash is enough before any family name with two words more; with one, for places begin with
# them too, only after a name that is all of its piece (“Lý A-Lò B”, not “đường Trần Phú-Cao Thắng”).
_WORD = rf"{CAPITAL}[^\W\d_]*"
_DASH = rf"\s*[-–—]\s*(?=(?:(?:{_ADDRESSED})\s+)?"
_FAMILY = rf"(?={CAPITAL})(?:{'|'.join(sorted(FAMILIES))})"
DASHED_NAMES = re.compile(
    rf"(\b{_WORD}\s+{_WORD}){_DASH}{_FAMILY}\s+{_WORD}\s+{CAPITAL})"
    rf"|((?:^|(?<=[;,\n–—-]))\s*(?:(?:{_ADDRESSED})\s+)?(?:{_FAMILY}|^{_WORD})(?:\s+{_WORD})+)"
    rf"{_DASH}{_FAMILY}\s+{CAPITAL})",
    re.I,
)
STILL_JOINED = re.compile(
    rf"\s{_AND}\s|[+&/]|\s(?-i:ông|bà|anh|chị|em|cô|chú|vợ|chồng|con)\s+{CAPITAL}", re.I
)
# The numbers of a list: “1.”, “2)”, “3/”, “(1)”, “a)” at its start and after a sign.
LIST_NUMBER = re.compile(
    rf"(?:^|(?<=[;,\n]))\s*(?:\(\d{{1,2}}\)|\d{{1,2}}\s*[.)/-]|[a-hđ]\s*[.)/])\s*(?=(?:(?:{_ADDRESSED})\s+)?{CAPITAL})",
    re.I,
)
LISTED_WITHIN = re.compile(
    rf"(?<!\bấp)(?<!\btổ)(?<!\bsố)(?<!\bkhu)(?<!\bphố)(?<!\bkp)(?<!\bphường)(?<!\bquận)(?<=[^\W\d_]|\d)\s+(\d{{1,2}})\s*[.)/]\s*(?=(?:(?:{_ADDRESSED})\s+)?{CAPITAL}[^\W\d_]*\s+{CAPITAL})",
    re.I,
)
PAPERS = re.compile(
    r"[\s,;(-]*\b(?:số\s+)?(?:cmnd|cccd|cmtnd|cmt|căn cước(?: công dân)?)(?:\s*(?:số|:|\.))*\s*(\d[\d .]{7,15}\d)\b\)?",
    re.I,
)
LONG_NUMBER = re.compile(r"\d(?:[ .]?\d){7,}")


def parted(text: str) -> str:
    """The cell with a semicolon between persons that are joined by words, signs or the numbers of a list, and with a
    comma for a dash or a full stop between them; “A & B” may be the name of a company."""
    listed = LIST_NUMBER.sub(";", text)
    if listed != text:
        listed = LISTED_WITHIN.sub(";", listed)
    if ORGANISATION.search(listed):
        return listed
    return DASHED_NAMES.sub(r"\1\2, ", DASHED.sub(r"\1, ", JOINED.sub(";", listed)))


def unaddressed(name: str) -> str:
    """The name without forms of address before it; where one word would be left (“Anh Hùng”) it stays."""
    while (found := ADDRESSED.match(name)) and len(name[found.end() :].split()) > 1:
        if not name[found.end()].isupper():
            break
        name = name[found.end() :]
    return name


def is_addressed(piece: str) -> bool:
    """Whether a form of address begins a piece, and a name in capitals goes on: “bà Năm”."""
    found = ADDRESSED.match(piece)
    return bool(found and piece[found.end()].isupper())


def akin(piece: str) -> str:
    """The name after a word of kinship: “vợ là Trần Thị B”; empty where there is none."""
    found = AKIN.match(piece)
    rest = piece[found.end() :] if found else ""
    return rest if rest[:1].isupper() else ""


def names_nobody(piece: str) -> str | None:
    """None for a piece that may be a name; else what is left after words that are none: “chủ quán Trần Văn B”."""
    plain = simplify(piece)
    found = GENERIC.match(plain)
    if found is None:
        words = re.findall(r"[^\W\d_]+", piece)
        is_plain = len(words) > 1 and all(word.islower() for word in words[1:])
        return "" if is_plain else None
    words = piece.split()
    left = len(plain.split()) - len(found.group().split())
    return " ".join(words[len(words) - left :]) if left else ""
