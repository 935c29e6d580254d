"""The parts of one version of a form, read once: sections, indicators and rules in their order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reports.models import FormRule, FormVersion, Indicator, Section


@dataclass(frozen=True)
class FormParts:
    """A version's sections, indicators and rules; plain rows that nobody changes."""

    version_id: int
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    rules: tuple[FormRule, ...]

    @cached_property
    def by_id(self) -> dict[int, Indicator]:
        """Indicators by primary key."""
        return {one.pk: one for one in self.indicators}

    @cached_property
    def by_line(self) -> dict[str, Indicator]:
        """Indicators by the number printed before them."""
        return {one.line: one for one in self.indicators}

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """Indicators by the code that they keep in every version."""
        return {one.code: one for one in self.indicators}

    @cached_property
    def sourced(self) -> tuple[Indicator, ...]:
        """Indicators that the records fill."""
        return tuple(one for one in self.indicators if one.source)

    @cached_property
    def keyed(self) -> tuple[Indicator, ...]:
        """Indicators that somebody types or confirms; the others have a formula."""
        return tuple(one for one in self.indicators if one.is_keyed)

    def of_section(self, section_id: int) -> tuple[Indicator, ...]:
        """The indicators of one section, in order."""
        return self._by_section.get(section_id, ())

    @cached_property
    def _by_section(self) -> dict[int, tuple[Indicator, ...]]:
        found: dict[int, list[Indicator]] = {}
        for one in self.indicators:
            found.setdefault(one.section_id, []).append(one)
        return {key: tuple(rows) for key, rows in found.items()}


# Published versions never change, so every process keeps those that it has read.
_published: dict[int, FormParts] = {}
MOST_KEPT = 200


def parts_of(form_version: FormVersion | int) -> FormParts:
    """Return a version's parts; three queries the first time, none afterwards for a published one."""
    key = form_version.pk if isinstance(form_version, FormVersion) else form_version
    kept = _published.get(key)
    if kept is not None:
        return kept
    parts = _read(key)
    if isinstance(form_version, FormVersion):
        is_draft = form_version.is_draft
    else:
        is_draft = FormVersion.objects.filter(pk=key, state="draft").exists()
    if not is_draft and parts.indicators:
        if len(_published) >= MOST_KEPT:
            _published.clear()
        _published[key] = parts
    return parts


def forget_parts() -> None:
    """Forget what was read: tests make versions with the same keys again and again."""
    _published.clear()


def _read(key: int) -> FormParts:
    sections = tuple(Section.objects.filter(form_version=key).order_by("order", "pk"))
    place = {section.pk: number for number, section in enumerate(sections)}
    indicators = sorted(
        Indicator.objects.filter(form_version=key),
        key=lambda one: (place.get(one.section_id, len(place)), one.order, one.pk),
    )
    rules = tuple(FormRule.objects.filter(form_version=key).order_by("order", "pk"))
    return FormParts(key, sections, tuple(indicators), rules)
