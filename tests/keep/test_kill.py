"""Builds into a store, killed at random points: the next one finishes, with the same bytes as one from nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TIMES = os.environ.get("KG_KILLS", "20")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are killed in forks")
def test_a_build_that_is_killed_is_finished_by_the_next() -> None:
    command = [sys.executable, "-m", "tests.keep.kill", "--times", TIMES, "--seed", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == int(TIMES)
