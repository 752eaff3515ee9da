"""``python -m tests.quality.benchmark ARTICLES`` compares the rule reader's speed with its language model's alone.

Both run the same pipeline object over the same paragraphs in the same batches, by turns, in one process; each speed is
the median of the rounds, in words (runs of anything but white space) a second. The reader's share is what it keeps of
the bare pipeline's speed: 1 would mean that everything after the parse costs nothing. ``--profile`` shows the functions
in which the reader spends the rest.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence

from kg.article import Article
from kg.build import read
from kg.extract import parse
from kg.extract.rules import RuleReader
from kg.ontology import Ontology

TARGET = 0.6


def paragraphs(articles: Iterable[Article]) -> list[str]:
    """The texts that the reader hands to its pipeline for these articles."""
    return [parse._words(piece[0], one) for one in articles for piece in parse._pieces(one) if piece is not None]


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds that some work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def compare(reader: RuleReader, articles: Sequence[Article], rounds: int) -> tuple[int, list[float], list[float]]:
    """Words, then the seconds of each round: the reader's and the bare pipeline's."""
    texts = paragraphs(articles)
    words = sum(len(text.split()) for text in texts)

    def bare() -> None:
        for _ in reader.nlp.pipe(texts, batch_size=parse._BATCH):
            pass

    def whole() -> None:
        for _ in reader.read(articles):
            pass

    whole()  # warms caches and the pipeline's vocabulary up for both
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(seconds(bare))
        ours.append(seconds(whole))
    return words, ours, theirs


def profile(reader: RuleReader, articles: Sequence[Article], top: int) -> None:
    """Print the functions of kg with the most time below them, then those with the most time of their own."""
    for _ in reader.read(articles[:20]):  # what is loaded once is no cost by the article
        pass
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in reader.read(articles):
        pass
    profiler.disable()
    stats = pstats.Stats(profiler, stream=sys.stdout).strip_dirs()
    stats.sort_stats("cumulative").print_stats(top)
    stats.sort_stats("tottime").print_stats(top)


def main() -> int:
    """Print both speeds and their ratio; 1 where the ratio is below the target."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.benchmark", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("articles", nargs="+", help="files, folders or patterns")
    parser.add_argument("--limit", type=int, help="read only so many articles")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", type=int, metavar="N", help="instead, profile and show the N costliest functions")
    asked = parser.parse_args()
    ontology = Ontology.load()
    articles = [one for one in read(*asked.articles, zones=ontology.zones) if isinstance(one, Article)][: asked.limit]
    reader = RuleReader(ontology)
    if asked.profile:
        profile(reader, articles, asked.profile)
        return 0
    words, ours, theirs = compare(reader, articles, asked.rounds)
    whole, bare = statistics.median(ours), statistics.median(theirs)
    print(f"{len(articles)} articles, {words} words, medians of {asked.rounds} rounds; of {reader.nlp.pipe_names}")
    print(f"language model alone {words / bare:8.0f} words/s   ({', '.join(f'{t:.2f} s' for t in theirs)})")
    print(f"rule reader          {words / whole:8.0f} words/s   ({', '.join(f'{t:.2f} s' for t in ours)})")
    print(f"share                {bare / whole:8.2f}            (target: at least {TARGET})")
    return int(bare / whole < TARGET)


if __name__ == "__main__":
    sys.exit(main())
