"""Near-duplicate articles: copies of one wire story, cut or lightly edited, which are one account and no more.

Each text becomes the set of its word 5-shingles, of which the 256 with the smallest hashes are kept; two such sketches
estimate how much of the shorter text stands word for word in the longer. This is MinHash with one hash function and
"containment" of Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences,
1997; grouping by chains of likeness is that of Broder, Glassman, Manasse and Zweig, "Syntactic clustering of the Web",
Computer Networks 29, 1997. Hashes do not depend on machine or run.

>>> wire = "Two workers were held for three weeks in a police station near the harbour before anybody was told of it"
>>> near_duplicates({"a": wire, "b": "By our staff: " + wire, "c": "The harbour master of the town has resigned today"})
(('a', 'b'),)
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.article import Article
from kg.graph import Graph
from kg.text import Span

SHINGLE = 5
"""Words in a shingle; a text of fewer words is one shingle."""
SKETCH = 256
"""Hashes kept of a text; one of no more shingles than that is compared exactly."""
CROWD = 256
"""More texts than this share a shingle because it is boilerplate, or because they are copies of one story."""

_NEIGHBOURS = 8

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Sketch:
    """The smallest hashes of a text's shingles, and how many different shingles it has."""

    hashes: frozenset[int]
    size: int


def near_duplicates(
    articles: Iterable[Article] | Mapping[str, str], *, threshold: float = 0.5
) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more articles of which each is a near-duplicate of another of its group, by sorted ids.

    Two texts are near-duplicates where about ``threshold`` (0 to 1) or more of the shorter one's shingles stand in the
    longer. Texts are given by articles, or by local id (see :func:`quoted_texts`); an empty one is like none. Quoting
    the same long statement can make two stories alike: look at the groups. Raises ValueError for a threshold that is
    not above 0 and at most 1.
    """
    if not 0 < threshold <= 1:
        msg = f"threshold is above 0 and at most 1, got {threshold}"
        raise ValueError(msg)
    texts = articles if isinstance(articles, Mapping) else {article.id: article.text for article in articles}
    sketches = {name: _sketch(texts[name]) for name in sorted(texts)}
    group = {name: name for name in sketches}
    for left, right in _candidates(sketches):
        one, other = _head(group, left), _head(group, right)
        if one != other and _containment(sketches[left], sketches[right], enough=threshold) >= threshold:
            group[max(one, other)] = min(one, other)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name in sketches:
        members[_head(group, name)].append(name)
    return tuple(tuple(found) for found in members.values() if len(found) > 1)


def quoted_texts(graph: Graph) -> dict[str, str]:
    """What is left of the articles' texts in a graph, by local id: the words of its evidence in their order.

    Two copies of one story are read alike, and so their evidence is alike; what no claim rests on is missing.
    """
    spans: defaultdict[str, dict[Span, str]] = defaultdict(dict)
    for claim in graph.claims.values():
        spans[claim.article].update(zip(claim.evidence, claim.quotes, strict=True))
    return {name: " ".join(_outermost(spans[name])) for name in sorted(graph.articles)}


def _outermost(quotes: Mapping[Span, str]) -> Iterator[str]:
    """The quotes that lie in no other one, in order."""
    end = 0
    for span in sorted(quotes, key=lambda one: (one.begin, -one.end)):
        if span.end > end:
            yield quotes[span]
            end = span.end


def _sketch(text: str) -> _Sketch:
    hashes = sorted({_hash(shingle) for shingle in _shingles(_WORD.findall(text.casefold()))})
    return _Sketch(frozenset(hashes[:SKETCH]), len(hashes))


def _shingles(words: list[str]) -> Iterator[str]:
    for begin in range(max(1, len(words) - SHINGLE + 1) if words else 0):
        yield " ".join(words[begin : begin + SHINGLE])


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _candidates(sketches: Mapping[str, _Sketch]) -> Iterator[tuple[str, str]]:
    """Pairs that share a hash, each once; in a crowd, those next to each other where copies stand side by side."""
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for name in sorted(sketches, key=lambda name: (sorted(sketches[name].hashes), name)):
        for one in sketches[name].hashes:
            holders[one].append(name)
    seen: set[tuple[str, str]] = set()
    for _, names in sorted(holders.items()):
        reach = _NEIGHBOURS if len(names) > CROWD else len(names)
        for place, left in enumerate(names):
            for right in names[place + 1 : place + 1 + reach]:
                pair = min(left, right), max(left, right)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _containment(one: _Sketch, other: _Sketch, *, enough: float = 0) -> float:
    """Estimated share of the smaller set's shingles that are in the larger; at most that, where it is not enough."""
    both, either = one.hashes & other.hashes, one.hashes | other.hashes
    compared = min(SKETCH, len(either))
    if (most := _share(len(both) / compared, one, other)) < enough:
        return most
    last = sorted(either)[compared - 1]
    return _share(sum(number <= last for number in both) / compared, one, other)


def _share(resemblance: float, one: _Sketch, other: _Sketch) -> float:
    shared = resemblance / (1 + resemblance) * (one.size + other.size)
    return min(1.0, shared / min(one.size, other.size))


def _head(group: dict[str, str], name: str) -> str:
    while group[name] != name:
        group[name] = group[group[name]]
        name = group[name]
    return name
