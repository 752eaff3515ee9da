"""``kg query``, ``explain`` and ``export`` on a small graph."""

import csv
import io
import json
from pathlib import Path

import networkx
import pytest

from kg.export import export
from kg.graph import Graph, load
from kg.judgement import Judgement
from kg.mention import Entity

DETAINED = "SELECT ?who ?whom { ?who kg:detains ?whom }"


def test_a_table_names_things_as_a_query_would(kg, built: Path) -> None:
    done = kg("query", built / "graph.nq", DETAINED)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1].split() == ["who", "whom"]
    assert "group:two-smugglers-" in done.stdout
    assert done.stdout.endswith("1 row\n")


def test_csv_and_json_hold_whole_iris(kg, built: Path) -> None:
    header, *rows = csv.reader(io.StringIO(kg("query", built / "graph.ttl", DETAINED, "--format", "csv").stdout))
    found = json.loads(kg("query", built / "graph.ttl", DETAINED, "--format", "json").stdout)
    assert header == ["who", "whom"]
    assert [list(row.values()) for row in found] == rows
    assert rows[0][1].startswith("https://w3id.org/newskg/id/group/")


def test_a_query_comes_from_a_file_or_standard_input(kg, built: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(DETAINED)
    direct = kg("query", built / "graph.nq", DETAINED).stdout
    assert kg("query", built / "graph.nq", f"@{tmp_path}/q.rq").stdout == direct
    assert kg("query", built / "graph.nq", "-", input=DETAINED).stdout == direct


def test_ask_construct_and_describe_are_answered(kg, built: Path) -> None:
    graph = built / "graph.nq"
    assert kg("query", graph, "ASK { ?a kg:detains ?b }").stdout == "yes\n"
    assert kg("query", graph, "ASK { ?a kg:detains ?a }").stdout == "no\n"
    made = kg("query", graph, "CONSTRUCT { ?b kg:x ?a } { ?a kg:detains ?b }", "--format", "json").stdout
    assert [set(row) for row in json.loads(made)] == [{"subject", "predicate", "object"}]
    assert "kg:Article" in kg("query", graph, "DESCRIBE article:arrest").stdout


def test_cells_are_cut_on_demand_and_words_are_not_markup(kg, tmp_path: Path) -> None:
    data = tmp_path / "x.ttl"
    data.write_text('<http://x/a> <http://x/b> "[bold]seven[/bold] words\\nover two lines" .')
    whole = kg("query", data, "SELECT ?o { ?s ?p ?o }").stdout
    assert "[bold]seven[/bold] words over two lines" in whole
    assert "[bold]seve…" in kg("query", data, "SELECT ?o { ?s ?p ?o }", "--limit-width", 11).stdout


@pytest.mark.parametrize(
    ("graph", "sparql", "says"),
    [
        ("graph.nq", "SELECT ?x { ?x", "query line 1 column"),
        ("graph.nq", "@none.rq", "none.rq: cannot be read (No such file or directory)"),
        ("none.nq", DETAINED, "none.nq: cannot be read"),
        ("run.json", DETAINED, "run.json: cannot load '.json'"),
    ],
)
def test_a_wrong_question_is_one_line(kg, built: Path, graph: str, sparql: str, says: str) -> None:
    done = kg("query", built / graph, sparql)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("kg: ")
    assert says in line


def test_explain_shows_claims_with_words_voice_and_rule(kg, built: Path) -> None:
    shown = kg("explain", built / "graph.nq", "TWO smugglers").stdout
    asserted, _, others = shown.partition("Claimed, not asserted")
    assert "detains → two smugglers" in asserted
    assert "“Police arrested two smugglers in Hyesan on Monday" in asserted
    assert "in: arrest, 2024-08-01, characters 0–" in asserted
    assert "read with confidence 0." in asserted
    assert others.startswith(": 0")


def test_explain_says_why_something_is_not_asserted(kg, built: Path) -> None:
    graph = load(built / "graph.nq")
    reasons = set()
    for claim in graph.claims.values():
        if not claim.factuality.entitles and claim.subject in graph.entities:
            reasons.add(kg("explain", built / "graph.nq", claim.subject).stdout.partition("; not asserted: ")[2][:6])
    assert {"denied", "merely"} <= reasons


def test_things_are_found_by_iri_short_name_and_alias(kg, built: Path) -> None:
    graph = built / "graph.ttl"
    shown = kg("explain", graph, "place/vladivostok").stdout
    assert shown.splitlines()[1] == "https://w3id.org/newskg/id/place/vladivostok"
    for name in ("place:vladivostok", "<https://w3id.org/newskg/id/place/vladivostok>", "vladivostok"):
        assert kg("explain", graph, name).stdout == shown
    assert kg("explain", graph, "DPRK").stdout.startswith("North Korea (Country)")


def test_several_matches_are_listed_and_none_is_an_error(kg, built: Path) -> None:
    several = kg("explain", built / "graph.nq", "o")
    assert several.exit_code == 0
    assert "things match 'o'; name one by its IRI:" in several.stdout
    none = kg("explain", built / "graph.nq", "Vladivostock")
    assert none.exit_code == 2
    assert "nothing in it is named 'Vladivostock'. Did you mean 'Vladivostok'?" in none.stderr


def test_events_and_articles_are_explained_too(kg, built: Path) -> None:
    event = next(iter(load(built / "graph.nq").events))
    assert "realized)" in kg("explain", built / "graph.nq", event).stdout.splitlines()[0]
    assert kg("explain", built / "graph.nq", "arrest").stdout.startswith("arrest (Article)")


def test_export_writes_another_view_and_keeps_the_base(kg, built: Path, tmp_path: Path) -> None:
    assert kg("export", built / "graph.ttl", tmp_path / "copy.nq").exit_code == 0
    assert (tmp_path / "copy.nq").read_bytes() == (built / "graph.nq").read_bytes()
    kg("export", built / "graph.nq", tmp_path / "actors.graphml", "--view", "actors")
    actors = networkx.read_graphml(tmp_path / "actors.graphml")
    assert "detains" in {edge["predicate"] for *_, edge in actors.edges(data=True)}
    assert not any(kind == "Event" for _, kind in actors.nodes(data="cls"))


def test_an_unknown_suffix_or_view_is_one_line(kg, built: Path, tmp_path: Path) -> None:
    for arguments in ((tmp_path / "x.png",), (tmp_path / "x.gexf", "--view", "everything")):
        done = kg("export", built / "graph.nq", *arguments)
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_explain_tells_what_was_judged_the_same_and_why(kg, tmp_path: Path, article) -> None:
    text = "Police arrested Kim Song Il in Hyesan. Kim Song Il was released."
    things = ("person/kim-a", "person/kim-b")
    entities = {name: Entity(name, "Person", frozenset({"Kim Song Il"}), frozenset()) for name in things}
    judgement = Judgement(*things, "same", "Ann", "I know him", 990)
    info = article(text).info
    export(Graph({info.id: info}, entities, judgements=frozenset({judgement})), tmp_path / "g.nq")
    shown = kg("explain", tmp_path / "g.nq", "person:kim-a").stdout
    assert "judged the same as Kim Song Il (person:kim-b): I know him (Ann)" in shown
