"""Gold sets of a test's own, in the format of those on the bench."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.quality.goldsets import GoldSet

COARSE = ("PER", "ORG", "LOC", "MISC")
ROLES = ("actor", "target", "recipient", "instrument", "place", "origin", "destination")


@dataclass(frozen=True)
class OwnSet(GoldSet):
    """A gold set in a file of one's choice."""

    file: Path = field(default=Path())

    @property
    def path(self) -> Path:
        return self.file


def written(folder: Path, documents: Iterable[Mapping[str, Any]]) -> OwnSet:
    """The set of some documents, written to a new file of a folder."""
    path = folder / f"own-{sum(1 for _ in folder.iterdir())}.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in documents), encoding="utf-8")
    return OwnSet(path.stem, path)


def blank(name: str, text: str, date: str) -> dict[str, Any]:
    """A document with nothing in it."""
    return {"id": name, "text": text, "date": date, "entities": [], "events": [], "relations": []}


def as_read(document: Mapping[str, Any], seen: Any) -> dict[str, Any]:
    """The gold by which all of a graph, as the scorer sees it, is right."""
    spoken = [name for name, entity in seen.entities.items() if "MediaOutlet" not in entity["classes"]]
    entities = [
        {
            "id": name,
            "type": next(kind for kind in COARSE if kind in entity["types"] or kind == "MISC"),
            "class": min(entity["classes"]),
            "mentions": [list(place) for place in sorted(entity["mentions"])],
        }
        for name, entity in sorted(seen.entities.items())
    ]
    events = [
        {
            "id": name,
            "type": f"KG:{name.rpartition('/')[2].split('-')[-2]}",
            "trigger": list(min(event["triggers"])),
            "args": [{"role": role, "entity": x} for role, x in sorted(event["args"]) if role in ROLES],
            "realized": event["realized"],
            "attributed_to": next((x for x in spoken if x in event["voices"]), None),
            "start": event["start"],
            "end": event["end"],
        }
        for name, event in sorted(seen.events.items())
    ]
    relations = [{"subject": s, "predicates": [p], "object": o} for s, p, o in sorted(seen.relations)]
    return {**document, "entities": entities, "events": events, "relations": relations}
