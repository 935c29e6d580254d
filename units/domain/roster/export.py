"""The roster as it leaves: the same columns in the same order as the import reads, so that it comes back unchanged."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from import_export import resources
from import_export.fields import Field

from units.domain.sheets.dates import KnownDate, Precision
from units.domain.sheets.headers import TITLES, Column
from units.domain.sheets.values import neutralise
from units.models import Assignment, Officer

EXPORTED = tuple(column for column in TITLES if column not in (Column.ORDINAL, Column.MISTAKES))


class RosterResource(resources.ModelResource):
    """Officers with their present post. Whole citizen IDs and phones only for those who may see them."""

    def __init__(self, *, sees_numbers: bool = False) -> None:
        super().__init__()
        self.sees_numbers = sees_numbers

    class Meta:
        model = Officer
        fields = ()

    def get_queryset(self) -> QuerySet[Officer]:
        return self.with_posts(super().get_queryset())

    @staticmethod
    def with_posts(officers: QuerySet[Any]) -> QuerySet[Any]:
        """One query for everything that a row needs."""
        return officers.select_related(
            "commune", "post__commune", "post__hamlet", "post__position__force_type"
        )

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset if isinstance(queryset, list) else self.with_posts(queryset)

    def get_export_fields(self, selected_fields: Any = None) -> list[Field]:
        return [Field(column_name=str(TITLES[column])) for column in EXPORTED]

    def get_export_headers(self, *args: Any, **kwargs: Any) -> list[str]:
        return [str(TITLES[column]) for column in EXPORTED]

    def export_resource(self, instance: Officer, *args: Any, **kwargs: Any) -> list[Any]:
        values = self._person(instance) | self._post(instance.post, instance)
        return [_safe(values.get(column, "")) for column in EXPORTED]

    def _person(self, officer: Officer) -> dict[Column, Any]:
        whole = self.sees_numbers
        return {
            Column.FULL_NAME: officer.full_name,
            Column.BIRTH_DATE: _date(officer.birth_date, officer.birth_precision),
            Column.SEX: officer.get_sex_display(),
            Column.CITIZEN_ID: officer.citizen_id if whole else officer.masked_citizen_id,
            Column.PHONE: officer.phone if whole else officer.masked_phone,
            Column.SERVICE_NUMBER: officer.service_number,
            Column.RANK: officer.get_rank_display(),
            Column.JOINED_DATE: _date(officer.joined_on, officer.joined_precision),
            Column.PARTY_MEMBER: "x" if officer.is_party_member else "",
            Column.PARTY_DATE: officer.party_joined_on,
            Column.EDUCATION: officer.get_education_display(),
            Column.SPECIALTY: officer.professional_training,
            Column.COEFFICIENT: officer.allowance_coefficient,
            Column.ADDRESS: officer.address,
            Column.NOTE: officer.note,
            Column.RECORD: officer.pk,
        }

    def _post(self, post: Assignment | None, officer: Officer) -> dict[Column, Any]:
        if post is None:
            return {Column.COMMUNE: officer.commune.full_name}
        return {
            Column.COMMUNE: post.commune.full_name,
            Column.HAMLET: post.hamlet.full_name if post.hamlet else "",
            Column.POSITION: post.position.name,
            Column.FORCE_TYPE: post.position.force_type.name,
            Column.START_DATE: _date(post.valid_from, post.valid_from_precision),
            Column.DECISION_NUMBER: post.decision_number,
            Column.DECISION_DATE: post.decision_date,
            Column.DECISION_SIGNER: post.signed_by,
        }


def _date(value: Any, precision: str) -> Any:
    """A real date when the day is known, else mm/yyyy or the year as text."""
    if value is None or precision == Precision.DAY:
        return value
    return str(KnownDate(value, Precision(precision)))


def _safe(value: Any) -> Any:
    return neutralise(value) if isinstance(value, str) else "" if value is None else value
