"""``kg query --ask`` and ``--list``; the questions of an ontology under ``kg check``."""

import csv
import io
import json
import shutil
import tomllib
from pathlib import Path

import pytest

from kg.queries import questions
from kg.resources import ontology_folder


def test_a_saved_question_is_asked_by_its_name(kg, built: Path) -> None:
    done = kg("query", built / "graph.nq", "--ask", "who-detains-whom")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1].split() == ["who", "whom", "certainty", "says", "evidence"]
    assert "two smugglers" in done.stdout
    header, *rows = csv.reader(io.StringIO(kg("query", built / "graph.nq", "--ask", "articles", "-f", "csv").stdout))
    assert tuple(header) == questions()["articles"].columns
    assert len(rows) == 3


def test_parameters_are_set_by_name(kg, built: Path) -> None:
    graph = built / "graph.ttl"
    shown = kg("query", graph, "--ask", "events-in-place", "--set", "place=hyesan", "-f", "json").stdout
    assert {row["at"] for row in json.loads(shown)} == {"Hyesan"}
    assert kg("query", graph, "--ask", "events-in-place", "--set", "place = place:hyesan", "-f", "json").stdout == shown


def test_the_list_names_each_question_with_its_parameters(kg) -> None:
    lines = kg("query", "--list").stdout.splitlines()
    names = [line.split()[0] for line in lines if line[0] != " "]
    assert names == list(questions())
    assert any(line.strip().startswith("--set place=place:russia: ") for line in lines)
    assert max(map(len, lines)) <= 120


def test_a_question_can_be_read_and_changed(kg, built: Path, tmp_path: Path) -> None:
    text = kg("query", "--list", "--ask", "who-detains-whom").stdout
    assert text == (ontology_folder() / "queries" / "who-detains-whom.rq").read_text(encoding="utf-8")
    (tmp_path / "mine.rq").write_text(text, encoding="utf-8")
    asked = kg("query", built / "graph.nq", f"@{tmp_path}/mine.rq").stdout
    assert asked == kg("query", built / "graph.nq", "--ask", "who-detains-whom").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--ask", "who-detain-whom"], "Did you mean 'who-detains-whom'?"),
        (["--ask", "timeline", "ASK {}"], "give a query or --ask, not both"),
        (["--ask", "timeline", "--set", "who"], "write NAME=VALUE"),
        (["--ask", "timeline", "--set", "what=x"], "no parameter 'what'"),
        (["--set", "who=x", "ASK {}"], "--set is for saved questions"),
        ([], "name a graph, and a query or a saved question"),
        (["--ask", "timeline", "--ontology", "none"], "no question 'timeline'"),
    ],
)
def test_wrong_usage_is_one_line(kg, built: Path, arguments: list[str], says: str) -> None:
    done = kg("query", built / "graph.nq", *arguments)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("kg: ")
    assert says in line


def test_check_reads_the_questions_of_an_ontology(kg, built: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(ontology_folder(), mine)
    assert f"{len(questions())} saved questions" in kg("check", "--ontology", mine).stdout
    head = "# title: Mine\n# description: My own.\n# columns: who\n"
    (mine / "queries" / "mine.rq").write_text(head + "SELECT ?who { ?who kg:detains ?whom }", encoding="utf-8")
    assert kg("query", built / "graph.nq", "--ask", "mine", "--ontology", mine).exit_code == 0
    (mine / "queries" / "mine.rq").write_text(head + "SELECT ?who {\n ?who kg:detains }", encoding="utf-8")
    done = kg("check", "--ontology", mine)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "queries/mine.rq line 5 column" in done.stderr


def test_the_wheel_has_the_whole_ontology_folder() -> None:
    root = Path(__file__).parents[2]
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert settings["wheel"]["force-include"]["ontology"] == "kg/_ontology"
    assert "/ontology" in settings["sdist"]["include"]
    assert (root / "ontology" / "queries").is_dir()
