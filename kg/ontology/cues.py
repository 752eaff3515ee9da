"""Cues: the words that decide whether what a text speaks of happened, and who says so.

Read from ``cues.en.tsv``, whose header comment explains the columns. Everything here is frozen and pure; how cues are
found in a parse is the business of :mod:`kg.extract.factuality` and :mod:`kg.extract.attribution`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.ontology.tables import Row, did_you_mean, read_table

FILE = "cues.en.tsv"
_COLUMNS = ("cue", "pos", "kind", "slots", "effect", "negated")
_POS = frozenset("vnarmdpc")
_GOVERNING = frozenset({"report", "embed"})
_INSIDE = frozenset({"negation", "hedge", "modal", "condition", "generic", "time"})
_CLAUSES = frozenset({"that", "inf", "passive", "ing", "obj", "subj", "mod", "quote", "indef", "def", "own"})
_CERTAINTIES = ("probable", "possible", "underspecified")
_TEMPORALITIES = ("past", "present", "future", "conditional")
_EFFECTS = frozenset({"keep", "negative", "factive", *_CERTAINTIES, *_TEMPORALITIES})


@dataclass(frozen=True, slots=True)
class Effect:
    """What a cue does to the factuality of what it decides about.

    ``negative`` turns the polarity over; ``certainty`` is the most that is left of it; ``temporality`` replaces it;
    ``factive`` makes it independent of the cue's own factuality.
    """

    negative: bool = False
    certainty: str | None = None
    temporality: str | None = None
    factive: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue in one of its uses.

    ``words`` are its lemmas in order, ``slots`` where what it decides about may stand, ``effect`` what it does to it,
    ``negated`` the same where the cue itself is denied, if that differs; ``fillers`` limits slots to some nouns.
    """

    words: tuple[str, ...]
    pos: str
    kind: str
    slots: frozenset[str]
    effect: Effect
    negated: Effect | None = None
    fillers: tuple[tuple[str, frozenset[str]], ...] = ()

    def takes(self, slot: str, filler: str | None) -> bool:
        """Whether it decides about this slot where a noun of this lemma fills it (None: no noun)."""
        wanted = next((nouns for name, nouns in self.fillers if name == slot), None)
        return slot in self.slots and (wanted is None or filler in wanted)

    @property
    def reports(self) -> bool:
        """Whether its subject is a source that speaks through its slot."""
        return self.kind == "report"


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of one language, by how they are looked up. Every list has the longest cue first.

    ``governing`` is keyed by part of speech and first lemma, ``inside`` by part of speech and first word.
    """

    governing: Mapping[tuple[str, str], tuple[Cue, ...]] = field(default_factory=dict)
    inside: Mapping[tuple[str, str], tuple[Cue, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Cues:
        """The cues of the ontology in ``folder``.

        Raises OntologyError, naming file and line, where the table is missing or a cell of it cannot be understood.
        """
        governing: dict[tuple[str, str], list[Cue]] = {}
        inside: dict[tuple[str, str], list[Cue]] = {}
        seen: dict[tuple[str, str, str, str], int] = {}
        for row in read_table(folder / FILE, _COLUMNS):
            for cue in _cues(row):
                _once(cue, row, seen)
                index = governing if cue.kind in _GOVERNING else inside
                index.setdefault((cue.pos, cue.words[0]), []).append(cue)
        return cls(_longest_first(governing), _longest_first(inside))

    def governors(self, pos: str, lemma: str) -> tuple[Cue, ...]:
        """Reporting and embedding cues of this part of speech that begin with this lemma."""
        return self.governing.get((pos, lemma), ())

    def words(self, pos: str, word: str) -> tuple[Cue, ...]:
        """Cues that stand inside what they decide about and begin with this word."""
        return self.inside.get((pos, word), ())


def _longest_first(index: dict[tuple[str, str], list[Cue]]) -> dict[tuple[str, str], tuple[Cue, ...]]:
    """Those of many words before those of few; of these, those limited to some nouns or to the past first."""

    def order(cue: Cue) -> tuple[int, bool, bool]:
        return -len(cue.words), not cue.fillers, "past" not in cue.slots

    return {key: tuple(sorted(cues, key=order)) for key, cues in index.items()}


def _cues(row: Row) -> Iterator[Cue]:
    pos, kind = row["pos"], row["kind"]
    if pos not in _POS or len(pos) != 1:
        raise row.error(f"unknown part of speech '{pos}'. {did_you_mean(pos, _POS)}")
    if kind not in _GOVERNING | _INSIDE:
        raise row.error(f"unknown kind '{kind}'. {did_you_mean(kind, _GOVERNING | _INSIDE)}")
    slots, fillers = _slots(row)
    if kind in _GOVERNING and not slots:
        raise row.error(f"a cue of kind '{kind}' needs a slot; name one, such as 'that' or 'of'")
    if odd := sorted(slot for slot in slots - _CLAUSES if not slot.isalpha() or not slot.islower()):
        raise row.error(f"unknown slot '{odd[0]}'; use a preposition or one of {' '.join(sorted(_CLAUSES))}")
    effect = _effect(row, "effect")
    if effect is None:
        raise row.error("no effect; write 'keep' where the cue changes nothing")
    for words in row["cue"].split("|"):
        if not words.strip():
            raise row.error("an empty cue; remove the | beside it")
        yield Cue(tuple(words.lower().split()), pos, kind, slots, effect, _effect(row, "negated"), fillers)


def _slots(row: Row) -> tuple[frozenset[str], tuple[tuple[str, frozenset[str]], ...]]:
    """Names of the slots, and the nouns to which some are limited: ``obj~trial,charge``."""
    parts = [(name, nouns) for name, _, nouns in (slot.partition("~") for slot in row["slots"].split())]
    limits = tuple((name, frozenset(nouns.lower().split(","))) for name, nouns in parts if nouns)
    return frozenset(name for name, _ in parts), limits


def _effect(row: Row, column: str) -> Effect | None:
    names = row[column].split()
    if not names:
        return None
    for name in names:
        if name not in _EFFECTS:
            raise row.error(f"unknown {column} '{name}'. {did_you_mean(name, _EFFECTS)}")
    certainty = [name for name in names if name in _CERTAINTIES]
    temporality = [name for name in names if name in _TEMPORALITIES]
    if len(certainty) > 1 or len(temporality) > 1:
        raise row.error(f"{column} '{row[column]}' says two things at once; keep one certainty and one temporality")
    return Effect(
        negative="negative" in names,
        certainty=certainty[0] if certainty else None,
        temporality=temporality[0] if temporality else None,
        factive="factive" in names,
    )


def _once(cue: Cue, row: Row, seen: dict[tuple[str, str, str, str], int]) -> None:
    """Refuse a second decision about one slot of one cue: which one holds would depend on the file's order."""
    words = " ".join(cue.words)
    limited = {name for name, _ in cue.fillers}
    governs = cue.kind in _GOVERNING
    past = governs and "past" in cue.slots
    for slot in sorted(cue.slots - {"past"} if past else cue.slots) or [""]:
        key = f"{slot}~" if slot in limited else f"{slot} in the past" if past else slot
        place = seen.setdefault((words, cue.pos, "" if governs else cue.kind, key), row.line)
        if place != row.line:
            about = f"the slot '{key}' of '{words}'" if slot else f"'{words}'"
            raise row.error(f"{about} is decided in line {place} already; remove one of the two")
