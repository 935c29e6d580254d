"""The books in which a commune numbers what happens, and the letters that stand for the commune."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Commune
from units.models.scoped import CommuneOwnedQuerySet


class NumberedBook(models.TextChoices):
    """The letters a number begins with, and the book they stand for."""

    INCIDENTS = "VV", _("book of incidents")
    TIPS = "TB", _("register of crime tips")
    MEDIATIONS = "HG", _("book of mediations")


class BookCounter(models.Model):
    """The last number given in one book of one commune in one year. Its row is locked from taking a number
    until the transaction ends, and goes back with it: no gaps and no number twice."""

    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="+", verbose_name=_("commune")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    book = models.CharField(_("book"), max_length=2, choices=NumberedBook.choices)
    last = models.PositiveIntegerField(_("last number"), default=0)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("last number of a book")
        verbose_name_plural = _("last numbers of books")
        constraints = [
            models.UniqueConstraint(fields=["commune", "year", "book"], name="bookcounter_once")
        ]

    def __str__(self) -> str:
        return f"{self.book}-{self.year} {self.commune}: {self.last}"


class CommuneSign(models.Model):
    """The letters that stand for a commune in numbers (LH for Long Hòa), given when the first number is,
    and kept from then on. Everybody may read them: they are no secret, and two communes of one
    jurisdiction must not have the same."""

    commune = models.OneToOneField(
        Commune, on_delete=models.CASCADE, related_name="sign", verbose_name=_("commune")
    )
    letters = models.CharField(_("letters"), max_length=20)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("letters of a commune")
        verbose_name_plural = _("letters of communes")

    def __str__(self) -> str:
        return self.letters
