"""Processes that hold a graph in Oxigraph's store and answer questions, each for a bounded time.

Oxigraph cannot be told to give up a query, so queries run in processes of their own: one that takes too long is ended
with its process, and a fresh one takes its place.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, Queue

from kg.errors import KGError, StoreError
from kg.serve.question import Answer, Question, refusal


@dataclass(frozen=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection


class Engine:
    """Answers questions about a file of RDF in ``workers`` processes, each within ``limit`` seconds.

    Raises StoreError where the file cannot be loaded. Close it at the end. Safe to use from many threads.
    """

    def __init__(self, path: Path, *, base: str, workers: int = 2, limit: float = 60.0) -> None:
        self.triples = 0
        """How many triples the graph has, each counted once."""
        self._path, self._base, self._limit = path, base, limit
        self._idle: Queue[_Worker] = Queue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        try:
            for worker in [self._hire() for _ in range(workers)]:
                self._welcome(worker)
        except BaseException:
            self.close()
            raise

    def answer(self, question: Question) -> Answer:
        """The answer; one that says why where there is none in time."""
        until = time.monotonic() + self._limit
        try:
            worker = self._idle.get(timeout=self._limit)
        except Empty:
            return refusal(503, f"busy with other queries for {self._limit:g} seconds; ask again later")
        try:
            worker.pipe.send(question)
            if not worker.pipe.poll(max(until - time.monotonic(), 1.0)):
                self._replace(worker)
                return refusal(503, f"no answer within {self._limit:g} seconds; ask for less, or serve with --timeout")
            answer: Answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return refusal(500, "the process that worked on this query ended, perhaps for lack of memory; ask for less")
        self._idle.put(worker)
        return answer

    def close(self) -> None:
        """End all processes, whatever they do."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            worker.process.join(timeout=5)

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        with self._lock:
            if self._closed:
                msg = "closed"
                raise StoreError(msg)
            mine, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, self._path, self._base), name="kg-serve", daemon=True)
            _start_undisturbed(process)
            theirs.close()
            worker = _Worker(process, mine)
            self._all.add(worker)
            return worker

    def _welcome(self, worker: _Worker) -> None:
        """Wait until a worker has loaded the graph."""
        try:
            loaded: int | KGError = worker.pipe.recv()
        except (EOFError, OSError) as error:
            msg = f"{self._path}: the process that loads it ended, perhaps for lack of memory; close other programs"
            raise StoreError(msg) from error
        if isinstance(loaded, KGError):
            raise loaded
        self.triples = loaded
        self._idle.put(worker)

    def _replace(self, worker: _Worker) -> None:
        """A fresh worker for one that is lost or late; it comes when it has loaded the graph."""
        with self._lock:
            self._all.discard(worker)
        worker.process.kill()
        worker.process.join(timeout=5)
        worker.pipe.close()
        threading.Thread(target=self._hire_and_welcome, daemon=True).start()

    def _hire_and_welcome(self) -> None:
        with suppress(StoreError):  # closed meanwhile, or the file is gone: the other workers go on
            self._welcome(self._hire())


def _start_undisturbed(process: multiprocessing.process.BaseProcess) -> None:
    """Start a process that never sees Ctrl-C: this one does, and ends it, in silence."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        process.start()
        return
    resource_tracker.ensure_running()  # otherwise the first child's start does, and lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection, path: Path, base: str) -> None:
    """What a worker does: load the graph, say how large it is, answer until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from kg.serve.answers import Graph

    with suppress(EOFError, OSError):  # these say that the server is gone
        try:
            graph = Graph(path, base)
        except KGError as error:
            pipe.send(error)
            return
        pipe.send(graph.triples)
        while True:
            pipe.send(graph.answer(pipe.recv()))
