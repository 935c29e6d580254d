"""What may happen: the catalogue of incidents, groups and the categories within them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commune_police.db import context
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
            # Whatever the commune: who edits the catalogue need not see all that is recorded under it.
            pgtrigger.Trigger(
                name="no_group_of_incidents",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.parent_id IS NOT NULL AND NEW.parent_id IS NULL"
                ),
                declare=[("seen", "text"), ("is_used", "boolean")],
                func="""
                    seen := current_setting('app.communes', true);
                    PERFORM set_config('app.communes', '*', true);
                    is_used := EXISTS (SELECT 1 FROM incidents_incident WHERE category_id = NEW.id)
                        OR EXISTS (SELECT 1 FROM incidents_crimetip WHERE category_id = NEW.id);
                    PERFORM set_config('app.communes', coalesce(seen, ''), true);
                    IF is_used THEN
                        RAISE EXCEPTION 'Incidents are recorded under this category.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Say in words what the triggers refuse: a group that holds incidents itself, and a third level."""
        super().clean()
        if self.parent_id is None and self._is_recorded_under():
            raise ValidationError(
                _("Incidents or tips are recorded under this category: leave it in a group.")
            )
        if self.parent_id is not None and self.pk and self.children.exists():
            raise ValidationError(
                _("This group has categories of its own and cannot lie in another group.")
            )

    def _is_recorded_under(self) -> bool:
        """Whether any commune has an incident or a tip of this category, seen or not by who asks."""
        if not self.pk:
            return False
        with context.seeing(None, None):
            return self.incidents.exists() or self.tips.exists()
