"""Opinions that stand beside the claims, and what follows from them.

A :class:`Judgement` says whether two entities of a graph are one, a :class:`Review` whether something was read right.
Nothing is ever rewritten: entities keep their ids, whoever reads may merge them, and taking an opinion away takes away
what followed from it (law 6).

>>> one = Judgement("agency/a", "agency/b", "same", "rule/name", "both are called 'A'", 900)
>>> two = Judgement("agency/b", "agency/c", "same", "rule/name", "both are called 'A'", 800)
>>> dict(canonical([one, two]))
{'agency/b': 'agency/a', 'agency/c': 'agency/a'}
>>> dict(canonical([one, two, Judgement("agency/a", "agency/c", "different", "Ann", "I know both", 1000)]))
{'agency/b': 'agency/a'}
>>> early = Review("claim/x-0-9-12ab", "wrong", "Ann", "the police denied it", "2024-08-01")
>>> late = Review("claim/x-0-9-12ab", "confirmed", "Ann", "no, the court denied it", "2024-08-02")
>>> counted([early, late])["claim/x-0-9-12ab"].verdict
'confirmed'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from kg.terms import short_hash

VERDICTS = ("different", "unsure", "same")
"""The most careful first."""
READINGS = ("wrong", "confirmed")
"""Verdicts on what was read, the most careful first."""
RULE = "rule/"
"""How the names of rules begin; whatever else judges is a person."""

LENT = f"{RULE}country"
"""Judges that a name without a country is the same name with one. It goes no further than its pair: what is merged
along it must be judged the same all round, or else one name would lend two countries to each other."""

_HASH = 16


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """One opinion on whether two entities are one.

    ``left`` and ``right`` are local ids, in order; ``verdict`` is one of :data:`VERDICTS`; ``by`` is the rule
    (``rule/…``) or the person that judged, ``why`` a phrase for people. ``confidence`` is the judge's own, in
    thousandths: that the verdict is right, or, of ``unsure``, that the two are the same. ``on`` is the day on which a
    person judged (YYYY-MM-DD), empty where it is not known. Raises ValueError for two ids that are equal or out of
    order, an unknown verdict, a bad day, or a confidence out of range.
    """

    left: str
    right: str
    verdict: str
    by: str
    why: str
    confidence: int
    on: str = ""

    def __post_init__(self) -> None:
        _check_day(self.on)
        if not self.left < self.right:
            msg = f"a judgement needs two different ids in order, got '{self.left}' and '{self.right}'"
            raise ValueError(msg)
        if self.verdict not in VERDICTS:
            msg = f"unknown verdict '{self.verdict}'; there are: {', '.join(VERDICTS)}"
            raise ValueError(msg)
        if not 0 <= self.confidence <= 1000:
            msg = f"confidence is in thousandths, 0 to 1000, got {self.confidence}"
            raise ValueError(msg)

    @property
    def id(self) -> str:
        """Local id ``judgement/…``: a hash of all that it says."""
        said = (self.left, self.right, self.verdict, self.by, self.why, str(self.confidence), *filter(None, [self.on]))
        return f"judgement/{short_hash(*said, length=_HASH)}"

    @property
    def by_rule(self) -> bool:
        """Whether a rule judged, and no person."""
        return self.by.startswith(RULE)

    def _careful(self) -> tuple[bool, int, int, str, str]:
        """The least rank counts: a person's word before a rule's, then the most careful one, then the surest."""
        return self.by_rule, VERDICTS.index(self.verdict), -self.confidence, self.by, self.why


@dataclass(frozen=True, slots=True, order=True)
class Review:
    """A person's opinion on whether something was read right.

    ``about`` is the local id of a claim, an event or an entity. ``wrong``: the article does not say this, there is no
    such event or thing in it. ``confirmed``: the article does say this, whether it is true or not. ``by`` and ``why``
    as of a :class:`Judgement`; ``on`` is the day (YYYY-MM-DD), empty where it is not known. Raises ValueError for an
    unknown verdict or a bad day.
    """

    about: str
    verdict: str
    by: str
    why: str
    on: str = ""

    def __post_init__(self) -> None:
        _check_day(self.on)
        if self.verdict not in READINGS:
            msg = f"unknown verdict '{self.verdict}'; there are: {', '.join(READINGS)}"
            raise ValueError(msg)

    @property
    def id(self) -> str:
        """Local id ``judgement/…``: a hash of all that it says."""
        return f"judgement/{short_hash('reading', self.about, self.verdict, self.by, self.why, self.on, length=_HASH)}"

    def _careful(self) -> tuple[int, str, str, str]:
        return READINGS.index(self.verdict), self.by, self.why, self.on


def settled(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """The judgement that counts for each pair: a person's before a rule's, and the most careful among these.

    Of what one person said at different times, the latest counts alone.
    """
    found: dict[tuple[str, str], Judgement] = {}
    for one in _latest(judgements, lambda one: (one.left, one.right, one.by)):
        pair = (one.left, one.right)
        found[pair] = min(found.get(pair, one), one, key=Judgement._careful)  # noqa: SLF001  our own
    return found


def counted(reviews: Iterable[Review]) -> dict[str, Review]:
    """The review that counts for each thing: each person's latest, and of these ``wrong`` before ``confirmed``."""
    found: dict[str, Review] = {}
    for one in _latest(reviews, lambda one: (one.about, one.by)):
        found[one.about] = min(found.get(one.about, one), one, key=Review._careful)  # noqa: SLF001  our own
    return found


_Opinion = TypeVar("_Opinion", Judgement, Review)


def _latest(opinions: Iterable[_Opinion], whose: Callable[[_Opinion], Hashable]) -> Iterator[_Opinion]:
    """Opinions without those that the same person, or rule, replaced on a later day."""
    every = list(opinions)
    last: dict[Hashable, str] = {}
    for one in every:
        last[whose(one)] = max(last.get(whose(one), ""), one.on)
    return (one for one in every if one.on == last[whose(one)])


def _check_day(day: str) -> None:
    try:
        good = not day or dt.date.fromisoformat(day).isoformat() == day
    except ValueError:
        good = False
    if not good:
        msg = f"'{day}' is no day; write YYYY-MM-DD"
        raise ValueError(msg)


def canonical(judgements: Iterable[Judgement], *, known: Collection[str] = frozenset()) -> Mapping[str, str]:
    """The id to use for each entity that is merged into another; ids that stay themselves are left out.

    Only ``same`` merges, the surest first. Two clusters stay apart where any pair across them is judged different or
    unsure: a chain of likenesses never overrules a doubt; but what people say is one is one whatever rules doubt. The
    canonical id is the one that is ``known`` beforehand, else the smallest; two known ids are merged by a person alone.
    """
    verdicts = settled(judgements)
    cluster: dict[str, frozenset[str]] = {}
    links = (one for one in verdicts.values() if one.verdict == "same")
    for link in sorted(links, key=lambda one: (one.by_rule, -one.confidence, one)):
        left, right = (cluster.get(end, frozenset({end})) for end in (link.left, link.right))
        if left is not right and _may_join(link, left, right, verdicts, known):
            cluster.update(dict.fromkeys(left | right, left | right))
    heads = {members: min(members, key=lambda name: (name not in known, name)) for members in set(cluster.values())}
    return {name: heads[members] for name, members in sorted(cluster.items()) if name != heads[members]}


def _may_join(
    link: Judgement,
    left: frozenset[str],
    right: frozenset[str],
    verdicts: Mapping[tuple[str, str], Judgement],
    known: Collection[str],
) -> bool:
    if link.by_rule and any(name in known for name in left) and any(name in known for name in right):
        return False
    across = (verdicts.get((min(pair), max(pair))) for pair in product(left, right))
    return all(
        link.by != LENT if found is None else found.verdict == "same" or (found.by_rule and not link.by_rule)
        for found in across
    )
