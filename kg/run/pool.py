"""Reading articles in several processes.

Each worker loads ontology and language model once and holds one chunk of articles at a time, so memory is bounded by
the number of workers, and it is known which chunk was lost when a worker dies. The articles of a lost chunk are read
again one by one, each time by a fresh worker if need be; the one that kills its worker again is skipped.

A worker that takes much longer than articles of this length do is ended, and counts as dead: so the time for an article
is bounded, whatever it holds. See :func:`kg.run.limit.seconds_for`.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait

from kg.article import Article
from kg.errors import ExtractionError, KGError
from kg.extract.parts import lots
from kg.graph import Reading
from kg.read import Skipped
from kg.run import Recipe
from kg.run.limit import seconds_for

_CHUNK = 8
"""Articles sent to a worker at a time; fewer where they are long."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

Result = list[Reading | Skipped] | KGError
"""What a worker sends back; an error where it cannot work at all. The first is empty: the worker is ready."""


@dataclass(frozen=True)
class Pool:
    """Reads articles in ``workers`` processes."""

    recipe: Recipe
    workers: int

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Skipped]:
        """See :meth:`kg.run.Runner.read`."""
        crew = _Crew(self.recipe, lots(articles, _CHUNK))
        try:
            yield from crew.work(self.workers)
        finally:
            crew.dismiss()


@dataclass(eq=False)
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    chunk: list[Article] = field(default_factory=list)
    ready: bool = False
    until: float = math.inf
    """When its chunk must be read, by the monotonic clock."""
    late: bool = False


@dataclass
class _Crew:
    recipe: Recipe
    chunks: Iterator[list[Article]]
    again: deque[Article] = field(default_factory=deque)
    """Articles of lost chunks, to be read one by one."""
    lost: set[str] = field(default_factory=set)
    """Local ids of the articles that were in a chunk that was lost."""
    workers: list[_Worker] = field(default_factory=list)

    def work(self, number: int) -> Iterator[Reading | Skipped]:
        """Results as they come; raises KGError where workers cannot start."""
        for _ in range(number):
            self._hire()
        while self.workers:
            pipes = {worker.pipe: worker for worker in self.workers}
            first = min(worker.until for worker in self.workers)
            left = None if first == math.inf else max(first - time.monotonic(), 0.0)
            for pipe in wait(list(pipes), left):
                yield from self._serve(pipes[pipe])  # type: ignore[index]
            self._hurry()

    def _hurry(self) -> None:
        """End the workers that are late, unless they have answered meanwhile; waiting for them then tells."""
        now = time.monotonic()
        for worker in self.workers:
            if worker.until <= now and not worker.pipe.poll():
                worker.late, worker.until = True, math.inf
                worker.process.kill()

    def _serve(self, worker: _Worker) -> Iterator[Reading | Skipped]:
        try:
            result: Result = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if isinstance(result, KGError):
            raise result
        worker.ready, worker.chunk = True, []
        self._give(worker)
        yield from result

    def _give(self, worker: _Worker) -> None:
        """Send the worker its next articles, or home."""
        worker.chunk = [self.again.popleft()] if self.again else next(self.chunks, [])
        worker.until = time.monotonic() + seconds_for(worker.chunk, patience=self.recipe.patience)
        try:
            worker.pipe.send(worker.chunk)
        except OSError:
            return  # it has died: waiting for its answer will tell
        if not worker.chunk:
            self._leave(worker)

    def _leave(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.process.join(timeout=5)
        worker.pipe.close()

    def _bury(self, worker: _Worker) -> Iterator[Skipped]:
        """Replace a worker that died; its articles get one more chance, each alone."""
        worker.process.join(timeout=5)
        how = "took too long" if worker.late else _cause(worker.process.exitcode)
        if not worker.ready:
            msg = f"a worker process {how} before it could read anything; try --workers 1"
            raise ExtractionError(msg)
        self._leave(worker)
        if len(worker.chunk) == 1 and worker.chunk[0].id in self.lost:
            article = worker.chunk[0]
            remedy = "--patience gives it more time" if worker.late else "try it alone with --workers 1"
            reason = f"a worker process {how} twice while reading it; it is left out, {remedy}"
            yield Skipped(article.source or article.info.identifier, reason)
        else:
            self.lost.update(article.id for article in worker.chunk)
            self.again.extend(worker.chunk)
        self._hire()

    def _hire(self) -> None:
        with _one_thread(), _undisturbed():  # no Ctrl-C between a worker's start and its being known here
            self.workers.append(_start(self.recipe))

    def dismiss(self) -> None:
        """End all workers, whatever they do."""
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join(timeout=5)
            worker.pipe.close()
        self.workers.clear()


def _start(recipe: Recipe) -> _Worker:
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_serve_desk, args=(recipe, theirs), name="kg-reader", daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, mine)


def _serve_desk(recipe: Recipe, pipe: Connection) -> None:
    """What a worker does: load everything, then read chunks until an empty one comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from kg.run.here import desk

    with suppress(EOFError, OSError):  # these say that the parent is gone
        try:
            bench = desk(recipe)
        except KGError as error:
            pipe.send(error)
            return
        pipe.send([])
        while chunk := pipe.recv():
            pipe.send(list(bench.read(chunk)))


def _cause(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        name = signal.Signals(-exitcode).name if -exitcode in list(signal.Signals) else f"signal {-exitcode}"
        return f"was killed ({name}{', perhaps for lack of memory' if name == 'SIGKILL' else ''})"
    return f"ended (exit status {exitcode})"


@contextmanager
def _one_thread() -> Iterator[None]:
    """Children that start in here use one thread each: processes by threads would be more than there are CPUs."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Children that start in here never see Ctrl-C: this process does, and ends them, in silence."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # otherwise the first child's start does, and lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
