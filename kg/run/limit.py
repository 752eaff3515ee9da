"""How long an article may take, and an end to what takes longer in this process."""

from __future__ import annotations

import math
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from kg.article import Article

__all__ = ["TooLateError", "alarm", "seconds_for"]

_SECONDS, _SECONDS_PER_CHARACTER = 60.0, 0.002
"""Time for some articles: some twenty times what reading takes, so that slow and busy machines have enough."""
_AGAIN = 1.0
"""Seconds until it rings again, where something has swallowed the first alarm."""


class TooLateError(BaseException):
    """Time is up. It is no Exception, so that nobody takes it for a failure of an article and goes on."""


def seconds_for(articles: Iterable[Article], *, patience: float = 1.0) -> float:
    """How long reading some articles may take: a minute, and two milliseconds for each of their characters.

    ``patience`` multiplies both.
    """
    return patience * (_SECONDS + _SECONDS_PER_CHARACTER * sum(len(article.text) for article in articles))


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raises TooLateError in what is done in here as soon as so many seconds have passed.

    It interrupts Python code; a library of C is waited for until it returns. Where the system has no such alarm
    (Windows), or in another thread than the main one, it never rings.
    """
    main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not main or seconds == math.inf:
        yield
        return

    def ring(*_: object) -> None:
        raise TooLateError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
