"""The page as data and bytes: it says what the graph says, lets nothing out; what comes from articles is no markup."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import math
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.article import Article, text_sha256
from kg.graph import Graph
from kg.page import write
from kg.page.facts import facts
from kg.page.passages import passages
from kg.page.spread import apart, rings
from kg.page.write import as_json
from kg.text import Span
from kg.views import VIEWS, view
from tests.export.sample import CITY, HOSTILE, INFO, KIM, KNOWN, POLICE, TEXT, reading, sample
from tests.golden.exports import EXPORTS
from tests.page.hostile import HOSTILE_WORDS, hostile


class Elements(HTMLParser):
    """The elements of a page, with attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))
        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            tag, attributes, text = self.found[-1]
            self.found[-1] = tag, attributes, text + data


def page_of(graph: Graph, **options: object) -> str:
    out = io.BytesIO()
    write(graph, out, **options)
    return out.getvalue().decode()


def data_of(page: str) -> dict:
    (data,) = [text for _, attributes, text in Elements(page).found if attributes.get("id") == "facts"]
    return json.loads(data)


def claims_of(found: dict) -> list[dict]:
    """The claims of a page as a reader of its data gets them."""
    words, nodes, told = found["words"], found["nodes"], found["claims"]

    def node(number: int) -> str:
        return nodes["id"][number] if number >= 0 else words[-1 - number]

    made = []
    for number, subject in enumerate(told["subject"]):
        passage, begin, length, *marks = found["places"][told["place"][number]]
        _, start, text = found["passages"][passage]
        certainty, polarity, _, _, asserted = found["manners"][told["manner"][number]]
        voice = told["voice"][number]
        made.append({
            "triple": (node(subject), words[told["predicate"][number]], node(told["object"][number])),
            "begin": start + begin,
            "quote": text[begin : begin + length],
            "passage": text,
            "says": nodes["label"][voice] if voice >= 0 else words[-1 - voice],
            "certainty": words[certainty],
            "polarity": words[polarity],
            "asserted": bool(asserted),
            "confidence": found["readings"][told["reading"][number]][1],
            "marks": {text[begin:][at : at + wide] for at, wide in zip(marks[::3], marks[1::3], strict=True)},
        })  # fmt: skip
    return made


def test_every_claim_is_there_with_its_words_voice_and_standing() -> None:
    graph = sample()
    found = claims_of(facts(graph))
    assert len(found) == len(graph.claims)
    names = ("triple", "begin", "quote", "says", "certainty", "polarity", "asserted", "confidence")
    assert {tuple(one[name] for name in names) for one in found if one["triple"][2] in graph.entities} == {
        (
            (claim.subject, claim.predicate, claim.object), claim.place.begin, claim.quotes[0],
            graph.label(claim.attributed_to), claim.factuality.certainty, claim.factuality.polarity,
            claim.factuality.entitles, claim.confidence,
        )
        for claim in graph.claims.values()
        if claim.object in graph.entities
    }  # fmt: skip


def test_what_is_denied_or_merely_possible_is_not_asserted() -> None:
    found = claims_of(facts(sample()))
    assert [one["asserted"] for one in found if one["polarity"] == "negative"] == [False] * 4
    assert [one["asserted"] for one in found if one["certainty"] == "possible"] == [False]


def test_marks_are_the_words_that_name_the_ends() -> None:
    found = claims_of(facts(sample()))
    (one,) = [one for one in found if one["triple"] == (POLICE, "detains", KIM) and "Monday" in one["quote"]]
    assert {"Police", "arrested"} < one["marks"]
    assert one["quote"][one["quote"].index("Kim") : one["quote"].index(" in Vladivostok")] in one["marks"]


def test_overlapping_quotes_are_one_passage() -> None:
    graph = sample()
    found = passages(graph, graph.claims.values())
    assert [(begin, text) for _, begin, text in found.found] == [
        (0, TEXT.split("\r\n")[0]),
        (TEXT.index("The paper"), TEXT.split("\r\n")[1]),
    ]


def test_quotes_stand_in_whole_sentences_where_the_article_is_at_hand() -> None:
    text = "It rained. Police arrested Kim in May, “at last”. Mr. Ri left.\nNobody saw him."
    claim = next(iter(sample().claims.values()))
    begin = text.index("arrested")
    info = replace(INFO, sha256=text_sha256(text))
    span = Span(begin, begin + len("arrested Kim"))
    claims = [replace(claim, place=span, evidence=(span,), quotes=("arrested Kim",))]
    known = Graph(articles={info.id: info})
    assert passages(known, claims, [Article(info, text)]).found == [
        (info.id, 11, "Police arrested Kim in May, “at last”.")
    ]
    assert passages(known, claims, [Article(info, f"{text} ")]).found == [(info.id, begin, "arrested Kim")]


def test_background_is_kept_apart_from_claims() -> None:
    found = facts(sample())
    ids, words = found["nodes"]["id"], found["words"]
    known = {(ids[subject], words[predicate], ids[thing]) for subject, predicate, thing in found["known"]}
    assert any(subject == CITY for subject, _, _ in known)
    assert known == {
        (edge.source, edge.predicate, edge.target) for edge in view(sample(), "claims").edges if edge.claim is None
    }


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_has_what_the_property_graph_of_that_name_has(name: str) -> None:
    graph = sample()
    found, wanted = facts(graph, view=name), view(graph, name)
    assert found["nodes"]["id"] == [node.id for node in wanted.nodes]
    edges = {(edge.source, edge.predicate, edge.target) for edge in wanted.edges if edge.claim is not None}
    told = claims_of(found)
    assert {one["triple"] for one in told if one["triple"][2] in found["nodes"]["id"]} == edges
    assert name == "claims" or all(one["asserted"] for one in told)


def test_bytes_do_not_depend_on_the_order_of_things() -> None:
    graph = sample()
    turned = Graph(
        *(dict(reversed(list(getattr(graph, name).items()))) for name in ("articles", "entities", "events", "claims")),
        known=dict(reversed(list(graph.known.items()))),
        types=dict(reversed(list(graph.types.items()))),
    )
    assert page_of(turned) == page_of(graph)


def test_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    program = [sys.executable, "-c", "from kg.cli import main; main()", "page", str(EXPORTS / "graph.nq"), "--sample"]
    pages = []
    for seed, name in (("0", "one"), ("77", "two")):
        done = subprocess.run([*program, "-o", tmp_path / name], env=os.environ | {"PYTHONHASHSEED": seed}, check=False)
        assert done.returncode in (0, 1)  # 1 where the sample was changed and its graph not yet built anew
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_a_graph_of_nothing_is_a_page_too() -> None:
    assert data_of(page_of(Graph.of([])))["claims"]["subject"] == []


def test_a_lone_node_has_a_place() -> None:
    (lone,) = [one for one in reading().entities if one.id == POLICE]
    found = data_of(page_of(Graph(entities={lone.id: lone})))
    assert (found["nodes"]["x"], found["nodes"]["y"]) == ([0], [0])


@given(st.lists(st.tuples(*[st.integers(-300, 300).map(float)] * 2), max_size=40))
def test_points_are_moved_apart_and_none_is_lost(points: list[tuple[float, float]]) -> None:
    made = apart(points, near=20.0, rounds=400)
    gaps = [math.hypot((x - u) / 1.5, y - v) for n, (x, y) in enumerate(made) for u, v in made[:n]]
    assert len(made) == len(points)
    assert min(gaps, default=20.0) > 10.0


def test_parts_lie_around_the_first_without_touching() -> None:
    parts = [[(0.0, 0.0), (500.0, 0.0), (0.0, 500.0)], *[[(0.0, 0.0), (60.0, 0.0)]] * 50]
    made = list(rings(parts))
    nearest = [
        min(math.dist(a, b) for a in one for b in other) for number, one in enumerate(made) for other in made[:number]
    ]
    assert min(nearest) > 60.0


@given(st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=8))
def test_json_has_no_markup_and_keeps_its_value(value: object) -> None:
    text = as_json(value)
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", text)
    assert json.loads(text) == value


def test_hostile_words_are_data_and_never_elements() -> None:
    page, plain = (page_of(graph, title=HOSTILE_WORDS[2]) for graph in (hostile(), Graph.of([])))
    tags = [[(tag, set(attributes)) for tag, attributes, _ in Elements(one).found] for one in (page, plain)]
    assert tags[0] == tags[1]
    assert [tag for tag, _ in tags[0]].count("title") == 1
    told = json.dumps(data_of(page))
    assert all(json.dumps(words)[1:-1] in told for words in HOSTILE_WORDS)
    assert HOSTILE_WORDS[0] not in page


def test_policy_allows_these_scripts_and_nothing_else() -> None:
    found = Elements(page_of(sample())).found
    (meta,) = [attributes for _, attributes, _ in found if attributes.get("http-equiv") == "Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in meta["content"].split(";")}
    assert (rules["default-src"], rules["base-uri"], rules["form-action"]) == (["'none'"], ["'none'"], ["'none'"])
    assert rules.keys() == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    assert "unsafe" not in meta["content"]
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        texts = [text for name, attributes, text in found if name == tag and "type" not in attributes]
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert rules[rule] == [f"'sha256-{digest}'" for digest in digests]


def test_nothing_is_fetched_and_nothing_set_as_markup() -> None:
    for tag, attributes, _ in Elements(page_of(sample())).found:
        assert not {"src", "srcset", "action", "style"} & attributes.keys(), tag
        assert attributes.get("href", "#").startswith("#")
        assert not [name for name in attributes if name.startswith("on")]
    for script in (Path(kg.__file__).parent / "page" / "assets").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert "</script" not in text
        assert "<!--" not in text
        if script.name != "drawing.js":
            assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp", text)


def test_licences_of_others_code_are_in_the_page() -> None:
    page = page_of(Graph.of([]))
    for name in ("sigma", "graphology", "graphology-utils", "events"):
        assert f"== {name} " in page
    assert page.count("Permission is hereby granted") == 4


def test_hidden_characters_of_articles_are_cleaned_or_escaped() -> None:
    page = page_of(Graph.of([reading()], known=KNOWN))
    assert not re.search("[\u0000\u0008]", page)
    assert HOSTILE not in page


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


def test_command_writes_the_page(command, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.html"
    done = command(source, "-o", out)
    assert (done.exit_code, done.output) == (0, "")
    assert out.read_text(encoding="utf-8") == page_of(kg.load(source))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_command_keeps_the_base_and_takes_view_and_title(command, tmp_path: Path) -> None:
    source, out = tmp_path / "graph.ttl", tmp_path / "graph.html"
    kg.export(sample(), source, base="https://example.org/n/")
    assert command(source, "-o", out, "--view", "actors", "--title", "Two & <b>").exit_code == 0
    found = data_of(out.read_text(encoding="utf-8"))
    assert (found["base"], found["view"], found["title"]) == ("https://example.org/n/", "actors", "Two & <b>")


def test_sources_that_are_not_the_graphs_are_named(command, source: Path, tmp_path: Path) -> None:
    (tmp_path / "a-1.txt").write_text("Something else.", encoding="utf-8")
    done = command(source, tmp_path / "a-1.txt", "-o", tmp_path / "graph.html")
    assert done.exit_code == 1
    assert done.stderr == "kg: 1 of 1 articles are not among the sources as they were read; their quotes stand alone\n"
    assert (tmp_path / "graph.html").exists()


@pytest.mark.parametrize("place", ["missing/graph.html", "."])
def test_a_page_that_cannot_be_written_is_one_line(command, source: Path, place: str, tmp_path: Path) -> None:
    done = command(source, "-o", tmp_path / place)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert "cannot be written" in line
