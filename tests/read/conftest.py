from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.article import Article
from kg.ontology.zones import ZonePatterns, load_zones
from kg.read import Skipped, read
from kg.resources import ontology_folder


@pytest.fixture(scope="session")
def zones() -> ZonePatterns:
    return load_zones(ontology_folder() / "zones.tsv")


Reading = Callable[..., tuple[list[Article], list[Skipped]]]


@pytest.fixture
def reading(zones: ZonePatterns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Reads sources in an empty working folder and parts articles from what was skipped."""
    monkeypatch.chdir(tmp_path)

    def run(*sources: str | Path, stdin: bytes | None = None, **options: int) -> tuple[list[Article], list[Skipped]]:
        pipe = None if stdin is None else io.BytesIO(stdin)
        found = list(read(*sources, zones=zones, stdin=pipe, **options))
        return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Skipped)]

    return run
