"""Saved questions: each is answered on the sample; what is wrong in one is named; no value is part of a question."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.claim import Factuality
from kg.errors import OntologyError, StoreError
from kg.export import export
from kg.graph import Graph
from kg.mention import Entity
from kg.queries import FOLDER, Question, answer, question, questions
from kg.resources import ontology_folder
from kg.store import query
from tests.export.sample import BEATING, CITY, KNOWN, OUTLET, TEXT, reading, sample
from tests.golden.exports import EXPORTS

GRAPH = EXPORTS / "graph.ttl"
EVERY = questions()
SILENT = {"contradictions"}
"""Questions to which the sample has no answer; they get one below."""
OPEN = {name: one.parameters[0].name for name, one in EVERY.items() if one.parameters and not one.parameters[0].default}
GOOD = "# title: T\n# description: D\n# columns: who\n"
SELECT = "SELECT ?who { ?who kg:detains ?whom }\n"


def cells(name: str, column: str, **given: str) -> set[str | None]:
    rows = answer(GRAPH, EVERY[name], given)
    return {row[rows.names.index(column)] for row in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what a question needs of the ontology, without any."""
    for name in ("core.ttl", "event-types.ttl"):
        shutil.copy(ontology_folder() / name, tmp_path)
    (tmp_path / FOLDER).mkdir()
    return tmp_path


# -- the questions that ship -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", EVERY.values(), ids=EVERY)
def test_a_question_is_answered_on_the_sample(asked: Question) -> None:
    rows = answer(GRAPH, asked, {})
    assert rows.names == asked.columns
    assert bool(len(rows)) == (asked.name not in SILENT)
    assert len(set(rows)) == len(rows)
    first = rows.names.index(asked.columns[0])
    if asked.name != "timeline":
        assert all(row[first] for row in rows)


@pytest.mark.parametrize("asked", EVERY.values(), ids=EVERY)
def test_named_graphs_give_the_same_answer(asked: Question) -> None:
    assert set(answer(EXPORTS / "graph.nq", asked, {})) == set(answer(GRAPH, asked, {}))


@pytest.mark.parametrize("asked", EVERY.values(), ids=EVERY)
def test_a_question_describes_itself(asked: Question) -> None:
    assert asked.title
    assert asked.title[0].isupper()
    assert asked.description.endswith(".")
    for parameter in asked.parameters:
        assert parameter.words


@pytest.mark.parametrize("name", [name for name, one in EVERY.items() if not one.parameters])
def test_a_question_without_parameters_is_plain_sparql(name: str) -> None:
    assert set(query(GRAPH, EVERY[name].sparql)) == set(answer(GRAPH, EVERY[name], {}))


def test_there_are_enough() -> None:
    assert len(EVERY) >= 20
    assert list(EVERY) == sorted(EVERY)


def test_facts_only_where_only_facts_are_asked_for() -> None:
    for name in ("who-detains-whom", "who-monitors-whom", "who-dispatches-whom", "who-informs-on-whom"):
        assert cells(name, "certainty") <= {"certain", "probable"}
    whom = cells("who-detains-whom", "whom")
    assert whom == {row[0] for row in query(GRAPH, "SELECT ?l { ?a kg:detains ?b . ?b rdfs:label ?l }")}
    assert cells("who-dispatches-whom", "whom") == {"at least 1,500 workers"}
    assert "a delegation" not in cells("who-dispatches-whom", "whom")
    assert "South Korea: send → a delegation" in cells("plans-and-promises", "event")


def test_reasons_are_told_apart() -> None:
    rows = answer(GRAPH, EVERY["claimed-not-asserted"], {})
    why = {row[0]: row[1] for row in rows}
    assert why["about eighty loggers: flee"] == "merely possible"
    assert why["extradited"] == "denied or negated"
    assert why["South Korea: send → a delegation"] == "planned, ordered, demanded or expected"
    unrealized = {row[0] for row in query(GRAPH, "SELECT ?l { ?e a kg:UnrealizedEvent ; rdfs:label ?l }")}
    assert set(why) == unrealized


# -- parameters ------------------------------------------------------------------------------------------------------


def test_a_place_counts_at_any_depth() -> None:
    assert cells("events-in-place", "at", place="place:north-korea") >= {"Chongjin", "North Korea"}
    russia = cells("events-in-place", "at")
    assert {"Nakhodka", "Komsomolsk-on-Amur"} <= russia
    assert cells("events-in-place", "at", place="Primorsky Krai") < russia


@pytest.mark.parametrize(
    "who",
    [
        "Nurlan Asekeev",
        " nurlan asekeev",
        "person:nurlan-asekeev-ab31b475",
        "https://w3id.org/newskg/id/person/nurlan-asekeev-ab31b475",
        "<https://w3id.org/newskg/id/person/nurlan-asekeev-ab31b475>",
    ],
)
def test_a_thing_goes_by_name_short_name_or_iri(who: str) -> None:
    rows = answer(GRAPH, EVERY["timeline"], {"who": who})
    days = [row[0] for row in rows if row[0]]
    assert days == sorted(days)
    assert days
    assert [row[0] for row in rows][-1] is None
    assert {row[4] for row in rows} == {"actor", "target"}


def test_a_name_of_several_things_means_that_of_the_kind_asked_for() -> None:
    labels = [row[0] for row in query(GRAPH, 'SELECT ?x { ?x rdfs:label "detention" }')]
    assert len(labels) > 1
    found = set(answer(GRAPH, EVERY["events-of-type"], {"type": "detention"}))
    assert found == set(answer(GRAPH, EVERY["events-of-type"], {}))
    with pytest.raises(StoreError, match=r"article: [0-9]+ things are named 'detention'; give one of https"):
        answer(GRAPH, EVERY["claims-of-article"], {"article": "detention"})


@pytest.mark.parametrize("name", OPEN)
def test_an_open_parameter_means_all(name: str) -> None:
    every = set(answer(GRAPH, EVERY[name], {}))
    ids = [str(row[0]) for row in query(GRAPH, "SELECT ?i { ?a a kg:Article ; schema:identifier ?i }")]
    parts = [set(answer(GRAPH, EVERY[name], {OPEN[name]: one})) for one in ids]
    assert set().union(*parts) == every
    assert all(part < every for part in parts)


def test_days_and_numbers_bound_what_is_found() -> None:
    assert min(str(month) for month in cells("events-over-time", "month", since="2024-10-01")) == "2024-10"
    assert max(str(month) for month in cells("events-over-time", "month", until="2023-12-31")) == "2023-11"
    assert all(float(str(value)) < 0.6 for value in cells("check-first", "confidence", below="0.6"))
    assert cells("check-first", "confidence", below="0") == set()


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("events-over-time", {"since": "2024-13-01"}, "since: '2024-13-01' is no date; give one like 0001-01-01"),
        ("events-over-time", {"since": "2024-W01-1"}, "is no date"),
        ("events-over-time", {"sinc": "2024-01-01"}, "no parameter 'sinc'. Did you mean 'since'?"),
        ("check-first", {"below": "1e3"}, "below: '1e3' is no decimal"),
        ("articles", {"x": "y"}, "has no parameter 'x'. It has none."),
        ("timeline", {"who": "Nobody at all"}, "who: nothing in this graph is named 'Nobody at all'"),
        ("timeline", {"who": "http://["}, "who: "),
        ("timeline", {"who": "\udcff"}, "who: "),
    ],
)
def test_a_wrong_value_is_one_line(name: str, given: dict[str, str], says: str) -> None:
    with pytest.raises(StoreError) as caught:
        answer(GRAPH, EVERY[name], given)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


HOSTILE = (
    "place:x> ) } ?event ?p ?o } #",
    'x" ) } #',
    "x\\",
    "place:russia ) (place:china",
    "?e",
    "place:a\n} SELECT * {",
    "<http://x/> <http://x/y>",
    "UNDEF",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_becomes_part_of_the_question(value: str) -> None:
    with pytest.raises(StoreError, match="nothing in this graph is named"):
        answer(GRAPH, EVERY["events-in-place"], {"place": value})


@pytest.mark.parametrize("value", HOSTILE)
def test_texts_arrive_as_they_are(value: str, folder: Path, tmp_path: Path) -> None:
    head = '# title: T\n# description: D\n# columns: who\n# param: name = "x" "the name"\n'
    (folder / FOLDER / "named.rq").write_text(head + "SELECT ?who { ?who rdfs:label ?name }", encoding="utf-8")
    data = f"<http://x/it> <http://www.w3.org/2000/01/rdf-schema#label> {ox.Literal(value)} .\n"
    (tmp_path / "g.nt").write_text(data + data.replace("/it", "/other").replace("label> ", 'label> "not " . #'))
    rows = answer(tmp_path / "g.nt", question("named", folder), {"name": value})
    assert list(rows) == [("http://x/it",)]


def test_another_base_moves_what_is_asked_for(tmp_path: Path) -> None:
    base = "https://example.org/x/"
    export(sample(), tmp_path / "g.nq", base=base)
    rows = answer(tmp_path / "g.nq", EVERY["events-in-place"], {}, base=base)
    assert [row[3] for row in rows] == ["Vladivostok"]


# -- voices against each other ---------------------------------------------------------------------------------------


def test_who_contradicts_whom_is_found(tmp_path: Path) -> None:
    one = reading()
    witness = Entity("source/witness-1", "AnonymousSource", frozenset({"a witness"}), frozenset())
    denied = [claim for claim in one.claims if claim.event == BEATING]
    said = [replace(claim, attributed_to=witness.id, factuality=Factuality()) for claim in denied]
    # as claims, the two differ in their place alone
    span = replace(denied[0].place, begin=0, end=6)
    said = [replace(claim, place=span, evidence=(span,), quotes=(TEXT[:6],)) for claim in said]
    graph = Graph.of([replace(one, entities=(*one.entities, witness), claims=(*one.claims, *said))], known=KNOWN)
    export(graph, tmp_path / "g.ttl")
    rows = answer(tmp_path / "g.ttl", EVERY["contradictions"], {})
    found = {(row[1], row[3], row[4], row[5]) for row in rows}
    assert ("attacks", "a witness", "Police", "The paper") in found
    (denial,) = answer(tmp_path / "g.ttl", EVERY["denials"], {})
    assert denial == ("Police beat Kim (denied)", "The paper", "denied", TEXT.split("\r\n")[1], "a witness")
    assert OUTLET in graph.entities
    assert CITY in graph.known


# -- what is wrong in a question -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + "SELECT ?who\n{ ?who kg:detains }\n", "queries/q.rq line 5 column"),
        (GOOD + "SELECT ?whom { ?who kg:detains ?whom }", "line 1: the columns are whom, the header says who"),
        (GOOD + "SELECT ?who {\n ?who kg:detians ?whom }", "line 5: unknown kg:detians. Did you mean 'detains'?"),
        (GOOD + "SELECT ?who { ?who kg:eventType etype:arest }", "line 4: unknown etype:arest. "),
        (GOOD + "SELECT ?who { SERVICE <http://x/> { ?who ?p ?o } }", "SERVICE would ask another machine"),
        (GOOD + "ASK { ?who ?p ?o }", "line 1: the columns are answer"),
        (SELECT, "line 1: no '# title: …'"),
        (GOOD.replace("# columns: who\n", "") + SELECT, "line 1: no '# columns: …'"),
        (GOOD + "# colour: red\n" + SELECT, "line 4: unknown 'colour:'. Did you mean 'columns'?"),
        (GOOD + "# param: whom\n" + SELECT, "line 4: write a parameter as:"),
        (GOOD + '# param: whom = a b c "who"\n' + SELECT, "line 4: 'a b c' is no name or literal of Turtle"),
        (GOOD + '# param: whom = _:b "who"\n' + SELECT, "is no name or literal of Turtle"),
        (GOOD + '# param: place = place:russia "where"\n' + SELECT, "no variable ?place for its parameter"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(text: str, says: str, folder: Path) -> None:
    (folder / FOLDER / "q.rq").write_text(text, encoding="utf-8")
    (folder / FOLDER / "good.rq").write_text(GOOD + SELECT, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        questions(folder)
    assert says in str(caught.value)
    assert str(caught.value).startswith("queries/q.rq ")
    assert "\n" not in str(caught.value)
    assert question("good", folder).columns == ("who",)


def test_texts_and_comments_are_no_code(folder: Path) -> None:
    body = 'SELECT ?who { # kg:nonsense { \n ?who rdfs:label "kg:nonsense {" ; kg:detains ?whom }'
    (folder / FOLDER / "q.rq").write_text(GOOD + '# param: whom "whom"\n# Made with care.\n' + body, encoding="utf-8")
    (one,) = questions(folder).values()
    bound = one.bound({"whom": ox.NamedNode("http://x/a")})
    assert "{ VALUES (?whom) { (<http://x/a>) }  # kg:nonsense" in bound


def test_a_folder_without_questions_has_none(folder: Path) -> None:
    (folder / FOLDER).rmdir()
    assert dict(questions(folder)) == {}
    with pytest.raises(StoreError, match=r"no question 'timeline'\. There is no folder 'queries'"):
        question("timeline", folder)
    with pytest.raises(StoreError, match=r"no question 'timelin'\. Did you mean 'timeline'\?"):
        question("timelin")


def test_the_example_of_the_description_is_a_question(folder: Path) -> None:
    described = (ontology_folder() / "README.md").read_text(encoding="utf-8").partition("## queries/*.rq")[2]
    lines = [line[4:] for line in described.splitlines() if line.startswith("    ")]
    (folder / FOLDER / "example.rq").write_text("\n".join(lines), encoding="utf-8")
    example = question("example", folder)
    everywhere = set(answer(GRAPH, example, {"place": "Russia"}))
    assert everywhere == set(answer(GRAPH, example, {}))
    somewhere = set(answer(GRAPH, example, {"place": "Khabarovsk"}))
    assert somewhere
    assert somewhere < everywhere
