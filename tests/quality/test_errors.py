"""Classes of error: a gold that says just what kg reads has none, and each change to it is found for what it is."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.ontology import Ontology
from tests.quality import errors, goldsets
from tests.quality.ablation import Parses, desk
from tests.quality.entity_causes import Fault
from tests.quality.errors import faults, table
from tests.quality.goldsets import BENCH, GoldSet
from tests.quality.layers import WHOLE
from tests.quality.madeup import as_read, blank, written

TEXT = (
    "Police in Vladivostok arrested a welder, Kim Chol, on July 30. He had left the dormitory, and the manager beat "
    "two cooks there.\n\nA source in Russia told reporters that guards searched the dormitory. The Ministry of State "
    "Security of North Korea may send officers. Nobody knew what the foreman had bought.\n"
)
pytestmark = pytest.mark.skipif(not (BENCH / "score.py").is_file(), reason=f"no scorer at {BENCH}")
Document = dict[str, Any]


@pytest.fixture(scope="module")
def parses(rule_reader: Any) -> Parses:
    return Parses(rule_reader.nlp)


@pytest.fixture(scope="module")
def read(ontology: Ontology, parses: Parses, tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The gold by which kg's reading of the text is right."""
    document = blank("own", TEXT, "2024-08-01")
    gold = written(tmp_path_factory.mktemp("gold"), [document])
    seen = gold.seen(gold.graph(desk(WHOLE, ontology, parses)))
    return as_read(document, seen["own"])


@pytest.fixture
def found(ontology: Ontology, parses: Parses, tmp_path: Path) -> Callable[[Document], list[Fault]]:
    return lambda document: list(faults(written(tmp_path, [document]), ontology, parses))


def entity(gold: Document, words: str) -> Document:
    """The entity with a mention of these words."""
    return next(e for e in gold["entities"] if any(TEXT[a:b] == words for a, b in e["mentions"]))


def event(gold: Document, words: str) -> Document:
    return next(e for e in gold["events"] if TEXT[slice(*e["trigger"])] == words)


def place(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def test_what_is_read_as_the_gold_says_is_no_error(read: Document, found: Callable[..., list[Fault]]) -> None:
    assert len(read["entities"]) > 8
    assert len(read["events"]) > 4
    assert read["relations"]
    assert found(read) == []


def no_mention(gold: Document) -> None:
    entity(gold, "two cooks")["mentions"] = [place("what")]


def other_class(gold: Document) -> None:
    entity(gold, "welder")["type"] = "ORG"


def less_said(gold: Document) -> None:
    entity(gold, "Vladivostok")["mentions"] = [place("Vladivostok arrested")]


def two_for_one(gold: Document) -> None:
    him = entity(gold, "Kim Chol")
    him["mentions"] = [m for m in him["mentions"] if TEXT[slice(*m)] != "He"]
    gold["entities"].append({**him, "id": "other", "mentions": [place("He")]})


def other_type(gold: Document) -> None:
    event(gold, "arrested")["type"] = "KG:trade"


def no_event(gold: Document) -> None:
    gold["events"].remove(event(gold, "beat"))


def unknown_word(gold: Document) -> None:
    gold["events"].append({**event(gold, "beat"), "id": "new", "trigger": place("dormitory"), "args": []})


def known_word(gold: Document) -> None:
    """A second event where one stands."""
    gold["events"].append({**event(gold, "beat"), "id": "new", "args": []})


def other_role(gold: Document) -> None:
    argument = next(a for a in event(gold, "beat")["args"] if a["role"] == "target")
    argument["role"] = "recipient"


def far_filler(gold: Document) -> None:
    event(gold, "beat")["args"].append({"role": "destination", "entity": entity(gold, "guards")["id"]})


def near_filler(gold: Document) -> None:
    event(gold, "beat")["args"].append({"role": "destination", "entity": entity(gold, "Kim Chol")["id"]})


def no_mention_fills(gold: Document) -> None:
    gold["entities"].append({"id": "new", "type": "MISC", "class": "Artifact", "mentions": [place("what")]})
    event(gold, "beat")["args"].append({"role": "target", "entity": "new"})


def unreal(gold: Document) -> None:
    event(gold, "arrested")["realized"] = False


def real(gold: Document) -> None:
    event(gold, "send")["realized"] = True


def told(gold: Document) -> None:
    event(gold, "arrested")["attributed_to"] = entity(gold, "Kim Chol")["id"]


def not_told(gold: Document) -> None:
    event(gold, "searched")["attributed_to"] = None


def undated(gold: Document) -> None:
    event(gold, "arrested").update(start=None, end=None)


def other_date(gold: Document) -> None:
    event(gold, "arrested").update(start="2023-01-01", end="2023-01-01")


def more_date(gold: Document) -> None:
    event(gold, "arrested").update(start="2024-07-01", end="2024-07-31")


def dated(gold: Document) -> None:
    event(gold, "searched").update(start="2024-07-01", end="2024-07-31")


def unrelated(gold: Document) -> None:
    gold["relations"] = [r for r in gold["relations"] if r["subject"] != entity(gold, "source")["id"]]


def related(gold: Document) -> None:
    ends = {"subject": entity(gold, "two cooks")["id"], "object": entity(gold, "Vladivostok")["id"]}
    gold["relations"].append({**ends, "predicates": ["locatedIn"]})


def turned(gold: Document) -> None:
    one = next(r for r in gold["relations"] if r["subject"] == entity(gold, "source")["id"])
    one.update(subject=one["object"], object=one["subject"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (no_mention, ("mention", "spurious", "nominal of no entity in the gold")),
        (no_mention, ("mention", "missed", "not found: pronoun")),
        (other_class, ("mention", "missed", "wrong class: nominal")),
        (less_said, ("mention", "spurious", "other extent: name")),
        (two_for_one, ("identity", "merged", "name and pronoun")),
        (other_type, ("trigger", "missed", "verb read as another type")),
        (other_type, ("trigger", "spurious", "verb: another type in the gold")),
        (other_type, ("argument", "missed", "trigger missed")),
        (no_event, ("trigger", "spurious", "verb: no event in the gold")),
        (no_event, ("argument", "spurious", "event not in the gold")),
        (unknown_word, ("trigger", "missed", "noun not in the lexicon")),
        (known_word, ("trigger", "missed", "second event on one word")),
        (other_role, ("argument", "missed", "in another role")),
        (other_role, ("argument", "spurious", "another role in the gold")),
        (far_filler, ("argument", "missed", "not linked: other sentence")),
        (near_filler, ("argument", "missed", "not linked: other clause of the sentence")),
        (no_mention_fills, ("argument", "missed", "filler is no mention")),
        (unreal, ("realized", "wrong", "taken for real: main clause")),
        (real, ("realized", "wrong", "taken for unreal: possible")),
        (told, ("voice", "wrong", "a source's, left to the narrator")),
        (not_told, ("voice", "wrong", "the narrator's, given to a source")),
        (undated, ("date", "wrong", "no date in the gold")),
        (other_date, ("date", "wrong", "another date")),
        (more_date, ("date", "wrong", "other bounds of the date")),
        (dated, ("date", "wrong", "not dated: none in the sentence")),
        (unrelated, ("relation", "spurious", "by “in”: none in the gold")),
        (related, ("relation", "missed", "not linked: next sentence")),
        (turned, ("relation", "missed", "the other way round")),
    ],
)
def test_each_error_is_found_for_what_it_is(
    read: Document,
    found: Callable[..., list[Fault]],
    change: Callable[[Document], None],
    expected: tuple[str, str, str],
) -> None:
    gold = copy.deepcopy(read)
    change(gold)
    assert expected in {(fault.measure, fault.side, fault.cause) for fault in found(gold)}


def test_only_the_direct_step_is_stored(ontology: Ontology, parses: Parses, tmp_path: Path) -> None:
    text = "Guards in Vladivostok, in Primorsky Krai, fled. Russia sent others.\n"
    document = blank("own", text, "2024-08-01")
    gold = written(tmp_path, [document])
    seen = as_read(document, gold.seen(gold.graph(desk(WHOLE, ontology, parses)))["own"])
    city, state = (next(e["id"] for e in seen["entities"] if name in e["id"]) for name in ("vladivostok", "russia"))
    assert not any(r["subject"] == city and r["object"] == state for r in seen["relations"])
    seen["relations"].append({"subject": city, "predicates": ["within"], "object": state})
    (fault,) = faults(written(tmp_path, [seen]), ontology, parses)
    assert (fault.measure, fault.cause) == ("relation", "by a path of several steps")


@pytest.mark.parametrize("name", ["nk-dev", "wikievents-dev"])
def test_there_are_as_many_as_the_scorer_finds(name: str, ontology: Ontology, parses: Parses) -> None:
    gold = GoldSet(name)
    if not gold.present:
        pytest.skip(f"no gold set at {gold.path}")
    counts: Counter[tuple[str, str]] = Counter()
    for fault in faults(gold, ontology, parses):
        counts[fault.measure, fault.side] += fault.weight  # type: ignore[assignment]
    for measure, tally in gold.tallies(gold.graph(desk(WHOLE, ontology, parses))).items():
        if measure == "identity":
            assert counts[measure, "split"] == pytest.approx(tally.n_r - tally.tp_r)
            assert counts[measure, "merged"] == pytest.approx(tally.n_p - tally.tp_p)
        elif tally.n_r:
            assert counts[measure, "missed"] + counts[measure, "wrong"] == len(tally.missed)
            if measure != "argument":  # of which the scorer lists none
                assert counts[measure, "spurious"] == len(tally.spurious)


def test_the_table_adds_up_and_puts_the_rare_together() -> None:
    def some() -> Iterator[Fault]:
        yield from [Fault("trigger", "missed", "often", "a")] * 3 + [Fault("trigger", "missed", "often", "b")]
        yield Fault("trigger", "missed", "seldom")
        yield Fault("identity", "split", "names", weight=0.25)

    assert list(table("own", some(), details=1, least=2)) == [
        "| own | | cause | count |",
        "|---|---|---|--:|",
        "| **identity** | **split** | | **0.2** |",
        "| | | others | 0.2 |",
        "| **trigger** | **missed** | | **5** |",
        "| | | often (a 3) | 4 |",
        "| | | others | 1 |",
    ]


def test_without_gold_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(goldsets, "BENCH", tmp_path)
    monkeypatch.setattr("sys.argv", ["errors", "--sets", "nk-dev"])
    assert errors.main() == 1
    assert capsys.readouterr().err == f"nk-dev: not at {tmp_path}/gold/nk-dev.jsonl; skipped\n"
