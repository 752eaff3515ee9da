"""The command line, one file per command: ``kg build``, ``query``, ``explain``, ``check``, ``serve`` and so on.

Only this package prints. An error is one line on the standard error stream: place, problem, remedy.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """The program: runs the command that the program's arguments name, and exits."""
    try:
        from kg.cli.app import app  # takes a moment, in which Ctrl-C may come as well

        app()
    except KeyboardInterrupt:
        print("kg: interrupted; nothing is left half-written", file=sys.stderr)
        sys.exit(130)
