"""What measures did, as the page of a place shows it: a sentence, and the figures behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.domain.analysis.effect import Effect
from incidents.domain.analysis.effect_words import interval_in_words, sentence
from incidents.domain.analysis.numbers import written
from incidents.domain.analysis.windows import Window
from incidents.domain.hotspots.effects import ActionEffect
from incidents.models import ActionKind, Hotspot, HotspotAction
from incidents.queries.around import PLACE, REST, RING

TONES = {
    Effect.NOT_ENOUGH: "quiet",
    Effect.HELPED: "ok",
    Effect.SPREAD: "ok",
    Effect.PARTLY_MOVED: "warn",
    Effect.MOVED: "bad",
    Effect.AS_ELSEWHERE: "info",
    Effect.LESS_THAN_ELSEWHERE: "info",
    Effect.NO_CLEAR_CHANGE: "info",
    Effect.WORSE: "bad",
}


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """Incidents of one zone before and after with the addresses of their rows, and the ratio of the daily rates with
    its 95 % interval."""

    label: str
    before: int
    before_url: str
    after: int
    after_url: str
    ratio: str


@dataclass(frozen=True, slots=True)
class EffectBlock:
    """One measure: what it says, how sure, and the figures."""

    action: HotspotAction
    sentence: str
    word: str
    tone: str
    before: Window
    after: Window
    rows: list[ZoneRow]
    wdq: str
    with_others: bool
    says_something: bool
    # The ring reaches beyond the commune's boundary, where nothing is counted.
    ring_leaves: bool


# Takes days, a complicated place and a zone to the address of the incidents there.
ZoneUrl = Callable[[Window, Hotspot, str], str]


def effect_block(
    effect: ActionEffect, zone_url: ZoneUrl, *, ring_leaves: bool = False
) -> EffectBlock:
    """Return a measure's effect as it is shown."""
    judged = effect.judged
    return EffectBlock(
        action=effect.action,
        sentence=sentence(judged),
        word=_words()[judged.effect],
        tone=TONES[judged.effect],
        before=effect.before,
        after=effect.after,
        rows=_rows(effect, zone_url),
        wdq="" if judged.wdq is None else written(judged.wdq, 2),
        with_others=_is_shared(effect),
        says_something=judged.effect is not Effect.NOT_ENOUGH,
        ring_leaves=ring_leaves,
    )


def _rows(effect: ActionEffect, zone_url: ZoneUrl) -> list[ZoneRow]:
    judged, hotspot = effect.judged, effect.action.hotspot
    labels = {
        PLACE: _("The place"),
        RING: _("The ring around it"),
        REST: _("The rest of the commune"),
    }
    return [
        ZoneRow(
            label,
            getattr(judged.before, zone),
            zone_url(effect.before, hotspot, zone),
            getattr(judged.after, zone),
            zone_url(effect.after, hotspot, zone),
            interval_in_words(getattr(judged, zone)),
        )
        for zone, label in labels.items()
    ]


def _words() -> dict[Effect, str]:
    return {
        Effect.NOT_ENOUGH: _("not enough data yet"),
        Effect.HELPED: _("helped"),
        Effect.SPREAD: _("helped, the surroundings too"),
        Effect.PARTLY_MOVED: _("helped in part"),
        Effect.MOVED: _("moved next door"),
        Effect.AS_ELSEWHERE: _("as elsewhere"),
        Effect.LESS_THAN_ELSEWHERE: _("less than elsewhere"),
        Effect.NO_CLEAR_CHANGE: _("no clear change"),
        Effect.WORSE: _("did not help"),
    }


# What a table of many measures tells apart, in its order: how its address says it, and which effects it takes together.
# Where other measures began at the place in the same days, nobody can tell which of them did it: such stand apart.
TOGETHER = {
    "helped": (Effect.HELPED, Effect.SPREAD),
    "moved": (Effect.PARTLY_MOVED, Effect.MOVED),
    "unclear": (Effect.NO_CLEAR_CHANGE, Effect.AS_ELSEWHERE, Effect.LESS_THAN_ELSEWHERE),
    "worse": (Effect.WORSE,),
    "unknown": (Effect.NOT_ENOUGH,),
}
SHARED = "shared"


def verdicts() -> dict[str, str]:
    """Return what is told apart, in words."""
    return {
        "helped": _("helped"),
        "moved": _("helped in part or moved it"),
        "unclear": _("no clear change"),
        "worse": _("did not help"),
        "unknown": _("not enough data yet"),
        SHARED: _("together with others"),
    }


def verdict_of(effect: ActionEffect) -> str:
    """Return which of ``verdicts`` a measure has."""
    if _is_shared(effect):
        return SHARED
    return next(code for code, some in TOGETHER.items() if effect.judged.effect in some)


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of measure (empty for all together) in words, and how many had each of ``verdicts``, by its code."""

    kind: str
    label: str
    numbers: list[tuple[str, int]]


def verdicts_by_kind(effects: Sequence[ActionEffect]) -> list[KindRow]:
    """Return for each kind of measure how many had each verdict, the last row being the sum."""
    counted = Counter((one.action.kind, verdict_of(one)) for one in effects)
    kinds = [kind for kind in ActionKind if any(one.action.kind == kind for one in effects)]
    rows = [
        KindRow(
            kind.value, str(kind.label), [(code, counted[kind.value, code]) for code in verdicts()]
        )
        for kind in kinds
    ]
    if len(rows) < 2:
        return rows
    sums = [(code, sum(counted[kind.value, code] for kind in kinds)) for code in verdicts()]
    return [*rows, KindRow("", _("Together"), sums)]


def _is_shared(effect: ActionEffect) -> bool:
    return effect.with_others and effect.judged.effect is not Effect.NOT_ENOUGH
