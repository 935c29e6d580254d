"""The papers of a tip as plain values: receipt, minutes of reception, slip and minutes of the hand-over, report.

Official papers, so their words are Vietnamese in every language of the page. The informant stands on the
receipt and the minutes of reception alone, and only when the caller has looked (``informants.see_informant``);
otherwise dots stand there, to be written by hand. The wording follows what TT 28/2020/TT-BCA asks for; the
forms of TT 119/2021/TT-BCA were not at hand, so their numbers are named and their wording is ours.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from commune_police.paper.days import written_day
from commune_police.paper.minutes import Fact, Heading, Line, Paper, Signature
from incidents.domain.tips.informants import Informant
from incidents.models import (
    CrimeTip,
    TipChannel,
    TipState,
    TipVerification,
    VerificationState,
)
from units.domain.issuing import IssuingBody

FORMS = "ban hành theo TT 119/2021/TT-BCA"
DOTTED = "." * 40
BLANK_MOMENT = "..... giờ ..... phút, ngày ..... tháng ..... năm ........."

ONE_PERSON = (
    "Đơn vị không có Phó trưởng nào khác để xem xét báo cáo; người ký đồng thời là người xem xét."
)


class PaperKind(models.TextChoices):
    """The papers that a tip has."""

    RECEIPT = "receipt", _("receipt for the informant (form 214, two copies)")
    RECEPTION = "reception", _("minutes of reception (form 01)")
    SLIP = "slip", _("transfer slip (form 03)")
    HAND_OVER = "hand_over", _("minutes of the hand-over")
    VERIFICATION = "verification", _("verification report")


NAMES_INFORMANT = (PaperKind.RECEIPT, PaperKind.RECEPTION)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a paper needs beside the tip: who issues it, its chief, the day, the informant where somebody has
    looked, the report to print and the latest signed one, where there are any."""

    issuer: IssuingBody
    receiver: str
    chief: str
    today: datetime.date
    informant: Informant | None = None
    report: TipVerification | None = None
    signed: TipVerification | None = None


def papers_of(tip: CrimeTip, report: TipVerification | None) -> list[PaperKind]:
    """Return the papers that a tip has now: what goes with the hand-over once it is classified, the report
    once somebody has begun it."""
    kinds = [PaperKind.RECEIPT, PaperKind.RECEPTION]
    if tip.state != TipState.RECEIVED:
        kinds += [PaperKind.SLIP, PaperKind.HAND_OVER]
    if report is not None:
        kinds.append(PaperKind.VERIFICATION)
    return kinds


def paper_of(kind: PaperKind, tip: CrimeTip, occasion: Occasion) -> Paper:
    """Return a paper of a tip, in Vietnamese whoever asks. Raises ``KeyError`` for a report that is not there."""
    if kind not in papers_of(tip, occasion.report):
        raise KeyError(kind)
    with translation.override("vi"):
        return MAKERS[kind](tip, occasion)


def _receipt(tip: CrimeTip, occasion: Occasion) -> Paper:
    lines: list[Line] = [
        f"{occasion.issuer.name} đã tiếp nhận nguồn tin về tội phạm sau đây:",
        *_who(tip, occasion.informant),
        Fact("Hình thức cung cấp", _channel(tip)),
        Fact("Loại nguồn tin", tip.get_kind_display()),
        Fact("Tiếp nhận hồi", _moment(tip.received_at)),
        Fact("Cán bộ tiếp nhận", tip.received_by_name),
        Fact("Số đăng ký trong sổ tiếp nhận", tip.number),
        Fact("Nội dung tóm tắt", tip.content),
        *_corrected(tip),
        Fact("Tài liệu, đồ vật kèm theo"),
        "Giấy biên nhận được lập thành hai bản: một bản giao cho người cung cấp, một bản lưu hồ sơ.",
    ]
    return _paper(
        tip,
        occasion,
        title="Giấy biên nhận",
        subject="Tiếp nhận tố giác, tin báo về tội phạm, kiến nghị khởi tố",
        form=f"Mẫu số 214 {FORMS}",
        lines=lines,
        day=timezone.localdate(tip.received_at),
        signatures=(
            Signature("Người cung cấp", _informant_name(occasion.informant)),
            Signature("Cán bộ tiếp nhận", tip.received_by_name),
        ),
        copies=("Bản giao cho người cung cấp", "Bản lưu hồ sơ"),
    )


def _reception(tip: CrimeTip, occasion: Occasion) -> Paper:
    said = occasion.informant
    special = (
        [Fact("Người đại diện, phiên dịch, trợ giúp có mặt", said.assisted_by)]
        if said and said.special
        else []
    )
    lines: list[Line] = [
        f"Hồi {_moment(tip.received_at)}, tại {occasion.issuer.name}, tôi là {tip.received_by_name} "
        "tiến hành tiếp nhận nguồn tin về tội phạm theo Điều 144, Điều 145 và Điều 146 Bộ luật Tố tụng hình sự.",
        Heading("1. Người cung cấp nguồn tin"),
        *_who(tip, said),
        *special,
        Heading("2. Nguồn tin"),
        Fact("Loại nguồn tin", tip.get_kind_display()),
        Fact("Hình thức cung cấp", _channel(tip)),
        Fact("Số đăng ký trong sổ tiếp nhận", tip.number),
        Fact("Thời gian xảy ra", tip.event_time),
        Fact("Địa điểm xảy ra", tip.event_place),
        Fact("Nội dung", tip.content),
        Fact("Những người liên quan", tip.others),
        Fact("Lý do biết sự việc", said.how_known if said else ""),
        *_corrected(tip),
        Heading("3. Tài liệu, đồ vật giao nộp"),
        Fact("Gồm"),
        f"Việc tiếp nhận kết thúc hồi {BLANK_MOMENT}. Biên bản đã đọc lại cho người cung cấp nguồn tin "
        "nghe, công nhận đúng và cùng ký tên dưới đây.",
    ]
    return _paper(
        tip,
        occasion,
        title="Biên bản",
        subject="Tiếp nhận nguồn tin về tội phạm",
        form=f"Mẫu số 01 {FORMS}",
        lines=lines,
        day=timezone.localdate(tip.received_at),
        signatures=(
            Signature("Người cung cấp", _informant_name(said)),
            Signature("Người lập biên bản", tip.received_by_name),
        ),
    )


def _slip(tip: CrimeTip, occasion: Occasion) -> Paper:
    lines: list[Line] = [
        Fact("Kính gửi", occasion.receiver),
        f"{occasion.issuer.name} chuyển nguồn tin về tội phạm sau đây để giải quyết theo thẩm quyền:",
        *_essence(tip),
        Fact("Kiểm tra, xác minh sơ bộ", _conclusion(occasion.signed)),
        Fact("Người cung cấp nguồn tin", _sealed(tip)),
        Fact("Nơi nhận, tài liệu kèm theo", tip.handed_with),
        f"Đề nghị {occasion.receiver} tiếp nhận, giải quyết và thông báo kết quả cho {occasion.issuer.name}.",
    ]
    return _paper(
        tip,
        occasion,
        title="Phiếu chuyển",
        subject="Nguồn tin về tội phạm",
        form=f"Mẫu số 03 {FORMS}",
        lines=lines,
        signatures=(Signature(occasion.issuer.signer_title, occasion.chief, ""),),
        recipients=("Như trên", "Lưu: VT, hồ sơ"),
        number=f"Số:        /PC-{occasion.issuer.symbol}",
    )


def _hand_over(tip: CrimeTip, occasion: Occasion) -> Paper:
    lines: list[Line] = [
        f"Hồi {BLANK_MOMENT}, tại {DOTTED}, chúng tôi gồm:",
        Heading("1. Bên giao"),
        f"{occasion.issuer.name}, đại diện: {DOTTED}",
        Heading("2. Bên nhận"),
        f"{occasion.receiver}, đại diện: {DOTTED}",
        Heading("3. Nguồn tin, hồ sơ bàn giao"),
        *_essence(tip),
        Fact("Người cung cấp nguồn tin", _sealed(tip)),
        Fact("Kết quả kiểm tra, xác minh sơ bộ", _conclusion(occasion.signed)),
        Fact("Nơi nhận, tài liệu, đồ vật bàn giao", tip.handed_with),
        "Hai bên đã kiểm đếm đủ. Biên bản được lập thành hai bản, mỗi bên giữ một bản; đã đọc lại, công "
        "nhận đúng và cùng ký tên.",
    ]
    return _paper(
        tip,
        occasion,
        title="Biên bản",
        subject="Bàn giao hồ sơ, tài liệu nguồn tin về tội phạm",
        lines=lines,
        day=None,
        signatures=(Signature("Đại diện bên giao"), Signature("Đại diện bên nhận")),
    )


def _verification(tip: CrimeTip, occasion: Occasion) -> Paper:
    report = occasion.report
    assert report is not None  # ``papers_of`` has asked
    is_signed = report.state == VerificationState.SIGNED
    lines: list[Line] = [
        Fact("Kính gửi", occasion.receiver),
        Heading("1. Nguồn tin"),
        *_essence(tip),
        Heading("2. Việc đã kiểm tra, xác minh"),
        report.checked,
        Heading("3. Kết quả"),
        report.found,
        Heading("4. Kết luận"),
        f"{_first_up(report.get_finding_display())}.",
        Heading("5. Đề xuất"),
        report.proposal,
    ]
    if report.signer_read_it:
        lines.append(ONE_PERSON)
    return _paper(
        tip,
        occasion,
        title="Báo cáo",
        subject="Kết quả kiểm tra, xác minh sơ bộ nguồn tin về tội phạm",
        lines=lines,
        day=timezone.localdate(report.signed_at) if is_signed and report.signed_at else None,
        signatures=(
            Signature("Người báo cáo", report.drafted_by.get_full_name()),
            Signature("Người xem xét", report.read_by.get_full_name() if report.read_by else ""),
            Signature(
                occasion.issuer.signer_title,
                report.signed_by.get_full_name() if report.signed_by else "",
            ),
        ),
        number=f"Số:        /BC-{occasion.issuer.symbol}",
        is_draft=not is_signed,
    )


def _paper(
    tip: CrimeTip,
    occasion: Occasion,
    *,
    title: str,
    subject: str,
    lines: list[Line],
    signatures: tuple[Signature, ...],
    form: str = "",
    day: datetime.date | None = None,
    number: str = "",
    recipients: tuple[str, ...] = (),
    is_draft: bool = False,
    copies: tuple[str, ...] = ("",),
) -> Paper:
    issuer = occasion.issuer
    return Paper(
        parent=issuer.parent,
        body=issuer.heading,
        number=number or f"Số: {tip.number}",
        place_date=f"{issuer.place}, {written_day(day, occasion.today)}",
        title=title,
        subject=subject,
        form=form,
        lines=lines,
        signatures=signatures,
        recipients=recipients,
        is_draft=is_draft,
        copies=copies,
    )


def _who(tip: CrimeTip, informant: Informant | None) -> list[Fact]:
    if tip.is_anonymous:
        return [Fact("Người cung cấp không nêu tên. Lý do", tip.anonymous_reason)]
    said = informant or Informant("")
    return [
        Fact("Họ và tên", said.full_name),
        Fact("Nơi cư trú, cơ quan", said.address),
        Fact("Điện thoại", said.phone),
        Fact("Số CCCD, hộ chiếu; ngày, nơi cấp", f"{said.id_number} {said.id_issued}".strip()),
    ]


def _informant_name(informant: Informant | None) -> str:
    return informant.full_name if informant else ""


def _essence(tip: CrimeTip) -> list[Line]:
    kind = tip.category.name if tip.category else ""
    lines: list[Line] = [
        Fact("Số đăng ký", tip.number),
        Fact("Tiếp nhận", f"{_moment(tip.received_at)}, {_channel(tip)}"),
        Fact("Loại nguồn tin", tip.get_kind_display()),
    ]
    if kind:
        lines.append(Fact("Loại tội phạm", kind))
    if tip.urgency:
        lines.append(Fact("Tính chất", _first_up(tip.get_urgency_display())))
    if tip.event_time:
        lines.append(Fact("Thời gian xảy ra", tip.event_time))
    if tip.event_place:
        lines.append(Fact("Địa điểm xảy ra", tip.event_place))
    return [*lines, Fact("Nội dung", tip.content), *_corrected(tip)]


def _corrected(tip: CrimeTip) -> list[Fact]:
    """When and why the receipt was corrected: a paper printed before says something else."""
    if tip.corrected_at is None:
        return []
    return [Fact("Đính chính", f"hồi {_moment(tip.corrected_at)}; lý do: {tip.corrected_because}")]


def _sealed(tip: CrimeTip) -> str:
    if tip.is_anonymous:
        return f"không nêu tên ({tip.anonymous_reason})"
    return "giữ bí mật, niêm phong kèm hồ sơ"


def _conclusion(report: TipVerification | None) -> str:
    """The conclusion of a signed report; a draft concludes nothing."""
    if report is None or report.signed_at is None:
        return "chưa có báo cáo kiểm tra, xác minh sơ bộ"
    day = timezone.localdate(report.signed_at)
    return f"{report.get_finding_display()} (báo cáo ký ngày {day:%d/%m/%Y})"


def _channel(tip: CrimeTip) -> str:
    said = str(TipChannel(tip.channel).label)
    return f"{said} (mã {tip.channel_code})" if tip.channel_code else said


def _moment(at: datetime.datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d/%m/%Y}"


def _first_up(text: object) -> str:
    return f"{str(text)[:1].upper()}{str(text)[1:]}"


MAKERS: dict[PaperKind, Callable[[CrimeTip, Occasion], Paper]] = {
    PaperKind.RECEIPT: _receipt,
    PaperKind.RECEPTION: _reception,
    PaperKind.SLIP: _slip,
    PaperKind.HAND_OVER: _hand_over,
    PaperKind.VERIFICATION: _verification,
}
