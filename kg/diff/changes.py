"""What differs between two graphs, change by change.

===============  ============================================================================================
kind             what
===============  ============================================================================================
article added    with all that it says; its claims and entities are not listed one by one
article removed  the same
article changed  its text or what is known about it
claim added      an article says something that it did not say before
claim withdrawn  it no longer does
read otherwise   asserted before and now denied, planned, merely possible, found misread …; or the other way round
other voice      somebody else says so
other date       an event happened at another time
merged           entities that were two are one
split            entities that were one are two
entity added     somebody or something is mentioned that was not
entity removed   no longer is
entity changed   of another class, or with other names
judged           a person says something of it, or takes it back
detail           whatever else: confidence, rules, words and places of evidence, mentions, rules' judgements, background
===============  ============================================================================================
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from kg.article import ArticleInfo
from kg.claim import Claim
from kg.diff.pairs import Pairs
from kg.diff.phrases import both, listed, opinion, shown, status, when
from kg.graph import Graph
from kg.judgement import canonical
from kg.ledger.row import tidy
from kg.ledger.trace import statement, words_of
from kg.mention import Entity, Event

KINDS = (
    *("article added", "article removed", "article changed", "claim added", "claim withdrawn", "read otherwise"),
    *("other voice", "other date", "merged", "split", "entity added", "entity removed", "entity changed", "judged"),
    "detail",
)
"""Kinds of changes, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``about`` and ``article`` are local ids, the article's empty where there is none in particular.

    ``what`` names it, ``before`` and ``after`` are phrases, empty where there was or is nothing; ``quote`` are the
    words that it rests on.
    """

    article: str
    kind: str
    about: str
    what: str
    before: str = ""
    after: str = ""
    quote: str = ""

    @property
    def words(self) -> str:
        """The change as a phrase."""
        if not self.before or not self.after:
            return f"{self.what}: {self.before or self.after}" if self.before or self.after else self.what
        return f"{self.what}: now {self.after}, was {self.before}"


def changes(before: Graph, after: Graph) -> tuple[Change, ...]:
    """All changes, by article, the weightiest first; none where the graphs are equal."""
    if before == after:
        return ()
    found = [*_Comparison(before, after, Pairs.of(before, after)).all()]
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(set(found), key=lambda one: (one.article, order[one.kind], one.about, one.words, one.quote)))


@dataclass(frozen=True)
class _Comparison:
    before: Graph
    after: Graph
    pairs: Pairs

    def all(self) -> Iterator[Change]:
        yield from self._articles()
        yield from self._claims()
        yield from self._events()
        yield from self._entities()
        yield from self._clusters()
        yield from self._judgements()
        yield from self._rest()

    # -- articles ------------------------------------------------------------------------------------------------------

    def _articles(self) -> Iterator[Change]:
        old, new = self.before.articles, self.after.articles
        for kind, mine, others, graph in (
            ("article removed", old, new, self.before),
            ("article added", new, old, self.after),
        ):
            counts = Counter(claim.article for claim in graph.claims.values())
            for name in mine.keys() - others.keys():
                yield Change(name, kind, name, tidy(graph.label(name)), after=f"{counts[name]:,} claims")
        for name in old.keys() & new.keys():
            if old[name] != new[name]:
                yield from self._article(old[name], new[name])

    def _article(self, old: ArticleInfo, new: ArticleInfo) -> Iterator[Change]:
        if old.sha256 != new.sha256:
            yield Change(old.id, "article changed", old.id, "its text is another one")
        for field in fields(ArticleInfo):
            was, now = getattr(old, field.name), getattr(new, field.name)
            if was != now and field.name != "sha256":
                yield Change(old.id, "article changed", old.id, field.name, shown(was), shown(now))

    # -- claims --------------------------------------------------------------------------------------------------------

    def _claims(self) -> Iterator[Change]:
        pairs = self.pairs.claims
        for name in sorted(self.before.claims.keys() - pairs.keys()):
            if (claim := self.before.claims[name]).article in self.after.articles:
                yield _whole("claim withdrawn", self.before, claim)
        for name in sorted(self.after.claims.keys() - set(pairs.values())):
            if (claim := self.after.claims[name]).article in self.before.articles:
                yield _whole("claim added", self.after, claim)
        for name, other in pairs.items():
            yield from self._claim(self.before.claims[name], self.after.claims[other])

    def _claim(self, old: Claim, new: Claim) -> Iterator[Change]:
        what, quote = statement(self.after, new), words_of(new)

        def change(kind: str, what: str, was: str, now: str) -> Iterator[Change]:
            if was != now:
                yield Change(new.article, kind, new.id, what, was, now, quote)

        yield from change("read otherwise", what, status(self.before, old), status(self.after, new))
        voices = (self.pairs.entities.get(old.attributed_to, old.attributed_to), new.attributed_to)
        if voices[0] != voices[1]:
            told = (tidy(graph.label(one.attributed_to)) for graph, one in ((self.before, old), (self.after, new)))
            was, now = told
            yield Change(new.article, "other voice", new.id, what, f"said by {was}", f"said by {now}", quote)
        names = {**self.pairs.entities, **self.pairs.events}
        same = replace(old, event=names.get(old.event or "", old.event), attributed_to=new.attributed_to)
        same = replace(same, subject=new.subject, object=new.object)
        if status(self.before, old) != status(self.after, new):
            same = replace(same, factuality=new.factuality)
        if old.place != new.place:  # and with it its id and the place of its evidence
            same = replace(same, evidence=new.evidence)
        elif old.id != new.id:
            yield from change("detail", f"{what}: id", old.id, new.id)
        for field in fields(Claim):
            yield from change("detail", f"{what}: {_NAMES.get(field.name, field.name)}", *both(same, new, field.name))

    # -- events and entities -------------------------------------------------------------------------------------------

    def _events(self) -> Iterator[Change]:
        for name, other in self.pairs.events.items():
            old, new = self.before.events[name], self.after.events[other]
            if old.when != new.when:
                was, now = when(old.when), when(new.when)
                yield Change(new.article, "other date", other, tidy(new.label), was, now, tidy(new.trigger.quote))
            for field in fields(Event):
                was, now = both(old, new, field.name)
                if was != now and field.name != "when":
                    yield Change(new.article, "detail", other, f"{tidy(new.label)}: {field.name}", was, now)
        gone = self.before.events.keys() - self.pairs.events.keys()
        come = self.after.events.keys() - set(self.pairs.events.values())
        yield from self._untold("removed", self.before, self.after, gone)
        yield from self._untold("added", self.after, self.before, come)

    def _untold(self, where: str, graph: Graph, other: Graph, names: Iterable[str]) -> Iterator[Change]:
        """Events that only one graph has; those that claims tell of are told with these."""
        told = {claim.event for claim in graph.claims.values()}
        for event in (graph.events[name] for name in names):
            if event.article in other.articles and event.id not in told:
                yield Change(event.article, "detail", event.id, f"event {where}: {tidy(event.label)}")

    def _entities(self) -> Iterator[Change]:
        pairs = self.pairs.entities
        for kind, graph, other, names in (
            ("entity removed", self.before, self.after, self.before.entities.keys() - pairs.keys()),
            ("entity added", self.after, self.before, self.after.entities.keys() - set(pairs.values())),
        ):
            homes = _homes(graph)
            for one in (graph.entities[name] for name in names):
                articles = {mention.article for mention in one.mentions} or homes[one.id]
                if not articles or articles & other.articles.keys():
                    first = min(one.mentions, default=None)
                    where, quote = (first.article, tidy(first.quote)) if first else ("", "")
                    yield Change(where, kind, one.id, f"{tidy(graph.label(one.id))} ({one.cls})", quote=quote)
        for name, now in pairs.items():
            yield from self._entity(self.before.entities[name], self.after.entities[now])

    def _entity(self, old: Entity, new: Entity) -> Iterator[Change]:
        what = tidy(self.after.label(new.id))
        if old.cls != new.cls:
            yield Change("", "entity changed", new.id, what, old.cls, new.cls)
        if lost := old.labels - new.labels:
            yield Change("", "entity changed", new.id, what, before=f"no longer called {listed(lost)}")
        if more := new.labels - old.labels:
            yield Change("", "entity changed", new.id, what, after=f"now also called {listed(more)}")
        if old.mentions != new.mentions:
            was, now = len(old.mentions), len(new.mentions)
            moved = "mentioned in other words or places" if was == now else f"{now:,} mentions instead of {was:,}"
            yield Change("", "detail", new.id, what, after=moved)
        if old.id != new.id:
            yield Change("", "detail", new.id, f"{what}: id", old.id, new.id)

    def _clusters(self) -> Iterator[Change]:
        names = self.pairs.entities
        old = _clusters(self.before, names)
        new = _clusters(self.after, {now: now for now in names.values()})
        for kind, mine, others in (("merged", new, old), ("split", old, new)):
            for cluster in sorted(set(mine.values()), key=sorted):
                parts = {others[name] for name in cluster}
                if len(parts) > 1:
                    heads = sorted(min(part) for part in parts)
                    labels = [f"{tidy(self.after.label(name))} ({name})" for name in heads]
                    verb = "are one now" if kind == "merged" else "are no longer one"
                    yield Change("", kind, heads[0], f"{' and '.join(labels)} {verb}")

    # -- judgements, and what was known --------------------------------------------------------------------------------

    def _judgements(self) -> Iterator[Change]:
        for graph, other, verb in ((self.before, self.after, "taken back: "), (self.after, self.before, "")):
            for one in graph.judgements - other.judgements:
                kind, what = ("detail", "judged ") if one.by_rule else ("judged", "")
                yield Change("", kind, one.left, f"{verb}{what}{opinion(graph, one)}")
            for review in graph.reviews - other.reviews:
                claim = graph.claims.get(review.about)
                article, quote = (claim.article, words_of(claim)) if claim else ("", "")
                yield Change(article, "judged", review.about, f"{verb}{opinion(graph, review)}", quote=quote)

    def _rest(self) -> Iterator[Change]:
        for what, old, new in (
            ("known beforehand", self.before.known, self.after.known),
            ("event type", self.before.types, self.after.types),
        ):
            for name in old.keys() | new.keys():
                was, now = old.get(name), new.get(name)
                if was != now:
                    how = "is gone" if now is None else "is new" if was is None else "is another one"
                    yield Change("", "detail", name, f"{what}: {name} {how}")


_NAMES = {"found_by": "found by", "quotes": "its words", "place": "its place", "evidence": "its evidence"}


def _whole(kind: str, graph: Graph, claim: Claim) -> Change:
    told = f"{status(graph, claim)}, said by {tidy(graph.label(claim.attributed_to))}"
    return Change(claim.article, kind, claim.id, statement(graph, claim), after=told, quote=words_of(claim))


def _homes(graph: Graph) -> Mapping[str, set[str]]:
    """Articles whose claims name what is nowhere mentioned: outlets, mostly."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for claim in graph.claims.values():
        for name in (claim.subject, claim.object, claim.attributed_to):
            if name in graph.entities and isinstance(name, str) and not graph.entities[name].mentions:
                found[name].add(claim.article)
    return found


def _clusters(graph: Graph, names: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """For each of the names, by what it is called in the other graph, those with which it is one."""
    here = graph.entities.keys() | graph.known.keys()
    heads = canonical((one for one in graph.judgements if {one.left, one.right} <= here), known=graph.known)
    members: defaultdict[str, set[str]] = defaultdict(set)
    for name, called in names.items():
        members[heads.get(name, name)].add(called)
    return {called: frozenset(members[heads.get(name, name)]) for name, called in names.items()}
