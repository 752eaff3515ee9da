"""Shapes: what they find, that both engines agree, and what quarantine leaves."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.claim import Factuality, Literal
from kg.errors import OntologyError, StoreError
from kg.export import export
from kg.graph import Graph, Reading
from kg.judgement import Judgement, Review
from kg.resources import ontology_folder
from kg.shapes import SHAPES, Shapes, check
from kg.text import Span
from tests.export.sample import (
    ARREST,
    BEATING,
    CITY,
    INFO,
    KIM,
    KNOWN,
    OUTLET,
    POLICE,
    TEXT,
    claim,
    mention,
    reading,
    sample,
)

ID, KG = "https://w3id.org/newskg/id/", "https://w3id.org/newskg/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
FAST = Shapes.load()
SLOW = replace(FAST, queries=None)
CLAIM = next(one for one in sample().claims.values() if one.predicate == "detains").id
SPAN = f"{INFO.id}#char=7,15"


def swap(old: str, new: str) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        changed = [line.replace(old, new) for line in lines]
        assert changed != lines
        return changed

    return change


def drop(*parts: str) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        kept = [line for line in lines if not all(part in line for part in parts)]
        assert kept != lines
        return kept

    return change


def add(subject: str, predicate: str, thing: str) -> Callable[[list[str]], list[str]]:
    predicate = predicate if "://" in predicate else KG + predicate
    thing = thing if thing.startswith('"') else f"<{thing if '://' in thing else ID + thing}>"
    return lambda lines: [*lines, f"<{ID}{subject}> <{predicate}> {thing} .\n"]


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CASES = {
    "no label": (drop(KIM, "rdf-schema#label"), KIM),
    "blank label": (swap('label> "Police arrest Kim"', 'label> " \\t"'), ARREST),
    "unknown certainty": (add(CLAIM, "certainty", '"maybe"'), CLAIM),
    "two polarities": (add(CLAIM, "polarity", '"negative"'), CLAIM),
    "no evidence": (drop(CLAIM, "evidence"), CLAIM),
    "too confident": (swap('"0.85"', '"1.5"'), CLAIM),
    "confidence is no number": (swap('"0.85"', '"high"'), CLAIM),
    "confidence is a string": (swap(f'"0.85"^^<{XSD}decimal>', '"0.85"'), CLAIM),
    "a city says so": (add(CLAIM, "attributedTo", CITY), CLAIM),
    "asserts a person": (add(CLAIM, "assertsEvent", KIM), CLAIM),
    "predicate not in the vocabulary": (swap(f"#predicate> <{KG}detains>", f"#predicate> <{KG}arrests>"), CLAIM),
    "entitled and not asserted": (drop(f"<{ID}{POLICE}> <{KG}detains>"), CLAIM),
    "asserted and not entitled": (add(POLICE, "attacks", KIM), POLICE),
    "a place detains": (swap(f"#subject> <{ID}{POLICE}>", f"#subject> <{ID}place/primorsky-krai>"), None),
    "a person as place": (swap(f"#object> <{ID}{CITY}>", f"#object> <{ID}{KIM}>"), None),
    "object is not described": (swap(f"#object> <{ID}{CITY}>", f"#object> <{ID}place/nowhere>"), None),
    "quote too long": (swap('quote> "arrested"', 'quote> "arrested!"'), SPAN),
    "span begins at its end": (swap('begin> "7"', 'begin> "15"'), SPAN),
    "span begins nowhere": (swap('begin> "7"', 'begin> "-7"'), SPAN),
    "span of no article": (drop(SPAN, "reportedIn"), SPAN),
    "ends before it starts": (swap('endDate> "2024-07-29"', 'endDate> "2024-07-28"'), ARREST),
    "no such day": (swap('endDate> "2024-07-29"', 'endDate> "2024-07-32"'), ARREST),
    "count is no number": (swap('#object> "1"', '#object> "many"'), None),
    "precision unknown": (swap('"day"', '"minute"'), ARREST),
    "two event types": (add(ARREST, "eventType", f"{ID}event-type/attack"), ARREST),
    "no trigger": (drop(ARREST, f"{KG}mention"), ARREST),
    "real and not real": (add(BEATING, TYPE, f"{KG}Event"), BEATING),
    "caused by a person": (add(ARREST, "causedBy", KIM), ARREST),
    "event without claim": (drop("assertsEvent", ARREST), ARREST),
    "north of the pole": (swap('"43.1155"', '"93.1155"'), CITY),
    "within itself": (add("place/russia", "within", CITY), CITY),
    "article without identifier": (drop("schema.org/identifier"), INFO.id),
}


def reviewed_sample() -> Graph:
    """The sample, with a person's opinions on it."""
    one = Judgement(min(KIM, POLICE), max(KIM, POLICE), "different", "Ann", "I know both", 1000, "2024-08-02")
    rows = (Review(CLAIM, "wrong", "Ann", "not said", "2024-08-02"), Review(BEATING, "confirmed", "Bob", "it is said"))
    return replace(sample(), judgements=frozenset({one})).with_reviews(rows)


WRONG, RIGHT = (
    f"<{ID}{one.id}>" for one in sorted(reviewed_sample().reviews, reverse=True, key=lambda one: one.verdict)
)
IDENTITY = next(f"<{ID}{one.id}>" for one in reviewed_sample().judgements)
JUDGED = {
    "nobody judges": (drop(WRONG, "judgedBy"), WRONG),
    "no reason": (swap('reason> "I know both"', 'reason> " "'), IDENTITY),
    "no such verdict": (swap('verdict> "confirmed"', 'verdict> "maybe"'), RIGHT),
    "an identity is not wrong": (swap('verdict> "different"', 'verdict> "wrong"'), IDENTITY),
    "judged on no day": (swap('judgedOn> "2024-08-02"^^', 'judgedOn> "2024-08-32"^^'), WRONG),
    "judges nothing": (drop(RIGHT, "#judged>"), RIGHT),
    "judges an article": (swap(f"#judged> <{ID}{BEATING}>", f"#judged> <{ID}{INFO.id}>"), RIGHT),
    "one end only": (drop(IDENTITY, "judgedRight"), IDENTITY),
    "ends in no order": (lambda lines: swap_ends(lines), IDENTITY),
    "wrong and not marked": (drop(CLAIM, "rejectedBy"), WRONG),
    "marked and asserted all the same": (drop(CLAIM, "rejectedBy"), CLAIM),
}


def swap_ends(lines: list[str]) -> list[str]:
    return [
        line.replace("judgedLeft", "judgedX").replace("judgedRight", "judgedLeft").replace("judgedX", "judgedRight")
        for line in lines
    ]


@pytest.mark.parametrize("name", JUDGED)
def test_both_engines_test_judgements(name: str) -> None:
    change, focus = JUDGED[name]
    lines = list(reviewed_sample().ntriples())
    if name == "marked and asserted all the same":
        lines = [line for line in lines if not line.startswith(f"<{ID}{POLICE}> <{KG}detains>")]
    lines = change(lines)
    fast, slow = set(FAST.violations(lines)), set(SLOW.violations(lines))
    assert {violation.focus for violation in fast} == {violation.focus for violation in slow}
    assert focus.removeprefix(f"<{ID}").removesuffix(">") in {one.focus.removeprefix(ID) for one in fast}


def test_what_people_say_satisfies_the_shapes() -> None:
    lines = reviewed_sample().ntriples()
    assert list(FAST.violations(lines)) == list(SLOW.violations(lines)) == []


@pytest.mark.parametrize("name", CASES)
def test_both_engines_find_it(name: str) -> None:
    change, focus = CASES[name]
    lines = [line for line in change(sample().ntriples()) if name != "no such day" or "startDate" not in line]
    fast, slow = set(FAST.violations(lines)), set(SLOW.violations(lines))
    assert {violation.focus for violation in fast} == {violation.focus for violation in slow} != set()
    assert {(violation.focus, violation.path) for violation in fast if violation.path} >= {
        (violation.focus, violation.path) for violation in slow if violation.path and violation.path.startswith(KG)
    }
    if focus is not None:
        assert ID + focus in {violation.focus for violation in fast}


def test_sample_satisfies_the_shapes() -> None:
    assert FAST.fast
    assert list(FAST.violations(sample().ntriples())) == []
    assert list(SLOW.violations(sample().ntriples())) == []
    assert FAST.quarantine(reading(), known=KNOWN) == reading()


def test_quarantine_takes_the_claim_and_nothing_else() -> None:
    wrong = claim(ARREST, "place", KIM, ARREST, Factuality(), "Police arrested")
    kept = FAST.quarantine(replace(reading(), claims=(*reading().claims, wrong)), known=KNOWN)
    assert kept.claims == reading().claims
    assert kept.entities == reading().entities
    (gone,) = kept.quarantined
    assert gone.id == wrong.id
    name = sample().label(KIM)
    assert gone.reason == f"its object is not of the class that its predicate needs: “{name}” was read as Person"
    assert gone.says.startswith(f"{sample().label(ARREST)} — place → {name}, says ")
    assert (gone.article, gone.begin, gone.quote) == (INFO.id, 0, "Police arrested")
    assert "gazetteer.tsv" in gone.remedy


def test_quarantine_of_an_event_takes_its_claims() -> None:
    events = tuple(replace(event, type="levitation") if event.id == ARREST else event for event in reading().events)
    kept = FAST.quarantine(replace(reading(), events=events), known=KNOWN)
    assert [event.id for event in kept.events] == [BEATING]
    assert {one.event for one in kept.claims} == {BEATING, None}
    assert ARREST in {one.id for one in kept.quarantined}
    assert not Graph.of([kept]).asserted()


def test_quarantine_of_a_false_quote() -> None:
    entities = tuple(
        replace(one, mentions=frozenset({replace(mention("Police"), quote="Polizei")})) if one.id == POLICE else one
        for one in reading().entities
    )
    kept = FAST.quarantine(replace(reading(), entities=entities), known=KNOWN)
    assert POLICE not in {one.id for one in kept.entities}
    assert all(POLICE not in (one.subject, one.object) for one in kept.claims)
    assert list(FAST.violations(Graph.of([kept], known=KNOWN, types=sample().types.values()).ntriples())) == []


def test_quarantine_of_a_count_that_is_none() -> None:
    odd = claim(ARREST, "count", Literal("many", "nonNegativeInteger"), ARREST, Factuality(), "Police arrested")
    kept = FAST.quarantine(replace(reading(), claims=(*reading().claims, odd)), known=KNOWN)
    assert kept.claims == reading().claims


def test_contradictions_between_articles_are_found_in_the_whole() -> None:
    def told(name: str, outer: str, inner: str) -> Reading:
        info = replace(INFO, identifier=name)
        place = Span(0, len("Police arrested"))
        one = replace(
            claim(inner, "within", outer, None, Factuality(temporality="present"), "Police arrested"), article=info.id
        )
        entities = []
        for local_id, words in ((outer, "Police"), (inner, "arrested")):
            here = replace(mention(words), article=info.id)
            entities.append(type(reading().entities[0])(local_id, "Region", frozenset({words}), frozenset({here})))
        assert one.place == place
        return Reading(info, tuple(entities), (), (replace(one, attributed_to=info.id),))

    both = [told("x", "place/a", "place/b"), told("y", "place/b", "place/a")]
    assert [FAST.quarantine(one) for one in both] == both
    graph, reasons = FAST.quarantine_graph(Graph.of(both))
    assert not graph.asserted()
    assert set(graph.entities) == {"place/a", "place/b"}
    assert {one.reason for one in reasons} == {"lies within itself: a circle of kg:within"}


def test_check_reads_a_file(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.nq")
    assert check(tmp_path / "g.nq") == []
    text = (tmp_path / "g.nq").read_text(encoding="utf-8").replace('"0.85"', '"8.5"')
    (tmp_path / "bad.nq").write_text(text, encoding="utf-8")
    found = check(tmp_path / "bad.nq")
    assert len(found) == len(sample().claims)
    assert "confidence" in str(found[0])
    with pytest.raises(StoreError, match="cannot check"):
        check(tmp_path / "g.csv")


def test_shapes_that_cannot_be_translated_run_on_pyshacl(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder)
    with (folder / SHAPES).open("a", encoding="utf-8") as out:
        out.write(
            "\nkg:Own a sh:NodeShape ; sh:targetSubjectsOf kg:detains ;"
            " sh:property [ sh:path kg:headOf ; sh:minCount 1 ] .\n"
        )
    shapes = Shapes.load(folder)
    assert not shapes.fast
    assert {violation.focus for violation in shapes.violations(sample().ntriples())} == {ID + POLICE}


@pytest.mark.parametrize("content", [None, "kg:Oops a sh:NodeShape ."])
def test_bad_shapes_stop_the_run(content: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder)
    if content is None:
        (folder / SHAPES).unlink()
    else:
        (folder / SHAPES).write_text(content)
    with pytest.raises(OntologyError, match=SHAPES) as caught:
        Shapes.load(folder)
    assert "\n" not in str(caught.value)


_CALL = "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }"
OUTSIDE = {
    "in a constraint": f'sh:sparql [ sh:select "SELECT $this {{ {_CALL} }}" ]',
    "written in escapes": r'sh:sparql [ sh:select "SELECT $this { \\u0053ERVICE <x:> { ?s ?p ?o } }" ]',
    "in a prefix": f'sh:sparql [ sh:select "{{ ?a ?b ?c }}" ; sh:prefixes [ sh:declare'
    f' [ sh:prefix "a: <x:> SELECT $this {{ {_CALL} }} #" ; sh:namespace "x:" ] ] ]',
    "in a name": r"sh:property [ sh:minLength 1 ; sh:path"
    r" <x:\u003E\u0020?v\u0020.\u0020SERVICE\u0020\u003Cx:\u003E\u0020\u007B\u0020?s\u0020?p\u0020?o\u007D> ]",
    "for pySHACL": f'sh:closed true ; sh:sparql [ sh:select "SELECT $this {{ {_CALL} }}" ]',
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_shapes_ask_no_other_machine(name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(ontology_folder(), tmp_path / "ontology")
    with (folder / SHAPES).open("a", encoding="utf-8") as file:
        file.write(f"\nkg:Curious a sh:NodeShape ; sh:targetClass kg:Article ; {OUTSIDE[name]} .\n")
    with pytest.raises(OntologyError, match="asks another machine"):
        Shapes.load(folder)


def test_own_attributions_of_the_article_itself_are_fine() -> None:
    claims = tuple(replace(one, attributed_to=INFO.id) for one in reading().claims)
    kept = FAST.quarantine(replace(reading(), claims=claims), known=KNOWN)
    assert kept.claims == claims
    assert OUTLET in {one.id for one in kept.entities}
    assert len(TEXT) > 0
