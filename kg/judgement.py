"""Whether two entities of a graph are one: judgements that stand beside the claims, and what follows from them.

Nothing is ever rewritten: entities keep their ids, whoever reads may merge them, and taking a judgement away takes its
merging away (law 6).

>>> one = Judgement("agency/a", "agency/b", "same", "rule/name", "both are called 'A'", 900)
>>> two = Judgement("agency/b", "agency/c", "same", "rule/name", "both are called 'A'", 800)
>>> dict(canonical([one, two]))
{'agency/b': 'agency/a', 'agency/c': 'agency/a'}
>>> dict(canonical([one, two, Judgement("agency/a", "agency/c", "different", "Ann", "I know both", 1000)]))
{'agency/b': 'agency/a'}
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from kg.terms import short_hash

VERDICTS = ("different", "unsure", "same")
"""The most careful first."""
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
    thousandths: that the verdict is right, or, of ``unsure``, that the two are the same. Raises ValueError for two ids
    that are equal or out of order, an unknown verdict, or a confidence out of range.
    """

    left: str
    right: str
    verdict: str
    by: str
    why: str
    confidence: int

    def __post_init__(self) -> None:
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
        said = (self.left, self.right, self.verdict, self.by, self.why, str(self.confidence))
        return f"judgement/{short_hash(*said, length=_HASH)}"

    @property
    def by_rule(self) -> bool:
        """Whether a rule judged, and no person."""
        return self.by.startswith(RULE)

    def _careful(self) -> tuple[bool, int, int, str, str]:
        """The least rank counts: a person's word before a rule's, then the most careful one, then the surest."""
        return self.by_rule, VERDICTS.index(self.verdict), -self.confidence, self.by, self.why


def settled(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """The judgement that counts for each pair: a person's before a rule's, and the most careful among these."""
    found: dict[tuple[str, str], Judgement] = {}
    for one in judgements:
        pair = (one.left, one.right)
        found[pair] = min(found.get(pair, one), one, key=Judgement._careful)  # noqa: SLF001  our own
    return found


def canonical(judgements: Iterable[Judgement], *, known: Collection[str] = frozenset()) -> Mapping[str, str]:
    """The id to use for each entity that is merged into another; ids that stay themselves are left out.

    Only ``same`` merges, the surest first. Two clusters stay apart where any pair across them is judged different or
    unsure: a chain of likenesses never overrules a doubt. The canonical id is the one that is ``known`` beforehand,
    else the smallest; two known ids are merged by a person alone.
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
    return all(link.by != LENT if found is None else found.verdict == "same" for found in across)
