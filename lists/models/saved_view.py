"""A saved view: filter, columns and order together, kept for one person, a unit or a role."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """What somebody wants to see again, named; its link ``?view=<slug>`` can be sent."""

    class Audience(models.TextChoices):
        """Who may use the view."""

        ME = "me", _("Only me")
        COMMUNE = "commune", _("My commune")
        JURISDICTION = "jurisdiction", _("My jurisdiction")
        ROLE = "role", _("Everyone with my role")

    page_key = models.CharField(_("page"), max_length=40)
    slug = models.SlugField(_("name in the address"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("filters"), blank=True, default="")
    columns = ArrayField(
        models.CharField(max_length=40), verbose_name=_("columns"), default=list, blank=True
    )
    order = models.CharField(_("order"), max_length=60, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_views",
        verbose_name=_("made by"),
    )
    audience = models.CharField(
        _("who sees it"), max_length=12, choices=Audience.choices, default=Audience.ME
    )
    commune = models.ForeignKey(
        "units.Commune",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    jurisdiction = models.ForeignKey(
        "units.Jurisdiction",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jurisdiction"),
    )
    role = models.CharField(_("role"), max_length=40, blank=True, default="")
    is_default = models.BooleanField(_("opens first"), default=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("page_key", "name", "pk")
        permissions = (("share_savedview", _("Can share saved views with a unit or role")),)
        constraints = (
            models.UniqueConstraint(fields=("page_key", "slug"), name="saved_view_slug"),
            models.CheckConstraint(
                name="saved_view_audience",
                condition=Q(audience="me", commune=None, jurisdiction=None, role="")
                | Q(audience="commune", commune__isnull=False, jurisdiction=None, role="")
                | Q(audience="jurisdiction", commune=None, jurisdiction__isnull=False, role="")
                | (Q(audience="role", commune=None, jurisdiction=None) & ~Q(role="")),
                violation_error_message=_("A saved view belongs to a person, a unit or a role."),
            ),
            models.UniqueConstraint(
                fields=("page_key", "owner"),
                condition=Q(is_default=True, audience="me"),
                name="saved_view_default_me",
            ),
            models.UniqueConstraint(
                fields=("page_key", "commune"),
                condition=Q(is_default=True, audience="commune"),
                name="saved_view_default_commune",
            ),
            models.UniqueConstraint(
                fields=("page_key", "jurisdiction"),
                condition=Q(is_default=True, audience="jurisdiction"),
                name="saved_view_default_juris",
            ),
            models.UniqueConstraint(
                fields=("page_key", "role"),
                condition=Q(is_default=True, audience="role"),
                name="saved_view_default_role",
            ),
        )

    def __str__(self) -> str:
        return self.name
