"""Which articles people mean: by the names of files and folders, wherever they are now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Kg = Callable[..., object]


@pytest.fixture
def home(kg: Kg, plain: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, in which we are, with a store of three stories."""
    (tmp_path / "stories").mkdir()
    for name in "abc":
        (tmp_path / "stories" / f"{name}.txt").write_text(f"Ann Bell meets Cho Dan in Moscow. So says {name}.")
    monkeypatch.chdir(tmp_path)
    done = kg("build", "stories", "--store", "store", "--extractor", "plain", "--ontology", small, "-q")
    assert done.exit_code == 0, done.output
    return tmp_path


def test_a_file_is_known_by_any_path_where_it_still_lies(kg: Kg, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("", "stories/x", "storie", home / "elsewhere"):
        assert "no article" in kg("remove", name, "--store", "store").stderr
    assert "1 removed" in kg("remove", home / "stories" / "a.txt", "--store", "store").stdout
    (home / "elsewhere").mkdir()
    monkeypatch.chdir(home / "elsewhere")
    assert "no article '.'" in kg("remove", ".", "--store", "../store").stderr, "nothing of this folder was read"
    assert "1 removed" in kg("remove", "stories/b.txt", "--store", "../store").stdout, "as it was called then"
    monkeypatch.chdir(home / "stories")
    assert "no article" in kg("remove", "c.txt", "--store", "../store").stderr
    monkeypatch.chdir(home)
    assert "1 removed" in kg("remove", ".", "--store", "store").stdout
