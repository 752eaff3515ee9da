"""``python -m tests.quality.ablation`` switches the reader's layers off one at a time and shows what each brings.

One Markdown table: F1 of every measure on every gold set in hundredths, of the whole reader and, as the bench's README
gives it, of a day's script; then by layer the change where that layer does nothing (negative: it helps). Measures that
judge what was found (identity, class, realized, voice) are over what is still found then: they may rise where the hard
cases are gone. Of a set of names the recall of mentions stands beside their F1, which counts descriptions and pronouns
as spurious. Texts are parsed once; each layer reads the same parses, in ``--workers`` processes (where processes can be
forked): some ten minutes of processor time in all. ``--sets`` and ``--layers`` take some alone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.language import Language

from kg.article import Article, ArticleInfo
from kg.build import Desk
from kg.extract.parse import Parsed, load_model, parse
from kg.extract.rules import RuleReader
from kg.graph import Reading
from kg.ontology import Ontology
from tests.quality.goldsets import BENCH, NAMES, GoldSet
from tests.quality.layers import LAYERS, WHOLE, Layer

Scores = Mapping[tuple[str, str], float]
"""F1 by set and measure."""
_LEAST = 0.05
"""Change, in hundredths, below which a cell says nothing."""


@dataclass
class Parses:
    """Parsed articles, each parsed when it is first asked for."""

    nlp: Language
    kept: dict[ArticleInfo, Parsed] = field(default_factory=dict)

    def of(self, articles: Sequence[Article]) -> Iterator[Parsed]:
        """Parses in the order of the articles."""
        new = [article for article in articles if article.info not in self.kept]
        self.kept.update((parsed.article.info, parsed) for parsed in parse(new, self.nlp))
        return (self.kept[article.info] for article in articles)


@dataclass
class ParsedReader:
    """The rule reader, on parses that are kept; ``change`` may alter them."""

    reader: RuleReader
    parses: Parses
    change: Callable[[Parsed], Parsed] = lambda parsed: parsed
    name: str = "rules"

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Readings in the order of the articles."""
        yield from (self.reader.read_parsed(self.change(parsed)) for parsed in self.parses.of(list(articles)))


def desk(layer: Layer, ontology: Ontology, parses: Parses) -> Desk:
    """Where articles are read without a layer; use it while the layer is off."""
    changed = layer.ontology(ontology)
    return Desk(changed, ParsedReader(RuleReader(changed, nlp=parses.nlp), parses, layer.parsed))


def measured(layer: Layer, sets: Iterable[GoldSet], ontology: Ontology, parses: Parses) -> Scores:
    """What is reached without a layer."""
    with layer.off():
        here = desk(layer, ontology, parses)
        graphs = [(gold, layer.graph(gold.graph(here))) for gold in sets]
    return {(gold.name, measure): f1 for gold, graph in graphs for measure, f1 in gold.f1(graph).items()}


@dataclass(frozen=True)
class Bench:
    """What layers are measured on."""

    sets: Sequence[GoldSet]
    ontology: Ontology
    parses: Parses

    def without(self, layer: Layer) -> Scores:
        """What is reached without a layer."""
        return measured(layer, self.sets, self.ontology, self.parses)

    def by_number(self, number: int) -> Scores:
        """What is reached without the layer of this number: a number can be sent to another process."""
        return self.without(LAYERS[number])

    def each(self, numbers: Sequence[int], workers: int) -> Iterator[Scores]:
        """What is reached without each of some layers, in their order."""
        if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
            yield from map(self.by_number, numbers)
            return
        with multiprocessing.get_context("fork").Pool(workers, _take, (self,)) as pool:
            yield from pool.imap(_measure, numbers)


_mine: list[Bench] = []


def _take(bench: Bench) -> None:
    """In a new process: what it is to measure on, parses included, without being sent."""
    _mine[:] = [bench]


def _measure(number: int) -> Scores:
    return _mine[0].by_number(number)


def script(text: str) -> Scores:
    """What ``bench/README.md`` says that a day's script gives."""
    head: list[str] = []
    found: dict[tuple[str, str], float] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if "mention" in cells and not cells[0]:
            head = cells
        elif head and cells[0] in NAMES:
            found |= {(cells[0], name): float(cell) for name, cell in zip(head, cells, strict=False) if name and cell}
    return found


def table(whole: Scores, others: Iterable[tuple[Layer, Scores]], before: Scores) -> Iterator[str]:
    """The lines of the Markdown table."""
    yield "| | without | " + " | ".join(f"{name.split('-')[0]} {measure}" for name, measure in whole) + " |"
    yield "|---|---|" + "--:|" * len(whole)
    yield _row("", "**whole reader**", (f"{100 * f1:.1f}" for f1 in whole.values()))
    yield _row("", "a day's script", (f"{100 * before[key]:.0f}" if key in before else "" for key in whole))
    for layer, scores in others:
        yield _row(layer.group, layer.name, (_change(100 * (scores.get(key, 0.0) - whole[key])) for key in whole))


def _row(group: str, name: str, cells: Iterable[str]) -> str:
    return f"| {group} | {name} | {' | '.join(cells)} |"


def _change(points: float) -> str:
    return "·" if abs(points) < _LEAST else f"{points:+.1f}".replace("-", "−")


def main() -> int:
    """Measure and show; 1 where there is nothing to measure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.ablation", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--sets", nargs="+", default=NAMES, choices=NAMES)
    parser.add_argument("--layers", nargs="+", default=[""], metavar="WORDS", help="those whose name holds these words")
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    sets = [gold for gold in map(GoldSet, asked.sets) if gold.present]
    for name in asked.sets:
        if name not in {gold.name for gold in sets}:
            print(f"{name}: not at {GoldSet(name).path}; skipped", file=sys.stderr)
    if not sets:
        return 1
    bench = Bench(sets, Ontology.load(), Parses(load_model()))
    whole = bench.without(WHOLE)
    chosen = [n for n, layer in enumerate(LAYERS) if any(words in layer.name for words in asked.layers)]
    others = zip((LAYERS[n] for n in chosen), bench.each(chosen, asked.workers), strict=True)
    before = script((BENCH / "README.md").read_text(encoding="utf-8"))
    for line in table(whole, others, before):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
