"""Triggers: which word evokes which event type, and which syntactic slot fills which role (``lexicon.en.tsv``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.tables import Row, did_you_mean, read_table

COLUMNS = ("trigger", "pos", "type", "frame", "when", "example")
NO_EVENT = "-"
_PARTS_OF_SPEECH = ("v", "n", "a")
_CONDITION = re.compile(r"(?P<sign>[+-])(?P<slot>[a-z]+)|(?P<of>[a-z]+)(?P<op>:|!~|!|~)(?P<values>[\w,'’ -]+)")
_MARKED = re.compile(r"\*(?P<trigger>[^*]+)\*|\[(?P<role>[a-z]+) (?P<words>[^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a slot's filler: ``present``, ``absent``, ``class``, ``not class``, ``lemma`` or ``not lemma``."""

    slot: str
    test: str
    values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One sense of one word or phrase.

    ``words`` are lemmas, a verb's own first and a noun's head last; ``frame`` maps a slot to the roles that its filler
    may take, the first that fits wins.
    """

    words: tuple[str, ...]
    pos: str
    type: str
    frame: Mapping[str, tuple[str, ...]]
    when: tuple[Condition, ...]
    example: str
    line: int

    @property
    def head(self) -> str:
        """The lemma by which it is found."""
        return self.words[-1] if self.pos == "n" else self.words[0]

    @property
    def name(self) -> str:
        """How a claim's ``foundBy`` names it: ``crack-down.v``."""
        return f"{'-'.join(self.words)}.{self.pos}"


@dataclass(frozen=True, slots=True)
class Example:
    """A marked sentence: plain ``text``, offsets of the trigger, and of each role's words."""

    text: str
    trigger: tuple[int, int]
    roles: tuple[tuple[str, int, int], ...]


class Lexicon:
    """All triggers, by part of speech and head lemma; the longest first, then in file order."""

    def __init__(self, triggers: Iterable[Trigger]) -> None:
        self.triggers = tuple(triggers)
        index: dict[tuple[str, str], list[Trigger]] = defaultdict(list)
        for trigger in self.triggers:
            index[trigger.pos, trigger.head].append(trigger)
        self._index = {key: tuple(sorted(found, key=lambda t: -len(t.words))) for key, found in index.items()}

    def senses(self, pos: str, lemma: str) -> tuple[Trigger, ...]:
        """Candidates for a token, in the order in which they are to be tried."""
        return self._index.get((pos, lemma), ())


def read_lexicon(path: Path, *, types: Collection[str], roles: Collection[str], classes: Collection[str]) -> Lexicon:
    """The lexicon in a file; raises OntologyError, naming the line, for unknown types, roles, classes or conditions."""
    triggers = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in read_table(path, COLUMNS):
        trigger = _trigger(row, types, roles, classes)
        key = (row["trigger"], row["pos"], row["when"])
        if key in seen:
            raise row.error(
                f"'{row['trigger']}' stands in line {seen[key]} already, with the same condition; remove one"
            )
        seen[key] = row.line
        triggers.append(trigger)
    return Lexicon(triggers)


def _trigger(row: Row, types: Collection[str], roles: Collection[str], classes: Collection[str]) -> Trigger:
    words = tuple(row["trigger"].lower().split())
    if not words:
        raise row.error("no trigger; give the lemma in the first column")
    if row["pos"] not in _PARTS_OF_SPEECH:
        raise row.error(f"unknown part of speech '{row['pos']}'. {did_you_mean(row['pos'], _PARTS_OF_SPEECH)}")
    if row["type"] != NO_EVENT and row["type"] not in types:
        raise row.error(f"unknown event type '{row['type']}'. {did_you_mean(row['type'], types)}")
    frame = dict(_frame(row, roles))
    when = tuple(_conditions(row, classes))
    trigger = Trigger(words, row["pos"], row["type"], frame, when, row["example"], row.line)
    if row["type"] != NO_EVENT or row["example"]:
        _check_example(row, trigger)
    return trigger


def _frame(row: Row, roles: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for part in row["frame"].split():
        slot, equals, names = part.partition("=")
        if not equals or not slot:
            raise row.error(f"'{part}' in the frame is no slot=role pair")
        found = tuple(name for name in names.split("|") if name != NO_EVENT)
        for name in found:
            if name not in roles:
                raise row.error(f"unknown role '{name}'. {did_you_mean(name, roles)}")
        yield slot, found


def _conditions(row: Row, classes: Collection[str]) -> Iterator[Condition]:
    for part in row["when"].split():
        match = _CONDITION.fullmatch(part)
        if match is None:
            raise row.error(
                f"'{part}' is no condition; write +obj, -obj, obj:Class, obj!Class, obj~lemma or obj!~lemma"
            )
        if match["sign"]:
            yield Condition(match["slot"], "present" if match["sign"] == "+" else "absent")
            continue
        values = frozenset(match["values"].split(","))
        test = {":": "class", "!": "not class", "~": "lemma", "!~": "not lemma"}[match["op"]]
        if test.endswith("class") and (unknown := sorted(values - set(classes))):
            raise row.error(f"unknown class '{unknown[0]}'. {did_you_mean(unknown[0], classes)}")
        yield Condition(match["of"], test, values)


def _check_example(row: Row, trigger: Trigger) -> None:
    if not row["example"]:
        raise row.error("no example; give one sentence with the *trigger* and [role fillers] marked")
    try:
        example = read_example(row["example"])
    except OntologyError as error:
        raise row.error(str(error)) from error
    allowed = {role for roles in trigger.frame.values() for role in roles} | {
        "place",
        "origin",
        "destination",
        "instrument",
    }
    for role, _, _ in example.roles:
        if role not in allowed:
            raise row.error(f"the example marks '{role}', which the frame does not give")


def read_example(marked: str) -> Example:
    """The plain sentence behind ``[actor Police] *arrested* [target two smugglers].`` and where its marks stand.

    Raises OntologyError where no trigger is marked.
    """
    text, at, trigger, roles = "", 0, None, []
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        words = match["trigger"] or match["words"]
        place = (len(text), len(text) + len(words))
        if match["trigger"]:
            trigger = trigger or place
        else:
            roles.append((match["role"], *place))
        text += words
        at = match.end()
    if trigger is None:
        msg = "the example marks no *trigger*"
        raise OntologyError(msg)
    return Example(text + marked[at:], trigger, tuple(roles))
