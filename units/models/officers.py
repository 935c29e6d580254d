"""Officers: the person, as the roster knows them; posts are assignments, not columns here."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from units.models.communes import Commune
from units.models.fields import (
    NameField,
    PrecisionField,
    ProseField,
    citizen_id_validator,
    phone_validator,
)
from units.models.scoped import CommuneOwnedQuerySet, Record


class Sex(models.TextChoices):
    """Sex as in the civil register."""

    MALE = "m", _("male")
    FEMALE = "f", _("female")


class Education(models.TextChoices):
    """General schooling completed."""

    PRIMARY = "primary", _("primary")
    LOWER = "lower", _("lower secondary")
    UPPER = "upper", _("upper secondary")
    VOCATIONAL = "vocational", _("vocational school")
    COLLEGE = "college", _("college")
    UNIVERSITY = "university", _("university")
    POSTGRADUATE = "postgraduate", _("postgraduate")


class Rank(models.TextChoices):
    """Ranks of the People's Public Security, lowest first."""

    CORPORAL = "ha-si", _("Corporal")
    SERGEANT = "trung-si", _("Sergeant")
    STAFF_SERGEANT = "thuong-si", _("Staff sergeant")
    SECOND_LIEUTENANT = "thieu-uy", _("Second lieutenant")
    LIEUTENANT = "trung-uy", _("Lieutenant")
    FIRST_LIEUTENANT = "thuong-uy", _("First lieutenant")
    CAPTAIN = "dai-uy", _("Captain")
    MAJOR = "thieu-ta", _("Major")
    LIEUTENANT_COLONEL = "trung-ta", _("Lieutenant colonel")
    SENIOR_LIEUTENANT_COLONEL = "thuong-ta", _("Senior lieutenant colonel")
    COLONEL = "dai-ta", _("Colonel")


class OfficerQuerySet(CommuneOwnedQuerySet):
    """Officers by the commune that keeps their file."""

    def named(self, text: str) -> OfficerQuerySet:
        """Keep officers whose name, citizen ID or service number contains every word of ``text``,
        case and diacritics ignored."""
        found = self
        for word in text.split():
            found = found.filter(
                search_text__contains=Func(models.Value(word), function="vi_plain")
            )
        return found

    def serving(self) -> OfficerQuerySet:
        """Keep those who hold a main post today."""
        return self.filter(post__isnull=False)


@pghistory.track(exclude=["sort_key", "search_text"])
class Officer(Record):
    """A person of a commune's police. ``commune`` and ``post`` (the current main assignment) are kept
    by a trigger on assignments; an officer who left keeps the last commune and has no post."""

    family_name = NameField(_("family name"), max_length=40)
    middle_name = NameField(_("middle name"), max_length=60, blank=True)
    given_name = NameField(_("given name"), max_length=40)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.MALE)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_precision = PrecisionField(_("date of birth known"))
    citizen_id = models.CharField(
        _("citizen ID (CCCD)"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        validators=[citizen_id_validator],
        error_messages={"unique": _("Another officer has this citizen ID.")},
    )
    phone = models.CharField(_("phone"), max_length=11, blank=True, validators=[phone_validator])
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="officers", verbose_name=_("commune")
    )
    post = models.ForeignKey(
        "units.Assignment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("current post"),
    )
    service_number = models.CharField(
        _("service number"), max_length=12, blank=True, help_text=_("For regular police: XXX-XXX.")
    )
    rank = models.CharField(_("rank"), max_length=10, choices=Rank.choices, blank=True)
    joined_on = models.DateField(_("joined the force on"), null=True, blank=True)
    joined_precision = PrecisionField(_("joining date known"))
    is_party_member = models.BooleanField(_("Party member"), default=False)
    party_joined_on = models.DateField(_("joined the Party on"), null=True, blank=True)
    education = models.CharField(
        _("education"), max_length=12, choices=Education.choices, blank=True
    )
    professional_training = NameField(_("professional training"), max_length=160, blank=True)
    allowance_coefficient = models.DecimalField(
        _("allowance coefficient"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    address = NameField(_("home address"), max_length=200, blank=True)
    note = ProseField(_("note"), blank=True)
    sort_key = models.GeneratedField(
        expression=Func(
            F("given_name"), F("family_name"), F("middle_name"), function="vi_name_sort_key"
        ),
        output_field=models.CharField(max_length=600, db_collation="C"),
        db_persist=True,
    )
    search_text = models.GeneratedField(
        expression=Func(
            F("family_name"),
            F("middle_name"),
            F("given_name"),
            F("service_number"),
            function="vi_person_search",
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = OfficerQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["sort_key", "id"]
        permissions = [
            ("view_citizen_id", _("Can see whole citizen IDs and phone numbers")),
            ("import_officers", _("Can import rosters")),
            ("export_officers", _("Can export rosters")),
        ]
        constraints = [
            models.CheckConstraint(
                name="officer_citizen_id_digits",
                condition=models.Q(citizen_id__isnull=True)
                | models.Q(citizen_id__regex=r"^0[0-9]{11}$"),
                violation_error_message=_("A citizen ID (CCCD) is 12 digits and begins with 0."),
            ),
            models.CheckConstraint(
                name="officer_phone_digits",
                condition=models.Q(phone="") | models.Q(phone__regex=r"^0[0-9]{9,10}$"),
                violation_error_message=_("A phone number is 10 digits and begins with 0."),
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "sort_key", "id"], name="officer_by_commune"),
            models.Index(fields=["sort_key", "id"], name="officer_in_order"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="officer_search"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Family, middle and given name, as it is written."""
        return " ".join(
            part for part in (self.family_name, self.middle_name, self.given_name) if part
        )

    @property
    def masked_citizen_id(self) -> str:
        """The citizen ID with its middle hidden (``0801••••5678``); empty when there is none."""
        return mask_digits(self.citizen_id or "")

    @property
    def masked_phone(self) -> str:
        """The phone number with its middle hidden; empty when there is none."""
        return mask_digits(self.phone, shown=3)


def mask_digits(digits: str, *, shown: int = 4) -> str:
    """Hide all but the first and last ``shown`` digits behind four dots."""
    if len(digits) <= 2 * shown:
        return "••••" if digits else ""
    return f"{digits[:shown]}••••{digits[-shown:]}"
