"""Law 5: after any sequence of changes a store is, to the byte, what a build from nothing makes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from typer.testing import CliRunner, Result

from kg.cli.app import app
from kg.keep import load
from kg.ledger import NAME, Ledger
from kg.ledger.sheet import row_of
from kg.store import load_store
from tests.keep.plain import ACTORS, EDITS, PLACES, VERBS, edit, small_ontology

FILES = ("graph.ttl", "graph.nq", "graph.graphml", "graph.gexf", "report.json")
NAMES = ("a", "b", "c")
SENTENCES = st.builds(
    "{} {} {} in {}.".format, *(st.sampled_from(words) for words in (ACTORS, VERBS, ACTORS, PLACES))
) | st.sampled_from(["Red Club belongs to Blue Club.", "Blue Club belongs to Red Club.", "Ann Bell is unreadable."])
TEXTS = st.builds(
    "{}{}\n".format,
    st.sampled_from(["", "Signed by Amur Lens\n", "Date: 2024-08-01\n"]),
    st.lists(SENTENCES, min_size=1, max_size=4).map("\n".join),
)
SAID = {"by": "Ann", "on": "2024-08-01", "why": "I know"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in arguments])


class Store(RuleBasedStateMachine):
    """Articles come, change and go, ontology and ledger change, and the store follows."""

    home: Path

    @initialize()
    def begin(self) -> None:
        here = self.home / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(self.home / "ontology", here / "ontology")
        self.articles, self.store, self.kept, self.new = (here / name for name in ("articles", "store", "kept", "new"))
        self.ontology, self.again = here / "ontology", here / "again.nq"
        self.articles.mkdir()
        (self.articles / "first.txt").write_text("Ann Bell meets Cho Dan in Moscow.")

    @rule(name=st.sampled_from(NAMES), text=TEXTS)
    def write(self, name: str, text: str) -> None:
        (self.articles / f"{name}.txt").write_text(text)

    @rule(texts=st.lists(TEXTS, max_size=2))
    def write_lines(self, texts: list[str]) -> None:
        for number in range(2):
            run("remove", f"line-{number}", "--store", self.store)
        rows = (json.dumps({"id": f"line-{number}", "text": text}) for number, text in enumerate(texts))
        (self.articles / "lines.jsonl").write_text("\n".join([*rows, "no JSON\n"]))

    @rule(name=st.sampled_from(NAMES))
    def remove(self, name: str) -> None:
        (self.articles / f"{name}.txt").unlink(missing_ok=True)
        done = run("remove", name, "--store", self.store)
        assert done.exit_code == 0 or "no article" in done.output or "no such store" in done.output, done.output

    @rule(name=st.sampled_from(sorted(EDITS)), there=st.booleans())
    def change_ontology(self, name: str, there: bool) -> None:
        edit(self.ontology, name, there)

    @precondition(lambda self: (self.store / "report.json").exists())
    @rule(verdict=st.sampled_from(["wrong", "confirmed"]), data=st.data())
    def review_a_claim(self, verdict: str, data: st.DataObject) -> None:
        graph = load(self.store)
        if graph.claims:
            self.say(row_of(graph, verdict, data.draw(st.sampled_from(sorted(graph.claims))), **SAID))

    @precondition(lambda self: (self.store / "report.json").exists())
    @rule(verdict=st.sampled_from(["same", "different"]), data=st.data())
    def review_two_people(self, verdict: str, data: st.DataObject) -> None:
        graph = load(self.store)
        people = sorted(name for name in graph.entities if name.startswith("person/"))
        if len(people) > 1:
            pair = data.draw(st.lists(st.sampled_from(people), min_size=2, max_size=2, unique=True))
            self.say(row_of(graph, verdict, *sorted(pair), **SAID))

    def say(self, row: object) -> None:
        Ledger.load(self.store / NAME, missing_ok=True).add([row])

    @rule()
    def forget_reviews(self) -> None:
        (self.store / NAME).unlink(missing_ok=True)

    @rule(workers=st.sampled_from([1, 1, 1, 1, 1, 2]))
    def build(self, workers: int) -> None:
        how = ("--extractor", "plain", "--ontology", self.ontology, "--publisher", "Lens")
        done = run("build", self.articles, "--store", self.store, "-o", self.kept, "--workers", workers, *how)
        assert done.exit_code in (0, 1), done.output
        book = ("--ledger", self.store / NAME) if (self.store / NAME).exists() else ()
        shutil.rmtree(self.new, ignore_errors=True)
        assert run("build", self.articles, "-o", self.new, *how, *book).exit_code == done.exit_code
        for name in FILES:
            assert (self.kept / name).read_bytes() == (self.new / name).read_bytes(), name
        run("export", self.store, self.again)
        assert self.again.read_bytes() == (self.new / "graph.nq").read_bytes()
        there, wanted = load_store(self.store), set(load_store(self.new / "graph.nq", named=True))
        everywhere = {ox.Quad(one.subject, one.predicate, one.object) for one in wanted}
        assert set(there) == wanted | everywhere

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.build(1)


@pytest.mark.usefixtures("plain")
def test_a_store_is_what_a_build_from_nothing_makes(tmp_path: Path) -> None:
    Store.home = tmp_path
    small_ontology(tmp_path / "ontology")
    how = settings(
        max_examples=int(os.environ.get("KG_EXAMPLES", "3")),
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Store, settings=how)
