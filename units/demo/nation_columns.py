"""The columns that the nation's loader fills, table by table; generated columns fill themselves."""

from __future__ import annotations

STAMPS = ("created_at", "updated_at", "version")

COLUMNS: dict[str, tuple[str, ...]] = {
    "units_jurisdiction": ("id", "name", "kind", "code", "parent_id", "path", *STAMPS),
    "units_commune": (
        "id", "code", "name", "kind", "jurisdiction_id", "commune_class", "is_key", "is_remote", "area_km2", "population",
        "difficulty_note", "latitude", "longitude", "boundary", "boundary_is_schematic", "valid_from", *STAMPS,
    ),
    "units_hamlet": ("id", "commune_id", "name", "kind", "population", "households", *STAMPS),
    "units_station": (
        "id", "commune_id", "tenure", "is_main", "address", "built_year", "floor_area_m2", "condition", "land_title", "phone",
        "note", "latitude", "longitude", *STAMPS,
    ),
    "units_officer": (
        "id", "family_name", "middle_name", "given_name", "sex", "birth_date", "birth_precision", "citizen_id", "phone",
        "commune_id", "post_id", "service_number", "rank", "joined_on", "joined_precision", "is_party_member",
        "party_joined_on", "education", "professional_training", "allowance_coefficient", "address", "note", *STAMPS,
    ),
    "units_assignment": (
        "id", "officer_id", "commune_id", "hamlet_id", "position_id", "is_chief", "is_main", "valid_from",
        "valid_from_precision", "valid_until", "valid_until_precision", "decision_number", "decision_date", "signed_by", "note",
        *STAMPS,
    ),
    "units_departure": (
        "id", "officer_id", "commune_id", "position_id", "on", "on_precision", "kind", "reason", "decision_number", "note",
        *STAMPS,
    ),
    "units_equipmentitem": (
        "id", "commune_id", "type_id", "code", "serial", "condition", "in_use_from", "in_use_precision", "original_cost",
        "place", "handed_over_on_paper", "licence_number", "next_inspection_on", "disposal", "disposal_decision", "note",
        *STAMPS,
    ),
    "units_equipmentstock": (
        "id", "commune_id", "type_id", "condition", "quantity", "licence_number", "note", *STAMPS,
    ),
}  # fmt: skip
