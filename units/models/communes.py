"""Communes, the hamlets below them, and the links from those that ended to those that followed."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from units.models.fields import (
    NameField,
    ProseField,
    commune_code_validator,
    tidy_text,
    validity_order,
)
from units.models.jurisdictions import Jurisdiction
from units.models.scoped import CommuneOwnedQuerySet, Record


def inclusive_range(first: str, last: str) -> Func:
    """Return the SQL day range from ``first`` to ``last``, both days included; empty means open."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


class CommuneKind(models.TextChoices):
    """The kinds of commune-level unit."""

    COMMUNE = "xa", _("Commune")
    WARD = "phuong", _("Ward")
    TOWNSHIP = "thi-tran", _("Township")
    SPECIAL_ZONE = "dac-khu", _("Special zone")


class CommuneQuerySet(CommuneOwnedQuerySet):
    """Communes; each owns itself."""

    commune_path = "id"


@pghistory.track(exclude=["sort_key", "search_text", "boundary", "validity"])
class Commune(Record):
    """A commune-level unit during its period of validity. Official codes are reused, so a code
    names a commune only on a given day (an exclusion constraint holds that)."""

    code = models.CharField(_("code"), max_length=5, validators=[commune_code_validator])
    name = NameField(_("name"), max_length=80, help_text=_("Without the kind: Long Hòa."))
    kind = models.CharField(
        _("kind"), max_length=8, choices=CommuneKind.choices, default=CommuneKind.COMMUNE
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        related_name="communes",
        verbose_name=_("jurisdiction"),
    )
    commune_class = models.PositiveSmallIntegerField(
        _("class"), choices=[(1, "1"), (2, "2"), (3, "3")], null=True, blank=True
    )
    is_key = models.BooleanField(
        _("key or complicated commune"),
        default=False,
        help_text=_("Listed as key or complicated about security and order."),
    )
    is_remote = models.BooleanField(_("remote commune"), default=False)
    area_km2 = models.DecimalField(
        _("area (km²)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    difficulty_note = ProseField(_("what makes it difficult"), blank=True)
    latitude = models.FloatField(
        _("latitude of the centre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(8.0), MaxValueValidator(24.0)],
    )
    longitude = models.FloatField(
        _("longitude of the centre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(102.0), MaxValueValidator(118.0)],
    )
    boundary = models.JSONField(_("boundary"), null=True, blank=True, editable=False)
    boundary_is_schematic = models.BooleanField(
        _("schematic boundary"), default=False, editable=False
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day.")
    )
    validity = models.GeneratedField(
        expression=inclusive_range("valid_from", "valid_until"),
        output_field=DateRangeField(),
        db_persist=True,
    )
    sort_key = models.GeneratedField(
        expression=Func(F("name"), function="vi_sort_key"),
        output_field=models.CharField(max_length=400, db_collation="C"),
        db_persist=True,
    )
    search_text = models.GeneratedField(
        expression=Func(F("name"), function="vi_plain"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = CommuneQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["sort_key", "id"]
        constraints = [
            validity_order("commune_valid_order"),
            ExclusionConstraint(
                name="commune_code_once_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (inclusive_range("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another commune has this code in the same period."),
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "sort_key"], name="commune_by_jurisdiction"),
            # Lists ordered by commune walk this and stop at a page: 1.5 ms instead of 80 among 200,000.
            models.Index(fields=["sort_key", "id"], name="commune_in_order"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with its kind, as it is spoken: Xã Long Hòa, Thị trấn Cần Đước."""
        return f"{KIND_WORDS.get(self.kind, '')} {self.name}".strip()


# How a unit's own name begins, in every language of the interface: it is part of a proper name.
KIND_WORDS = {"xa": "Xã", "phuong": "Phường", "thi-tran": "Thị trấn", "dac-khu": "Đặc khu"}


class SuccessionKind(models.TextChoices):
    """How a commune became another."""

    MERGE = "merge", _("merged into")
    SPLIT = "split", _("split into")
    PART = "part", _("part joined to")
    RENAME = "rename", _("renamed")


@pghistory.track()
class CommuneSuccession(models.Model):
    """One commune's link to one that followed it; sums over time follow these links when read."""

    predecessor = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="successions",
        verbose_name=_("predecessor"),
    )
    successor = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="origins",
        verbose_name=_("successor"),
    )
    kind = models.CharField(_("kind"), max_length=6, choices=SuccessionKind.choices)
    on = models.DateField(_("on"))
    instrument = NameField(_("instrument"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("succession of communes")
        verbose_name_plural = _("successions of communes")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_once",
                violation_error_message=_("This succession is already recorded."),
            ),
            models.CheckConstraint(
                name="succession_not_to_itself",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("A commune cannot follow itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class HamletKind(models.TextChoices):
    """What a hamlet is called."""

    AP = "ap", _("Hamlet (ấp)")
    THON = "thon", _("Hamlet (thôn)")
    QUARTER = "khu-pho", _("Quarter (khu phố)")


@pghistory.track()
class Hamlet(Record):
    """The part of a commune that one hamlet officer or team looks after."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="hamlets",
        verbose_name=_("commune"),
    )
    name = NameField(_("name"), max_length=80)
    kind = models.CharField(
        _("kind"), max_length=8, choices=HamletKind.choices, default=HamletKind.AP
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("hamlet")
        verbose_name_plural = _("hamlets")
        ordering = ["commune", "name"]
        constraints = [
            validity_order("hamlet_valid_order"),
            ExclusionConstraint(
                name="hamlet_name_once_a_day",
                expressions=[
                    ("commune", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (inclusive_range("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The commune already has a hamlet of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with its kind: Ấp 1, Khu phố 3."""
        words = {"ap": "Ấp", "thon": "Thôn", "khu-pho": "Khu phố"}
        name = tidy_text(self.name)
        word = words.get(self.kind, "")
        return name if name.lower().startswith(word.lower()) else f"{word} {name}"
