"""Light and support verbs: they carry a noun's event and share its arguments (``light.en.tsv``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.ontology.tables import read_table

COLUMNS = ("verb", "noun", "other", "role")


@dataclass(frozen=True, slots=True)
class Light:
    """A verb (lemma, with its particle) whose ``noun`` slot holds an event noun; ``other`` fills its ``role``."""

    verb: str
    noun: str
    other: str
    role: str


def read_light(path: Path) -> dict[tuple[str, str], tuple[Light, ...]]:
    """Light verbs by lemma and the noun's slot; raises OntologyError, naming the line."""
    found: dict[tuple[str, str], tuple[Light, ...]] = {}
    for row in read_table(path, COLUMNS):
        if row["noun"] not in ("obj", "subj") and not row["noun"].isalpha():
            raise row.error(f"'{row['noun']}' is no slot; write obj, subj or a preposition")
        for verb in row["verb"].split("|"):
            light = Light(verb, row["noun"], row["other"], row["role"])
            key = (verb, row["noun"])
            found[key] = (*found.get(key, ()), light)
    return found
