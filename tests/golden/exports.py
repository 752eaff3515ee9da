"""The built example: what ``kg build --sample`` writes, but for what differs from run to run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXPORTS = Path(__file__).parents[2] / "exports"
FILES = ("graph.gexf", "graph.graphml", "graph.nq", "graph.ttl", "report.json")
PROGRAM = (sys.executable, "-c", "from kg.cli import main; main()")


def build_sample(folder: Path) -> None:
    """Build the sample graph as the README's first command does; raises CalledProcessError where it fails."""
    subprocess.run([*PROGRAM, "build", "--sample", "--quiet", "-o", str(folder)], check=True)
