"""A small ontology, a fast extractor, and a way to run commands on stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.app import app
from tests.keep.plain import install, small_ontology


@pytest.fixture(scope="session")
def kg() -> Callable[..., object]:
    """A function that runs ``kg`` with some arguments, in this process."""
    return lambda *arguments, **more: CliRunner().invoke(app, [str(word) for word in arguments], **more)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder on the path, also of processes that start here, with the extractor ``plain``."""
    with pytest.MonkeyPatch.context() as patch:
        folder = install(tmp_path_factory.mktemp("plain"))
        patch.syspath_prepend(str(folder))
        patch.setenv("PYTHONPATH", str(folder), prepend=":")
        yield folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small ontology, not to be changed."""
    return small_ontology(tmp_path_factory.mktemp("ontology") / "small")
