"""The tables of the ground floor; import models from here."""

from units.models.assignments import Assignment
from units.models.careers import (
    Departure,
    DepartureKind,
    DepartureReason,
    Recognition,
    RecognitionKind,
    Training,
)
from units.models.communes import (
    Commune,
    CommuneKind,
    CommuneSuccession,
    Hamlet,
    HamletKind,
    SuccessionKind,
)
from units.models.eligibility import EligibilityRule
from units.models.equipment import (
    USABLE,
    Condition,
    Disposal,
    EquipmentCategory,
    EquipmentItem,
    EquipmentStock,
    EquipmentType,
    Inspection,
    Maintenance,
)
from units.models.fields import DatePrecision
from units.models.holidays import PublicHoliday
from units.models.imports import ImportBatch, ImportedOfficer, ImportState
from units.models.jurisdictions import Jurisdiction, JurisdictionKind
from units.models.norms import (
    EquipmentBand,
    EquipmentNorm,
    EstablishmentBand,
    EstablishmentNorm,
    Measure,
    NormKind,
    Rounding,
)
from units.models.officers import Education, Officer, Rank, Sex
from units.models.posts import ForceType, Position
from units.models.rollups import (
    EquipmentDue,
    EstablishmentDue,
    HeadcountMonth,
    JurisdictionHeadcountMonth,
)
from units.models.stations import LandTitle, Station, StationCondition, Tenure

__all__ = [
    "USABLE",
    "Assignment",
    "Commune",
    "CommuneKind",
    "CommuneSuccession",
    "Condition",
    "DatePrecision",
    "Departure",
    "DepartureKind",
    "DepartureReason",
    "Disposal",
    "Education",
    "EligibilityRule",
    "EquipmentBand",
    "EquipmentCategory",
    "EquipmentDue",
    "EquipmentItem",
    "EquipmentNorm",
    "EquipmentStock",
    "EquipmentType",
    "EstablishmentBand",
    "EstablishmentDue",
    "EstablishmentNorm",
    "ForceType",
    "Hamlet",
    "HamletKind",
    "HeadcountMonth",
    "ImportBatch",
    "ImportState",
    "ImportedOfficer",
    "Inspection",
    "Jurisdiction",
    "JurisdictionHeadcountMonth",
    "JurisdictionKind",
    "LandTitle",
    "Maintenance",
    "Measure",
    "NormKind",
    "Officer",
    "Position",
    "PublicHoliday",
    "Rank",
    "Recognition",
    "RecognitionKind",
    "Rounding",
    "Sex",
    "Station",
    "StationCondition",
    "SuccessionKind",
    "Tenure",
    "Training",
]
