"""The files that ``kg build`` writes: all of them or none, and never half of one."""

from __future__ import annotations

import platform
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ExportError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.run import Recipe

GRAPHS = ("graph.ttl", "graph.nq", "graph.graphml", "graph.gexf")
FILES = (*GRAPHS, "report.json", "run.json")


def prepare(out: Path) -> None:
    """Make sure, before hours of reading, that the folder can be written; and clean up when told to terminate."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        msg = f"{out}: cannot be written ({error.strerror or error}); choose another folder with -o"
        raise ExportError(msg) from error
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def write(
    out: Path,
    graph: Graph,
    *,
    base: str,
    report: Mapping[str, Any],
    run: Mapping[str, Any],
    seconds: Mapping[str, float],
    name: str | None = None,
) -> None:
    """Write all files beside their places first, then move them there.

    ``name`` is that of the folder in which they wait, to be found again where a build was killed. Raises ExportError.
    """
    from kg.export import export
    from kg.export.report import write_json, write_run

    started = time.perf_counter()
    try:
        with _staging(out, name) as staging:
            for file in GRAPHS:
                export(graph, staging / file, base=base)
            write_json(staging / "report.json", report)
            spent = {**seconds, "write": time.perf_counter() - started}
            rounded = {stage: round(value, 3) for stage, value in spent.items()}
            write_run(staging / "run.json", {**run, "seconds": rounded})
            for file in FILES:
                (staging / file).replace(out / file)
    except OSError as error:
        msg = f"{out}: cannot be written ({error.strerror or error}); choose another folder or free some space"
        raise ExportError(msg) from error


@contextmanager
def _staging(out: Path, name: str | None) -> Iterator[Path]:
    """A folder in ``out`` for the time being; one of this name that was left there is removed first."""
    if name is None:
        with tempfile.TemporaryDirectory(dir=out, prefix=".kg-") as folder:
            yield Path(folder)
        return
    place = out / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def circumstances(recipe: Recipe, digest: str, workers: int | None, *, started: str) -> dict[str, Any]:
    """What may differ from run to run; ``digest`` is the ontology's."""
    from kg import __version__
    from kg.run import cpus

    return {
        "started": started,
        "kg": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: version(name) for name in ("spacy", "pyoxigraph", "rdflib")},
        "cpus": cpus(),
        "workers": workers or "automatic",
        "extractor": recipe.extractor,
        "model": recipe.model or "the one that comes with kg",
        "ontology": digest,
    }
