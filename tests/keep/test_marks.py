"""What is kept follows from all the code that makes it."""

from __future__ import annotations

import grimp
import pytest

from kg.keep.marks import FILES, READING, UNION

ASIDE = {"kg", "kg.errors", "kg.folder", "kg.networks", "kg.outside", "kg.resources", "kg.shown"}
"""Modules that nothing of a graph depends on: messages, places of files, views for others' libraries."""
SEEN_ONLY_IN_FILES = {"kg.export", "kg.judgement", "kg.ledger", "kg.likeness", "kg.resolve", "kg.views"}


def covered(module: str, parts: tuple[str, ...]) -> bool:
    path = module.removeprefix("kg.").replace(".", "/")
    return any(f"{path}.py" == part or f"{path}/".startswith(part) for part in parts)


@pytest.mark.parametrize(
    ("module", "parts", "aside"),
    [
        ("kg.build", READING, SEEN_ONLY_IN_FILES),
        ("kg.build", UNION, {"kg.export", "kg.views"}),
        ("kg.export", FILES, set[str]()),
    ],
)
def test_no_code_is_forgotten(module: str, parts: tuple[str, ...], aside: set[str]) -> None:
    code = grimp.build_graph("kg")
    needed = {module, *code.find_upstream_modules(module)}
    outside = {one for one in needed if not covered(one, parts)}
    assert {one for one in outside - ASIDE if not any(f"{one}.".startswith(f"{name}.") for name in aside)} == set()
