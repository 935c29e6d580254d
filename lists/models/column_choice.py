"""The columns that a person chose last for a list, so that the next visit shows the same."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ColumnChoice(models.Model):
    """One person's columns of one list, in their order."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    page_key = models.CharField(_("page"), max_length=40)
    columns = ArrayField(models.CharField(max_length=40), verbose_name=_("columns"))

    class Meta:
        verbose_name = _("column choice")
        verbose_name_plural = _("column choices")
        constraints = (
            models.UniqueConstraint(fields=("owner", "page_key"), name="column_choice_once"),
        )

    def __str__(self) -> str:
        return f"{self.page_key}: {', '.join(self.columns)}"
