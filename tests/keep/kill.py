"""Kills builds into a store at random points, and looks whether the next one mends everything.

``python -m tests.keep.kill --times 300`` prints how many builds it killed, and where in the work each one was. Builds
run in forks of a process that has loaded all there is to load, so that most of their time is work on the store.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.keep.plain import ACTORS, EDITS, PLACES, VERBS, edit, install, small_ontology

FILES = ("graph.ttl", "graph.nq", "graph.graphml", "graph.gexf", "report.json")


def preload(ontology: Path) -> None:
    """Load what a build loads."""
    import kg.cli.app
    import kg.export.gexf
    import kg.keep
    import kg.run.here
    import kg.shapes  # noqa: F401
    from kg.ontology import Ontology

    Ontology.load(ontology).places.lookup("Tumen")


class Range:
    """A folder with articles, an ontology, and a store that builds are killed in."""

    def __init__(self, home: Path, chance: random.Random) -> None:
        self.chance = chance
        self.articles, self.store, self.out, self.new = (home / name for name in ("articles", "store", "out", "new"))
        self.said = home / "said"
        self.ontology = small_ontology(home / "ontology")
        self.articles.mkdir()
        plugin = str(install(home / "plugin"))
        sys.path.insert(0, plugin)
        os.environ["PYTHONPATH"] = os.pathsep.join([plugin, os.environ.get("PYTHONPATH", "")])
        preload(self.ontology)
        self.usual = 1.0
        for _ in range(12):
            self.change()

    def change(self) -> None:
        """Do something to what is built from: articles mostly, the ontology now and then."""
        if self.chance.random() < 0.15:
            edit(self.ontology, self.chance.choice(sorted(EDITS)), self.chance.random() < 0.5)
        else:
            (self.articles / f"story-{self.chance.randrange(15)}.txt").write_text(self.story())

    def story(self) -> str:
        pick = self.chance.choice
        return "\n".join(f"{pick(ACTORS)} {pick(VERBS)} {pick(ACTORS)} in {pick(PLACES)}." for _ in range(8))

    def build(self, out: Path, *more: str) -> int:
        """Begin a build in a process of its own; gives its number."""
        how = ("--extractor", "plain", "--ontology", str(self.ontology), *more)
        if child := os.fork():
            return child
        os.setsid()
        with self.said.open("w") as said:
            for stream in (1, 2):
                os.dup2(said.fileno(), stream)
            try:
                from kg.cli.app import app

                app(["build", str(self.articles), "-o", str(out), *how])
            except SystemExit as end:
                os._exit(int(end.code or 0))
            finally:
                os._exit(70)

    def kill_one(self) -> str:
        """Kill a build at a random moment; gives how far it was."""
        workers = "2" if self.chance.random() < 0.05 else "1"
        building = self.build(self.out, "--store", str(self.store), "--workers", workers)
        until = time.monotonic() + self.chance.uniform(0.0, self.usual)
        while time.monotonic() < until:
            time.sleep(0.001)
        where = self.stage()
        os.killpg(building, signal.SIGKILL) if os.getpgid(building) == building else os.kill(building, signal.SIGKILL)
        _, status = os.waitpid(building, 0)
        return where if os.WIFSIGNALED(status) else "ended before"

    def stage(self) -> str:
        """How far a build is, by what lies in its folders."""
        if any(self.out.glob(".kg-*")):
            return "writing files"
        graphs = [path for path in self.store.glob("graph/*") if path.is_dir()]
        if len(graphs) > 1:
            return "making or leaving a graph"
        return "in the database" if (self.store / "articles.sqlite-wal").exists() else "before or after"

    def finish(self) -> None:
        """Build once more, and compare with a build from nothing; raises AssertionError."""
        shutil.rmtree(self.new, ignore_errors=True)
        started = time.monotonic()
        self.wait(self.build(self.out, "--store", str(self.store)))
        self.usual = max(0.3, 0.8 * self.usual + 0.2 * (time.monotonic() - started))
        self.wait(self.build(self.new))
        for name in FILES:
            assert (self.out / name).read_bytes() == (self.new / name).read_bytes(), name
        left = [path.name for path in [*self.out.iterdir(), *self.store.iterdir()] if path.name.startswith(".")]
        assert not left, left
        assert len([path for path in (self.store / "graph").iterdir() if path.is_dir()]) == 1

    def wait(self, building: int) -> None:
        _, status = os.waitpid(building, 0)
        assert os.waitstatus_to_exitcode(status) == 0, self.said.read_text()


def shots(times: int, seed: int, home: Path) -> Iterator[str]:
    """Kill as many builds; after each the next finishes, or, now and then, is killed as well."""
    chance = random.Random(seed)
    there = Range(home, chance)
    there.finish()
    for _ in range(times):
        there.change()
        yield there.kill_one()
        if chance.random() < 0.7:
            there.finish()
    there.finish()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=300)
    asked.add_argument("--seed", type=int, default=0)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count: Counter[str] = Counter()
        for where in shots(wanted.times, wanted.seed, Path(folder)):
            count[where] += 1
            print(sum(count.values()), dict(count), flush=True)


if __name__ == "__main__":
    main()
