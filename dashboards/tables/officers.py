"""Columns of the list of officers."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.tables.rough_dates import exact_or_words, rough_date
from lists.tables import (
    BooleanColumn,
    LinkColumn,
    ListTable,
    NumberColumn,
    TextColumn,
    status_badge,
)
from units.models import Departure, Officer

_POST = "post__position"


class OfficerTable(ListTable):
    """An officer with the post held today; sensitive digits stay masked, in files too."""

    name = LinkColumn(
        gettext_lazy("Full name"),
        view="officer_detail",
        accessor="full_name",
        order_by=("sort_key",),
    )
    birth = TextColumn(gettext_lazy("Date of birth"), accessor="birth_date", order_by="birth_date")
    sex = TextColumn(gettext_lazy("Sex"), accessor="get_sex_display", order_by=("sex", "sort_key"))
    commune = LinkColumn(
        gettext_lazy("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        order_by=("commune__sort_key", "commune_id", "sort_key"),
    )
    hamlet = TextColumn(gettext_lazy("Hamlet"), accessor="post__hamlet__full_name", orderable=False)
    position = TextColumn(
        gettext_lazy("Position"),
        accessor=f"{_POST}__name",
        order_by=(f"{_POST}__order", "post__position_id", "sort_key"),
    )
    force = TextColumn(
        gettext_lazy("Force"),
        accessor=f"{_POST}__force_type__name",
        order_by=(f"{_POST}__force_type_id", "sort_key"),
    )
    since = TextColumn(
        gettext_lazy("In post since"), accessor="post__valid_from", order_by="post__valid_from"
    )
    rank = TextColumn(gettext_lazy("Rank"), accessor="get_rank_display", orderable=False)
    joined = TextColumn(
        gettext_lazy("Joined"), accessor="joined_on", order_by=("joined_on", "sort_key")
    )
    party = BooleanColumn(gettext_lazy("Party member"), accessor="is_party_member", orderable=False)
    education = TextColumn(
        gettext_lazy("Education"), accessor="get_education_display", orderable=False
    )
    training = TextColumn(
        gettext_lazy("Professional training"), accessor="professional_training", orderable=False
    )
    coefficient = NumberColumn(
        gettext_lazy("Allowance coefficient"), accessor="allowance_coefficient"
    )
    phone = TextColumn(gettext_lazy("Phone"), accessor="masked_phone", orderable=False)
    citizen_id = TextColumn(
        gettext_lazy("Citizen ID"), accessor="masked_citizen_id", orderable=False
    )
    status = TextColumn(gettext_lazy("Status"), accessor="pk", orderable=False)

    class Meta:
        default_columns = ("name", "birth", "commune", "position", "force", "phone", "status")

    def render_birth(self, record: Officer) -> str:
        return rough_date(record.birth_date, record.birth_precision)

    def value_birth(self, record: Officer) -> datetime.date | str | None:
        return exact_or_words(record.birth_date, record.birth_precision)

    def render_joined(self, record: Officer) -> str:
        return rough_date(record.joined_on, record.joined_precision)

    def value_joined(self, record: Officer) -> datetime.date | str | None:
        return exact_or_words(record.joined_on, record.joined_precision)

    def render_since(self, record: Officer) -> str:
        post = record.post
        return rough_date(post.valid_from, post.valid_from_precision) if post else ""

    def value_since(self, record: Officer) -> datetime.date | str | None:
        post = record.post
        return exact_or_words(post.valid_from, post.valid_from_precision) if post else None

    def render_status(self, record: Officer) -> str:
        tone = "ok" if record.post_id else "quiet"
        return status_badge(tone, self.value_status(record))

    def value_status(self, record: Officer) -> str:
        """Serving, or how and when the service ended (departures are prefetched, newest first)."""
        if record.post_id:
            return _("Serving")
        departures: list[Departure] = list(record.departures.all())
        if not departures:
            return _("No current post")
        left = departures[0]
        return f"{left.get_kind_display()} {rough_date(left.on, left.on_precision)}"
