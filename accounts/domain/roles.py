"""The roles and what each may do: the one table that groups, the admin and the tests read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATALOGUES = ("forcetype", "position", "equipmenttype")
ROSTER = ("officer", "assignment", "departure", "training", "recognition")
PLACES = ("commune", "communesuccession", "hamlet", "station")
EQUIPMENT = ("equipmentitem", "equipmentstock", "inspection", "maintenance")
NORMS = (
    "eligibilityrule",
    "establishmentnorm",
    "establishmentband",
    "equipmentnorm",
    "equipmentband",
)
REPORT_FORMS = (
    "reportform",
    "formversion",
    "section",
    "indicator",
    "formrule",
    "periodcalendar",
    "duerule",
    "documenttemplate",
)
REPORTS = ("reportingperiod", "report", "reportvalue", "cellcomment", "reportsnapshot")
MATTERS = ("difficulty", "difficultytheme", "directive", "supportproject", "meeting")
INCIDENTS = ("incident", "incidentperson", "incidentlink", "incidentfile", "incidentcategory")
MEDIATIONS = (
    "mediation",
    "mediationparty",
    "mediationsession",
    "mediationfile",
    "followupcheck",
    "mediationincident",
    "mediationsubject",
)
MOVEMENT = ("movementmodel", "modelrating", "outreachsession", "safetystandard", "movementkind")
HOTSPOTS = ("hotspot", "hotspotaction", "hotspotreview", "hotspotphoto", "officiallisting")


def may(actions: str, models: Iterable[str], app: str = "units") -> set[str]:
    """Return permission names such as ``units.view_officer`` for each action and model."""
    return {f"{app}.{action}_{model}" for action in actions.split() for model in models}


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its code (the group's name), its words, where it may be held, and its permissions."""

    code: str
    label: str | Promise
    of_commune: bool
    needs_second_factor: bool
    permissions: frozenset[str] = field(default_factory=frozenset)


SEE_EVERYTHING_OF_UNITS = may(
    "view", [*PLACES, *ROSTER, *EQUIPMENT, *NORMS, *CATALOGUES, "jurisdiction"]
)
SEE_HOTSPOTS = (
    may("view", [*HOTSPOTS, "hotspotkind", "hotspotsuggestion"], "incidents")
    # Places and times only, never persons: whoever sees the places sees where and when.
    | {"incidents.see_analysis"}
)
SEE_INCIDENTS = may("view", INCIDENTS, "incidents")
RECORD_INCIDENTS = SEE_INCIDENTS | {
    f"incidents.{right}" for right in ("record_incident", "see_identity")
}
SEE_CALM = may("view", [*MEDIATIONS, *MOVEMENT], "incidents")
RECORD_CALM = SEE_CALM | {"incidents.record_mediation", "incidents.record_outreach"}
DEADLINE_RULES = may("view", ["deadlinerule"], "incidents")
KEEP_DEADLINE_RULES = DEADLINE_RULES | {
    "incidents.propose_deadlinerule",
    "incidents.approve_deadlinerule",
}
SEE_TIPS = DEADLINE_RULES | may("view", ["crimetip", "tipdeadline", "tipverification"], "incidents")
RECEIVE_TIPS = SEE_TIPS | {"incidents.receive_tip", "incidents.draft_verification"}
# Who gave a tip is nothing for administrators, nor for officers once they have received it.
HANDLE_TIPS = RECEIVE_TIPS | {
    f"incidents.{right}"
    for right in ("handle_tip", "view_informant", "export_tips", "read_verification")
}
DECIDE_TIPS = SEE_TIPS | {
    f"incidents.{right}" for right in ("decide_tip", "view_informant", "export_tips")
}
# What goes up: whoever sees reports sees those of the office whose ``read_…`` right the role has.
SEE_REPORTS = may("view", [*REPORTS, "reportform", "formversion"], "reports")
READ_REPORTS = SEE_REPORTS | {
    f"reports.{right}"
    for right in (
        "review_report",
        "key_report",
        "consolidate_report",
        "remind_report",
        "excuse_report",
        "request_report",
        "file_report",
        "export_indicators",
    )
}
SEE_MATTERS = may("view", MATTERS, "reports")
ANSWER_MATTERS = SEE_MATTERS | {
    f"reports.{right}"
    for right in (
        "answer_difficulty",
        "join_difficulty",
        "issue_directive",
        "report_progress",
        "check_directive",
        "propose_project",
        "advance_project",
        "rank_projects",
        "hold_meeting",
    )
}
KEEP_ROSTER = may("add change", [*ROSTER]) | may(
    "delete", ["assignment", "training", "recognition"]
)
SHARE_VIEWS = {"lists.share_savedview"}
KEEP_STATIONS = may("add change", ["station"])
KEEP_EQUIPMENT = may("add change", EQUIPMENT) | may("delete", ["inspection", "maintenance"])

# A deputy stands in for the chief, but what the chief signs is the chief's.
LEAD_A_COMMUNE = (
    SEE_EVERYTHING_OF_UNITS
    | SHARE_VIEWS
    | SEE_HOTSPOTS
    | RECORD_INCIDENTS
    | RECORD_CALM
    | HANDLE_TIPS
    | may(
        "add change",
        ["hotspot", "hotspotaction", "hotspotreview", "hotspotphoto"],
        "incidents",
    )
    | SEE_REPORTS
    | may("view", ["difficulty", "directive", "supportproject"], "reports")
    | {
        "reports.file_report",
        "reports.read_police_reports",
        "reports.read_home_affairs_reports",
        "reports.export_indicators",
        "reports.raise_difficulty",
        "reports.report_progress",
        "reports.check_directive",
        "reports.propose_project",
        "units.export_officers",
        "units.view_citizen_id",
        "incidents.report_hotspot",
        "incidents.judge_suggestion",
        "incidents.reopen_hotspot",
        "incidents.act_on_hotspot",
        "incidents.review_hotspot",
        "incidents.export_hotspots",
        "incidents.decide_incident",
        "incidents.import_incidents",
        "incidents.export_incidents",
        "incidents.decide_mediation",
        "incidents.export_mediations",
        "incidents.keep_movement",
        "incidents.rate_movementmodel",
        "incidents.export_movement",
    }
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "administrator",
            _("Administrator"),
            of_commune=False,
            needs_second_factor=True,
            permissions=frozenset(
                SEE_EVERYTHING_OF_UNITS
                | SHARE_VIEWS
                | SEE_HOTSPOTS
                | KEEP_ROSTER
                | KEEP_EQUIPMENT
                | KEEP_STATIONS
                | may("add change", [*PLACES, *CATALOGUES, *NORMS, "jurisdiction"])
                | may("delete", [*NORMS, "hamlet", "station"])
                | may("add change delete view", ["membership"], "accounts")
                | may("add change view", ["user"], "accounts")
                | may("add change view", ["hotspotkind", "officiallisting"], "incidents")
                | SEE_INCIDENTS
                | SEE_CALM
                | may(
                    "add change",
                    ["incidentcategory", "mediationsubject", "movementkind"],
                    "incidents",
                )
                | may("add change delete view", ["retentionperiod"], "incidents")
                | KEEP_DEADLINE_RULES
                | SEE_REPORTS
                | SEE_MATTERS
                | may("add change view", REPORT_FORMS, "reports")
                | may("delete", ["section", "indicator", "formrule", "duerule"], "reports")
                | may("add change delete view", ["publicholiday"])
                | {
                    "incidents.list_hotspot",
                    "incidents.export_hotspots",
                    "reports.read_police_reports",
                    "reports.read_home_affairs_reports",
                    "reports.export_indicators",
                    "units.view_citizen_id",
                    "units.import_officers",
                    "units.export_officers",
                    "accounts.work_in_admin",
                    "accounts.view_disclosure",
                }
            ),
        ),
        Role(
            "district_staff",
            _("District staff"),
            of_commune=False,
            needs_second_factor=True,
            permissions=frozenset(
                SEE_EVERYTHING_OF_UNITS
                | SHARE_VIEWS
                | SEE_HOTSPOTS
                | SEE_INCIDENTS
                | SEE_CALM
                | DECIDE_TIPS
                | KEEP_DEADLINE_RULES
                | may("add change", ["officiallisting", "hotspotreview"], "incidents")
                | READ_REPORTS
                | ANSWER_MATTERS
                | {
                    "reports.read_police_reports",
                    "reports.read_home_affairs_reports",
                    "units.export_officers",
                    "incidents.confirm_hotspot",
                    "incidents.resolve_hotspot",
                    "incidents.reopen_hotspot",
                    "incidents.review_hotspot",
                    "incidents.list_hotspot",
                    "incidents.act_on_hotspot",
                    "incidents.export_hotspots",
                    "incidents.export_incidents",
                    "incidents.export_mediations",
                    "incidents.export_movement",
                    "incidents.rate_movementmodel",
                }
            ),
        ),
        Role(
            "home_affairs",
            _("Home Affairs"),
            of_commune=False,
            needs_second_factor=True,
            permissions=frozenset(
                SEE_EVERYTHING_OF_UNITS
                | SHARE_VIEWS
                | KEEP_ROSTER
                | READ_REPORTS
                | {
                    "reports.read_home_affairs_reports",
                    "units.view_citizen_id",
                    "units.import_officers",
                    "units.export_officers",
                    "accounts.work_in_admin",
                }
            ),
        ),
        Role(
            "commune_chief",
            _("Commune police chief"),
            of_commune=True,
            needs_second_factor=False,
            permissions=frozenset(LEAD_A_COMMUNE | {"incidents.sign_verification"}),
        ),
        Role(
            "commune_deputy",
            _("Deputy commune police chief"),
            of_commune=True,
            needs_second_factor=False,
            permissions=frozenset(LEAD_A_COMMUNE),
        ),
        Role(
            "commune_officer",
            _("Commune officer"),
            of_commune=True,
            needs_second_factor=False,
            permissions=frozenset(
                SEE_EVERYTHING_OF_UNITS
                | SEE_HOTSPOTS
                | RECORD_INCIDENTS
                | RECORD_CALM
                | RECEIVE_TIPS
                | may("add", ["hotspotreview", "hotspotphoto", "hotspotaction"], "incidents")
                | {"incidents.review_hotspot", "incidents.act_on_hotspot"}
            ),
        ),
    )
}


def role_label(code: str) -> str:
    """Return the role's words in the language of the page; the code itself where it is unknown."""
    role = ROLES.get(code)
    return str(role.label) if role else code


def sync_roles(**_kwargs: Any) -> None:
    """Make the groups say exactly what the table says; permissions that no app declares are left out
    (a test names them)."""
    from django.apps import apps
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    for app in ("units", "accounts", "lists", "incidents", "reports"):
        create_permissions(apps.get_app_config(app), verbosity=0)
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role in ROLES.values():
        group, _made = Group.objects.get_or_create(name=role.code)
        group.permissions.set(known[name] for name in role.permissions if name in known)
