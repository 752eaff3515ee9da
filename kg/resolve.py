"""Judgements and canonical identity: which entities of different articles are one.

Ids already unite what articles name alike: :func:`judge` looks at *named* entities whose ids still differ, because one
article gives a country and another does not, because their classes were read differently, or because a name is spelled
in two ways. Its rules go from the most to the least precise, and the first that applies decides:

===================  =========  ======================================================================================
rule                 verdict    when
===================  =========  ======================================================================================
rule/classes         unsure     one name, two kinds of thing: never merged, and yet mostly one thing of misread kind
rule/countries       different  one name, two countries
rule/one-article     unsure     one article names both and keeps them apart
rule/acronym         same       names spelled nearly alike that both articles shorten to the same letters
rule/acronym         unsure     one name may be the other's initials; two equal acronyms
rule/many-countries  unsure     one name, not always with a country, that things of several countries bear
rule/country         same       one name, and one article leaves out the country that the other gives; unsure where the
                                first does not name it or, of places, state organs and what is known beforehand, names
                                others, too; also where neither of two such names has a country
rule/name            same       one name, one class, one country
rule/spelling        same       as rule/name, but for hyphens, blanks, apostrophes, accents and capitals
rule/class           same       one name and country, and classes of one family; unsure of a single word
rule/sound           unsure     names that differ in vowels and doubled letters: two romanizations, or two people
rule/slip            unsure     names, not of persons, of which one word differs by a letter
rule/order           unsure     the same words in another order
rule/initial         unsure     a person's first name, and its initial
===================  =========  ======================================================================================

Groups, descriptions, anonymous sources and single surnames belong to one article and are never judged; what two rows of
the gazetteer denote is decided there. Candidates meet under common keys; a key that more than :data:`CROWD` share tells
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from kg.graph import Graph
from kg.judgement import LENT, RULE, Judgement, canonical
from kg.likeness import Likeness, compact, initials, is_acronym, keys, likeness, words
from kg.mention import Entity
from kg.rdf import Background
from kg.terms import short_hash

__all__ = ["CROWD", "Judgement", "canonical", "judge", "resolved"]

CROWD = 60

_NEVER = frozenset({"AnonymousSource", "Group"})
_FAMILY = frozenset({"Organization", "Agency", "MediaOutlet"})
"""Classes that readers confuse: no reason to keep two things of one name apart."""
_PLACES = frozenset({"Location", "Country", "Region", "City", "Facility"})
_OF_A_STATE = _PLACES | {"Agency"}
"""Classes whose names may be found in every country."""

_ByArticle = Mapping[str, frozenset[str]]


def resolved(graph: Graph, *, known: Mapping[str, Background] | None = None) -> Graph:
    """The graph with what the rules judge about it now: people's judgements stay, the rules' earlier ones go.

    ``known`` are things that may bear the names, too, besides those that the graph knows.
    """
    people = {one for one in graph.judgements if not one.by_rule}
    found = judge(graph.entities.values(), {**(known or {}), **graph.known})
    return replace(graph, judgements=frozenset(people.union(found)))


def judge(entities: Iterable[Entity], known: Mapping[str, Background]) -> tuple[Judgement, ...]:
    """What the rules judge about some entities, sorted; the order of the entities does not matter.

    ``known`` are facts known beforehand, by local id; there may be more than the entities need, to tell which names are
    borne in several countries.
    """
    united: dict[str, Entity] = {}
    for entity in entities:
        united[entity.id] = united[entity.id].union(entity) if entity.id in united else entity
    countries = _countries(united.values(), known)
    named = [found for name in sorted(united) if (found := _named(united[name], known, countries)) is not None]
    bench = _Bench(countries, _bearers(named, known))
    judged = (bench.judgement(*pair, like) for pair, like in _candidates(named).items())
    return tuple(sorted(one for one in judged if one is not None))


@dataclass(frozen=True, slots=True)
class _Named:
    """An entity with a name of its own; ``short`` are the acronyms by which articles call it, as keys."""

    id: str
    cls: str
    names: tuple[str, ...]
    country: str | None
    known: bool
    articles: frozenset[str]
    short: frozenset[str]


def _named(entity: Entity, known: Mapping[str, Background], countries: _ByArticle) -> _Named | None:
    if entity.cls in _NEVER:
        return None
    articles = frozenset(mention.article for mention in entity.mentions)
    called = frozenset(compact(mention.quote) for mention in entity.mentions if is_acronym(mention.quote))
    short = called.difference(*map(words, entity.labels))
    if (fact := known.get(entity.id)) is not None:
        country = fact.id if fact.cls == "Country" else fact.country
        return _Named(fact.id, fact.cls, tuple(sorted(fact.names)), country, True, articles, short)
    here = {country for article in articles for country in countries.get(article, ())}
    if (made_of := _made_of(entity, sorted(here))) is None:
        return None
    name, country = made_of
    return _Named(entity.id, entity.cls, (name,), country, False, articles, short)


def _made_of(entity: Entity, countries: Iterable[str]) -> tuple[str, str | None] | None:
    """The full name and the country that an id was made of, or None: descriptions' ids are made of other things.

    An id ends in the hash of class, name and country only where the name is the thing's own, so the hash tells which
    names are; a state organ of no known country has that of its article and name. A country that counts is one that
    the article names.
    """
    digest = entity.id.rpartition("-")[2]
    for country in ("", *countries):
        for name in sorted(entity.labels):
            if short_hash(entity.cls, name.casefold(), country) == digest:
                return name, country or None
    bound = {mention.article for mention in entity.mentions} if entity.cls in _OF_A_STATE else ()
    for name in sorted(entity.labels):
        if any(short_hash(article, name) == digest for article in bound):
            return name, None
    return None


def _countries(entities: Iterable[Entity], known: Mapping[str, Background]) -> _ByArticle:
    """Ids of the countries that each article names, themselves or by a place that is known to lie there."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entity in entities:
        fact = known.get(entity.id)
        country = entity.id if entity.cls == "Country" else fact.country if fact and entity.cls in _PLACES else None
        if country is not None:
            for mention in entity.mentions:
                found[mention.article].add(country)
    return {article: frozenset(here) for article, here in found.items()}


def _bearers(named: Iterable[_Named], known: Mapping[str, Background]) -> Mapping[str, frozenset[str]]:
    """In which countries a name is borne, by its key."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for names, country in (
        *((one.names, one.country) for one in named),
        *((fact.names, fact.country) for fact in known.values()),
    ):
        for name in names if country is not None else ():
            found[compact(name)].add(str(country))
    return {key: frozenset(countries) for key, countries in found.items()}


def _candidates(named: list[_Named]) -> dict[tuple[_Named, _Named], Likeness]:
    """Pairs of entities with names that are alike, each with its closest likeness."""
    blocks: defaultdict[tuple[str, ...], set[tuple[int, str]]] = defaultdict(set)
    for number, one in enumerate(named):
        for key, name in _keys(one):
            blocks[key].add((number, name))
    best: dict[tuple[int, int], Likeness] = {}
    for key, block in blocks.items():
        if 1 < len({number for number, _ in block}) <= CROWD:
            for pair, like in _pairs(key[0], sorted(block), named):
                best[pair] = min(best.get(pair, like), like)
    return {(named[left], named[right]): like for (left, right), like in best.items()}


def _keys(one: _Named) -> Iterator[tuple[tuple[str, ...], str]]:
    for name in one.names:
        for key in keys(name, person=one.cls == "Person"):
            yield key, name
    long = [name for name in one.names if not is_acronym(name)]
    for name in long or one.names:
        for short in {*one.short, initials(name)} - {""} if long else {compact(name)}:
            yield ("short", short), name


def _pairs(kind: str, block: list[tuple[int, str]], named: list[_Named]) -> Iterator[tuple[tuple[int, int], Likeness]]:
    for (left, one), (right, other) in combinations(block, 2):
        if left != right and not (named[left].known and named[right].known):
            like = likeness(kind, one, other)
            if like is not None:
                yield (left, right), like


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where pairs are judged: the countries that articles name, and those in which a name is borne."""

    named: _ByArticle
    bearers: Mapping[str, frozenset[str]]

    def judgement(self, one: _Named, other: _Named, like: Likeness) -> Judgement | None:
        """The judgement on two entities whose names are alike; None where there is nothing to say."""
        found = self._namesakes(one, other, like) if like.kind == "name" else _alike(one, other, like)
        if found is None:
            return None
        rule, verdict, why, confidence = found
        return Judgement(one.id, other.id, verdict, RULE + rule, why, confidence)

    def _namesakes(self, one: _Named, other: _Named, like: Likeness) -> _Verdict | None:
        name, both = f'the same name, "{like.left}"', one.articles & other.articles
        if one.cls != other.cls and not {one.cls, other.cls} <= _FAMILY:
            return "classes", "unsure", f"{name}, but {_listed(one.cls, other.cls)}", 500
        if one.country and other.country and one.country != other.country:
            return "countries", "different", f"{name}, but of {_listed(one.country, other.country)}", 950
        if both:
            return "one-article", "unsure", f"{name}, but {min(both)} keeps them apart", 400
        if is_acronym(like.left) or is_acronym(like.right):
            return "acronym", "unsure", f"{name}, which may be short for two things", 500
        if one.country is None or other.country is None:
            return self._without_country(one, other, like, name)
        return _same(one, other, like, name)

    def _without_country(self, one: _Named, other: _Named, like: Likeness, name: str) -> _Verdict | None:
        borne = self.bearers.get(compact(like.left), frozenset())
        bare, full = (one, other) if one.country is None else (other, one)
        if len(borne) > 1:
            if full.country is not None and not any(full.country in self._here(article) for article in bare.articles):
                return None
            return "many-countries", "unsure", f"{name}, which is borne in {len(borne)} countries", 400
        if full.country is not None:
            fits = all(self._lends(full, article) for article in bare.articles)
            why = f"and the country, {full.country}, fits" if fits else f"once of {full.country}, once of no country"
            return _LENT, "same" if fits else "unsure", f"{name}, {why}", 850 if fits else 500
        if one.cls in _OF_A_STATE or other.cls in _OF_A_STATE:
            settings = {self._here(article) for article in one.articles | other.articles}
            if len(settings) != 1 or len(*settings) != 1:
                return _LENT, "unsure", f"{name}, of which country is not said", 500
        return _same(one, other, like, name)

    def _here(self, article: str) -> frozenset[str]:
        return self.named.get(article, frozenset())

    def _lends(self, full: _Named, article: str) -> bool:
        """Whether what an article names without a country may be of that of ``full``."""
        here = self._here(article)
        return here == {full.country} if full.known or full.cls in _OF_A_STATE else not here or full.country in here


_Verdict = tuple[str, str, str, int]
"""Rule, verdict, reason, confidence."""
_LENT = LENT.removeprefix(RULE)


def _listed(one: str, other: str) -> str:
    return " and ".join(sorted((one, other)))


def _same(one: _Named, other: _Named, like: Likeness, name: str) -> _Verdict:
    if one.cls != other.cls:
        single = len(words(like.left)) == 1
        why = f"{name}, of {_listed(one.cls, other.cls)}"
        return "class", "unsure" if single else "same", why, 500 if single else 900
    if like.left.casefold() == like.right.casefold():
        return "name", "same", f"{name}, of one class and country", 950
    return "spelling", "same", f'"{like.left}" and "{like.right}" are spellings of one name', 930


def _alike(one: _Named, other: _Named, like: Likeness) -> _Verdict | None:
    """What to say of names that are not the same; nothing where class, country or an article speaks against it."""
    classes, countries = {one.cls, other.cls}, {one.country, other.country} - {None}
    if (len(classes) > 1 and not classes <= _FAMILY) or len(countries) > 1 or one.articles & other.articles:
        return None
    both = f'"{like.left}" and "{like.right}"'
    if like.kind == "short":
        return "acronym", "unsure", f"{both}: one may be short for the other", 500
    if shared := one.short & other.short:
        return "acronym", "same", f"{both} are both called {min(shared).upper()}", 850
    return like.kind, "unsure", f"{both}: {_WHY[like.kind]}", _CHANCE[like.kind]


_WHY = {
    "sound": "one name in two spellings, or two names",
    "slip": "they differ by a letter",
    "order": "the same words in another order",
    "initial": "one gives an initial only",
}
_CHANCE = {"sound": 500, "slip": 600, "order": 600, "initial": 400}
