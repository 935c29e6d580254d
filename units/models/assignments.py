"""Assignments: who held which position in which commune from when until when, by whose decision."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.communes import Commune, Hamlet, inclusive_range
from units.models.fields import NameField, PrecisionField, ProseField, validity_order
from units.models.officers import Officer
from units.models.posts import Position
from units.models.scoped import CommuneOwnedQuerySet, Record


class AssignmentQuerySet(CommuneOwnedQuerySet):
    """Assignments by commune."""

    def on(self, day: object) -> AssignmentQuerySet:
        """Keep those in force on ``day``."""
        return self.filter(validity__contains=day)


@pghistory.track(exclude=["validity", "is_chief"])
class Assignment(Record):
    """A position held during a period; the only source of who serves where on a day."""

    officer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("officer"),
    )
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("commune"),
    )
    hamlet = models.ForeignKey(
        Hamlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("hamlet"),
    )
    position = models.ForeignKey(
        Position,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("position"),
    )
    is_chief = models.BooleanField(default=False, editable=False)
    is_main = models.BooleanField(
        _("main post"),
        default=True,
        help_text=_("A second post held beside the main one is not counted."),
    )
    valid_from = models.DateField(_("from"))
    valid_from_precision = PrecisionField(_("first day known"))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))
    valid_until_precision = PrecisionField(_("last day known"))
    decision_number = NameField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    signed_by = NameField(_("signed by"), max_length=120, blank=True)
    note = ProseField(_("note"), blank=True)
    validity = models.GeneratedField(
        expression=inclusive_range("valid_from", "valid_until"),
        output_field=DateRangeField(),
        db_persist=True,
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-valid_from", "-id"]
        constraints = [
            validity_order("assignment_valid_order"),
            ExclusionConstraint(
                name="assignment_one_main_post",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (inclusive_range("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_main=True),
                violation_error_message=_(
                    "This officer already holds a main post in the same period. End that one first."
                ),
            ),
            ExclusionConstraint(
                name="assignment_one_chief",
                expressions=[
                    ("commune", RangeOperators.EQUAL),
                    (inclusive_range("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_chief=True),
                violation_error_message=_(
                    "The commune already has a chief in the same period. End that post first."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "position"], name="assignment_by_commune"),
            models.Index(fields=["officer", "-valid_from"], name="assignment_by_officer"),
            # Comings and goings of the days since a month began, whatever the number of communes.
            models.Index(
                fields=["valid_from"],
                include=["commune", "position"],
                condition=Q(is_main=True),
                name="assignment_joining",
            ),
            models.Index(
                fields=["valid_until"],
                include=["commune", "position"],
                condition=Q(is_main=True),
                name="assignment_leaving",
            ),
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="copy_is_chief",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    NEW.is_chief = (SELECT is_chief FROM units_position WHERE id = NEW.position_id);
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="hamlet_in_commune",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.hamlet_id IS NOT NULL"),
                func="""
                    IF (SELECT commune_id FROM units_hamlet WHERE id = NEW.hamlet_id) <> NEW.commune_id THEN
                        RAISE EXCEPTION 'The hamlet lies in another commune.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="keep_post",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    PERFORM units_keep_posts(ARRAY[
                        CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.officer_id END,
                        CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.officer_id END]);
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}, {self.commune}"

    def clean(self) -> None:
        """Copy what the trigger will copy, so that a second chief is refused in words."""
        super().clean()
        self.is_chief = self.position_id is not None and self.position.is_chief

    @property
    def force_type_id(self) -> int:
        """The force of the position (one query unless ``position`` is loaded)."""
        return self.position.force_type_id
