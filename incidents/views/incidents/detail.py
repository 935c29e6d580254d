"""The page of one incident: what happened, who is involved, what it is linked to, how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from incidents.domain.incidents.files import may_remove
from incidents.domain.incidents.persons import PersonFacts
from incidents.domain.incidents.recording import may_correct
from incidents.domain.incidents.similar import Likeness, likely_same, sketch_of
from incidents.domain.incidents.story import story_of
from incidents.domain.incidents.workflow import moves_offered
from incidents.domain.permissions import RECORD, SEE_IDENTITY, VIEW_MEDIATIONS
from incidents.domain.withdrawing import may_withdraw
from incidents.forms.incidents import FilesForm, IdentityForm, LinkForm, OutcomeForm
from incidents.forms.withdrawal import WithdrawForm
from incidents.models import Incident, IncidentLink, LinkKind, Mediation
from incidents.tables.incidents import STATE_ICONS, STATE_TONES, when_words
from incidents.views.forms import moves_with_forms
from incidents.views.incidents.base import IncidentView


def reason_to_withdraw(other: Incident | None) -> dict[str, str]:
    """What the form of withdrawing says at first: which ``other`` one it repeats, of two that are the same."""
    return {"reason": _("The same incident as %s.") % other.number} if other else {}


class IncidentPage(IncidentView):
    """Renders the page; pages that take its forms show it again when one of them is not right."""

    def show(
        self,
        moves: Mapping[str, OutcomeForm] | None = None,
        *,
        seen: Mapping[int, PersonFacts] | None = None,
        asked: Mapping[int, IdentityForm] | None = None,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        """Render the page with the forms that came back, the others empty; ``seen`` are identities just
        shown and ``asked`` reasons that were not right, by the person's key."""
        incident, user = self.incident, self.request.user
        may_edit = may_correct(incident, user)
        links = self.links()
        twice = self.counted_twice(links)
        context = {
            "incident": incident,
            "state_tone": STATE_TONES[incident.state],
            "state_icon": STATE_ICONS[incident.state],
            "when": when_words(incident),
            "moves": self.moves(moves or {}),
            "persons": self.persons(seen or {}, asked or {}),
            "files": [(one, may_remove(one, user)) for one in incident.files.all()],
            "links": links,
            "mediations": self.mediations(),
            "likely": self.likely({other.pk for _link, other in links}) if may_edit else [],
            "point": self.points(),
            "boundary": incident.commune.boundary,
            "story": story_of(incident),
            "may_edit": may_edit,
            "may_add": user.has_perm(RECORD) and not incident.is_withdrawn,
            "may_withdraw": may_withdraw(incident, user),
            "withdraw_form": WithdrawForm(initial=reason_to_withdraw(twice)),
            "counted_twice": twice,
            "may_see_identity": user.has_perm(SEE_IDENTITY),
            "files_form": FilesForm(),
            "link_form": LinkForm(commune_id=incident.commune_id),
            **more,
        }
        return render(self.request, "incidents/incidents/detail.html", context, status=status)

    def moves(self, sent: Mapping[str, OutcomeForm]) -> list[dict[str, Any]]:
        """The moves this person may make now."""
        incident = self.incident
        offered = moves_offered(incident, self.request.user)
        return moves_with_forms(offered, OutcomeForm, sent, incident.version)

    def persons(
        self, seen: Mapping[int, PersonFacts], asked: Mapping[int, IdentityForm]
    ) -> list[dict[str, Any]]:
        """The persons involved, each with the form that asks why, or with who it is just now."""
        return [
            {
                "person": one,
                "identity": seen.get(one.pk),
                "form": asked.get(one.pk) or IdentityForm(auto_id=f"id_person{one.pk}_%s"),
                "is_open": one.pk in asked,
            }
            for one in self.incident.persons.all()
        ]

    def links(self) -> list[tuple[IncidentLink, Incident]]:
        """The linked incidents, whichever was linked to which."""
        incident = self.incident
        rows = IncidentLink.objects.filter(Q(first=incident) | Q(second=incident))
        found = rows.select_related("first__category", "second__category")
        return [
            (link, link.second if link.first_id == incident.pk else link.first) for link in found
        ]

    def counted_twice(self, links: Sequence[tuple[IncidentLink, Incident]]) -> Incident | None:
        """The incident that this one is the same as, while both count; the earliest of several."""
        if self.incident.is_withdrawn:
            return None
        same = [other for link, other in links if link.kind == LinkKind.DUPLICATE]
        return min(
            (one for one in same if not one.is_withdrawn), key=attrgetter("pk"), default=None
        )

    def mediations(self) -> QuerySet[Mediation]:
        """The quarrels it came of, for whoever may see mediations."""
        if not self.request.user.has_perm(VIEW_MEDIATIONS):
            return Mediation.objects.none()
        rows = Mediation.objects.visible_to(self.request.scope).select_related("subject")
        found: QuerySet[Mediation] = rows.filter(incident_links__incident=self.incident)
        return found

    def likely(self, linked: set[int]) -> list[Likeness]:
        """What may be the same incident and is not linked yet."""
        incident = self.incident
        return likely_same(
            self.request.scope,
            incident.commune_id,
            sketch_of(incident),
            except_pks={incident.pk, *linked},
        )

    def points(self) -> list[dict[str, Any]]:
        """What the small map shows."""
        incident = self.incident
        if incident.point is None:
            return []
        return [
            {
                "name": incident.number,
                "url": "",
                "latitude": incident.latitude,
                "longitude": incident.longitude,
                "state": str(incident.get_state_display()),
                "state_code": incident.state,
                "kind": incident.category.name,
                "icon": incident.category.icon,
                "commune": incident.commune.full_name,
            }
        ]


class IncidentDetail(IncidentPage):
    """Everything known of one incident, with the buttons that this person may use now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()
