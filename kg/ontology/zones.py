"""Zones: what in an article's text is no running story, as ``zones.tsv`` describes it.

The columns are explained in the file's own header comment. Patterns are Python regular expressions; a piece that many
patterns share is named once by a row whose ``where`` is ``let`` and is put into later patterns as ``{name}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from kg.errors import OntologyError
from kg.ontology.tables import Row, did_you_mean, read_table

Read = Literal["all", "mentions", "nothing"]
Where = Literal["line", "first", "last", "prefix"]

COLUMNS = ("kind", "where", "pattern", "read")
READS = ("all", "mentions", "nothing")
WHERES = ("line", "first", "last", "prefix")
FIELDS = ("title", "date", "publisher", "author")
"""Names of groups that give metadata; a group of any other name must be a kind of zone."""
HEURISTICS = ("headline", "subheading")
"""Kinds that kg can find without a pattern; a row of theirs whose pattern is empty switches that on."""
BODY = "body"
"""The kind of everything that is in no zone."""


@dataclass(frozen=True, slots=True)
class ZonePattern:
    """One row: lines (or their starts) that ``regex`` matches are zones of this kind. ``rank`` is the row's number."""

    kind: str
    where: Where
    regex: re.Pattern[str]
    rank: int


@dataclass(frozen=True, slots=True)
class ZonePatterns:
    """All rows in file order, what may be read in each kind, and the kinds to be found without a pattern."""

    patterns: tuple[ZonePattern, ...]
    policies: Mapping[str, Read]
    heuristics: frozenset[str] = frozenset()

    def policy(self, kind: str) -> Read:
        """What a reader may take from a zone of this kind; everything from the body.

        Raises OntologyError where no row names the kind.
        """
        if kind == BODY:
            return "all"
        if kind not in self.policies:
            msg = f"zones.tsv: no row names the kind '{kind}'. {did_you_mean(kind, self.policies)}"
            raise OntologyError(msg)
        return self.policies[kind]

    def of(self, *wheres: Where) -> tuple[ZonePattern, ...]:
        """The rows for these places, in file order."""
        return tuple(pattern for pattern in self.patterns if pattern.where in wheres)


def load_zones(path: Path) -> ZonePatterns:
    """The zone patterns of a file; raises OntologyError, with file and line, where a row is wrong."""
    patterns: list[ZonePattern] = []
    policies: dict[str, Read] = {}
    heuristics: set[str] = set()
    pieces: dict[str, str] = {}
    groups: list[tuple[Row, str]] = []
    for row in read_table(path, COLUMNS):
        if row["where"] == "let":
            pieces[row["kind"]] = _compiled(row, pieces, group=False).pattern
            continue
        where = cast(Where, _one_of(row, "where", WHERES))
        _note_policy(row, policies)
        if not row["pattern"]:
            heuristics.add(_one_of(row, "kind", HEURISTICS, hint="; only these need no pattern"))
            continue
        regex = _compiled(row, pieces)
        groups += [(row, name) for name in regex.groupindex]
        patterns.append(ZonePattern(row["kind"], where, regex, len(patterns)))
    for row, name in groups:
        if name not in policies and name not in FIELDS:
            problem = f"the group '{name}' is neither a field nor a kind. {did_you_mean(name, (*FIELDS, *policies))}"
            raise row.error(problem)
    return ZonePatterns(tuple(patterns), policies, frozenset(heuristics))


def _one_of(row: Row, column: str, choices: tuple[str, ...], *, hint: str = "") -> str:
    value = row[column]
    if value not in choices:
        raise row.error(f"{column} is '{value}'{hint}. {did_you_mean(value, choices)}")
    return value


def _note_policy(row: Row, policies: dict[str, Read]) -> None:
    kind, read = row["kind"], cast(Read, _one_of(row, "read", READS))
    if not re.fullmatch(r"[a-z][a-z_]*", kind) or kind == BODY:
        raise row.error(f"'{kind}' cannot be a kind; use lower-case letters and '_', and any word but '{BODY}'")
    if policies.setdefault(kind, read) != read:
        raise row.error(f"'{kind}' is read '{policies[kind]}' in an earlier row and '{read}' here; choose one")


def _compiled(row: Row, pieces: Mapping[str, str], *, group: bool = True) -> re.Pattern[str]:
    def piece(match: re.Match[str]) -> str:
        if match[1] not in pieces:
            raise row.error(f"no earlier 'let' row names {match[0]}. {did_you_mean(match[1], pieces)}")
        return pieces[match[1]]

    pattern = re.sub(r"\{([a-z][a-z_]*)\}", piece, row["pattern"])
    try:
        regex = re.compile(pattern if group else f"(?:{pattern})")
    except re.error as error:
        problem = f"the pattern is no regular expression ({error}); test it, or escape the character with a backslash"
        raise row.error(problem) from error
    if group and regex.match(""):
        raise row.error("the pattern matches an empty text; make one part of it obligatory")
    if not group and regex.groups:
        raise row.error("a 'let' row cannot hold a group that captures; write (?:…)")
    return regex
