"""Which rows of a catalogue a set of words means: codes of categories and groups, some of them left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.models import IncidentCategory, MediationSubject


@dataclass(frozen=True, slots=True)
class Kinds:
    """The catalogue by code; a group's code stands for all categories in it."""

    by_code: Mapping[str, frozenset[int]]
    names: Mapping[str, str]

    @classmethod
    def read(cls) -> Kinds:
        """Read the catalogue; one query."""
        rows = list(IncidentCategory.objects.values_list("pk", "parent", "code", "name"))
        inside: dict[int, set[int]] = {}
        for pk, parent, _code, _name in rows:
            inside.setdefault(parent or pk, set())
            if parent is not None:
                inside[parent].add(pk)
        return cls(
            {
                code: frozenset(inside[pk] if parent is None else {pk})
                for pk, parent, code, _name in rows
            },
            {code: name for _pk, _parent, code, name in rows},
        )

    @classmethod
    def read_subjects(cls) -> Kinds:
        """Read the subjects of mediations, which have no groups; one query."""
        rows = list(MediationSubject.objects.values_list("pk", "code", "name"))
        return cls(
            {code: frozenset({pk}) for pk, code, _name in rows},
            {code: name for _pk, code, name in rows},
        )

    def of(self, words: str) -> frozenset[int]:
        """Return the keys of the categories meant by codes with commas between: ``gambling,cockfight``; a code
        with ``-`` before it is left out, and words that only leave out begin with everything. An unknown
        code means nothing."""
        codes = [word.strip() for word in words.split(",") if word.strip()]
        wanted = self._union(code for code in codes if not code.startswith("-"))
        if not any(not code.startswith("-") for code in codes):
            wanted = self._union(self.by_code)
        return wanted - self._union(code[1:] for code in codes if code.startswith("-"))

    def in_words(self, words: str) -> str:
        """Say what ``of`` takes, by the names of the catalogue."""
        said = []
        for word in (word.strip() for word in words.split(",")):
            name = self.names.get(word.removeprefix("-"), word)
            said.append(f"− {name}" if word.startswith("-") else name)
        return ", ".join(said)

    def _union(self, codes: Iterable[str]) -> frozenset[int]:
        empty: frozenset[int] = frozenset()
        return empty.union(*(self.by_code.get(code, empty) for code in codes))
