"""What was submitted, unchangeable: snapshots with their digests, signed papers, and reminders."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.reports import ReportPart
from units.models.fields import NameField


def never_emptied() -> pgtrigger.Trigger:
    """Refuse TRUNCATE, which no trigger for rows and no policy sees; a session that sets ``app.emptying``,
    as the tests' own does, may."""
    return pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="""
            IF coalesce(current_setting('app.emptying', true), '') <> 'on' THEN
                RAISE EXCEPTION 'Rows of % are only added.', TG_TABLE_NAME;
            END IF;
            RETURN NULL;
        """,
    )


class ReportSnapshot(ReportPart):
    """A report as it was submitted: canonical JSON text and its SHA-256 (hexadecimal), which the database
    reckons itself. Rows are only added."""

    number = models.PositiveSmallIntegerField(_("submission"))
    taken_at = models.DateTimeField(_("submitted at"))
    by_name = NameField(_("submitted by"), max_length=160)
    content = models.TextField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False, default="")

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["report", "-number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="snapshot_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="digest",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    NEW.sha256 = encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex');
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number} {self.sha256[:12]}"


class SignedPaper(ReportPart):
    """A signed PDF of a submitted report, stored outside the web root, with its digest. Only added."""

    snapshot = models.ForeignKey(
        ReportSnapshot, on_delete=models.CASCADE, related_name="papers", verbose_name=_("snapshot")
    )
    file = models.FileField(_("file"), upload_to="reports/%Y/%m", max_length=200)
    name = NameField(_("file name"), max_length=160)
    size = models.PositiveIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("attached at"), auto_now_add=True)
    by_name = NameField(_("attached by"), max_length=160)

    class Meta:
        verbose_name = _("signed paper")
        verbose_name_plural = _("signed papers")
        ordering = ["-at"]
        default_permissions = ("view",)
        triggers = [
            pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        ]

    def __str__(self) -> str:
        return self.name


class Reminder(ReportPart):
    """Somebody above reminded the unit of a report: shown on its desk, and sent by mail where an address
    is known and a mail server configured."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = NameField(_("name of who reminded"), max_length=160)
    message = models.TextField(_("message"), blank=True, max_length=1000)
    mailed_to = models.PositiveSmallIntegerField(_("letters sent"), default=0)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.report_id}: {self.at:%d/%m/%Y %H:%M}"
