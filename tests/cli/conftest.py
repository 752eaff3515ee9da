"""A small graph, built once, and a way to run commands on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.app import app

STORIES = {
    "arrest": "Police arrested two smugglers in Hyesan on Monday, the provincial court said. The police did not detain "
    "the driver. Officials may arrest more traders.",
    "workers": "North Korea sent 50 workers to Vladivostok in March. A source in Russia told Hanbit Monitor that the "
    "Ministry of State Security monitors the workers.",
    "talks": "Foreign Minister Pavel Orlov met Ambassador Ri Jong Chol in Moscow. “We will expand cooperation,” Orlov "
    "said.",
}


@pytest.fixture(scope="session")
def kg() -> Callable[..., object]:
    """A function that runs ``kg`` with some arguments."""
    return lambda *arguments, **more: CliRunner().invoke(app, [str(word) for word in arguments], **more)


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three articles."""
    folder = tmp_path_factory.mktemp("stories")
    for name, text in STORIES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(stories: Path, tmp_path_factory: pytest.TempPathFactory, kg) -> Path:
    """The folder that ``kg build`` wrote from the stories."""
    out = tmp_path_factory.mktemp("built")
    done = kg("build", stories, "-o", out, "--date", "2024-08-01", "--publisher", "Amur Lens", "-q")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    return out


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes texts as JSON Lines."""

    def written(*texts: str) -> Path:
        path = tmp_path / "articles.jsonl"
        rows = (json.dumps({"id": f"s{number}", "text": text}) for number, text in enumerate(texts))
        path.write_text("\n".join(rows), encoding="utf-8")
        return path

    return written
