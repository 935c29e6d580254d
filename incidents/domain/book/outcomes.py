"""How an incident ended, in an office's words: read clause by clause, and a denial counts only within its own clause."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from incidents.models import OUTCOMES, IncidentState
from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

# What parts clauses: signs (a full stop or a comma within a number parts nothing), brackets, and words that begin anew.
CLAUSES = re.compile(
    r"[;:()\[\]\n]|(?<!\d)[.,]|[.,](?!\d)|\s[-–]\s|\b(?:mà|nhưng|song|(?<!đình )(?<!địa )chỉ|sau đó|rồi|do đó|vì vậy|nên)\b"
)


# ``simplify`` drops what stands in brackets.
BRACKET = re.compile(r"[(\[]")


class _Weight(Enum):
    """How surely words name a state: an end or a step clearly, or in passing, beside which other words count."""

    CLEAR = auto()
    PASSING = auto()


# To whom an incident is handed on; without one of these, “chuyển” and “bàn giao” may be of anything and to anybody.
_ABOVE = (
    r"(?:cong an|ca) (?:cap tren|huyen|tinh|quan|thanh pho|tp|thi xa)|cah|co quan (?:canh sat |an ninh )?dieu tra|(?:co quan )?cqdt|"
    r"(?:phong )?pc ?\d\d|vien kiem sat|vks(?:nd)?|(?:cap|co quan)(?: co)? tham quyen|(?:cap|co quan cap) tren"
)
_HANDED_ON = r"(?: (?:toan bo|ho so|vu viec|vu an|vu|tin bao|doi tuong|tang vat|vat chung|va|cung|cho|len|den|sang|ve|qua|lanh dao))*"
_TO_FINE = (
    r"chuyen(?: (?:toan bo|ho so|vu viec|cho|len|den|sang|qua))* (?:chu tich )?(?:ubnd|uy ban(?: nhan dan)?)"
    r"(?: (?:xa|phuong|thi tran|huyen|tinh))?(?: (?:ra|ban hanh))?(?: quyet dinh| qd)?"
)
_FINE = r"(?:xu phat|phat tien|xu ly)(?: hanh chinh| vphc| vi pham hanh chinh| canh cao)?"
_SUM = r"(?:\d+ )*\d+ ?(?:k|d|dong|vnd|tr|trieu|ngan|nghin)|\d{1,3}(?: 000)+"
# Patterns of words as ``simplify`` leaves them; “xcho”, “xmoi” and “xde” are chờ, mời and để (see ``SAME_LETTERS``).
CLEAR = {
    IncidentState.SETTLED: (
        "giai quyet tai co so|hoa giai|hoa giai thanh|nhac nho|tu thoa thuan|cam ket|ran de|rut don|bai nai"
    ),
    IncidentState.FINED: (
        rf"{_TO_FINE} {_FINE}|(?:xu phat|phat)(?: tien| hanh chinh| vphc)?(?: so tien| muc)?(?: {_SUM})|"
        "xu phat|phat hanh chinh|xphc|xu phat hanh chinh|xu phat vphc|phat tien|xu ly hanh chinh|vphc|"
        "xu phat canh cao|phat canh cao|canh cao|"
        "chuyen xu phat|chuyen sang xu phat|chuyen xu ly hanh chinh|chuyen sang xu ly hanh chinh"
    ),
    IncidentState.TRANSFERRED: rf"(?:chuyen|ban giao){_HANDED_ON} (?:{_ABOVE})|khoi to|chuyen ho so",
    IncidentState.SUSPENDED: "tam dinh chi|dinh chi",
    IncidentState.HANDLING: (
        r"(?:dang|xcho) (?:xu ly|giai quyet|xac minh|thu ly)|chua (?:(?!da )\w+ ){0,3}xong"
    ),
    IncidentState.RECORDED: "chua giai quyet|chua xu ly",
}  # fmt: skip
PASSING = {
    # A pledge to do no more stands beside a fine too.
    IncidentState.SETTLED: "giai quyet|giai quyet xong|da giai quyet|xong|cam ket khong (?:tai|vi) pham",
    IncidentState.SUSPENDED: "chua ro doi tuong|chua xac dinh",
    IncidentState.HANDLING: "xac minh",
    IncidentState.RECORDED: "moi|moi tiep nhan|tiep nhan|ghi so",
}
WITHOUT_WHOM = "chuyen ho so"


def _patterns(phrases: str) -> list[str]:
    """The phrases of a table's line: parted by “|” outside round brackets."""
    return re.findall(r"(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|[^|()])+", phrases)


MEANINGS = [
    (re.compile(phrase), state, weight)
    for table, weight in ((CLEAR, _Weight.CLEAR), (PASSING, _Weight.PASSING))
    for state, phrases in table.items()
    for phrase in _patterns(phrases)
]
# The longer words first.
PHRASE = re.compile(
    r"\b(?:"
    + "|".join(sorted((one.pattern for one, _state, _weight in MEANINGS), key=len, reverse=True))
    + r")\b"
)
# Words that without their marks read like others: chờ like cho, mời like mới, để like đe, chuyện like chuyển, giáo
# like giao, vắng like vàng, cần like căn, có thể like cơ thể, hoãn like hoàn; Huy without its sign is somebody's name.
SAME_LETTERS = (
    (re.compile(r"\bchờ\b"), "xcho"),
    (re.compile(r"\b(?:mời|moi(?= (?:hai|2|cac|doi tuong|len|nguoi|ong|ba|gia dinh)\b))"), "xmoi"),
    (re.compile(r"\bđể\b"), "xde"),
    (re.compile(r"\b(?:chuyện|chuyên)\b"), "xchuyen"),
    (re.compile(r"\bgiáo\b"), "xgiao"),
    (re.compile(r"\bvắng\b"), "xvang"),
    (re.compile(r"\b(?:cần(?! (?:đước|giuộc|thơ|giờ|thạnh|sa)\b)|can(?= (?:xu|phat|khoi|chuyen|hoa|tam|dinh|nhac)\b))"), "xcan"),
    (re.compile(r"\b(?:có|co) (?:thể|the)\b"), "xcothe"),
    (re.compile(r"\b(?:hoãn(?! (?:thi|chấp) hành)|hoan(?= (?:xu|phat|khoi|chuyen|hoa)\b))"), "xhoan"),
    (re.compile(r"\bhuy(?= (?:hòa|hoà|cam kết|nhắc|rút|bãi|khởi|xử|phạt)\b)"), "xten"),
)  # fmt: skip
# What stands before an end and says that it is none: at all, or not yet.
DENIED = re.compile(
    r"\b(?:khong|ko|mien|tu choi|chua den muc|chua toi muc|chua du)\b(?! (?:ro|tim|xac dinh|phat hien)\b)"
    r"(?:(?: co)? (?:yeu cau|de nghi)(?: \w+){0,6}|(?: \w+){0,3})$"
    r"|\b(?:thoi hieu|(?:het|qua) thoi han|thieu (?:chung cu|can cu|co so|dieu kien|yeu to))(?: \w+){0,3}$"
)
NOT_YET = re.compile(r"\bchua(?: \w+){0,3}$")
# Plans, requests and what is still being done, anywhere before an end in its clause; after “đã” it is done all the same.
PLANNED = re.compile(
    r"\b(?:dang|xcho|se|hen|de nghi|de xuat|kien nghi|tham muu|du kien|chuan bi|xde|xin(?! loi)|(?<!qua )xem xet|xcan|xcothe|xhoan|"
    r"(?:lap|cung co|hoan thien|hoan chinh) ho so|"
    r"(?<!qua )(?<!tuong )(?<!cong )(?<!chuong )trinh (?:ho so|ky|duyet|chu tich|ubnd|uy ban|lanh dao|thu truong|truong|pho|"
    r"chi huy|ban|cap|cong an|ca|huyen|xa|nguoi co tham quyen))\b"
)
# Given to somebody else to deal with, in whose hands it ended as nobody says; “nói chuyện”, “chuyển viện”, “giao thông” give nothing.
GIVEN_AWAY = re.compile(
    r"\b(?<!noi )(?<!cau )(?<!van )(?:chuyen(?! (?:vien|benh vien|cap cuu|khoan|tra|bien|tro|nha|tien)\b)|"
    r"giao(?! (?:thong|duc|dich|vien|luu|tiep|hen|tra|lai|nop|nhan|cau|xe)\b)|thuoc (?:\w+ )?tham quyen|gui(?! (?:xe|don)\b)|bao cao|toa an|ra toa|"
    r"(?<!qua )(?<!tuong )(?<!cong )(?<!chuong )trinh(?! (?:bao|dien|bay|do)\b))\b"
)
# What does not say by itself that it has ended.
LEFT_TO_OTHERS = frozenset(
    ["giai quyet", "giai quyet tai co so", "hoa giai", "xu phat", "xphc", "phat tien", "phat hanh chinh", "xu phat tien",
     "xu phat hanh chinh", "xu phat vphc", "xu ly hanh chinh", "xu phat canh cao", "phat canh cao"]
)  # fmt: skip
INVITED = re.compile(r"\b(?:xmoi|yeu cau|huong dan|van dong)\b")
# “vận chuyển hàng cấm bị xử phạt”: whoever was fined, was.
SUFFERED = re.compile(r"\bbi$")
ALREADY = re.compile(r"\bda(?: duoc| bi| to chuc| tien hanh)?$")
# In a clause of its own these leave open whether what follows has been done.
OPEN = re.compile(r"\b(?:dang|xcho|se|hen|du kien)\b")
# What stands after it: “hòa giải không thành”, “xử phạt chưa được”; “không … được” could not be done so far.
FAILED = re.compile(r"(?:khong|chua) (?:thanh|duoc|xong|dut diem)\b")
# Anywhere after a mediation.
CAME_TO_NOTHING = re.compile(r"\b(?:(?:khong|ko|chua) thanh|that bai|bat thanh)\b")
NO_AGREEMENT = re.compile(
    r"\b(?:(?:khong|ko|chua) (?:dat|co ket qua|thong nhat|dong y|hop tac|chiu|co mat)|xvang(?! (?:nha|chu))|vang mat)\b"
)
# An end that was taken back: a fine's file or decision, or what the district sent back; what is given back to its owner is none.
_SENT_BACK = (
    r"tra (?:lai|ve|ho so)\b(?! (?:\w+ )?(?:tai san|tang vat|vat chung|xe|mo to|phuong tien|dien thoai|tien|so tien|vang|giay to|dat|hang|don (?:khieu nai|to cao|kien nghi))\b)"
    r"(?! cho (?:bi hai|nan nhan|chu|gia dinh|nguoi|nhan dan|dan|ong|ba|anh|chi|em)\b)"
)
_WHO_SENDS_BACK = r"(?:huyen|tinh|quan|thanh pho|cap tren|chu tich|ubnd|uy ban|cah|cqdt|dieu tra|vien kiem sat|vks(?:nd)?|toa an|pc ?\d\d)"
_OTHER_PAPERS = r"(?! (?:don |to )*(?:khieu nai|khieu kien|to cao|kien nghi|xin|toi|loi)\b)"
TAKEN_BACK = re.compile(
    rf"\b(?:(?<!tang vat )(?<!vat chung )(?<!tai san )bi (?:{_SENT_BACK}|huy\b(?! hoai))|"
    rf"ho so (?:\w+ ){{0,3}}{_SENT_BACK}|"
    rf"{_WHO_SENDS_BACK} (?:da )?(?:{_SENT_BACK}|(?:khong|ko|tu choi) (?:tiep )?nhan\b{_OTHER_PAPERS})|"
    rf"(?:khong|ko|tu choi) tiep nhan\b{_OTHER_PAPERS}|"
    r"(?:huy|huy bo|thu hoi|bai bo|rut|rut lai) (?:\w+ )?(?:quyet dinh|qd)|(?:quyet dinh|qd) (?:\w+ ){0,3}bi (?:huy|thu hoi|bai bo))\b"
)
TAKES_BACK = re.compile(
    r"\b(?:huy|huy bo|thu hoi|bai bo|rut|rut lai) (?:quyet dinh|qd)(?: \w+){0,3}$"
    r"|(?<!tieu )\bhuy(?: bo)?(?: (?:ket qua|bien ban|buoi|cuoc|phien|viec|to chuc))*$"
)
# What the prosecutors did not approve; an arrest is another matter.
NOT_APPROVED = re.compile(
    r"\b(?:khong|ko|tu choi) phe chuan\b(?! (?:\w+ ){0,2}(?:lenh|bat|tam giam|tam giu|gia han)\b)"
)
LATER_ACHIEVED = re.compile(r"\b(?:lan \w+|sau|do|da|thi) thanh\b(?! (?:pho|nien|tra|lap))")


class _Said(Enum):
    """What a clause says of an outcome."""

    DONE = auto()
    DENIED = auto()
    NOT_YET = auto()
    LEFT_TO_OTHERS = auto()


@dataclass(frozen=True, slots=True)
class _Mention:
    """One outcome mentioned: which, how surely, and whether it came about."""

    state: IncidentState
    weight: _Weight
    said: _Said


def parse_outcome(value: CellValue) -> IncidentState:
    """How it ended, in an office's words; “chưa” before an end says that it is still handled.

    Raises ``ValueRefused``: for words unknown here, for those that may mean two outcomes, and for those that only say
    what was not done (“từ chối giải quyết”).
    """
    text = text_of(value)
    if named := named_state(text):
        return named
    clauses = [_plain(clause) for clause in CLAUSES.split(_lines(value))]
    mentions: list[_Mention] = []
    is_open = False
    for index, clause in enumerate(clauses):
        later = " ; ".join(clauses[index + 1 :])
        found = list(_mentions(clause, later, text, is_open=is_open))
        mentions += found
        is_open = not found and bool(OPEN.search(clause) or (is_open and not clause))
    if not mentions:
        raise _refused(_("“%(value)s” is no outcome known here."), text)
    return _Told(mentions, text).state()


def named_state(text: str) -> IncidentState | None:
    """The state of which the words are the very name and nothing else; what stands in brackets may say otherwise."""
    plain = simplify(text)
    if BRACKET.search(text):
        return None
    return next(
        (one for one in IncidentState if plain in (simplify(str(one.label)), one.value)), None
    )


def _lines(value: CellValue) -> str:
    """The cell in small letters with its line breaks, which part clauses."""
    text = value if isinstance(value, str) else text_of(value)
    return unicodedata.normalize("NFC", text).lower()


def _plain(clause: str) -> str:
    for words, plain in SAME_LETTERS:
        clause = words.sub(plain, clause)
    return simplify(clause)


def _meaning(words: str) -> tuple[IncidentState, _Weight]:
    return next((state, weight) for one, state, weight in MEANINGS if one.fullmatch(words))


def _mentions(clause: str, later: str, text: str, *, is_open: bool) -> Iterator[_Mention]:
    """The outcomes mentioned in a clause; ``later`` is what follows it in the cell, ``is_open`` says that the clause
    before leaves open whether this was done. Raises ``ValueRefused`` where that or a denial may reach over several."""
    found = list(PHRASE.finditer(clause))
    is_after_denial = False
    for index, match in enumerate(found):
        words = match.group()
        state, weight = _meaning(words)
        before = clause[found[index - 1].end() if index else 0 : match.start()].strip()
        last = index + 1 == len(found)
        after = clause[match.end() : len(clause) if last else found[index + 1].start()].strip()
        said = _said(state, words, before, after, is_last=last)
        is_bare = words in LEFT_TO_OTHERS and not (
            ALREADY.search(before) or SUFFERED.search(before)
        )
        if said is _Said.DONE and is_bare and GIVEN_AWAY.search(clause[: match.start()]):
            said = _Said.LEFT_TO_OTHERS
        if said is _Said.DONE and words.startswith("hoa giai"):
            said = _mediated(words, f"{clause[match.end() :]} ; {later}", text)
        if said is _Said.DONE and state in OUTCOMES:
            rest = f"{clause[match.end() :]} ; {later}"
            is_refused = words == "khoi to" and NOT_APPROVED.search(rest)
            if is_refused or TAKES_BACK.search(before) or TAKEN_BACK.search(rest):
                raise _refused(_("“%(value)s” says an outcome that was taken back."), text)
        if said is _Said.DONE and weight is _Weight.CLEAR:
            if is_after_denial or (is_open and not ALREADY.search(before)):
                raise _may_mean_two(text)
            if words == WITHOUT_WHOM:
                raise _refused(_("“%(value)s” does not say to whom it was handed on."), text)
        is_after_denial = said in (_Said.DENIED, _Said.NOT_YET) and not FAILED.match(after)
        yield _Mention(state, weight, said)


def _mediated(words: str, after: str, text: str) -> _Said:
    """Whether a mediation came to anything. Raises ``ValueRefused`` where it did once and once did not."""
    is_achieved = words.endswith(" thanh")
    if not (CAME_TO_NOTHING.search(after) or (not is_achieved and NO_AGREEMENT.search(after))):
        return _Said.DONE
    if is_achieved or LATER_ACHIEVED.search(after):
        raise _may_mean_two(text)
    return _Said.NOT_YET


def _said(state: IncidentState, words: str, before: str, after: str, *, is_last: bool) -> _Said:
    """What the words around an outcome say of it."""
    if state in (IncidentState.HANDLING, IncidentState.RECORDED):
        return _Said.DONE
    if FAILED.match(after) or (is_last and after in ("khong", "chua")):
        return _Said.NOT_YET
    if DENIED.search(before):
        return _Said.NOT_YET if after.startswith("duoc") else _Said.DENIED
    if NOT_YET.search(before):
        return _Said.NOT_YET
    if ALREADY.search(before) or (state is IncidentState.SUSPENDED and before.endswith("dang")):
        return _Said.DONE
    is_invited = not words.startswith(("hoa giai thanh", "cam ket")) and INVITED.search(before)
    return _Said.NOT_YET if PLANNED.search(before) or is_invited else _Said.DONE


class _Told:
    """All that a cell says of outcomes; it is one of them, or refused."""

    def __init__(self, mentions: list[_Mention], text: str) -> None:
        self.text = text
        self.mentions = mentions

    def states(self, said: _Said, weight: _Weight | None = None) -> set[IncidentState]:
        return {
            one.state for one in self.mentions if one.said is said and weight in (None, one.weight)
        }

    @property
    def is_left_to_others(self) -> bool:
        """Whether the last that is said is that others deal with it; whoever it was transferred to goes on with it."""
        ended = [
            one.said
            for one in self.mentions
            if one.state in OUTCOMES and one.said in (_Said.DONE, _Said.LEFT_TO_OTHERS)
        ]
        is_transferred = IncidentState.TRANSFERRED in self.states(_Said.DONE)
        return ended[-1:] == [_Said.LEFT_TO_OTHERS] and not is_transferred

    def state(self) -> IncidentState:
        """Return what the cell means. Raises ``ValueRefused``."""
        if self.is_left_to_others:
            raise _refused(
                _("“%(value)s” says who is to deal with it, and not how it ended."), self.text
            )
        clear = self.states(_Said.DONE, _Weight.CLEAR)
        passing = self.states(_Said.DONE, _Weight.PASSING)
        pending = self.states(_Said.NOT_YET)
        steps = {IncidentState.HANDLING, IncidentState.RECORDED}
        ends, going_on = clear - steps, clear & steps
        if ends:
            # A mediation that failed leads to the next step; any other end still awaited contradicts this one.
            if len(ends) > 1 or going_on or pending - {IncidentState.SETTLED}:
                raise _may_mean_two(self.text)
            return ends.pop()
        if IncidentState.SETTLED in passing:
            if going_on or pending or IncidentState.SUSPENDED in passing:
                raise _may_mean_two(self.text)
            return IncidentState.SETTLED
        if IncidentState.HANDLING in going_on or pending:
            return IncidentState.HANDLING
        if going_on:
            return going_on.pop()
        for state in (IncidentState.SUSPENDED, IncidentState.HANDLING, IncidentState.RECORDED):
            if state in passing:
                return state
        raise _refused(_("“%(value)s” says what was not done, and not how it ended."), self.text)


def _may_mean_two(text: str) -> ValueRefused:
    return _refused(_("“%(value)s” may mean two outcomes."), text)


def _refused(what: str, text: str) -> ValueRefused:
    names = ", ".join(str(state.label) for state in IncidentState)
    return ValueRefused(
        what % {"value": text[:60]}, _("Write one of these: %(names)s.") % {"names": names}
    )
