"""The columns of a roster and the many ways in which offices head them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


class Column(StrEnum):
    """What a column of a roster can hold; the order is the order of export and template."""

    ORDINAL = "ordinal"
    FULL_NAME = "full_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    CITIZEN_ID = "citizen_id"
    PHONE = "phone"
    COMMUNE = "commune"
    HAMLET = "hamlet"
    POSITION = "position"
    FORCE_TYPE = "force_type"
    START_DATE = "start_date"
    DECISION_NUMBER = "decision_number"
    DECISION_DATE = "decision_date"
    DECISION_SIGNER = "decision_signer"
    SERVICE_NUMBER = "service_number"
    RANK = "rank"
    JOINED_DATE = "joined_date"
    PARTY_MEMBER = "party_member"
    PARTY_DATE = "party_date"
    EDUCATION = "education"
    SPECIALTY = "specialty"
    COEFFICIENT = "coefficient"
    ADDRESS = "address"
    NOTE = "note"
    RECORD = "record"
    # Columns that only offices' own files have; they are read into the ones above.
    FAMILY_AND_MIDDLE = "family_and_middle"
    FAMILY_NAME = "family_name"
    MIDDLE_NAME = "middle_name"
    GIVEN_NAME = "given_name"
    MALE_MARK = "male_mark"
    FEMALE_MARK = "female_mark"
    MALE_BIRTH = "male_birth"
    FEMALE_BIRTH = "female_birth"
    COMMUNE_CODE = "commune_code"
    OLD_IDENTITY_CARD = "old_identity_card"
    MISTAKES = "mistakes"


TITLES: dict[Column, str | Promise] = {
    Column.ORDINAL: _("No."),
    Column.FULL_NAME: _("Full name"),
    Column.BIRTH_DATE: _("Birth date"),
    Column.SEX: _("Sex"),
    Column.CITIZEN_ID: _("Citizen ID"),
    Column.PHONE: _("Phone"),
    Column.COMMUNE: _("Commune"),
    Column.HAMLET: _("Hamlet"),
    Column.POSITION: _("Position"),
    Column.FORCE_TYPE: _("Force"),
    Column.START_DATE: _("In position since"),
    Column.DECISION_NUMBER: _("Decision number"),
    Column.DECISION_DATE: _("Decision date"),
    Column.DECISION_SIGNER: _("Decision signed by"),
    Column.SERVICE_NUMBER: _("Service number"),
    Column.RANK: _("Rank"),
    Column.JOINED_DATE: _("Joined the force on"),
    Column.PARTY_MEMBER: _("Party member"),
    Column.PARTY_DATE: _("Joined the Party on"),
    Column.EDUCATION: _("Education"),
    Column.SPECIALTY: _("Professional training"),
    Column.COEFFICIENT: _("Allowance coefficient"),
    Column.ADDRESS: _("Home address"),
    Column.NOTE: _("Note"),
    Column.RECORD: _("Record number"),
    Column.MISTAKES: _("Mistakes to mend"),
}

# Keys as `simplify` leaves them: no diacritics, no signs, small letters, nothing in brackets.
_VARIANTS: dict[Column, str] = {
    Column.ORDINAL: "stt|tt|so tt|so thu tu|thu tu|no|ordinal|#",
    Column.FULL_NAME: (
        "ho va ten|ho ten|hovaten|hoten|ten|ho va ten can bo|ho ten can bo|ho va ten cong an vien|ten can bo|"
        "ho va ten khai sinh|ho chu dem va ten|ho chu dem va ten khai sinh|ho ten day du|ho dem va ten|ho dem ten|"
        "ten day du|ho va ten dong chi|full name|name|officer"
    ),
    Column.FAMILY_AND_MIDDLE: "ho dem|ho ten dem|ho va dem|ho va ten dem|ho lot|ho va chu lot|ho chu lot|ho va chu dem|ho chu dem|ho va lot",
    Column.FAMILY_NAME: "ho|family name|surname|last name",
    Column.MIDDLE_NAME: "dem|ten dem|chu dem|ten lot|chu lot|lot|middle name",
    Column.GIVEN_NAME: "ten goi|ten rieng|given name|first name",
    Column.BIRTH_DATE: (
        "ngay sinh|nam sinh|ngay thang nam sinh|ngaysinh|namsinh|ngay thang sinh|sinh ngay|ngay nam sinh|ns|nt ns|"
        "ngay sinh nam sinh|sinh nam|nam sinh ngay thang|ngay sinh dd mm yyyy|birth date|date of birth|birthday|dob|birth year"
    ),
    Column.MALE_BIRTH: "nam sinh nam|ngay sinh nam|ngay thang nam sinh nam|sinh nam nam",
    Column.FEMALE_BIRTH: "nam sinh nu|ngay sinh nu|ngay thang nam sinh nu|sinh nam nu",
    Column.SEX: "gioi tinh|gt|gioi|nam nu|phai|sex|gender",
    Column.MALE_MARK: "nam|gioi tinh nam",
    Column.FEMALE_MARK: "nu|gioi tinh nu|la nu",
    Column.CITIZEN_ID: (
        "cccd|so cccd|so can cuoc|can cuoc|can cuoc cong dan|so can cuoc cong dan|so dinh danh|so dinh danh ca nhan|"
        "ma dinh danh|ma dinh danh ca nhan|cmnd cccd|cccd cmnd|so cmnd cccd|so cccd cmnd|cmt cccd|so cmt cccd|so dd ca nhan|"
        "so dinh danh ca nhan cccd|so the can cuoc|the can cuoc|so cc|so giay to tuy than|citizen id|id number"
    ),
    Column.OLD_IDENTITY_CARD: "cmnd|so cmnd|cmt|so cmt|chung minh nhan dan|so chung minh nhan dan|so chung minh",
    Column.PHONE: (
        "dien thoai|so dien thoai|sdt|so dt|dtdd|so dtdd|di dong|so di dong|dien thoai di dong|dien thoai lien he|"
        "so dien thoai lien he|sdt lien he|sodienthoai|dienthoai|phone|phone number|mobile"
    ),
    Column.COMMUNE: (
        "xa|xa thi tran|xa phuong|xa phuong thi tran|xa tt|xa phuong tt|don vi|don vi cong tac|noi cong tac|dia ban|"
        "cong an xa|cong an xa thi tran|ten xa|ten don vi|dia phuong|don vi xa|commune|unit"
    ),
    Column.COMMUNE_CODE: "ma xa|ma don vi|ma dvhc|ma don vi hanh chinh|commune code",
    Column.HAMLET: "ap|ap khu pho|khu pho|thon|thon ap|ap kp|to dan pho|ap phu trach|dia ban phu trach|ap khu pho phu trach|hamlet",
    Column.POSITION: "chuc vu|chuc danh|chuc vu chuc danh|chuc danh chuc vu|chucvu|chucdanh|chuc vu hien nay|nhiem vu|position|post",
    Column.FORCE_TYPE: (
        "luc luong|loai luc luong|doi tuong|chinh quy ban chuyen trach|loai hinh|thuoc luc luong|force|force type"
    ),
    Column.START_DATE: (
        "tu ngay|ngay bo nhiem|ngay nhan nhiem vu|ngay nhan cong tac|ngay bat dau|thoi gian bat dau|"
        "ngay giu chuc vu|ngay nhan chuc vu|giu chuc vu tu ngay|thoi gian bo nhiem|giu chuc vu tu|"
        "in position since|from|start date"
    ),
    Column.DECISION_NUMBER: "so quyet dinh|so qd|quyet dinh so|qd so|quyet dinh|quyet dinh bo nhiem|so quyet dinh bo nhiem|decision number|decision",
    Column.DECISION_DATE: "ngay quyet dinh|ngay qd|ngay ky quyet dinh|ngay thang quyet dinh|ngay ra quyet dinh|ngay ky|decision date",
    Column.DECISION_SIGNER: "nguoi ky|nguoi ky quyet dinh|nguoi ky qd|cap ra quyet dinh|decision signed by|signed by",
    Column.PARTY_MEMBER: "dang vien|la dang vien|dang|party member",
    Column.PARTY_DATE: "ngay vao dang|nam vao dang|ngay ket nap dang|ngay ket nap|party date|joined the party on",
    Column.EDUCATION: (
        "trinh do|trinh do van hoa|van hoa|hoc van|trinh do hoc van|tdvh|td van hoa|trinh do giao duc pho thong|"
        "trinh do pho thong|education"
    ),
    Column.SPECIALTY: "chuyen mon|trinh do chuyen mon|trinh do cm|chuyen mon nghiep vu|trinh do chuyen mon nghiep vu|nghiep vu|specialty|professional training",
    Column.ADDRESS: "dia chi|noi o|noi o hien nay|cho o hien nay|noi cu tru|thuong tru|noi thuong tru|ho khau thuong tru|address|home address|dia chi nha rieng",
    Column.SERVICE_NUMBER: "so hieu|so hieu cand|so hieu cong an|shcand|so hieu cong an nhan dan|service number",
    Column.JOINED_DATE: (
        "ngay vao nganh|nam vao nganh|ngay tham gia|ngay tham gia cong tac|nam tham gia|nam tham gia cong tac|"
        "thoi gian tham gia|ngay tham gia cong an|ngay vao luc luong|joined the force on"
    ),
    Column.RECORD: "ma ho so|record number|record no",
    Column.RANK: "cap bac|quan ham|cap ham|cap bac ham|rank",
    Column.COEFFICIENT: "he so|he so phu cap|hspc|hs phu cap|muc phu cap he so|phu cap he so|allowance coefficient|coefficient",
    Column.NOTE: "ghi chu|gc|chu thich|note|notes|remarks",
    Column.MISTAKES: "loi can sua|mistakes to mend",
}

BY_VARIANT: dict[str, Column] = {
    variant: column for column, variants in _VARIANTS.items() for variant in variants.split("|")
}


@lru_cache(maxsize=8192)
def simplify(title: str) -> str:
    """A heading without diacritics, signs, brackets or line breaks: “Số\\nCCCD (12 số)” → “so cccd”."""
    text = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = (
        re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
        if re.sub(r"\([^)]*\)|\[[^\]]*\]", "", text).strip()
        else text
    )
    return " ".join(re.findall(r"[a-z0-9]+", text)) or text.strip()


@lru_cache(maxsize=1)
def _own_titles() -> dict[str, Column]:
    """Our own headings in every language of the interface: what an export calls a column, an import understands."""
    found: dict[str, Column] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {simplify(str(title)): column for column, title in TITLES.items()}
    return found


@lru_cache(maxsize=8192)
def column_of(title: str) -> Column | None:
    """The column that a heading means, or None."""
    plain = simplify(title)
    return BY_VARIANT.get(plain) or _own_titles().get(plain)


def known_headers_in(titles: Sequence[object]) -> int:
    """How many different columns a row of cells would head."""
    found = {column_of(title) for title in titles if isinstance(title, str) and len(title) < 80}
    return len(found - {None})
