"""Who is who across articles: the rules, and law 6 on random entities."""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.article import ArticleInfo, text_sha256
from kg.build import Desk, assemble
from kg.claim import Claim, Factuality
from kg.errors import StoreError
from kg.export import export
from kg.extract import Extractor
from kg.extract.drafts import NAME, NOMINAL, Draft, EntityDraft
from kg.extract.mint import entity_id
from kg.graph import Background, Graph, Reading, load
from kg.judgement import VERDICTS, settled
from kg.likeness import keys, likeness
from kg.mention import Entity, Mention
from kg.ontology import Ontology
from kg.ontology.known import Known
from kg.resolve import Judgement, canonical, judge, resolved
from kg.shapes import check
from kg.store import ask
from kg.terms import article_id, short_hash
from kg.text import Span

RU, KP = "place/russia", "place/north-korea"
KNOWN = {
    fact.id: fact
    for fact in (
        Background(RU, "Country", "Russia"),
        Background(KP, "Country", "North Korea", ("DPRK",)),
        Background("place/moscow-ru", "City", "Moscow", (), RU, RU),
        Background("agency/fishery-ministry-ru", "Agency", "Ministry of Fisheries", ("MF",), None, RU),
        Background("agency/justice-ministry-ru", "Agency", "Justice Ministry", (), None, RU),
        Background("agency/justice-ministry-kp", "Agency", "Justice Ministry", (), None, KP),
        Background("organization/polar-fund", "Organization", "Polar Fund"),
        Background("organization/polar-foundation", "Organization", "Polar Foundation", ("Polar Fund",)),
    )
}
FAMILY = {"Organization", "Agency", "MediaOutlet"}

few = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def minted(cls: str, name: str, country: str | None, article: str, *, named: bool = True) -> str:
    """The id that the extractor makes."""
    draft = EntityDraft(cls)
    draft.add(Draft(0, 1, 0, NAME if named else NOMINAL, cls, name))
    draft.country = Known(country, "Country", country) if country else None
    return entity_id(draft, article, 7)


def mention(words: str, where: str) -> Mention:
    begin = len(words) * 1000 + sum(map(ord, words)) % 1000
    return Mention(article_id(where), Span(begin, begin + len(words)), words)


def entity(cls: str, name: str, *where: str, country: str | None = None, short: str = "", named: bool = True) -> Entity:
    """An entity as the extractor makes it, mentioned in some articles; ``short`` is another name used in them."""
    identity = minted(cls, name, country, article_id(where[0]), named=named)
    found = {mention(words, article) for article in where for words in {name, short} - {""}}
    return Entity(identity, cls, frozenset({name}), frozenset(found))


def known(name: str, *where: str) -> Entity:
    fact = KNOWN[name]
    return Entity(name, fact.cls, fact.names, frozenset(mention(fact.label, article) for article in where))


def verdicts(*entities: Entity) -> dict[tuple[str, str], str]:
    return {(one.left, one.right): f"{one.verdict} by {one.by}" for one in judge(entities, KNOWN)}


def verdict(one: Entity, other: Entity, *others: Entity) -> str | None:
    return verdicts(one, other, *others).get((min(one.id, other.id), max(one.id, other.id)))


ALIKE = [
    (("Person", "Kim Jong-un"), ("Person", "KIM JONG UN"), "same by rule/spelling"),
    (("Person", "Kim Jongun"), ("Person", "Kim Jong Un"), "same by rule/spelling"),
    (("Person", "José Peña"), ("Person", "Jose Pena"), "same by rule/spelling"),
    (("Organization", "Workers’ Union"), ("Organization", "Workers' Union"), "same by rule/spelling"),
    (("Organization", "The Amur Trust"), ("Organization", "Amur Trust"), "same by rule/spelling"),
    (("Organization", "Amur Building Trust"), ("MediaOutlet", "Amur Building Trust"), "same by rule/class"),
    (("Organization", "Sun"), ("MediaOutlet", "The Sun"), "unsure by rule/class"),
    (("Person", "Choe Ryong Hae"), ("Person", "Choi Ryong-hae"), "unsure by rule/sound"),
    (("Person", "Jong Un Kim"), ("Person", "Kim Jong Un"), "unsure by rule/order"),
    (("Person", "Oleg Sorokin"), ("Person", "O. Sorokin"), "unsure by rule/initial"),
    (("Organization", "Defence Fund"), ("Organization", "Defense Fund"), "unsure by rule/slip"),
    (("Organization", "Amur Relief Fund"), ("Organization", "ARF"), "unsure by rule/acronym"),
    (("Organization", "ARF"), ("Agency", "ARF"), "unsure by rule/acronym"),
    (("Organization", "Fund of the Amur"), ("Organization", "Amur Fund"), "unsure by rule/order"),
    (("Person", "Amur Sorokin"), ("Organization", "Amur Sorokin"), "unsure by rule/classes"),
    (("Location", "Amur Landing"), ("City", "Amur Landing"), "unsure by rule/classes"),
    (("Agency", "Water Board"), ("Organization", "Water Board"), "unsure by rule/country"),
    (("Person", "Kim Yong Nam"), ("Person", "Kim Nam Yong"), None),
    (("Person", "Kim Jong Un"), ("Person", "Kim Jong Il"), None),
    (("Person", "O. Sorokin"), ("Person", "I. Sorokin"), None),
    (("Person", "Oleg Sorokin"), ("Person", "Igor Sorokin"), None),
    (("Organization", "School No. 5"), ("Organization", "School No. 6"), None),
    (("Organization", "Northern Fleet"), ("Organization", "Southern Fleet"), None),
    (("Organization", "Amur Relief Fund"), ("Person", "ARF"), None),
]


@pytest.mark.parametrize(("left", "right", "expected"), ALIKE)
def test_names_that_are_alike(left: tuple[str, str], right: tuple[str, str], expected: str | None) -> None:
    assert verdict(entity(*left, "a"), entity(*right, "b")) == expected


def test_what_one_article_keeps_apart_is_not_merged() -> None:
    one, other = entity("Person", "Kim Jong-un", "a", "b"), entity("Person", "Kim Jong Un", "b", "c")
    assert verdict(one, other) == "unsure by rule/one-article"
    assert verdict(entity("Person", "Choe Ryong Hae", "a"), entity("Person", "Choi Ryong Hae", "a")) is None


def test_a_missing_country_is_lent_by_one_that_fits() -> None:
    full, bare = entity("Organization", "Amur Trust", "a", country=RU), entity("Organization", "Amur Trust", "b")
    setting = known(RU, "a")
    assert verdict(full, bare, setting) == "same by rule/country"
    assert verdict(full, bare, setting, known("place/moscow-ru", "b"), known(KP, "b")) == "same by rule/country"
    assert verdict(full, bare, setting, known(KP, "b")) == "unsure by rule/country"


def test_a_state_organ_takes_a_country_only_where_no_other_is_named() -> None:
    full, bare = entity("Agency", "Water Board", "a", country=RU), entity("Agency", "Water Board", "b")
    assert verdict(full, bare, known(RU, "a")) == "unsure by rule/country"
    assert verdict(full, bare, known(RU, "a", "b")) == "same by rule/country"
    assert verdict(full, bare, known(RU, "a", "b"), known(KP, "b")) == "unsure by rule/country"
    twice = entity("Agency", "Water-Board", "c")
    assert verdict(bare, twice, known(RU, "b", "c")) == "same by rule/spelling"
    assert verdict(bare, twice, known(RU, "b"), known(KP, "c")) == "unsure by rule/country"


def test_two_countries_to_choose_from_leave_it_open() -> None:
    russian, korean = (
        entity("Organization", "Amur Trust", "a", country=RU),
        entity("Organization", "Amur Trust", "b", country=KP),
    )
    bare, setting = entity("Organization", "Amur Trust", "c"), (known(RU, "a", "c"), known(KP, "b"))
    found = verdicts(russian, korean, bare, *setting)
    assert found[min(russian.id, korean.id), max(russian.id, korean.id)] == "different by rule/countries"
    assert found[min(russian.id, bare.id), max(russian.id, bare.id)] == "unsure by rule/many-countries"
    assert (min(korean.id, bare.id), max(korean.id, bare.id)) not in found, "its article does not name North Korea"


def test_the_gazetteer_lends_its_country_and_knows_of_others_that_bear_the_name() -> None:
    fishery, justice = known("agency/fishery-ministry-ru", "a"), known("agency/justice-ministry-ru", "a")
    assert verdict(fishery, entity("Agency", "Ministry of Fisheries", "b"), known(RU, "b")) == "same by rule/country"
    assert (
        verdict(justice, entity("Agency", "Justice Ministry", "b"), known(RU, "b")) == "unsure by rule/many-countries"
    )
    assert verdict(fishery, entity("Agency", "MF", "b"), known(RU, "b")) == "unsure by rule/acronym"


def test_rows_of_the_gazetteer_are_never_judged() -> None:
    fund, foundation = known("organization/polar-fund", "a"), known("organization/polar-foundation", "b")
    assert verdict(fund, foundation) is None
    bridge = entity("Organization", "Polar  Fund", "c")
    found = judge([fund, foundation, bridge], KNOWN)
    assert [one.verdict for one in found] == ["same", "same"]
    assert len(canonical(found, known=KNOWN)) == 1


def test_an_acronym_that_both_articles_expand_alike_joins_spellings() -> None:
    one = entity("Organization", "Amur Labour Fund", "a", short="ALF")
    other = entity("Organization", "Amur Labor Fund", "b", short="ALF")
    assert verdict(one, other) == "same by rule/acronym"
    assert verdict(one, entity("Organization", "Amur Labor Fund", "b")) == "unsure by rule/sound"
    assert verdict(one, entity("Organization", "Amur Labor Fund", "b", short="AML")) == "unsure by rule/sound"
    letters = entity("Organization", "ALF Power", "c", short="ALF")
    assert verdict(letters, entity("Organization", "ALF", "b")) is None, "the acronym is a part of its name"


@pytest.mark.parametrize(
    ("cls", "name", "is_named"),
    [
        ("AnonymousSource", "a source in Hyesan", False),
        ("Group", "Amur Veterans", True),
        ("Person", "the director", False),
        ("Person", "Sorokin", True),
        ("Agency", "the bureau", False),
    ],
)
def test_what_belongs_to_one_article_is_never_judged(cls: str, name: str, is_named: bool) -> None:
    one, other = (entity(cls, name, where, named=is_named) for where in ("a", "b"))
    assert one.id != other.id, "these are two, so there would be something to judge"
    assert judge([one, other], KNOWN) == ()


@pytest.mark.parametrize("cls", ["AnonymousSource", "Group"])
def test_a_group_or_source_is_never_judged_whoever_made_its_id(cls: str) -> None:
    names = ("Kim Jong-un", "Kim Jong Un")
    both = [Entity(f"group/kim-{short_hash(cls, name.casefold(), '')}", cls, frozenset({name})) for name in names]
    assert judge(both, KNOWN) == ()
    assert judge([entity("Person", "Kim Jong Un", "a"), *both], KNOWN) == ()


def test_a_crowd_of_namesakes_is_not_compared() -> None:
    crowd = [entity("Person", f"Kim Y{'o' * n}ng H{'a' * n}", f"a{n}") for n in range(1, 70)]
    assert judge(crowd, {}) == ()
    assert judge(crowd[:30], {}) != ()


# -- judgements and what follows from them -----------------------------------------------------------------------------


def test_a_judgement_must_make_sense() -> None:
    for bad in (("b", "a", "same", 1), ("a", "a", "same", 1), ("a", "b", "maybe", 1), ("a", "b", "same", 1001)):
        with pytest.raises(ValueError):
            Judgement(bad[0], bad[1], bad[2], "Ann", "because", bad[3])


def said(left: str, right: str, verdict: str, by: str = "rule/name", confidence: int = 900) -> Judgement:
    return Judgement(f"organization/{left}", f"organization/{right}", verdict, by, "why", confidence)


def merged(*judgements: Judgement, known: frozenset[str] = frozenset()) -> dict[str, str]:
    names = canonical(judgements, known={f"organization/{name}" for name in known})
    return {name.partition("/")[2]: head.partition("/")[2] for name, head in names.items()}


def test_only_same_merges() -> None:
    assert merged(said("a", "b", "same")) == {"b": "a"}
    assert merged(said("a", "b", "unsure"), said("c", "d", "different")) == {}


def test_the_known_id_is_the_canonical_one() -> None:
    assert merged(said("a", "b", "same"), said("b", "c", "same")) == {"b": "a", "c": "a"}
    assert merged(said("a", "b", "same"), said("b", "c", "same"), known=frozenset("c")) == {"a": "c", "b": "c"}


@pytest.mark.parametrize("doubt", ["different", "unsure"])
def test_no_chain_leads_over_a_doubt(doubt: str) -> None:
    chain = (said("a", "b", "same", confidence=800), said("b", "c", "same"), said("a", "c", doubt))
    assert merged(*chain) == {"c": "b"}
    longer = (said("a", "b", "same"), said("b", "c", "same"), said("c", "d", "same"), said("a", "d", doubt))
    assert merged(*longer) == {"b": "a", "c": "a"}


def test_a_country_is_lent_to_one_only() -> None:
    assert merged(said("a", "b", "same", "rule/country"), said("b", "c", "same", "rule/country")) == {"b": "a"}


def test_a_person_is_heard_before_a_rule() -> None:
    assert merged(said("a", "b", "same"), said("a", "b", "different", "Ann", 1)) == {}
    assert merged(said("a", "b", "different"), said("a", "b", "same", "Ann", 1)) == {"b": "a"}
    assert merged(said("a", "b", "different", "Bob"), said("a", "b", "same", "Ann")) == {}
    assert merged(said("a", "b", "same", "Ann"), said("b", "c", "same", "Bob"), said("a", "c", "unsure")) == {
        "b": "a",
        "c": "a",
    }
    two = frozenset("ab")
    assert merged(said("a", "b", "same"), known=two) == {}
    assert merged(said("a", "b", "same", "Ann"), known=two) == {"b": "a"}


@st.composite
def opinions(draw: st.DrawFn) -> list[Judgement]:
    pairs = st.sampled_from(list(combinations("abcdef", 2)))
    judges = st.sampled_from(["rule/name", "rule/country", "Ann"])
    made = st.builds(
        lambda pair, verdict, by, sure: said(*pair, verdict, by, sure),
        pairs,
        st.sampled_from(["same", "same", *VERDICTS]),
        judges,
        st.integers(0, 1000),
    )
    return draw(st.lists(made, max_size=14))


@given(opinions(), st.randoms(use_true_random=False))
@few
def test_clusters_hold_no_doubt_and_do_not_depend_on_order(found: list[Judgement], random: random.Random) -> None:
    heads = canonical(found)
    assert canonical(random.sample(found, len(found))) == heads
    assert canonical([*found, *found]) == heads
    assert not set(heads) & set(heads.values()), "a canonical id is its own"
    for pair, one in settled(found).items():
        left, right = (heads.get(end, end) for end in pair)
        assert left != right or one.verdict == "same" or one.by_rule
    rules = [one for one in found if one.by_rule]
    alone = canonical(rules)
    for pair, one in settled(rules).items():
        left, right = (alone.get(end, end) for end in pair)
        assert left != right or one.verdict == "same"
    linked = {end for one in settled(found).values() if one.verdict == "same" for end in (one.left, one.right)}
    assert set(heads) <= linked


# -- the laws ----------------------------------------------------------------------------------------------------------

NAMES = (
    "Kim Jong-un",
    "Kim Jong Un",
    "Choe Hae",
    "Choi Hae",
    "Water Board",
    "Water-Board",
    "WB",
    "Ministry of Fisheries",
)
CLASSES = (
    "Person",
    "Organization",
    "Agency",
    "MediaOutlet",
    "City",
    "Location",
    "Artifact",
    "Group",
    "AnonymousSource",
)


@st.composite
def worlds(draw: st.DrawFn) -> list[Entity]:
    """Entities of four articles that share names, with the countries that the articles name."""
    made = []
    for _ in range(draw(st.integers(2, 9))):
        where = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=2, unique=True))
        country = draw(st.sampled_from([None, RU, KP]))
        made.append(entity(draw(st.sampled_from(CLASSES)), draw(st.sampled_from(NAMES)), *where, country=country))
        if country:
            made.append(known(country, *where))
    if draw(st.booleans()):
        made.append(known(draw(st.sampled_from([name for name in KNOWN if name.startswith("agency")])), "a"))
    return made


def graph_of(entities: list[Entity]) -> Graph:
    """A graph in which each entity is claimed to be related to the one before it."""
    infos = {article_id(name): ArticleInfo(name, text_sha256(name)) for name in "abcd"}
    readings = []
    for before, one in zip(entities[-1:] + entities, entities, strict=False):
        at = min(one.mentions)
        where, span = at.article, (at.span,)
        claim = Claim(
            one.id, "relatedTo", before.id, where, at.span, span, (at.quote,), where, Factuality(), 900, "test"
        )
        there = {found.article for found in (*one.mentions, *before.mentions)}
        readings.extend(Reading(infos[name]) for name in there)
        readings.append(Reading(infos[where], (before, one), (), (claim,)))
    return Graph.of(readings, known=KNOWN)


@given(worlds())
@few
def test_6_nothing_is_the_same_where_classes_or_countries_disagree(world: list[Entity]) -> None:
    graph = graph_of(world)
    country = {minted(cls, name, land, "x"): land for cls in CLASSES for name in NAMES for land in (None, RU, KP)}
    country |= {name: fact.country for name, fact in KNOWN.items()}
    for one in judge(graph.entities.values(), KNOWN):
        left, right = graph.entities[one.left], graph.entities[one.right]
        assert not {left.cls, right.cls} & {"AnonymousSource", "Group"}
        if one.verdict == "same":
            assert left.cls == right.cls or {left.cls, right.cls} <= FAMILY
    heads = canonical(resolved(graph).judgements, known=graph.known)
    clusters: dict[str, set[str]] = {}
    for name, head in heads.items():
        clusters.setdefault(head, {head}).add(name)
    for members in clusters.values():
        assert len({country.get(name) for name in members} - {None}) <= 1
        assert len(members & KNOWN.keys()) <= 1


@given(worlds(), st.randoms(use_true_random=False))
@few
def test_6_order_does_not_matter_and_incremental_is_full(world: list[Entity], random: random.Random) -> None:
    found = judge(world, KNOWN)
    assert judge(random.sample(world, len(world)), KNOWN) == found
    cut = len(world) // 2
    one, other = resolved(graph_of(world[:cut] or world)), resolved(graph_of(world[cut:]))
    both = one.union(other)
    assert both.judgements == one.judgements | other.judgements
    assert both == other.union(one)
    scratch = graph_of(world[:cut] or world).union(graph_of(world[cut:]))
    assert resolved(both) == resolved(scratch)


@given(worlds())
@few
def test_6_identity_is_reversible(world: list[Entity]) -> None:
    before = graph_of(world)
    after = resolved(before)
    assert replace(after, judgements=frozenset()) == before
    for one in list(after.judgements)[:3]:
        fewer = replace(after, judgements=after.judgements - {one})
        gone = set(after.nquads()) - set(fewer.nquads())
        assert {line.split()[0].rpartition("/id/")[2][:-1] for line in gone} >= {one.id}
        assert all(line.split()[-2].endswith("id/graph/identity>") for line in gone)
    assert {line for line in after.nquads() if "/id/graph/identity> ." not in line} == set(before.nquads())
    assert list(resolved(after).nquads()) == list(after.nquads()), "judging again changes nothing"


@pytest.mark.parametrize("suffix", [".ttl", ".nq"])
@given(worlds(), opinions())
@settings(few, max_examples=20)
def test_judgements_are_read_again(suffix: str, world: list[Entity], people: list[Judgement]) -> None:
    graph = resolved(graph_of(world))
    graph = replace(graph, judgements=graph.judgements.union(about(sorted(graph.entities), people)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph{suffix}"
        export(graph, path, base="https://example.org/base/")
        assert load(path) == graph
        export(graph, path)
        assert check(path) == check_without(graph, Path(folder) / f"plain{suffix}"), "no shape is violated by them"


def about(entities: list[str], people: list[Judgement]) -> list[Judgement]:
    """The opinions on a to f, had of these entities; of what no article names, nobody says that it has another name."""
    named = [name for name in entities if not name.startswith("source/")]
    letters = {f"organization/{letter}": name for letter, name in zip("abcdef", named, strict=False)}
    pairs = [(one, sorted(letters[end] for end in (one.left, one.right) if end in letters)) for one in people]
    return [replace(one, left=ends[0], right=ends[1]) for one, ends in pairs if len(ends) == 2]


def check_without(graph: Graph, path: Path) -> list[object]:
    export(replace(graph, judgements=frozenset()), path)
    return list(check(path))


def test_same_as_elsewhere_is_not_mixed_up_with_same_as_here(tmp_path: Path) -> None:
    first = Background("agency/a-fund", "Agency", "Amur Fund", same_as="http://x.org/Q1")
    last = Background("organization/z-fund", "Organization", "Zeya Fund", same_as="http://x.org/Q2")
    plain = Background("agency/b-fund", "Agency", "Bureya Fund")
    found = [
        Entity(fact.id, fact.cls, fact.names, frozenset({mention(fact.label, "a")})) for fact in (first, last, plain)
    ]
    one = Judgement(first.id, last.id, "same", "Ann", "I asked", 1000)
    other = Judgement(plain.id, last.id, "same", "Ann", "I asked", 1000)
    reading = Reading(ArticleInfo("a", text_sha256("a")), tuple(found))
    graph = replace(Graph.of([reading], known=[first, last, plain]), judgements=frozenset({one, other}))
    export(graph, tmp_path / "graph.ttl")
    assert load(tmp_path / "graph.ttl") == graph


def test_a_spoilt_judgement_is_named(tmp_path: Path) -> None:
    graph = replace(graph_of([entity("Person", "Kim Hae", "a")]), judgements=frozenset({said("a", "b", "same")}))
    lines = "".join(graph.nquads()).replace('"same"', '"maybe"')
    (tmp_path / "graph.nq").write_text(lines, encoding="utf-8")
    with pytest.raises(StoreError, match="unknown verdict 'maybe'"):
        load(tmp_path / "graph.nq")


def test_sparql_finds_judgements_and_follows_same_as() -> None:
    one, other = entity("Person", "Kim Jong-un", "a"), entity("Person", "Kim Jong Un", "b")
    graph = resolved(graph_of([one, other]))
    store = ox.Store()
    store.extend(graph.quads())
    rows = ask(store, "SELECT ?v ?by { ?j a kg:IdentityJudgement ; kg:verdict ?v ; kg:judgedBy ?by }")
    assert list(rows) == [("same", "rule/spelling")]
    rows = ask(store, "SELECT ?g { GRAPH ?g { ?a owl:sameAs ?b } }")
    assert [str(row[0]).rpartition("/id/")[2] for row in rows] == ["graph/identity"]


def test_a_doubt_takes_same_as_away() -> None:
    ends = [entity("Person", name, where) for name, where in (("Kim Jong-un", "a"), ("Kim Jong Un", "b"))]
    graph = resolved(graph_of(ends))
    (found,) = graph.judgements
    no = Judgement(found.left, found.right, "different", "Ann", "I asked", 1000)
    doubted = replace(graph, judgements=graph.judgements | {no})
    assert any("owl#sameAs" in line for line in graph.nquads())
    assert not any("owl#sameAs" in line for line in doubted.nquads())
    assert resolved(doubted).judgements == doubted.judgements, "people's judgements stay"
    assert doubted.without([found.left]).judgements == frozenset()


def test_views_merge_on_read(tmp_path: Path) -> None:
    one, other = entity("Person", "Kim Jong-un", "a"), entity("Person", "Kim Jong Un", "b")
    third = entity("Organization", "Amur Trust", "c")
    graph = resolved(graph_of([one, other, third]))
    head, tail = sorted([one.id, other.id])
    plain, merged_view = replace(graph, judgements=frozenset()).to_networkx(), graph.to_networkx()
    assert set(plain.nodes) - set(merged_view.nodes) == {tail}
    node = merged_view.nodes[head]
    assert node["merged"] == f"https://w3id.org/newskg/id/{tail}"
    assert (node["mention_count"], node["article_count"]) == (2, 2)
    assert "merged" not in merged_view.nodes[third.id]
    assert set(merged_view.edges(keys=True)) == {(head, third.id, "relatedTo"), (third.id, head, "relatedTo")}
    for suffix in (".graphml", ".gexf"):
        export(graph, tmp_path / f"graph{suffix}", view="actors")
        text = (tmp_path / f"graph{suffix}").read_text(encoding="utf-8")
        assert tail.replace("/", ":") not in text
        assert f"https://w3id.org/newskg/id/{tail}" in text


def test_a_judgement_on_what_is_not_in_the_graph_merges_nothing() -> None:
    one = entity("Person", "Kim Hae", "a")
    graph = graph_of([one])
    elsewhere = replace(graph, judgements=frozenset({Judgement("person/a", one.id, "same", "Ann", "she said", 900)}))
    assert elsewhere.to_networkx().nodes == graph.to_networkx().nodes


def test_a_build_judges(ontology: Ontology, rule_reader: Extractor, article) -> None:  # type: ignore[no-untyped-def]
    told = (
        "Vladimir Jean-Pierre visited Irkutsk on Monday. Vladimir Jean-Pierre met Russian police.",
        "Police arrested Vladimir Jean Pierre in Irkutsk on Monday.",
    )
    articles = [article(text, identifier=name) for name, text in zip("ab", told, strict=True)]
    built = assemble(articles, ontology, Desk(ontology, rule_reader).read)
    assert [(one.by, one.verdict) for one in built.graph.judgements] == [("rule/spelling", "same")]
    assert assemble(reversed(articles), ontology, Desk(ontology, rule_reader).read).graph == built.graph


def test_20_000_names_are_judged_in_ten_seconds() -> None:
    chance = random.Random(1)
    syllables = [begin + end for begin in "kpjhsgdnr" for end in ("im", "ong")]
    people = [" ".join(chance.choice(syllables).title() for _ in range(3)) for _ in range(20_000)]
    units = [
        f"{chance.choice(['State', 'Northern', 'Amur'])} {chance.choice(['Trust', 'Fund', 'Trusts'])} "
        f"of {''.join(chance.choice(syllables) for _ in range(3)).title()}"
        for _ in range(20_000)
    ]
    named = [("Person", name) for name in sorted(set(people))] + [("Organization", name) for name in sorted(set(units))]
    found = [
        entity(cls, name, f"story-{number % 3000}") for number, (cls, name) in enumerate(chance.sample(named, 20_000))
    ]
    started = time.perf_counter()
    judged = judge(found, {})
    assert time.perf_counter() - started < 10
    assert len(judged) > 100
    assert len(judged) < 20_000, "a list of doubts must be one that people can read"


@given(st.text(max_size=30), st.text(max_size=30), st.booleans())
@few
def test_any_text_may_be_a_name(one: str, other: str, person: bool) -> None:
    for name in (one, other):
        assert all(key[0] in ("name", "sound", "slip", "order", "initial") for key in keys(name, person=person))
    for kind, *_ in set(keys(one, person=person)) & set(keys(other, person=person)):
        found, back = likeness(kind, one, other), likeness(kind, other, one)
        assert (found is None) == (back is None)
