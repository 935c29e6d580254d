"""Rows that belong together lie in one commune, or in communes of which one went on as the other."""

from __future__ import annotations

import pgtrigger

# Two communes of one ground: the same, one that followed the other, or two that went into the same one.
APART = """
    {one} <> {other} AND NOT EXISTS (
        SELECT FROM units_communesuccession s
        WHERE (s.predecessor_id, s.successor_id) IN (({one}, {other}), ({other}, {one}))
    ) AND NOT EXISTS (
        SELECT FROM units_communesuccession s JOIN units_communesuccession t USING (successor_id)
        WHERE s.predecessor_id = {one} AND t.predecessor_id = {other}
    )
"""


def on_one_ground(name: str, one: str, other: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses a row whose two communes are not of one ground; ``one`` and ``other`` are SQL."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("one", "bigint"), ("other", "bigint")],
        func=f"""
            one := ({one});
            other := ({other});
            IF {APART.format(one="one", other="other")} THEN
                RAISE EXCEPTION 'The two lie in different communes.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
