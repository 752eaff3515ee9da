"""``exports/`` is what the code builds today, byte for byte; ``python -m tests.golden.refresh`` writes it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.golden.exports import EXPORTS, FILES, build_sample

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    build_sample(folder)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_file_is_what_the_code_builds(name: str, built: Path) -> None:
    same = (EXPORTS / name).read_bytes() == (built / name).read_bytes()
    assert same, f"exports/{name} is not what the code builds: run python -m tests.golden.refresh and look at the diff"


def test_nothing_else_is_built_or_kept(built: Path) -> None:
    assert {path.name for path in built.iterdir()} == {*FILES, "run.json"}
    assert {path.name for path in EXPORTS.iterdir()} - {"run.json"} == set(FILES)
