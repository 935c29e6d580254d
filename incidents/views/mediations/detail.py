"""The page of one mediation: the quarrel, the parties' initials, sessions, outcome, follow-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from incidents.domain.mediations.follow_up import is_of_this_agreement, may_correct_checks
from incidents.domain.mediations.recording import may_correct
from incidents.domain.mediations.story import story_of
from incidents.domain.mediations.workflow import moves_offered
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY
from incidents.domain.withdrawing import may_withdraw
from incidents.forms.incidents import IdentityForm, NumberedForm
from incidents.forms.mediations import CheckForm, MediationMoveForm
from incidents.forms.withdrawal import WithdrawForm
from incidents.models import MediationParty, MediationState
from incidents.tables.mediations import STATE_ICONS, STATE_TONES
from incidents.views.forms import moves_with_forms
from incidents.views.mediations.base import MediationView


class MediationPage(MediationView):
    """Renders the page; pages that take its forms show it again when one of them is not right."""

    def show(
        self,
        moves: Mapping[str, MediationMoveForm] | None = None,
        *,
        seen: Sequence[MediationParty] | None = None,
        status: int = 200,
        **forms: Any,
    ) -> HttpResponse:
        """Render the page with the forms that came back, the others empty; ``seen`` are the parties whose
        identity was just shown."""
        mediation, user = self.mediation, self.request.user
        may_record = user.has_perm(RECORD_MEDIATIONS) and not mediation.is_withdrawn
        is_settled = mediation.state == MediationState.SETTLED
        follow_up = mediation.follow_up_on
        parties = list(mediation.parties.all())
        checks = list(mediation.checks.all())
        may_see_identity = user.has_perm(SEE_IDENTITY)
        context = {
            "mediation": mediation,
            "state_tone": STATE_TONES[mediation.state],
            "state_icon": STATE_ICONS[mediation.state],
            "moves": self.moves(moves or {}),
            "parties": parties,
            "seen": seen,
            "sessions": mediation.sessions.prefetch_related("files"),
            "checks": [one for one in checks if is_of_this_agreement(mediation, one)],
            "checks_before": [one for one in checks if not is_of_this_agreement(mediation, one)],
            "links": mediation.incident_links.select_related("incident__category"),
            "is_overdue": bool(follow_up and follow_up < timezone.localdate(self.now))
            and not mediation.is_withdrawn,
            "may_withdraw": may_withdraw(mediation, user),
            "withdraw_form": WithdrawForm(auto_id="id_withdraw_%s"),
            "may_edit": may_correct(mediation, user),
            "may_record": may_record,
            "may_see_identity": may_see_identity,
            "may_look": may_see_identity and any(not one.anonymised_on for one in parties),
            "may_correct_checks": may_correct_checks(mediation, user),
            "may_check": may_record and is_settled,
            "identity_form": IdentityForm(),
            "check_form": CheckForm(auto_id="id_check_%s", initial={"version": mediation.version}),
            "link_form": NumberedForm(commune_id=mediation.commune_id, auto_id="id_link_%s"),
            "story": story_of(mediation),
            **forms,
        }
        return render(self.request, "incidents/mediations/detail.html", context, status=status)

    def moves(self, sent: Mapping[str, MediationMoveForm]) -> list[dict[str, Any]]:
        """The moves this person may make now."""
        mediation = self.mediation
        offered = moves_offered(mediation, self.request.user)
        return moves_with_forms(offered, MediationMoveForm, sent, mediation.version)


class MediationDetail(MediationPage):
    """Everything known of one mediation, with the buttons that this person may use now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()
