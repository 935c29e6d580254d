"""What may happen: the catalogue of incidents, groups and the categories within them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models.fields import NameField
from units.models.scoped import Record


@pghistory.track()
class IncidentCategory(Record):
    """A group of incidents (``parent`` empty) or a category within a group; kept by administrators.

    Incidents are recorded under categories, never under groups, so that sums by group are sums of
    categories and nothing is counted beside them.
    """

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("group"),
        help_text=_("Empty for a group itself."),
    )
    code = models.SlugField(_("code"), max_length=40, unique=True)
    statistical_code = models.CharField(
        _("statistical code"),
        max_length=20,
        blank=True,
        help_text=_("The code of the superior's statistical form, where there is one."),
    )
    name = NameField(_("name"), max_length=120)
    icon = models.SlugField(
        _("icon"),
        max_length=40,
        default="exclamation-circle",
        help_text=_("A name from Bootstrap Icons."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_quick = models.BooleanField(
        _("offered in the quick entry"),
        default=False,
        help_text=_("The few that happen every day; the full form offers all."),
    )
    is_active = models.BooleanField(
        _("offered in forms"),
        default=True,
        help_text=_("A category that is no longer offered stays on the incidents that have it."),
    )

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("category of incidents")
        verbose_name_plural = _("categories of incidents")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="incidentcategory_once_in_group",
                violation_error_message=_("The group has a category of this name already."),
            ),
            models.CheckConstraint(
                name="incidentcategory_not_in_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A group cannot lie in itself."),
            ),
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="two_levels",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.parent_id IS NOT NULL"),
                func="""
                    IF EXISTS (SELECT 1 FROM incidents_incidentcategory
                               WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
                       OR EXISTS (SELECT 1 FROM incidents_incidentcategory WHERE parent_id = NEW.id) THEN
                        RAISE EXCEPTION 'The catalogue has two levels.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name
