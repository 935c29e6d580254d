"""The tree of jurisdictions between the nation and the communes, of any depth."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.fields import NameField
from units.models.scoped import Record


class JurisdictionKind(models.TextChoices):
    """What a jurisdiction calls itself."""

    NATION = "nation", _("Nation")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City under central government")
    DISTRICT = "district", _("District")
    TOWN = "town", _("District-level town")
    CLUSTER = "cluster", _("Area")


@pghistory.track(exclude=["path"])
class Jurisdiction(Record):
    """An area that answers for communes: a province, a district of before July 2025, a cluster.

    ``path`` lists the primary keys from the root (``/1/5/``); a trigger keeps it, so that a
    whole branch is one prefix search.
    """

    name = NameField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=JurisdictionKind.choices)
    code = models.CharField(_("code"), max_length=5, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    path = models.CharField(max_length=200, editable=False, default="", db_index=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ["path"]
        indexes = [
            models.Index(
                fields=["path"], name="jurisdiction_path_prefix", opclasses=["text_pattern_ops"]
            )
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="keep_path",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                func="""
                    NEW.path = coalesce((SELECT path FROM units_jurisdiction WHERE id = NEW.parent_id), '/')
                               || NEW.id || '/';
                    IF position('/' || NEW.id || '/' in left(NEW.path, -length(NEW.id || '/'))) > 0 THEN
                        RAISE EXCEPTION 'A jurisdiction cannot lie inside itself.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="keep_branch_paths",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("parent_id"),
                condition=pgtrigger.Condition("OLD.path IS DISTINCT FROM NEW.path"),
                func="""
                    UPDATE units_jurisdiction SET path = NEW.path || substr(path, length(OLD.path) + 1)
                    WHERE path LIKE OLD.path || '%' AND id <> NEW.id;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name
