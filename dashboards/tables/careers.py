"""Columns of the lists of training, and of rewards and discipline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lists.tables import DateColumn, LinkColumn, ListTable, TextColumn, status_badge
from units.models import Recognition, RecognitionKind

KIND_TONES = {
    RecognitionKind.REWARD: ("ok", "award-fill"),
    RecognitionKind.DISCIPLINE: ("warn", "exclamation-triangle-fill"),
}


def _officer() -> LinkColumn:
    return LinkColumn(
        _("Officer"),
        view="officer_detail",
        pk_of="officer_id",
        accessor="officer__full_name",
        order_by=("officer__sort_key", "officer_id"),
    )


def _commune() -> LinkColumn:
    return LinkColumn(
        _("Commune"),
        view="commune_detail",
        pk_of="officer__commune_id",
        accessor="officer__commune__full_name",
        order_by=("officer__commune__sort_key", "officer__commune_id"),
    )


class TrainingTable(ListTable):
    """A course or certificate of an officer."""

    officer = _officer()
    commune = _commune()
    course = TextColumn(_("Course"), order_by="course")
    place = TextColumn(_("Given by"), orderable=False)
    completed = DateColumn(_("Completed on"), accessor="completed_on", order_by="completed_on")
    certificate = TextColumn(
        _("Certificate number"), accessor="certificate_number", orderable=False
    )
    expires = DateColumn(_("Expires on"), accessor="expires_on", order_by="expires_on")

    class Meta:
        default_columns = ("officer", "commune", "course", "completed", "certificate", "expires")


class RecognitionTable(ListTable):
    """A reward given to an officer, or a disciplinary measure taken."""

    officer = _officer()
    commune = _commune()
    kind = TextColumn(_("Kind"), order_by="kind")
    form = TextColumn(pgettext_lazy("reward", "Form"), order_by="form")
    on = DateColumn(pgettext_lazy("reward", "On"), order_by="on")
    decided_by = TextColumn(_("Decided by"), orderable=False)
    decision = TextColumn(_("Decision number"), accessor="decision_number", orderable=False)
    reason = TextColumn(pgettext_lazy("reward", "For"), orderable=False)

    class Meta:
        default_columns = ("officer", "commune", "kind", "form", "on", "decision", "reason")

    def render_kind(self, record: Recognition) -> str:
        tone, icon = KIND_TONES[RecognitionKind(record.kind)]
        return status_badge(tone, record.get_kind_display(), icon)

    def value_kind(self, record: Recognition) -> str:
        return record.get_kind_display()
