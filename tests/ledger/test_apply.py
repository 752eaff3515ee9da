"""Rows find what they are about, also after the text, the reader or the ontology has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claim import Claim, Factuality
from kg.graph import Graph, Reading
from kg.judgement import canonical
from kg.ledger import Row, reviewed
from kg.ledger.row import IDENTITIES
from kg.ledger.sheet import row_of
from kg.mention import Entity, Mention
from kg.text import Span
from tests.export.sample import ARREST, BEATING, INFO, KIM, KNOWN, POLICE, reading, sample

SAID = {"by": "Ann", "on": "2024-08-02", "why": "I looked"}
DETAINS = next(one.id for one in sample().claims.values() if one.predicate == "detains" and len(one.quotes[0]) > 20)
DENIED = next(one.id for one in sample().claims.values() if one.predicate == "attacks")


def graph_of(one: Reading) -> Graph:
    return Graph.of([one], known=KNOWN, types=sample().types.values())


def only(graph: Graph, row: Row) -> tuple[str, str, str]:
    (fate,) = reviewed(graph, [row]).fates
    return fate.state, fate.reason, fate.about


def shifted(one: Reading, by: int) -> Reading:
    """The reading, had the article begun with ``by`` more characters."""

    def span(old: Span) -> Span:
        return Span(old.begin + by, old.end + by)

    def mention(old: Mention) -> Mention:
        return replace(old, span=span(old.span))

    names = {event.id: f"{event.id.rpartition('-')[0]}-{event.trigger.span.begin + by}" for event in one.events}

    def claim(old: Claim) -> Claim:
        thing = names.get(old.object, old.object) if isinstance(old.object, str) else old.object
        moved = replace(old, place=span(old.place), evidence=tuple(map(span, old.evidence)), object=thing)
        return replace(moved, subject=names.get(old.subject, old.subject), event=old.event and names[old.event])

    return Reading(
        one.article,
        tuple(replace(entity, mentions=frozenset(map(mention, entity.mentions))) for entity in one.entities),
        tuple(replace(event, id=names[event.id], trigger=mention(event.trigger)) for event in one.events),
        tuple(map(claim, one.claims)),
    )


@given(st.integers(1, 500))
@settings(max_examples=15, deadline=None)
def test_what_moves_in_its_article_is_found_again(by: int) -> None:
    before, after = sample(), graph_of(shifted(reading(), by))
    for name in (*before.claims, *before.events, KIM):
        row = row_of(before, "wrong", name, **SAID)
        state, reason, about = only(after, row)
        assert state == ("counts" if name == KIM else "found again"), reason
        old, new = before.claims.get(name), after.claims.get(about)
        assert (old is None) == (new is None)
        if old and new:
            assert (new.place.begin - old.place.begin, new.predicate, new.quotes) == (by, old.predicate, old.quotes)
            assert reviewed(after, [row]).graph.rejected(about)


def changed(change: Callable[[Claim], Claim | None], name: str) -> Graph:
    claims = [change(one) if one.id == name else one for one in reading().claims]
    return graph_of(replace(reading(), claims=tuple(one for one in claims if one is not None)))


def test_what_is_gone_is_reported_and_not_forgotten() -> None:
    row = row_of(sample(), "wrong", DETAINS, **SAID)
    graph = changed(lambda _: None, DETAINS)
    graph = graph.without([one.id for one in graph.claims.values() if one.predicate == "detains"])
    told = reviewed(graph, [row])
    assert told.graph.reviews == frozenset()
    assert told.summary() == {
        "rows": 1,
        "counting": {},
        "no longer found": [
            {"row": row.name, "by": "Ann", "said": row.said, "reason": "no claim in article/a-1 has its words"}
        ],
    }
    assert only(Graph(), row)[:2] == ("no longer found", "article/a-1 is not in the graph")


def test_an_opinion_on_a_reading_is_not_one_on_another_reading() -> None:
    row = row_of(sample(), "wrong", DETAINS, **SAID)
    denied = changed(lambda one: replace(one, factuality=Factuality("negative")), DETAINS)
    state, reason, _ = only(denied, row)
    assert state == "read differently now"
    assert "then: positive certain past outlet/paper; now: negative certain past outlet/paper" in reason
    assert only(denied, replace(row, reading=""))[0] == "counts", "a row without it is about any reading"


def speaking(source: str) -> Graph:
    """The sample, told by a nameless source: ids of such are made of where they stand."""
    voice = Entity(source, "AnonymousSource", frozenset({"a man"}), frozenset({_mention(INFO.id, "a man")}))
    claims = tuple(replace(one, attributed_to=source) for one in reading().claims)
    return graph_of(replace(reading(), entities=(*reading().entities, voice), claims=claims))


def test_a_nameless_voice_whose_id_has_moved_is_the_same_voice() -> None:
    before, after = speaking("source/a-man-0123abcd"), speaking("source/a-man-4567cdef")
    row = row_of(before, "wrong", DETAINS, **SAID)
    assert only(after, row)[0] == "counts"
    assert only(speaking("source/two-women-4567cdef"), row)[0] == "read differently now"
    both = replace(after, entities={**after.entities, **before.entities})
    assert only(both, row)[0] == "read differently now", "the one of then is there, and it is another who speaks"


def test_of_several_events_with_one_trigger_the_clause_tells_which() -> None:
    def twice(begin: int, *, at: int) -> Reading:
        event = reading().events[0]
        name = f"event/a-1-detention-{at}"
        place = Span(begin, begin + 30)
        words = f"Police arrested Kim in {begin} words."
        trigger = replace(event.trigger, span=Span(at, at + 8))
        (typed,) = (one for one in reading().claims if (one.subject, one.predicate) == (ARREST, "eventType"))
        claim = replace(typed, subject=name, event=name, place=place, evidence=(place,), quotes=(words,))
        return Reading(INFO, (), (replace(event, id=name, trigger=trigger),), (claim,))

    def both(by: int) -> Graph:
        lots = [twice(number * 100, at=number * 100 + 7 + by) for number in (1, 2)]
        return Graph.of(lots, types=sample().types.values())

    row = row_of(both(0), "wrong", "event/a-1-detention-207", **SAID)
    assert row.quote == "Police arrested Kim in 200 words."
    assert only(both(50), row) == (
        "found again",
        "event/a-1-detention-207 is now event/a-1-detention-257",
        "event/a-1-detention-257",
    )
    assert only(both(50), replace(row, quote="arrested"))[:2] == ("no longer found", "2 of them fit")
    assert only(both(0), replace(row, quote="arrested"))[0] == "counts", "as rows were written before"
    assert only(both(50), replace(row, quote="Police arrested Lee in 200 words."))[0] == "no longer found"


def test_other_words_at_the_same_place_are_something_else() -> None:
    row = row_of(sample(), "wrong", DETAINS, **SAID)
    short = changed(lambda one: replace(one, quotes=("Another sentence.",)), DETAINS)
    state, _, about = only(short, row)
    assert (state, short.claims[about].quotes) == ("found again", ("Police arrested",)), "a part of its words"


def test_several_that_fit_are_none() -> None:
    row = replace(row_of(sample(), "wrong", DETAINS, **SAID), about="claim/a-1-900-901-12ab")
    first = sample().claims[DETAINS]
    twice = replace(first, place=Span(0, 9), evidence=(Span(0, 9),), quotes=first.quotes)
    graph = graph_of(replace(reading(), claims=(*reading().claims, twice)))
    assert only(graph, row)[:2] == ("no longer found", "2 of them fit")


def test_an_entity_of_another_class_is_found_by_its_words() -> None:
    row = row_of(sample(), "same", KIM, POLICE, **SAID)
    renamed = replace(reading(), entities=tuple(_as_group(one) for one in reading().entities), events=(), claims=())
    (fate,) = reviewed(graph_of(renamed), [row]).fates
    assert (fate.state, fate.about, fate.other) == ("found again", POLICE, "group/kim")
    (one,) = reviewed(graph_of(renamed), [row]).graph.judgements
    assert (one.left, one.right, one.verdict, one.by, one.on) == (POLICE, "group/kim", "same", "Ann", "2024-08-02")


def _as_group(one: Entity) -> Entity:
    return replace(one, id="group/kim", cls="Group") if one.id == KIM else one


def test_two_that_became_one_cannot_be_different() -> None:
    row = row_of(sample(), "different", KIM, POLICE, **SAID)
    one = Entity(
        "group/both", "Group", frozenset({"all"}), frozenset().union(*(e.mentions for e in reading().entities))
    )
    graph = graph_of(replace(reading(), entities=(one,), events=(), claims=()))
    state, reason, _ = only(graph, replace(row, about="agency/x", other="person/y"))
    assert (state, reason) == ("no longer found", "both are group/both now, which was read as one")


def test_anonymous_sources_stay_in_their_article() -> None:
    source = Entity(
        "source/x", "AnonymousSource", frozenset({"a source"}), frozenset({_mention("article/b", "a source")})
    )
    other = Entity(
        "source/y", "AnonymousSource", frozenset({"a source"}), frozenset({_mention("article/c", "a source")})
    )
    graph = Graph(entities={one.id: one for one in (source, other)})
    assert only(graph, row_of(graph, "same", "source/x", "source/y", **SAID))[0] == "refused"
    assert only(graph, row_of(graph, "different", "source/x", "source/y", **SAID))[0] == "counts"


def _mention(article: str, words: str) -> Mention:
    return Mention(article, Span(0, len(words)), words)


# -- what follows ------------------------------------------------------------------------------------------------------


def heard(verdict: str, *names: str, graph: Graph | None = None) -> Graph:
    found = graph or sample()
    return reviewed(found, [row_of(found, verdict, name, **SAID) for name in names]).graph


def test_a_wrong_claim_leaves_the_facts_and_stays_in_the_graph() -> None:
    both = [one.id for one in sample().claims.values() if one.predicate == "detains"]
    assert (POLICE, "detains", KIM) in heard("wrong", both[0]).asserted(), "another claim says so, too"
    graph = heard("wrong", *both)
    assert (POLICE, "detains", KIM) not in graph.asserted()
    assert graph.claims == sample().claims
    assert graph.realized(ARREST), "its event rests on other claims"


def test_an_event_all_of_whose_claims_are_wrong_is_not_real() -> None:
    graph = heard("wrong", ARREST)
    assert not graph.realized(ARREST)
    assert graph.asserted() == frozenset()
    assert not any(graph.plain(claim) for claim in graph.claims.values() if claim.event == ARREST)
    every = heard("wrong", *(one.id for one in sample().claims.values() if one.event == ARREST))
    assert not every.realized(ARREST)


def test_a_part_that_was_misread_takes_the_plain_triple_with_it() -> None:
    part = next(one.id for one in sample().claims.values() if (one.subject, one.predicate) == (ARREST, "target"))
    graph = heard("wrong", part)
    assert (POLICE, "detains", KIM) not in graph.asserted()
    assert graph.realized(ARREST)
    assert {claim.predicate for claim in graph.claims.values() if graph.rejected(claim.id)} == {"target", "detains"}


def test_a_wrong_entity_takes_all_that_is_said_of_it() -> None:
    graph = heard("wrong", KIM)
    assert graph.asserted() == frozenset()
    assert KIM in graph.entities
    assert KIM not in graph.to_networkx("full")
    assert graph.to_networkx("claims").nodes[KIM]["review"] == "wrong"
    assert graph.realized(ARREST)


def test_confirmed_is_no_fact() -> None:
    graph = heard("confirmed", DENIED, BEATING)
    assert graph.asserted() == sample().asserted()
    assert not graph.realized(BEATING)
    assert graph.review(DENIED).verdict == "confirmed"  # type: ignore[union-attr]
    claims = graph.to_networkx("claims")
    assert claims.edges[POLICE, KIM, "attacks"]["review"] == "confirmed"
    assert not claims.edges[POLICE, KIM, "attacks"]["asserted"]


def test_people_who_disagree_are_heard_with_care_and_the_latest_word_counts() -> None:
    rows = [
        row_of(sample(), verdict, DETAINS, by=by, on=on, why="x")
        for verdict, by, on in (("wrong", "Ann", "2024-08-01"), ("confirmed", "Bob", "2024-08-09"))
    ]
    assert reviewed(sample(), rows).graph.rejected(DETAINS)
    later = row_of(sample(), "confirmed", DETAINS, by="Ann", on="2024-08-02", why="x")
    assert not reviewed(sample(), [*rows, later]).graph.rejected(DETAINS)


def states(graph: Graph, *rows: Row) -> dict[str, tuple[str, str]]:
    return {fate.row.by: (fate.state, fate.reason) for fate in reviewed(graph, rows).fates}


def test_what_another_word_outweighs_is_told_so() -> None:
    ann = row_of(sample(), "confirmed", DETAINS, by="Ann", on="2024-08-01", why="x")
    bob = row_of(sample(), "wrong", DETAINS, by="Bob", on="2024-08-01", why="the court said so")
    weighed = ("outweighed", "Bob says wrong, 2024-08-01: the court said so")
    assert states(sample(), ann, bob) == {"Ann": weighed, "Bob": ("counts", "")}
    told = reviewed(sample(), [ann, bob])
    assert told.graph.reviews == {ann.review(DETAINS), bob.review(DETAINS)}, "it is heard all the same"
    assert told.summary()["counting"] == {"wrong": 1}
    assert [one["by"] for one in told.summary()["outweighed"]] == ["Ann"]  # type: ignore[index, attr-defined]
    same, other = (row_of(sample(), verdict, KIM, POLICE, by=verdict, on="", why="x") for verdict in IDENTITIES)
    assert states(sample(), same, other)["same"] == ("outweighed", "different says different: x")


@given(
    st.permutations(["a", "b", "c", "d"]), st.permutations([("same", 0), ("same", 1), ("same", 2), ("different", 3)])
)
@settings(max_examples=40, deadline=None)
def test_a_chain_that_a_doubt_breaks_is_told_where_it_breaks(names: list[str], links: list[tuple[str, int]]) -> None:
    ids = [f"person/{name}" for name in names]
    graph = Graph(entities={name: Entity(name, "Person", frozenset({name})) for name in ids})
    pairs = [*pairwise(ids), (ids[0], ids[3])]
    said = [*["same"] * 3, "different"]
    both = enumerate(zip(said, pairs, strict=True))
    rows = [row_of(graph, verdict, *pair, by=f"{at}", on="", why="x") for at, (verdict, pair) in both]
    told = reviewed(graph, rows)
    merged = canonical(told.graph.judgements)
    for fate in told.fates:
        one = merged.get(fate.about, fate.about) == merged.get(fate.other, fate.other)
        assert (fate.state == "counts") == (one == (fate.row.verdict == "same"))
    (weighed,) = (fate for fate in told.fates if fate.state == "outweighed")
    assert weighed.reason == f"3 says that {min(pairs[3])} is not {max(pairs[3])}"


def test_a_row_about_what_cannot_be_judged_is_not_heard() -> None:
    row = Row("wrong", INFO.id, "", "Ann", "", "x", article="article/none", quote="none")
    assert only(sample(), row)[:2] == ("no longer found", "article/none is not in the graph")
