"""Where articles are read: in this process, or in a pool of processes on this machine.

====== ==========================================================================================
name   what
====== ==========================================================================================
here   this process; best for a few articles, since a language model takes seconds to load
pool   several processes, each with its own language model
====== ==========================================================================================

A runner reads articles in whatever order suits it: a graph does not depend on the order of its readings.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from kg.article import Article
from kg.graph import Reading
from kg.read import Skipped

__all__ = ["RUNNERS", "FewHere", "Recipe", "Runner", "cpus", "runner"]

FEW = 30
"""So few articles are read sooner in this process than several language models are loaded."""


@dataclass(frozen=True)
class Recipe:
    """What a process needs to know to read articles: the folder of the ontology, and extractor and model by name.

    ``patience`` says how many times as long as usual an article may take before it is given up.
    """

    ontology: Path | None = None
    extractor: str = "rules"
    model: str | None = None
    patience: float = 1.0


class Runner(Protocol):
    """Reads articles by a recipe."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Skipped]:
        """A reading, or the reason why not, for each article, in any order; memory does not grow with their number.

        Raises OntologyError or ExtractionError where the recipe itself cannot be followed.
        """
        ...


def _here(recipe: Recipe, workers: int) -> Runner:  # noqa: ARG001  there is but one process here
    from kg.run.here import Here

    return Here(recipe)


def _pool(recipe: Recipe, workers: int) -> Runner:
    from kg.run.pool import Pool

    return Pool(recipe, workers)


RUNNERS: Mapping[str, Callable[[Recipe, int], Runner]] = {"here": _here, "pool": _pool}
"""Runners by name: made of a recipe and a number of processes."""


def runner(recipe: Recipe, *, workers: int | None = None) -> Runner:
    """The runner for this many processes; without a number as many as there are CPUs, as soon as it pays."""
    if workers is None:
        return FewHere(recipe, cpus())
    return RUNNERS["pool" if workers > 1 else "here"](recipe, workers)


@dataclass(frozen=True)
class FewHere:
    """Reads a few articles in this process and many in a pool."""

    recipe: Recipe
    workers: int

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Skipped]:
        """See :meth:`Runner.read`."""
        waiting = iter(articles)
        first = list(islice(waiting, FEW))
        alone = self.workers < 2 or len(first) < FEW
        return RUNNERS["here" if alone else "pool"](self.recipe, self.workers).read(chain(first, waiting))


def cpus() -> int:
    """CPUs that this process may use, at least 1."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, allowed or 1)
