"""``kg diff``: words, JSON, a patch, and an exit status like that of diff."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest


@pytest.fixture(scope="module")
def other(stories: Path, tmp_path_factory: pytest.TempPathFactory, kg) -> Path:
    """What ``kg build`` wrote from the stories, one of them changed, one gone, one new."""
    folder, out = tmp_path_factory.mktemp("changed"), tmp_path_factory.mktemp("other")
    for path in stories.iterdir():
        (folder / path.name).write_text(path.read_text())
    (folder / "arrest.txt").write_text(
        (stories / "arrest.txt").read_text().replace("Police arrested", "Police did not arrest")
    )
    (folder / "talks.txt").unlink()
    (folder / "fire.txt").write_text("Soldiers attacked a factory in Hyesan on Monday.")
    assert kg("build", folder, "-o", out, "--date", "2024-08-01", "--publisher", "Amur Lens").exit_code == 0
    return out


def test_the_same_is_the_same(built: Path, kg) -> None:
    done = kg("diff", built / "graph.nq", built / "graph.ttl")
    assert (done.exit_code, done.output) == (0, "the same\n")
    assert json.loads(kg("diff", built / "graph.nq", built / "graph.nq", "--json").stdout)["same"] is True


def test_what_changed_is_told_by_article(built: Path, other: Path, kg) -> None:
    done = kg("diff", built / "graph.nq", other / "graph.nq")
    assert (done.exit_code, done.stderr) == (1, "")
    summary, *rest = done.stdout.splitlines()
    assert summary.startswith("1 article added, 1 article removed, 1 article changed")
    assert re.search(r", \d+ read otherwise, \d+ details$", summary), summary
    assert "+ article added: fire" in done.stdout
    assert "- article removed: talks" in done.stdout
    assert any("read otherwise: Police — detains → two smugglers: now denied, was asserted" in line for line in rest)
    assert rest[-1].startswith("… and ")
    short = kg("diff", built / "graph.nq", other / "graph.nq", "--limit", "1").stdout.splitlines()
    assert len(short) == 6
    assert "~ detail" in kg("diff", built / "graph.nq", other / "graph.nq", "--all").stdout


def test_the_same_two_graphs_differ_in_the_same_bytes(built: Path, other: Path, kg, tmp_path: Path) -> None:
    runs = [kg("diff", built / "graph.nq", other / "graph.nq", "--json", "--patch", tmp_path / name) for name in "ab"]
    assert runs[0].stdout == runs[1].stdout
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    told = json.loads(runs[0].stdout)
    assert told["same"] is False
    assert sum(told["summary"].values()) == len(told["changes"])
    assert {"kind", "article", "about", "before", "after", "quote", "words", "what"} == set(told["changes"][0])


def test_the_patch_makes_one_of_the_other(built: Path, other: Path, kg, tmp_path: Path) -> None:
    path = tmp_path / "changes.rdfp"
    assert kg("diff", built / "graph.nq", other / "graph.nq", "--patch", path).exit_code == 1
    quads = {str(quad) for quad in ox.parse(path=built / "graph.nq", format=ox.RdfFormat.N_QUADS)}
    for line in path.read_text().split("\n"):
        if line[:2] in ("A ", "D "):
            (quad,) = ox.parse(line[2:], ox.RdfFormat.N_QUADS)
            (quads.add if line[0] == "A" else quads.remove)(str(quad))
    assert quads == {str(quad) for quad in ox.parse(path=other / "graph.nq", format=ox.RdfFormat.N_QUADS)}
    same = kg("diff", built / "graph.nq", built / "graph.nq", "--patch", path)
    assert (same.exit_code, same.stdout) == (0, f"the same\n0 quads to delete or add, written to {path}\n")


@pytest.mark.parametrize(
    ("names", "more", "problem"),
    [
        (("graph.nq", "none.nq"), [], "none.nq: cannot be read"),
        (("graph.nq", "graph.gexf"), [], "graph.gexf: cannot load a graph from"),
        (("graph.nq", "graph.nq"), ["--patch", ""], "is a directory"),
        (("graph.nq", "."), [], "no store of kg"),
        (("graph.nq", "graph.ttl"), ["--patch", "x.rdfp"], "only one of them has named graphs; give two .nq"),
    ],
)
def test_trouble_is_one_line(names: tuple[str, str], more: list[str], problem: str, built: Path, kg) -> None:
    done = kg("diff", *(built / name for name in names), *more)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert problem in done.stderr


def test_stores_are_compared_as_files_are(built: Path, other: Path, stories: Path, kg, tmp_path: Path) -> None:
    store, path = tmp_path / "store", tmp_path / "changes.rdfp"
    assert kg("build", stories, "--store", store, "--date", "2024-08-01", "--publisher", "Amur Lens").exit_code == 0
    assert kg("diff", store, built / "graph.nq", "--patch", path).output.startswith("the same")
    patches = [tmp_path / name for name in ("of-store.rdfp", "of-file.rdfp")]
    for before, patch in zip((store, built / "graph.nq"), patches, strict=True):
        assert kg("diff", before, other / "graph.nq", "--patch", patch).exit_code == 1
    assert patches[0].read_bytes() == patches[1].read_bytes()
    assert kg("diff", store, other / "graph.nq", "--json").stdout == (
        kg("diff", built / "graph.nq", other / "graph.nq", "--json").stdout
    )


def test_a_title_of_two_lines_is_one_line(kg, tmp_path: Path) -> None:
    for number, words in enumerate(["arrested", "did not arrest"]):
        row = {"id": "x", "title": "Two\nlines", "text": f"Police {words} Ann Bell in Moscow."}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(row))
        kg("build", tmp_path / f"{number}.jsonl", "-o", tmp_path / str(number))
    done = kg("diff", tmp_path / "0" / "graph.nq", tmp_path / "1" / "graph.nq")
    assert "\nTwo lines (article/x)\n" in done.stdout
