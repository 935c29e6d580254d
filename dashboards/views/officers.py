"""Officers: the list, and one person's file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.filters.officers import OfficerFilter
from dashboards.tables.officers import OfficerTable
from dashboards.tables.rough_dates import rough_date
from dashboards.views.bulk_actions import OFFICER_ACTIONS
from dashboards.views.detail import DetailPage, Fact
from lists.views import ListPage
from units.models import Officer, RecognitionKind

_JOINED = ["commune", "post__position__force_type"]
# What the cells show and nothing more: a commune's boundary alone would be 20 kB a row.
_READ = [
    "family_name",
    "middle_name",
    "given_name",
    "sex",
    "birth_date",
    "birth_precision",
    "citizen_id",
    "phone",
    "rank",
    "joined_on",
    "joined_precision",
    "is_party_member",
    "education",
    "professional_training",
    "allowance_coefficient",
    "commune__name",
    "commune__kind",
    "post__valid_from",
    "post__valid_from_precision",
    "post__hamlet_id",
    "post__position__name",
    "post__position__force_type__name",
]
_HAMLET = ["post__hamlet__name", "post__hamlet__kind"]


class OfficerList(ListPage):
    """Everybody on the roster; opens with those who serve."""

    page_key = "officers"
    title = gettext_lazy("Officers")
    permission_required = "units.view_officer"
    export_permission = "units.export_officers"
    table_class = OfficerTable
    filterset_class = OfficerFilter
    default_order = "name"
    actions = OFFICER_ACTIONS
    standard_filters = "status=serving"
    standard_name = gettext_lazy("Serving")
    empty_title = gettext_lazy("No officer on the roster yet")
    empty_hint = gettext_lazy(
        "An administrator brings the roster in from Excel, or enters people one by one."
    )

    def get_queryset(self) -> QuerySet[Officer]:
        return Officer.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if "hamlet" in self.columns:
            return queryset.select_related(*_JOINED, "post__hamlet").only(*_READ, *_HAMLET)
        return queryset.select_related(*_JOINED).only(*_READ)

    def complete(self, rows: Sequence[Officer]) -> None:
        if "status" in self.columns:
            prefetch_related_objects([row for row in rows if row.post_id is None], "departures")


class OfficerDetail(DetailPage):
    """One person's file: service, training, rewards, equipment held, and what was changed."""

    permission_required = "units.view_officer"
    template_name = "dashboards/officer.html"

    def get_queryset(self) -> QuerySet[Officer]:
        visible = Officer.objects.visible_to(self.request.scope)
        return visible.select_related(*_JOINED, "post__hamlet").defer("commune__boundary")

    def context(self, row: Officer) -> dict[str, Any]:
        service = row.assignments.select_related("position__force_type", "commune", "hamlet")
        recognitions = list(row.recognitions.all())
        return {
            "facts": officer_facts(row),
            "service": service.defer("commune__boundary").order_by("-valid_from", "-pk"),
            "departures": row.departures.select_related("commune", "position").defer(
                "commune__boundary"
            ),
            "trainings": row.trainings.all(),
            "rewards": [r for r in recognitions if r.kind == RecognitionKind.REWARD],
            "discipline": [r for r in recognitions if r.kind == RecognitionKind.DISCIPLINE],
            "equipment": row.equipment.visible_to(self.request.scope)
            .filter(disposal="")
            .select_related("type"),
            "today": timezone.localdate(),
        }


def officer_facts(officer: Officer) -> list[Fact]:
    """The person's data in words, without the masked fields."""
    post = officer.post
    facts = [
        Fact(
            _("Commune"),
            officer.commune.full_name,
            reverse("commune_detail", args=[officer.commune_id]),
        ),
        Fact(_("Position"), post.position.name if post else _("No current post")),
        Fact(_("Force"), post.position.force_type.name if post else ""),
        Fact(_("Hamlet"), post.hamlet.full_name if post and post.hamlet else ""),
        Fact(_("Date of birth"), rough_date(officer.birth_date, officer.birth_precision)),
        Fact(_("Sex"), officer.get_sex_display()),
        Fact(_("Rank"), officer.get_rank_display()),
        Fact(_("Service number"), officer.service_number),
        Fact(_("Joined the force"), rough_date(officer.joined_on, officer.joined_precision)),
        Fact(_("Party member"), _party(officer)),
        Fact(_("Education"), officer.get_education_display()),
        Fact(_("Professional training"), officer.professional_training),
        Fact(_("Allowance coefficient"), _number(officer.allowance_coefficient)),
        Fact(_("Home address"), officer.address),
        Fact(_("Note"), officer.note),
    ]
    return [fact for fact in facts if fact.value not in (None, "")]


def _number(number: Decimal | None) -> str:
    return "" if number is None else str(number_format(number, use_l10n=True))


def _party(officer: Officer) -> str:
    if not officer.is_party_member:
        return _("No")
    since = rough_date(officer.party_joined_on, "day")
    return _("Since %(day)s") % {"day": since} if since else _("Yes")
