"""Layers can be switched off: each one alone changes the reading of a text that needs it, and all come back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kg.article import Article
from kg.build import Desk, known_to
from kg.graph import Graph
from kg.ontology import Ontology
from tests.conftest import make_article
from tests.quality import ablation, goldsets
from tests.quality.ablation import Bench, Parses, desk, measured, script, table
from tests.quality.goldsets import BENCH
from tests.quality.layers import LAYERS, WHOLE, Layer
from tests.quality.madeup import as_read, blank, written

NEEDS = {
    "zones (all read as story)": "Keywords: North Korea, arrest, Kim Chol\n\nPolice arrested Kim Chol.",
    "lists of names: gazetteer, countries, cities": "Police in China arrested a welder.",
    "— gazetteer's agencies, outlets, places": "Reuters reported that police arrested a welder.",
    "— library of cities": "Police in Gdynia arrested a welder.",
    "the model's names": "Police arrested Alexander Volkov.",
    "given names": "Anyango Harbour left the plant.",
    "names by their head noun": "The Northern Harbour Inspection Bureau arrested a welder.",
    "names set right by nouns beside them": "Police arrested guards of the militia Gorvik.",
    "one name, one class; names found again": "Northern Harbour Company hired welders. Northern Harbour fired welders.",
    "nominals": "Police arrested a welder.",
    "— nouns that no list foresees": "Police arrested a glimmerer.",
    "pronouns": "Police arrested a welder. He fled.",
    "surnames, short names, acronyms": "The Northern Harbour Company hired a welder. NHC fired him.",
    "capitals for states": "Pyongyang ordered workers to return.",
    "appositions and titles": "Police arrested Alexander Volkov, a welder.",
    "“the ministry”, repeated descriptions": "A welder fled. Police arrested the welder.",
    "names given later": "A court jailed a welder. The Gorvik Court freed him.",
    "possessions (“his lawyer”)": "Alexander Volkov met his lawyer. Police arrested his lawyer.",
    "senses (first sense only)": "The army fired a missile. The company fired a welder.",
    "— words marked as no event": "The welder asked the way.",
    "triggers of several words": "The army took control of the port.",
    "nominal events": "The arrest of a welder by police surprised the manager.",
    "adjectives as events": "Three crewmen are dead.",
    "“the launch”, told before": "The army fired a missile on Monday. The launch surprised the generals.",
    "plain reporting verbs are voice": "A spokesman said that police arrested a welder.",
    "passives": "A welder was arrested by police.",
    "control, raising, participles, shared subjects": "Police came and arrested a welder.",
    "relative clauses": "The welder who beat a guard fled.",
    "coordination, “dozens of”": "Police arrested a welder and a cook.",
    "prepositions hung on the object": "Police moved a welder from Moscow to Kazan.",
    "adjuncts of any event (place, origin …)": "Police arrested a welder in Moscow.",
    "light verbs": "Police carried out an attack on the port.",
    "sharing between events": "On Monday soldiers fired on the crowd, killing three people.",
    "attribution": "A spokesman said that police arrested a welder.",
    "— direct speech": "“Police arrested a welder. They beat him. The guards fled,” a spokesman said.",
    "anonymous sources": "A trader in Dandong told reporters on Monday that police arrested a welder.",
    "factuality (all happened)": "Police did not arrest a welder.",
    "— negation, modals, hedges, conditions": "Police did not arrest a welder.",
    "— verbs and nouns that embed": "Police planned to arrest a welder.",
    "date grammar": "Police arrested a welder on July 30.",
    "adjectives of countries": "Police arrested a North Korean welder.",
    "possessives": "Police arrested the company's director.",
    "nouns before nouns, “-based”": "Police arrested a Berlin-based lawyer.",
    "commas and brackets": "Police arrested a welder in Dandong, China.",
    "prepositions": "Workers at the shipyard fled.",
    "verbs": "Alexander Volkov headed the Moscow Police.",
    "facts known beforehand": "Police arrested a welder in Moscow.",
}  # fmt: skip
"""A text that each layer has work with."""


@pytest.fixture(scope="module")
def parses(rule_reader: Any) -> Parses:
    return Parses(rule_reader.nlp)


@pytest.fixture(scope="module")
def whole(ontology: Ontology, parses: Parses) -> Desk:
    return desk(WHOLE, ontology, parses)


def reading(layer: Layer, here: Desk, article: Article, ontology: Ontology) -> Graph:
    """What is read of an article by a reader, and what the gazetteer adds."""
    (read,) = here.extractor.read([article])
    return layer.graph(Graph.of([read], known=known_to(ontology, [read])))


def test_each_layer_has_its_text() -> None:
    assert [layer.name for layer in LAYERS] == list(NEEDS)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_without_the_layer_the_text_is_read_otherwise(
    layer: Layer, ontology: Ontology, parses: Parses, whole: Desk
) -> None:
    article = make_article(NEEDS[layer.name], date=dt.date(2024, 8, 1), ontology=ontology)
    before = reading(WHOLE, whole, article, ontology)
    with layer.off():
        without = reading(layer, desk(layer, ontology, parses), article, ontology)
    assert without != before
    assert reading(WHOLE, whole, article, ontology) == before


def test_a_layer_that_is_gone_is_an_error() -> None:
    with (
        pytest.raises(AttributeError, match="no_such_thing"),
        Layer("x", "y", instead=((Desk, "no_such_thing", None),)).off(),
    ):
        pass


@pytest.mark.skipif(not (BENCH / "score.py").is_file(), reason=f"no scorer at {BENCH}")
def test_what_a_layer_brings_is_measured(ontology: Ontology, parses: Parses, tmp_path: Path) -> None:
    text = "Police arrested Kim Chol, a welder, on July 30. Guards did not beat two cooks in Moscow.\n"
    document = blank("own", text, "2024-08-01")
    gold = written(tmp_path, [document])
    seen = gold.seen(gold.graph(desk(WHOLE, ontology, parses)))["own"]
    gold = written(tmp_path, [as_read(document, seen)])
    assert set(measured(WHOLE, [gold], ontology, parses).values()) == {1.0}
    bench, by_name = Bench([gold], ontology, parses), {layer.name: n for n, layer in enumerate(LAYERS)}
    names = ["date grammar", "factuality (all happened)", "nominals", "appositions and titles", "commas and brackets"]
    date, happened, nominals, apart, nothing = bench.each([by_name[name] for name in names], 2)
    assert date[gold.name, "date"] == 0
    assert happened[gold.name, "realized"] == 0.5
    assert nominals[gold.name, "mention"] < 1
    assert apart[gold.name, "identity"] < 1
    assert set(nothing.values()) == {1.0}


def test_the_table_shows_changes_in_hundredths() -> None:
    whole = {("nk-dev", "mention"): 0.9, ("nk-dev", "date"): 0.8}
    less = {("nk-dev", "mention"): 0.9004, ("nk-dev", "date"): 0.75}
    assert list(table(whole, [(Layer("time", "grammar"), less)], {("nk-dev", "date"): 0.0}))[2:] == [
        "|  | **whole reader** | 90.0 | 80.0 |",
        "|  | a day's script |  | 0 |",
        "| time | grammar | · | −5.0 |",
    ]


def test_what_a_days_script_gives_is_read_from_the_benchs_readme() -> None:
    text = "Words.\n\n| | mention | date |\n|---|---|---|\n| nk-dev | .46 | 0 |\n| dwie-dev | .67 | |\n"
    assert script(text) == {("nk-dev", "mention"): 0.46, ("nk-dev", "date"): 0.0, ("dwie-dev", "mention"): 0.67}


def test_without_gold_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(goldsets, "BENCH", tmp_path)
    monkeypatch.setattr("sys.argv", ["ablation", "--sets", "dwie-dev"])
    assert ablation.main() == 1
    assert capsys.readouterr().err == f"dwie-dev: not at {tmp_path}/gold/dwie-dev.jsonl; skipped\n"
