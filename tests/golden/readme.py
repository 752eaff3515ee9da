"""The README's fenced blocks, and what they give when they are run on the exports and the sample articles.

``sparql`` and ``python`` blocks are followed by a ``text`` block with the answer. A ``turtle`` block follows a comment
``<!-- excerpt: QUERY -->`` that selects the subjects shown. Lines of ``sh`` blocks are commands.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.rdf.write import prefixes
from kg.resources import sample_folder
from kg.store import ask, load_store
from kg.terms import BASE
from tests.golden.exports import EXPORTS, PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"

_FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXCERPT = re.compile(r"<!-- excerpt: (.+?) -->\n\Z", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its words, where these begin in the README, and the comment above it."""

    language: str
    words: str
    begin: int
    excerpt: str | None = None


def blocks(text: str) -> list[Block]:
    """All fenced blocks in order."""
    found = []
    for match in _FENCED.finditer(text):
        above = _EXCERPT.search(text[: match.start()])
        found.append(Block(match[1], match[2], match.start(2), above[1] if above else None))
    return found


def answered(text: str) -> list[tuple[Block, Block]]:
    """Blocks that are run, each with the block that holds its answer (an excerpt is its own answer)."""
    every = blocks(text)
    pairs = [(one, one) for one in every if one.language == "turtle"]
    pairs += [(one, after) for one, after in pairwise(every) if after.language == "text"]
    return sorted(pairs, key=lambda pair: pair[0].begin)


def refreshed(text: str) -> str:
    """The README with every answer and excerpt as it is today."""
    with workplace() as folder:
        answers = [(shown, answer(asked, folder)) for asked, shown in answered(text)]
    for shown, words in reversed(answers):
        text = text[: shown.begin] + words + text[shown.begin + len(shown.words) :]
    return text


def answer(block: Block, folder: Path) -> str:
    """What a block gives when it is run in a folder made by :func:`workplace`."""
    if block.language == "turtle":
        return excerpt(block.excerpt or "")
    if block.language == "python":
        return printed([sys.executable, "-W", "error", "-c", block.words], folder)
    if block.language == "sparql":
        (folder / "question.rq").write_text(block.words, encoding="utf-8")
        return printed([*PROGRAM, "query", "exports/graph.ttl", "@question.rq", "--limit-width", "50"], folder)
    msg = f"no way to run a block of {block.language}"
    raise ValueError(msg)


def excerpt(query: str) -> str:
    """The statements of exports/graph.ttl about the subjects that a query selects, sorted."""
    wanted = {row[0] for row in ask(load_store(EXPORTS / "graph.ttl"), query)}
    triples = [
        quad.triple
        for quad in ox.parse(path=EXPORTS / "graph.ttl", format=ox.RdfFormat.TURTLE)
        if getattr(quad.subject, "value", None) in wanted
    ]
    turtle = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=prefixes(BASE)) or b""
    lines = turtle.decode().expandtabs(4).splitlines()
    return "".join(f"{line}\n" for line in lines if not line.startswith("@prefix"))


def printed(command: list[str], folder: Path) -> str:
    """Standard output of a command that must succeed, white space at lines' ends and empty lines around left out."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        msg = f"{command[-1]}: exit status {done.returncode}: {done.stderr.strip()}"
        raise RuntimeError(msg)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def environment() -> dict[str, str]:
    """The environment, with the kg that runs this first on Python's path, whichever folder a command runs in."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}


@contextmanager
def workplace() -> Iterator[Path]:
    """A temporary folder with ``exports/`` and, as ``articles/``, the sample."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(EXPORTS, folder / "exports")
        shutil.copytree(sample_folder(), folder / "articles")
        yield folder


def commands(text: str) -> Iterator[str]:
    """Lines of the ``sh`` blocks."""
    for block in blocks(text):
        if block.language == "sh":
            yield from (line for line in block.words.splitlines() if line.strip())
