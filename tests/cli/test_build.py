"""``kg build``: what it writes, what it says, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import networkx
import pyoxigraph
import pytest

from kg.graph import load

FILES = {"graph.ttl", "graph.nq", "graph.graphml", "graph.gexf", "report.json", "run.json"}
KG = [sys.executable, "-c", "from kg.cli import main; main()"]


def test_it_writes_six_files_and_leaves_nothing_else(built: Path) -> None:
    assert {path.name for path in built.iterdir()} == FILES


def test_both_rdf_files_hold_one_graph(built: Path) -> None:
    assert load(built / "graph.ttl") == load(built / "graph.nq")
    assert len(networkx.read_graphml(built / "graph.graphml")) > 5


def test_date_and_publisher_are_given_where_the_article_has_none(built: Path, kg, tmp_path: Path) -> None:
    infos = load(built / "graph.nq").articles.values()
    assert {(str(info.date), info.publisher) for info in infos} == {("2024-08-01", "Amur Lens")}
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"id": "x", "text": "Police arrested Ri.", "date": "2020-02-03", "publisher": "Own"}))
    kg("build", own, "-o", tmp_path / "out", "--date", "2024-08-01", "--publisher", "Amur Lens")
    (info,) = load(tmp_path / "out/graph.nq").articles.values()
    assert (str(info.date), info.publisher) == ("2020-02-03", "Own")


def test_timings_are_apart_from_the_report(built: Path) -> None:
    report, run = (json.loads((built / name).read_text()) for name in ("report.json", "run.json"))
    assert report["articles"] == 3
    assert set(run["seconds"]) >= {"read", "unite", "check", "write"}
    assert not {"seconds", "started"} & set(report)


@pytest.mark.usefixtures("moody")
def test_the_summary_counts_what_there_is(kg, lines, tmp_path: Path) -> None:
    done = kg("build", lines("one", "two", "fail"), "-o", tmp_path / "out", "--extractor", "moody")
    assert done.exit_code == 1
    assert "2 articles     1 skipped" in done.stdout
    assert "2 claims       2 asserted, 0 not" in done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        f"kg: skipped {tmp_path}/articles.jsonl line 3: the extractor failed on it (ValueError: a bad"
    )
    (skipped,) = json.loads((tmp_path / "out/report.json").read_text())["skipped"]
    assert skipped["article"].endswith("articles.jsonl line 3")


@pytest.mark.usefixtures("moody")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_article_that_takes_too_long_is_given_up_when_told(workers: str, kg, lines, tmp_path: Path) -> None:
    options = ("--extractor", "moody", "--patience", "0.03", "--workers", workers, "-q")
    done = kg("build", lines("one", "spin", "two"), "-o", tmp_path / "out", *options)
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kg: skipped {tmp_path}/articles.jsonl line 2: ")
    assert line.endswith("; it is left out, --patience gives it more time")
    assert set(load(tmp_path / "out/graph.nq").articles) == {"article/s0", "article/s2"}


@pytest.mark.usefixtures("moody")
def test_an_extractor_that_invents_quotes_loses_them_and_not_the_run(kg, lines, tmp_path: Path) -> None:
    done = kg("build", lines("one", "invent"), "-o", tmp_path / "out", "--extractor", "moody")
    assert done.exit_code == 0, done.output
    graph = load(tmp_path / "out/graph.nq")
    assert {claim.article for claim in graph.claims.values()} == {"article/s0"}
    assert {mention.quote for entity in graph.entities.values() for mention in entity.mentions} == {"one"}
    (gone,) = json.loads((tmp_path / "out/report.json").read_text())["quarantined"]
    assert gone["reason"] == "its quote does not stand in the article"
    assert (gone["article"], gone["title"]) == ("article/s1", "s1")
    assert {"says", "begin", "end", "quote", "remedy"} < set(gone)


@pytest.mark.usefixtures("moody")
def test_quiet_is_quiet(kg, lines, tmp_path: Path) -> None:
    done = kg("build", lines("one"), "-o", tmp_path / "out", "--extractor", "moody", "-q")
    assert (done.exit_code, done.output) == (0, "")


@pytest.mark.usefixtures("moody")
def test_another_base_moves_every_instance(kg, lines, tmp_path: Path) -> None:
    kg("build", lines("one"), "-o", tmp_path / "out", "--extractor", "moody", "--base", "https://example.org/x/")
    quads = list(pyoxigraph.parse(path=str(tmp_path / "out/graph.nq"), format=pyoxigraph.RdfFormat.N_QUADS))
    stem = "https://example.org/x/id/"
    assert all(quad.subject.value.startswith((stem, "https://w3id.org/newskg/id/event-type/")) for quad in quads)
    found = kg("query", tmp_path / "out/graph.nq", "SELECT ?a { ?a a kg:Article FILTER(?a = article:s0) }")
    assert "article:s0" in found.stdout


def test_articles_come_from_standard_input(kg, tmp_path: Path) -> None:
    done = kg("build", "-", "-o", tmp_path, input="Police arrested two smugglers in Hyesan.")
    assert done.exit_code == 0, done.output
    assert "1 articles" in done.stdout


def test_what_came_before_stays_where_nothing_can_be_read(kg, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("before")
    done = kg("build", tmp_path / "missing.txt", "-o", tmp_path)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == "kg: no article could be read; nothing was written"
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "no articles: name files or folders, or give --sample"),
        (("x.txt", "--date", "1.8.2024"), "'1.8.2024'"),
        (("x.txt", "--base", "not an iri"), "cannot begin IRIs"),
        (("x.txt", "--workers", "0"), "--workers"),
        (("x.txt", "--patience", "0"), "give a number from 0.01 to 10000"),
        (("x.txt", "--patience", "nan"), "nan times as long is nothing to wait"),
        (("x.txt", "--ontology", "nowhere"), "nowhere: no such folder"),
        (("--sample", "--extractor", "rule"), "extractor 'rule': unknown. Did you mean 'rules'?"),
        (("--sample", "--model", "xx_none"), "language model 'xx_none': not installed here"),
        (("x.txt", "-o", "/dev/null/x"), "cannot be written"),
    ],
)
def test_wrong_usage_is_one_line(kg, arguments, says: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = kg("build", *arguments)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("kg: ")
    assert says in line


def gone(group: int) -> bool:
    """Whether no process of a group is left, soon: the last one may take a moment."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_build_says_so_in_one_line_and_leaves_nothing(workers, moody: Path, lines, tmp_path) -> None:
    out = tmp_path / "out"
    command = [*KG, "build", str(lines(*["slow"] * 500)), "-o", str(out), "--extractor", "moody", "--workers", workers]
    path = os.pathsep.join([str(moody), str(Path(__file__).parents[2])])
    running = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not out.is_dir():
        assert running.poll() is None
        time.sleep(0.05)
    time.sleep(2.5)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert said.splitlines() == ["kg: interrupted; nothing is left half-written"]
    assert list(out.iterdir()) == []
    assert gone(running.pid)
