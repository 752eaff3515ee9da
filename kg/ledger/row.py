"""A row of the ledger: one person's opinion, with enough words to know what it is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

from kg.judgement import READINGS, RULE, Judgement, Review
from kg.ontology.tables import did_you_mean
from kg.terms import short_hash

IDENTITIES = ("same", "different")
VERDICTS = (*IDENTITIES, *READINGS)
NO_REASON = "no reason given"

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
"""Blanks, which are control characters as well, are not among these."""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]*/[A-Za-z0-9._~-]+")
_SWAPPED = (("about", "other"), ("label", "other_label"), ("article", "other_article"), ("quote", "other_quote"))


def tidy(text: str) -> str:
    """The text on one line, without control characters: what a cell of a table can hold and bring back.

    >>> tidy(" two\\r\\n  words\\x00 ")
    'two words'
    """
    return " ".join(_CONTROL.sub("", text).split())


def local_id(words: str) -> str:
    """A local id of an IRI, of a short name (``agency:police-ru``) or of itself; other words as they are."""
    bare = words.strip().strip("<>")
    if "/id/" in bare:
        return bare.rpartition("/id/")[2].partition("#")[0]
    return bare if "/" in bare or " " in bare else bare.replace(":", "/", 1)


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One opinion.

    ``about`` and, of two entities, ``other`` are local ids, the smaller one first. ``by`` is who, ``on`` when
    (YYYY-MM-DD, may be empty), ``why`` a phrase. The rest is context, for people and for finding it again: ``label``
    what it is called, ``article`` (local id) and ``quote`` where it stands; of a claim ``subject``, ``predicate``,
    ``object``, and ``reading``: how it was read when the person looked at it.
    """

    verdict: str
    about: str
    other: str
    by: str
    on: str
    why: str
    label: str = ""
    other_label: str = ""
    article: str = ""
    quote: str = ""
    other_article: str = ""
    other_quote: str = ""
    subject: str = ""
    predicate: str = ""
    object: str = ""
    reading: str = ""

    @classmethod
    def of(cls, cells: Mapping[str, str]) -> Self:
        """The row of some cells, by column; others than :data:`COLUMNS` are passed over.

        Raises ValueError, with problem and remedy, where something is missing or cannot be.
        """
        told = {name: tidy(cells.get(name, "")) for name in COLUMNS}
        told["verdict"] = told["verdict"].casefold()
        told |= {name: local_id(told[name]) for name in ("about", "other", "article", "other_article")}
        told["why"] = told["why"] or NO_REASON
        row = cls(**told)
        if problem := row._problem():
            raise ValueError(problem)
        return row._in_order()

    def _problem(self) -> str | None:
        if self.verdict not in VERDICTS:
            return f"unknown verdict '{self.verdict}'. {did_you_mean(self.verdict, VERDICTS)}"
        if not self.by or self.by.startswith(RULE):
            return f"'by' is '{self.by}'; name the person who says so"
        for column in ("about", "other") if self.identity else ("about",):
            if not _ID.fullmatch(getattr(self, column)):
                return f"'{column}' is '{getattr(self, column)}', no id; give one like agency/police-ru, or its IRI"
        if self.identity and self.about == self.other:
            return f"'about' and 'other' are both {self.about}; name two entities"
        if not self.identity and self.other:
            return f"'{self.verdict}' is about one thing; leave 'other' empty"
        return _bad_day(self.on)

    def _in_order(self) -> Self:
        if not self.identity or self.about < self.other:
            return self
        swapped = {name: getattr(self, other) for pair in _SWAPPED for name, other in (pair, pair[::-1])}
        return replace(self, **swapped)

    @property
    def identity(self) -> bool:
        """Whether it is about two entities being one."""
        return self.verdict in IDENTITIES

    @property
    def matter(self) -> tuple[bool, str, str, str]:
        """Who speaks of what: of the rows with one matter, the latest says what that person thinks."""
        return self.identity, self.about, self.other, self.by

    @property
    def name(self) -> str:
        """A short name, ``r-`` and a hash of what it says, its context aside."""
        return f"r-{short_hash(self.verdict, self.about, self.other, self.by, self.on, self.why)}"

    @property
    def said(self) -> str:
        """What it says, in words."""
        what, other = self.label or self.about, self.other_label or self.other
        words = {"same": f"{what} is {other}", "different": f"{what} is not {other}"}
        return words.get(self.verdict, f"{self.verdict}: {what}")

    @property
    def told(self) -> str:
        """Its name, what it says, who says so, when and why."""
        return f"{self.name}  {self.said} ({self.by}{f', {self.on}' if self.on else ''}: {self.why})"

    def judgement(self, left: str, right: str) -> Judgement:
        """The judgement on two entities, given by local id."""
        return Judgement(min(left, right), max(left, right), self.verdict, self.by, self.why, 1000, self.on)

    def review(self, about: str) -> Review:
        """The review of a claim, event or entity, given by local id."""
        return Review(about, self.verdict, self.by, self.why, self.on)

    def cells(self) -> dict[str, str]:
        """Values by column."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(one.name for one in fields(Row))


def _bad_day(day: str) -> str | None:
    try:
        good = not day or dt.date.fromisoformat(day).isoformat() == day
    except ValueError:
        good = False
    return None if good else f"'on' is '{day}', no day; write YYYY-MM-DD (spreadsheets change dates: make it a text)"
