"""``python -m kg`` is the command ``kg``."""

from __future__ import annotations

import subprocess
import sys

from kg import __version__


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, f"kg {__version__}")
