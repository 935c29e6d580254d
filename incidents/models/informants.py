"""Who gave a tip: one sealed text, unreadable in the database, its backups and its history."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.tips import CrimeTip, TipPartQuerySet
from units.models.fields import NameField, ProseField
from units.models.scoped import Record


@pghistory.track(exclude=["sealed"])
class TipInformant(Record):
    """The informant of a tip. ``sealed`` is opened by ``incidents.domain.tips.informants`` only."""

    tip = models.OneToOneField(
        CrimeTip, on_delete=models.CASCADE, related_name="informant", verbose_name=_("crime tip")
    )
    sealed = models.TextField(_("sealed identity"), editable=False)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True, editable=False)
    corrected_because = ProseField(_("why it was corrected"), blank=True)
    # Names of the facts that the last correction changed; what they say stands in ``sealed`` alone.
    corrected_facts = NameField(_("what was corrected"), max_length=200, blank=True)

    redacted_places = models.PositiveIntegerField(
        _("places that lost the informant's name"),
        default=0,
        editable=False,
        help_text=_("In what was written before the last correction."),
    )

    objects = TipPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("informant")
        verbose_name_plural = _("informants")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{_('informant')} #{self.tip_id}"
