"""Which right the pages ask for that hold the rows behind a sourced figure: who lacks it sees the figure alone.

A report is read by more people than the registers behind it: administrators and Home Affairs see no crime tips. A test
asks every page as every role, so that this table says what the pages do.
"""

from __future__ import annotations

from collections.abc import Mapping

COMMUNE_PAGE = "commune_detail"
RIGHTS: Mapping[str, str] = {
    COMMUNE_PAGE: "units.view_commune",
    "officer_list": "units.view_officer",
    "station_list": "units.view_station",
    "equipment_norms": "units.view_equipmentitem",
    "equipment_list": "units.view_equipmentitem",
    "training_list": "units.view_training",
    "recognition_list": "units.view_recognition",
    "hotspot_list": "incidents.view_hotspot",
    "incident_list": "incidents.view_incident",
    "tip_list": "incidents.view_crimetip",
    "mediation_list": "incidents.view_mediation",
    "movement_list": "incidents.view_movementmodel",
    "outreach_list": "incidents.view_outreachsession",
    "standard_list": "incidents.view_safetystandard",
}
