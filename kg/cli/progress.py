"""How far a build has come: a bar on a terminal, a line every few seconds elsewhere; on the standard error stream."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kg.cli.guard import complain

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from kg.graph import Reading
    from kg.read import Skipped

_EVERY = 5.0
"""Seconds between lines."""


class Progress:
    """Counts what was read; a context manager."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._started = self._said = time.monotonic()
        self._articles = self._claims = self._skipped = 0
        self._doing = "loading"
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress as Bar
            from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

            columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task(self._line())
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def saw(self, result: Reading | Skipped) -> None:
        """Count a reading, or an article that is skipped."""
        self._doing = "reading"
        claims = getattr(result, "claims", None)
        if claims is None:
            self._skipped += 1
        else:
            self._articles += 1
            self._claims += len(claims)
        self._show()

    def now(self, doing: str) -> None:
        """Say what is being done."""
        self._doing = doing
        self._show()

    def _show(self) -> None:
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=self._line())
        elif not self._quiet and time.monotonic() - self._said >= _EVERY:
            self._said = time.monotonic()
            complain(f"{self._line()}, {self._said - self._started:.0f} s")

    def _line(self) -> str:
        skipped = f", {self._skipped:,} skipped" if self._skipped else ""
        counts = f": {self._articles:,} articles, {self._claims:,} claims{skipped}"
        return f"{self._doing}{counts if self._articles or self._skipped else ''}"
