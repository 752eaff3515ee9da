"""Short texts and all that is read in them.

After a wanted change: ``python -m tests.golden.refresh``, then check every line of the diff against its text.
"""

from __future__ import annotations

import pytest

from tests.golden.readings import NAMES, expected, pages


@pytest.mark.parametrize("name", NAMES)
def test_text_is_read_as_expected(name: str) -> None:
    assert pages()[name] == expected(name).read_text(encoding="utf-8")


def test_every_expectation_has_its_text() -> None:
    assert len(NAMES) >= 8
    assert {path.stem for path in expected("x").parent.glob("*.expected")} == set(NAMES)
