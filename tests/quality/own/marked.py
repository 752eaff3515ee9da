"""Gold that stands in the text itself: README.md explains the marks."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COARSE = {
    "Person": "PER", "Group": "PER", "AnonymousSource": "PER", "Organization": "ORG", "Agency": "ORG",
    "MediaOutlet": "ORG", "Location": "LOC", "Country": "LOC", "Region": "LOC", "City": "LOC", "Facility": "LOC",
    "Artifact": "MISC",
}  # fmt: skip
_OPENS = re.compile(r"[\[{](\w+)\|")
_CLASSES = re.compile(r"([A-Z]\w+): (.*)")
Spans = dict[str, list[list[int]]]


def documents(path: Path) -> list[dict[str, Any]]:
    """The articles of a file as the scorer reads them; raises ValueError where the marks contradict each other."""
    blocks = re.split(r"\n(?=# )", path.read_text(encoding="utf-8").strip())
    return [document(block) for block in blocks]


def document(block: str) -> dict[str, Any]:
    """One article with its entities and events."""
    head, _, rest = block.partition("\n")
    _, name, date, *publisher = head.split(" ", 3)
    body, _, table = rest.partition("\n---\n")
    text, mentions, triggers = unmarked(body.strip())
    classes = dict(_classes(table))
    if missing := sorted(set(mentions) - set(classes)):
        msg = f"{name}: no class for {', '.join(missing)}"
        raise ValueError(msg)
    entities = [
        {"id": key, "type": COARSE[classes[key]], "class": classes[key], "mentions": spans}
        for key, spans in mentions.items()
    ]
    rows = [line.split() for line in table.strip().splitlines() if not _CLASSES.match(line)]
    found = [event(row, triggers, mentions) for row in rows]
    outlet = publisher[0] if publisher else None
    return {"id": name, "text": text, "date": date, "publisher": outlet, "entities": entities, "events": found,
            "relations": None}  # fmt: skip


def unmarked(body: str) -> tuple[str, Spans, Spans]:
    """The text without its marks, and where the marked words stand: mentions and triggers by id."""
    text = ""
    at, stack = 0, []
    mentions: Spans = {}
    triggers: Spans = {}
    while at < len(body):
        opens = _OPENS.match(body, at)
        if opens:
            stack.append((body[at], opens[1], len(text)))
            at = opens.end()
            continue
        if body[at] in "]}":
            bracket, key, begin = stack.pop()
            into = mentions if bracket == "[" else triggers
            into.setdefault(key, []).append([begin, len(text)])
        else:
            text += body[at]
        at += 1
    return text, mentions, triggers


def _classes(table: str) -> Iterator[tuple[str, str]]:
    for line in table.splitlines():
        found = _CLASSES.match(line)
        for word in found[2].split() if found else ():
            key, _, other = word.partition("!")
            yield key, other or (found[1] if found else "")


def event(row: list[str], triggers: Spans, mentions: Spans) -> dict[str, Any]:
    """An event by its row of the table."""
    made: dict[str, Any] = {
        "id": row[0], "type": f"KG:{row[1]}", "trigger": triggers[row[0]][0], "args": [], "realized": "-" not in row,
        "attributed_to": None, "start": None, "end": None,
    }  # fmt: skip
    for word in row[2:]:
        if word[0] == "^":
            made["attributed_to"] = word[1:]
        elif word[0] == "@":
            first, dots, last = word[1:].partition("..")
            made["start"], made["end"] = bound(first, last=False), bound(last if dots else first, last=True)
        elif word != "-":
            role, _, entity = word.partition("=")
            made["args"].append({"role": role, "entity": entity})
    named = {made["attributed_to"], *(argument["entity"] for argument in made["args"])} - {None}
    if unknown := sorted(named - set(mentions)):
        msg = f"{' '.join(row)}: nothing in the text is {', '.join(unknown)}"
        raise ValueError(msg)
    return made


def bound(words: str, *, last: bool) -> str | None:
    """The first or last day of a year, month or day; None of nothing."""
    if not words or len(words.split("-")) == 3:
        return words or None
    year, *months = (int(part) for part in words.split("-"))
    month = months[0] if months else 12 if last else 1
    day = calendar.monthrange(year, month)[1] if last else 1
    return f"{year:04}-{month:02}-{day:02}"
