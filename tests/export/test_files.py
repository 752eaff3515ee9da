"""Files: written whole or not at all, the same everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import ExportError
from kg.export import WRITERS, atomic, export
from kg.export.report import write_report, write_run
from kg.graph import Quarantined
from kg.store import query
from tests.export.sample import INFO, KIM, POLICE, sample

GONE = Quarantined("claim/1", "no evidence", "look there", "Police — detains → Kim, says Lens", INFO.id, 0, 6, "Police")
DIGESTS = """
import hashlib, json, pathlib, sys, tempfile
from kg.export import WRITERS, export
from tests.export.sample import sample
found = {}
with tempfile.TemporaryDirectory() as folder:
    for suffix in WRITERS:
        path = pathlib.Path(folder) / f"g{suffix}"
        export(sample(), path, view="claims")
        found[suffix] = hashlib.sha256(path.read_bytes()).hexdigest()
print(json.dumps(found))
"""


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_bytes_do_not_depend_on_the_hash_seed(seed: str, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", DIGESTS], env=env, capture_output=True, check=True, text=True)
    mine = {}
    for suffix in WRITERS:
        export(sample(), tmp_path / f"g{suffix}", view="claims")
        mine[suffix] = hashlib.sha256((tmp_path / f"g{suffix}").read_bytes()).hexdigest()
    assert json.loads(ran.stdout) == mine


@pytest.mark.parametrize(("suffix", "form"), [(".ttl", "turtle"), (".nq", "nquads")])
def test_rdflib_reads_as_many_triples_as_pyoxigraph(suffix: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"g{suffix}"
    export(sample(), path)
    ours = {(str(quad.triple), str(quad.graph_name)) for quad in ox.parse(path=path)}
    theirs = rdflib.Dataset()
    theirs.parse(path, format=form)
    assert len(ours) == sum(1 for _ in theirs.quads())
    assert len({triple for triple, _ in ours}) == len(sample().to_rdflib()) == len(sample().ntriples())
    assert not any(isinstance(term, rdflib.BNode) for quad in theirs.quads() for term in quad[:3])


def test_each_article_has_its_named_graph(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.nq")
    rows = query(tmp_path / "g.nq", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    assert [row[0] and row[0].split("/id/")[1] for row in rows] == [
        "article/a-1",
        "graph/background",
        "graph/vocabulary",
    ]
    rows = query(tmp_path / "g.nq", "SELECT ?x { GRAPH article:a-1 { agency:police-ru kg:detains ?x } }")
    assert [row[0] and row[0].endswith(KIM) for row in rows] == [True]


def test_denied_content_is_never_a_plain_triple(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.ttl")
    assert list(query(tmp_path / "g.ttl", "ASK { ?a kg:attacks ?b }")) == [("false",)]
    assert list(query(tmp_path / "g.ttl", "ASK { ?a kg:locatedIn ?b }")) == [("false",)]
    rows = query(
        tmp_path / "g.ttl", "SELECT ?l { ?e a kg:UnrealizedEvent ; rdfs:label ?l ; kg:actor agency:police-ru }"
    )
    assert list(rows) == [("Police beat Kim (denied)",)]


def test_codes_of_event_types_are_in_the_file(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.nq")
    rows = query(tmp_path / "g.nq", "SELECT ?n { ?e a kg:Event ; kg:eventType/skos:broader* ?t . ?t skos:notation ?n }")
    assert {"ERE:Justice.ArrestJailDetain", "PLOVER:COERCE"} <= {row[0] for row in rows}


def test_another_base_moves_instances_alone(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.nq", base="https://example.org/x/")
    text = (tmp_path / "g.nq").read_text(encoding="utf-8")
    assert f"<https://example.org/x/id/{POLICE}>" in text
    assert "<https://w3id.org/newskg/ns#detains>" in text
    assert "<https://w3id.org/newskg/id/event-type/detention>" in text
    assert "https://w3id.org/newskg/id/agency/" not in text
    assert "https://example.org/x/ns#" not in text


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "g.nq"
    path.write_text("old")
    with pytest.raises(RuntimeError), atomic(path) as out:  # noqa: PT012  the failure comes in the middle
        out.write(b"half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "g.nq", tmp_path / "link.nq"
    target.write_text("old")
    link.symlink_to(target)
    with atomic(link) as out:
        out.write(b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe, found = tmp_path / "g.nq", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    with atomic(pipe) as out:
        out.write(b"new")
    reader.join(10)
    assert found == [b"new"]
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("path", "view", "problem"),
    [
        ("g.xlsx", "full", "no writer for '.xlsx'"),
        ("no/such/g.ttl", "full", "cannot be written"),
        ("g.gexf", "x", "no view 'x'"),
    ],
)
def test_errors_are_one_line(path: str, view: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=problem) as caught:
        export(sample(), tmp_path / path, view=view)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_report_counts_and_names_what_was_left_out(tmp_path: Path) -> None:
    write_report(sample(), tmp_path / "report.json", skipped=[("x.txt", "is empty")], quarantined=[GONE, GONE])
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["entities"] == {"Agency": 1, "City": 1, "MediaOutlet": 1, "Person": 1}
    assert report["events"] == {"realized": 1, "unrealized": 1, "types": {"attack": 1, "detention": 1}}
    assert (report["claims"]["asserted"], report["claims"]["not asserted"]) == (7, 5)
    assert report["claims"]["predicates"]["detains"] == 2
    assert report["skipped"] == [{"article": "x.txt", "reason": "is empty"}]
    (gone,) = report["quarantined"]
    assert gone == {
        "id": "claim/1",
        "says": "Police — detains → Kim, says Lens",
        "reason": "no evidence",
        "article": INFO.id,
        "title": INFO.title,
        "begin": 0,
        "end": 6,
        "quote": "Police",
        "remedy": "look there",
    }
    write_run(tmp_path / "run.json", {"seconds": 1.5})
    assert json.loads((tmp_path / "run.json").read_text()) == {"seconds": 1.5}


def test_others_can_add_a_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = tmp_path / "plugin-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(
        "[kg.writers]\n.count = plugin_of_others:write\n.nq = plugin_of_others:write\n"
    )
    (tmp_path / "plugin_of_others.py").write_text(
        "def write(graph, out, *, view, base):\n    out.write(str(len(graph.claims)).encode())\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    export(sample(), tmp_path / "g.count")
    assert (tmp_path / "g.count").read_text() == str(len(sample().claims))
    export(sample(), tmp_path / "g.nq")
    assert len((tmp_path / "g.nq").read_bytes()) > 10_000
