"""What the page shows, as one JSON value; numbers stand for what is said often.

Columns are lists side by side, ``n`` being a number in ``words``, and a place, node or passage a number of its own.

========  ============================================================================================================
words     strings
articles  rows: title, publisher, day or "", address or "", identifier
nodes     columns: label; cls n; type n or -1; x; y; id; and, by number, those that have any: names, when, at, same,
          reviews; misread are the numbers of those that people found misread
passages  rows: article, begin, text (offsets are code points, here and below)
places    rows: passage, begin in it, length, and begin, length, node of each mention in it of what its claims speak of
manners   rows: certainty n, polarity n, temporality n, hedge n or -1, whether that entitles to assert
readings  rows: what found it n, confidence in thousandths
claims    columns: subject; predicate n; object; place; voice; manner; reading; event or -1; and, by number, others,
          review
reviews   rows: verdict n, who n, why n, day n, what it is about, see :mod:`kg.page.reviews`
known     rows: subject, predicate n, object: what was known beforehand
========  ============================================================================================================

An object is a node, a voice is one; what is no node is ``-1 - n``. ``others`` are places of further evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kg.article import Article, ArticleInfo
from kg.claim import Claim, Literal
from kg.export.look import colour
from kg.graph import Graph
from kg.mention import Mention
from kg.page import reviews
from kg.page.passages import Passages, passages
from kg.page.places import places
from kg.text import Span
from kg.views import Node, View
from kg.views import view as view_of

_PREFIX = "id/"
_FINE = 4
"""Places are whole numbers of this part of a step of the layout: shorter, and nobody sees the difference."""

Row = list[object]
_Key = TypeVar("_Key", bound=Hashable)


@dataclass
class Numbers(Generic[_Key]):
    """Numbers for keys, counted from 0 in the order in which they are first asked for."""

    given: dict[_Key, int] = field(default_factory=dict)

    def of(self, key: _Key) -> int:
        """The number of a key."""
        return self.given.setdefault(key, len(self.given))

    def rows(self) -> list[Row]:
        """The keys, tuples all, as rows."""
        return [list(key) for key in self.given]  # type: ignore[call-overload]


@dataclass
class _Desk:
    """What the rows share."""

    graph: Graph
    nodes: Mapping[str, int]
    articles: Mapping[str, int]
    passages: Passages
    marks: Mapping[tuple[str, Span], list[object]]
    words: Numbers[str] = field(default_factory=Numbers)
    places: Numbers[tuple[object, ...]] = field(default_factory=Numbers)
    manners: Numbers[tuple[object, ...]] = field(default_factory=Numbers)
    readings: Numbers[tuple[object, ...]] = field(default_factory=Numbers)
    reviews: Numbers[tuple[object, ...]] = field(default_factory=Numbers)

    def put_review(self, said: tuple[str, str, str, str], about: int | str) -> int:
        """The number of a review's row."""
        named = -1 - self.words.of(about) if isinstance(about, str) else about
        return self.reviews.of((*map(self.words.of, said), named))


def facts(graph: Graph, *, view: str = "claims", articles: Iterable[Article] = ()) -> dict[str, object]:
    """What the page shows of a view of a graph; see :func:`kg.page.write` for what is asked."""
    shown = view_of(graph, view, base="")
    nodes = _numbers(shown)
    claims = sorted(_claims(graph, view, nodes), key=_order)
    names = sorted(graph.articles)
    desk = _Desk(
        graph,
        nodes,
        {name: number for number, name in enumerate(names)},
        passages(graph, claims, articles),
        _marks(graph, claims, nodes),
    )
    made: dict[str, object] = {
        "articles": [_article(graph, graph.articles[name]) for name in names],
        "nodes": _node_columns(desk, shown, claims),
        "passages": [[desk.articles.get(name, -1), begin, text] for name, begin, text in desk.passages.found],
        "claims": _claim_columns(desk, claims),
        "known": [
            [nodes[edge.source], desk.words.of(edge.predicate), nodes[edge.target]]
            for edge in shown.edges
            if edge.claim is None
        ],
        "types": {kind.name: kind.label for _, kind in sorted(graph.types.items())},
        "colours": {
            cls: "#{:02x}{:02x}{:02x}".format(*colour(cls))
            for cls in sorted({"Event", *(node.cls for node in shown.nodes)})
        },
    }
    tables = {name: getattr(desk, name).rows() for name in ("places", "manners", "readings", "reviews")}
    return made | tables | {"words": list(desk.words.given)}


def size(graph: Graph, view: str = "claims") -> int:
    """How many claims a page of a view holds at most; see :func:`kg.page.write`."""
    if view == "claims":
        return len(graph.claims)
    asserted = filter(graph.entitles, graph.claims.values())
    return sum(view == "full" or claim.subject not in graph.events for claim in asserted)


def _numbers(shown: View) -> dict[str, int]:
    """The number of each node by its local id, and by those of what is one with it."""
    found: dict[str, int] = {}
    for number, node in enumerate(shown.nodes):
        found |= dict.fromkeys((node.id, *_members(node)), number)
    return found


def _members(node: Node) -> Iterator[str]:
    return (name.removeprefix(_PREFIX) for name in node.merged)


def _claims(graph: Graph, view: str, nodes: Mapping[str, int]) -> Iterator[Claim]:
    """The claims that a view is made of, and those that give its nodes a value."""
    for claim in graph.claims.values():
        spoken = claim.subject in nodes and (not _is_node(graph, claim.object) or claim.object in nodes)
        if spoken and (view == "claims" or graph.plain(claim)):
            yield claim


def _is_node(graph: Graph, thing: str | Literal) -> bool:
    return isinstance(thing, str) and (thing in graph.entities or thing in graph.events or thing in graph.known)


def _order(claim: Claim) -> tuple[str, int, int, str]:
    return claim.article, claim.place.begin, claim.place.end, claim.id


def _marks(graph: Graph, claims: Iterable[Claim], nodes: Mapping[str, int]) -> dict[tuple[str, Span], list[object]]:
    """By article and place: where in it the claims' subjects, objects and events are named."""
    named: defaultdict[tuple[str, Span], set[str]] = defaultdict(set)
    for claim in claims:
        ends = (claim.subject, claim.object, claim.event)
        named[claim.article, claim.place] |= {name for name in ends if isinstance(name, str) and name in nodes}
    mentions = _mentions(graph)
    found: dict[tuple[str, Span], list[object]] = {}
    for (article, place), names in named.items():
        inside = {
            (mention.span.begin - place.begin, mention.span.end - mention.span.begin, nodes[name])
            for name in names
            for mention in mentions.get((name, article), ())
            if place.covers(mention.span)
        }
        found[article, place] = [number for mark in sorted(inside) for number in mark]
    return found


def _mentions(graph: Graph) -> Mapping[tuple[str, str], list[Mention]]:
    """Mentions by what they denote and article."""
    found: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for entity in graph.entities.values():
        for mention in entity.mentions:
            found[entity.id, mention.article].append(mention)
    for event in graph.events.values():
        found[event.id, event.article].append(event.trigger)
    return found


def _article(graph: Graph, info: ArticleInfo) -> Row:
    publisher = graph.label(info.publisher) if info.publisher else ""
    day = info.date.isoformat() if info.date else ""
    return [info.title or info.identifier, publisher, day, info.url or "", info.identifier]


def _node_columns(desk: _Desk, shown: View, claims: Sequence[Claim]) -> dict[str, object]:
    words, graph, nodes = desk.words, desk.graph, shown.nodes
    drawn = _drawn(desk, shown, claims)
    names = {str(number): found for number, node in enumerate(nodes) if (found := _other_names(graph, node))}
    whens = ((number, graph.events[node.id].when) for number, node in enumerate(nodes) if node.id in graph.events)
    return {
        "label": [node.label for node in nodes],
        "cls": [words.of(node.cls) for node in nodes],
        "type": [words.of(node.type) if node.type else -1 for node in nodes],
        "x": [round(x / _FINE) for x, _ in drawn],
        "y": [round(-y / _FINE) for _, y in drawn],
        "id": [node.id for node in nodes],
        "names": names,
        "when": {str(number): [_day(when.start), _day(when.end), when.words] for number, when in whens if when},
        "at": {
            str(number): [node.latitude, node.longitude]
            for number, node in enumerate(nodes)
            if node.latitude is not None
        },
        "same": {str(number): list(_members(node)) for number, node in enumerate(nodes) if node.merged},
        "reviews": reviews.of_nodes(graph, ((node.id, *_members(node)) for node in nodes), desk.put_review),
        "misread": [number for number, node in enumerate(nodes) if node.review == "wrong"],
    }


def _day(day: object) -> str:
    return str(day) if day else ""


def _drawn(desk: _Desk, shown: View, claims: Iterable[Claim]) -> list[tuple[float, float]]:
    names = [node.id for node in shown.nodes]
    takes_part: dict[str, set[str]] = {name: set() for name in names if name in desk.graph.events}
    links = set()
    for claim in claims:
        if not isinstance(claim.object, str) or claim.object not in desk.nodes:
            continue
        subject, thing = names[desk.nodes[claim.subject]], names[desk.nodes[claim.object]]
        if subject in takes_part and thing not in takes_part:
            takes_part[subject].add(thing)
        elif subject not in takes_part and thing not in takes_part and subject != thing:
            links.add((subject, thing))
    return places(names, links, takes_part)


def _other_names(graph: Graph, node: Node) -> list[str]:
    members = (node.id, *_members(node))
    names = {name for one in members if one in graph.entities for name in graph.entities[one].labels}
    names |= {name for one in members if one in graph.known for name in graph.known[one].names}
    return sorted(names - {node.label})


def _claim_columns(desk: _Desk, claims: Sequence[Claim]) -> dict[str, object]:
    words, nodes = desk.words, desk.nodes
    others = {str(number): found for number, claim in enumerate(claims) if (found := _others(desk, claim))}
    return {
        "subject": [nodes[claim.subject] for claim in claims],
        "predicate": [words.of(claim.predicate) for claim in claims],
        "object": [_thing(desk, claim.object) for claim in claims],
        "place": [_place(desk, claim.article, claim.place) for claim in claims],
        "voice": [_voice(desk, claim.attributed_to) for claim in claims],
        "manner": [_manner(desk, claim) for claim in claims],
        "reading": [desk.readings.of((words.of(claim.found_by), claim.confidence)) for claim in claims],
        "event": [nodes.get(claim.event or "", -1) for claim in claims],
        "others": others,
        "review": reviews.of_claims(desk.graph, claims, lambda name: nodes.get(name, -1), desk.put_review),
    }


def _others(desk: _Desk, claim: Claim) -> list[int]:
    return [_place(desk, claim.article, span) for span in claim.evidence if span != claim.place]


def _place(desk: _Desk, article: str, span: Span) -> int:
    passage, begin = desk.passages.of(article, span)
    return desk.places.of((passage, begin, span.end - span.begin, *desk.marks.get((article, span), ())))


def _thing(desk: _Desk, thing: str | Literal) -> int:
    if isinstance(thing, str) and thing in desk.nodes:
        return desk.nodes[thing]
    return -1 - desk.words.of(_value(desk.graph, thing))


def _value(graph: Graph, thing: str | Literal) -> str:
    if isinstance(thing, Literal):
        return thing.value
    kind = graph.types.get(thing.removeprefix("event-type/"))
    return kind.label if kind else graph.label(thing)


def _voice(desk: _Desk, name: str) -> int:
    return desk.nodes[name] if name in desk.nodes else -1 - desk.words.of(desk.graph.label(name))


def _manner(desk: _Desk, claim: Claim) -> int:
    words, shown = desk.words, claim.factuality
    told = (words.of(shown.certainty), words.of(shown.polarity), words.of(shown.temporality))
    return desk.manners.of((*told, words.of(shown.hedge) if shown.hedge else -1, int(desk.graph.entitles(claim))))
