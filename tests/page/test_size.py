"""Pages of large graphs: what is too large is said before it is made, and a part of a graph says that it is one."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.analysis import slice as part
from kg.cli import page as page_command
from kg.errors import ExportError
from kg.graph import Graph
from kg.page import MOST, size, write
from kg.page.facts import facts
from kg.page.spread import apart, rounds_for
from kg.views import VIEWS
from tests.browsing import until
from tests.export.sample import sample
from tests.page.reviewed import reviewed
from tests.page.seen import text

DATA = '<script type="application/json" id="facts">'


def data_of(page: str) -> dict:
    return json.loads(page.partition(DATA)[2].partition("</script>")[0])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "graph.nq"
    kg.export(sample(), path)
    return path


@pytest.fixture
def command():
    from typer.testing import CliRunner

    from kg.cli.app import app

    return lambda *arguments: CliRunner().invoke(app, ["page", *map(str, arguments)])


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("make", [sample, reviewed])
def test_the_size_is_told_before_the_page_is_made(view: str, make) -> None:
    graph = make()
    held = len(facts(graph, view=view)["claims"]["subject"])
    assert held <= size(graph, view) <= len(graph.claims)
    assert view != "claims" or held == size(graph, view)
    assert view == "claims" or size(graph, view) < len(graph.claims)


def test_more_than_a_page_can_hold_is_refused_with_a_remedy() -> None:
    out = io.BytesIO()
    with pytest.raises(ExportError, match=r"^12 claims are more than a page can hold, which is 11; .*--since.*actors$"):
        write(sample(), out, most=11)
    assert out.getvalue() == b""
    write(sample(), out, most=12)
    assert len(out.getvalue()) > 100_000


def test_a_page_that_will_be_slow_says_so_in_one_line(command, source: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(page_command, "_MANY", 11)
    out = tmp_path / "graph.html"
    done = command(source, "-o", out)
    assert done.exit_code == 0
    assert out.exists()
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        f"kg: {out}: 12 claims; a browser takes some 0 s and 0.0 GB of memory to open them; --since,"
    )
    assert command(source, "-o", out, "--view", "actors").stderr == ""


def test_a_hundred_thousand_articles_are_said_to_be_slow_and_not_refused() -> None:
    assert page_command._MANY < 1_440_000 < MOST


@pytest.mark.parametrize(
    ("asked", "words", "wanted"),
    [
        (("--since", "2024-07-30"), "since 2024-07-30", {"since": "2024-07-30"}),
        (("--until", "2024-07-29"), "until 2024-07-29", {"until": "2024-07-29"}),
        (("--type", "detention"), "of type detention", {"types": "detention"}),
        (
            ("--place", "Russia", "--type", "detention", "--type", "attack"),
            "in Russia, of type detention or attack",
            {"place": "Russia", "types": ["detention", "attack"]},
        ),
        (("--voice", "The paper"), "said by The paper", {"voices": "The paper"}),
    ],
)
def test_a_part_has_what_a_slice_has(command, source: Path, tmp_path: Path, asked, words, wanted) -> None:
    out = tmp_path / "graph.html"
    done = command(source, "-o", out, *asked)
    assert (done.exit_code, done.output) == (0, "")
    found, cut = data_of(out.read_text(encoding="utf-8")), part(kg.load(source), undated="published", **wanted)
    assert cut.claims
    assert found["claims"] == json.loads(json.dumps(facts(cut)["claims"]))
    assert found["part"] == words


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--since", "2031-01-01"), "the graph has nothing since 2031-01-01"),
        (("--place", "Nowhere"), "nothing in the graph is called 'Nowhere'"),
        (("--since", "May"), "'May' is no day"),
        (("--until", ""), "'' is no day"),
        (("--type", "detension"), "Did you mean 'detention'"),
    ],
)
def test_a_part_that_is_not_there_is_one_line(source: Path, tmp_path: Path, asked, told: str) -> None:
    program = [sys.executable, "-c", "from kg.cli import main; main()", "page", source, "-o", tmp_path / "p.html"]
    done = subprocess.run([*program, *asked], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert told in line
    assert not (tmp_path / "p.html").exists()


def test_many_points_are_moved_aside_in_fewer_rounds() -> None:
    assert [rounds_for(count) for count in (0, 1, 20_000, 100_000, 1_000_000)] == [60, 60, 60, 15, 6]
    crowd = [(float(number % 20), float(number // 20)) for number in range(400)]
    assert apart(crowd) == apart(crowd, rounds=60)
    assert apart(crowd) != apart(crowd, rounds=6)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of pages by name: the whole, a part, a view."""
    folder = tmp_path_factory.mktemp("parts")
    cut: Graph = part(sample(), types="detention")
    for name, graph, options in (
        ("whole", sample(), {}),
        ("part", cut, {"part": "in <b>Russia</b>"}),
        ("full", sample(), {"view": "full"}),
    ):
        with (folder / f"{name}.html").open("wb") as out:
            write(graph, out, **options)
    return {name: (folder / f"{name}.html").as_uri() for name in ("whole", "part", "full")}


@pytest.mark.parametrize(
    ("name", "told", "size_told"),
    [
        ("part", "holds a part of the graph alone: in <b>Russia</b>. What is not here may be in the rest.", True),
        ("full", "Only what is asserted is in this page.", False),
    ],
)
def test_a_page_says_what_it_leaves_out(browser, pages, name: str, told: str, size_told: bool) -> None:
    for one, says in ((name, True), ("whole", False)):
        browser.get(pages[one])
        until(browser, "return document.documentElement.dataset.ready")
        assert (told in text(browser, ".welcome")) is says
        assert ("a part of the graph" in text(browser, "#size")) is (says and size_told)
