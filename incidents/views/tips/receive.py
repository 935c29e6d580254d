"""Receiving a tip; what is typed about its informant stays out of drafts, logs and error reports."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.views.pages import RightView
from incidents.domain.permissions import RECEIVE_TIP
from incidents.domain.tips.receiving import receive_tip
from incidents.forms.tips import ReceiveForm
from incidents.models import TipChannel
from incidents.views.communes import CommuneOfForm
from incidents.views.forms import add_errors, readable
from incidents.views.tips.detail import TYPED_HERE
from units.models import Commune

# As many tips as anybody receives within the time in which their papers are printed.
MOST_TYPED = 20


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class TipReceive(CommuneOfForm, RightView):
    """The form of receipt, empty or with what was typed when it was not right."""

    permission_required = RECEIVE_TIP
    form_title = gettext_lazy("Receive a tip")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask by which way it came, then show the form of that way for the person's commune."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        channel = self.channel_of()
        if channel is None:
            return self.ask_for_channel(commune)
        initial = {"submission_key": uuid.uuid4()}
        return self.show(ReceiveForm(initial=initial, commune=commune, channel=channel))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter the tip in the register; on any failure keep every value for another try."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        channel = self.channel_of()
        if channel is None:
            return self.ask_for_channel(commune)
        form = ReceiveForm(readable(request.POST), commune=commune, channel=channel)
        if form.is_valid():
            try:
                tip = receive_tip(
                    form.facts(),
                    form.informant(),
                    commune=commune,
                    by=self.request.user,
                    now=self.now,
                    key=form.cleaned_data["submission_key"],
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                said = _("Received as %(number)s. Say now what it is: that starts its clock.")
                messages.success(request, said % {"number": tip.number})
                typed_here = request.session.get(TYPED_HERE, [])
                request.session[TYPED_HERE] = [*typed_here, tip.pk][-MOST_TYPED:]
                return redirect("tip_detail", tip.pk)
        return self.show(form, status=422)

    def channel_of(self) -> TipChannel | None:
        """The way that the address names, if there is such a one."""
        asked = self.request.GET.get("channel", "")
        return TipChannel(asked) if asked in TipChannel.values else None

    def ask_for_channel(self, commune: Commune) -> HttpResponse:
        """Show the ways by which a tip comes."""
        context = {"commune": commune, "channels": TipChannel.choices}
        return render(self.request, "incidents/tips/channels.html", context)

    def show(self, form: ReceiveForm, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "commune": form.commune, "channel": form.channel}
        return render(self.request, "incidents/tips/receive.html", context, **more)
