"""Many lines: sorted on disk as in memory, and read as one file."""

from __future__ import annotations

import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.export import turtle
from kg.rdf import stream
from kg.rdf.stream import Stream, blocks, sorted_lines

_LINE = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=6)


@given(st.lists(_LINE, max_size=60), st.integers(1, 9))
def test_lines_are_sorted_each_once_whether_on_disk_or_in_memory(lines: list[str], run: int) -> None:
    assert list(sorted_lines(lines, run=run)) == sorted(set(lines))


@given(st.lists(_LINE, max_size=60), st.integers(1, 50))
def test_a_stream_is_read_as_a_file_in_any_portions(lines: list[str], size: int) -> None:
    content = Stream(blocks(lines))
    found = list(iter(lambda: content.read(size), b""))
    assert b"".join(found) == "".join(f"{line}\n" for line in lines).encode()
    assert all(len(part) <= size for part in found)


def test_turtle_is_the_same_from_disk_and_leaves_nothing_there(tmp_path: Path, monkeypatch) -> None:
    graph = kg.build(Path(kg.__file__).parent / "sample")
    memory = io.BytesIO()
    turtle.write(graph, memory, view="full", base=kg.terms.BASE)
    monkeypatch.setitem(stream.sorted_lines.__kwdefaults__, "run", 1_000)
    with (tmp_path / "graph.ttl").open("wb") as out:
        turtle.write(graph, out, view="full", base=kg.terms.BASE)
    assert (tmp_path / "graph.ttl").read_bytes() == memory.getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]
