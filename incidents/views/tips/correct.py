"""Correcting a tip's receipt: the clocks that run from it are said before and after."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.permissions import RECEIVE_TIP
from incidents.domain.tips.clock_told import until_words
from incidents.domain.tips.correcting import correct_tip, may_correct_tip
from incidents.domain.tips.deadlines import CountedAnew, counted_from_receipt
from incidents.domain.tips.receiving import TipFacts
from incidents.forms.tips import CorrectTipForm
from incidents.models import WITH_COMMUNE, CrimeTip
from incidents.tables.tips import clock_words
from incidents.views.corrections import Correction
from incidents.views.tips.detail import TipPage


@method_decorator(never_cache, name="dispatch")
class TipCorrect(Correction, TipPage):
    """The form of what was received, as it stands; two people at once keep what they typed and see both."""

    permission_required = RECEIVE_TIP
    facts_class = TipFacts

    @property
    def row(self) -> CrimeTip:
        """The tip."""
        return self.tip

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct the tip now."""
        if not may_correct_tip(self.tip, self.request.user):
            raise PermissionDenied

    def form(self, *args: Any, **kwargs: Any) -> CorrectTipForm:
        """Make the form of this tip."""
        return CorrectTipForm(*args, tip=self.tip, **kwargs)

    def save(self, form: CorrectTipForm, version: int) -> HttpResponse:
        """Write what the valid form says, and tell which deadlines are due at another time now."""
        done = correct_tip(
            self.tip,
            form.facts(),
            form.cleaned_data["because"],
            by=self.request.user,
            now=self.now,
            version=version,
        )
        messages.success(self.request, _("The receipt is corrected. The number stays as it is."))
        for one in done.counted_anew:
            self.tell(one)
        return redirect("tip_detail", self.tip.pk)

    def tell(self, one: CountedAnew) -> None:
        """Say when a deadline was due and when it is due now; a day that is past is a warning."""
        is_late = one.after is not None and one.after.due_at <= (one.after.met_at or self.now)
        said = anew_words(one, self.now)
        (messages.warning if is_late else messages.info)(self.request, said)

    def show_both(self, form: Any, change: ChangedMeanwhileError) -> HttpResponse:
        """Show both corrections, the form made for the tip as it is now."""
        self.__dict__.pop("tip", None)
        self.check()
        return super().show_both(form, change)

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:  # type: ignore[override]
        """Render the form with the deadlines that run from receipt."""
        context = {
            "form": form,
            "tip": self.tip,
            "clocks": [
                (one.get_step_display(), until_words(one.due_at))
                for one in counted_from_receipt(self.tip)
            ],
            "is_handed_over": self.tip.state not in WITH_COMMUNE,
            **more,
        }
        return render(self.request, "incidents/tips/correct.html", context, status=status)


def anew_words(one: CountedAnew, now: datetime.datetime) -> str:
    """Say what the correction does to one deadline."""
    if one.after is None:
        assert one.before is not None
        step = one.before.get_step_display()
        return _("“%(step)s” is no longer counted: no rule held then.") % {"step": step}
    said = {
        "step": one.after.get_step_display(),
        "after": until_words(one.after.due_at),
        "left": clock_words(one.after.due_at, now),
    }
    if one.before is None:
        return _("“%(step)s” is counted now: due %(after)s (%(left)s).") % said
    if one.before.due_at == one.after.due_at:
        return (
            _("“%(step)s” is counted from the corrected receipt and due as before: %(after)s.")
            % said
        )
    said["before"] = until_words(one.before.due_at)
    if one.after.met_at:
        said["met"] = date_format(timezone.localtime(one.after.met_at), "SHORT_DATETIME_FORMAT")
        if one.after.met_at < one.after.due_at:
            text = _(
                "“%(step)s” was due %(before)s before, now %(after)s: done at %(met)s, in time."
            )
        else:
            text = _(
                "“%(step)s” was due %(before)s before, now %(after)s: done at %(met)s, too late."
            )
        return text % said
    return _("“%(step)s” is counted anew: due %(before)s before, now %(after)s (%(left)s).") % said
