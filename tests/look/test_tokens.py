"""The colours can be read by everyone, and the administration wears the same ones."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS: Path = settings.BASE_DIR / "static" / "css"
VARIABLE = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\s*;", re.IGNORECASE)


def variables(name: str) -> dict[str, str]:
    """Return the plain colours that a style sheet defines as variables."""
    return dict(VARIABLE.findall((CSS / name).read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    """Relative luminance of a colour #rgb or #rrggbb (WCAG 2.2)."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TOKENS = variables("tokens.css")
TEXT_PAIRS = [
    *[(tone, f"{tone}-soft") for tone in ("ok", "warn", "bad", "info")],
    *[(tone, "card") for tone in ("ok", "warn", "bad", "info", "ink", "muted", "accent")],
    *[("ink", f"heat-{step}") for step in range(4)],
    ("card", "heat-4"),
    ("muted", "ground"),
    ("muted", "quiet-soft"),
    ("accent", "ground"),
    ("accent", "accent-soft"),
    ("card", "accent"),
    ("side-ink", "side"),
    ("side-quiet", "side"),
    ("card", "side-on"),
]


def test_contrast_agrees_with_known_values() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_reaches_aa_on_its_ground(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


def test_a_field_s_border_can_be_seen() -> None:
    assert contrast(TOKENS["line-strong"], TOKENS["card"]) >= 3


def test_neighbouring_heat_steps_differ() -> None:
    for step in range(4):
        assert contrast(TOKENS[f"heat-{step}"], TOKENS[f"heat-{step + 1}"]) >= 1.15


@pytest.mark.parametrize(
    ("admin", "token"),
    [
        ("primary", "accent"),
        ("header-bg", "side"),
        ("body-fg", "ink"),
        ("body-quiet-color", "muted"),
        ("link-fg", "accent"),
        ("button-bg", "accent"),
        ("hairline-color", "line"),
        ("border-color", "line-strong"),
        ("error-fg", "bad"),
        ("message-success-bg", "ok-soft"),
        ("message-warning-bg", "warn-soft"),
        ("message-error-bg", "bad-soft"),
        ("darkened-bg", "ground"),
        ("selected-bg", "accent-soft"),
    ],
)
def test_the_administration_wears_the_same_colour(admin: str, token: str) -> None:
    assert variables("admin.css")[admin] == TOKENS[token]


def test_only_the_tokens_name_bright_colours() -> None:
    """Elsewhere a hexadecimal colour may only be a tint that no token has: at most a handful."""
    colour = re.compile(r"#[0-9a-f]{3,6}\b", re.IGNORECASE)
    for sheet in ("layout.css", "plain.css", "forms.css", "tables.css"):
        assert len(set(colour.findall((CSS / sheet).read_text("utf-8")))) <= 6, sheet


def test_a_mark_on_the_map_is_not_turned_itself() -> None:
    """Leaflet places a mark by transform; rotate on the same element would turn the way to its place."""
    sheet = (CSS / "map.css").read_text("utf-8")
    rules = re.findall(r"^([^{}@/]+)\{([^}]*)\}", sheet, re.MULTILINE)
    turned = [selector.strip() for selector, body in rules if re.search(r"\brotate:\s*-?\d", body)]
    assert turned
    assert [s for s in turned if "::before" not in s and s not in INSIDE_A_MARK] == []


# Elements inside a mark, or one whose turn map.css takes back where it is the mark itself.
INSIDE_A_MARK = {".place-reported", ".place-mark.place-reported > .bi"}
