"""Fuzzing for as long as you like: ``python -m tests.fuzz .html 600`` tries random pages for ten minutes.

What is named is a kind of file, or ``pipeline`` for all kinds up to the written graph. With ``--guided`` coverage
guides the inputs, where atheris is installed (``pip install atheris``). What breaks is shown, with exit status 1 (77
from atheris), and how many inputs were tried at the end.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    words.add_argument("kind", help="a suffix, like .html, or pipeline")
    words.add_argument("seconds", type=int)
    words.add_argument("--guided", action="store_true", help="let coverage guide the inputs (atheris)")
    asked = words.parse_args()
    if asked.guided:
        import atheris

    with atheris.instrument_imports(include=["kg.read", "kg.text", "kg.article"]) if asked.guided else nullcontext():
        from tests.fuzz import test_fuzz as fuzz
    (_guided if asked.guided else _random)(_try(fuzz, asked.kind), asked.seconds)


def _try(fuzz: object, kind: str) -> Callable[[object], None]:
    """What is done with one source of choices."""
    from kg.article import Article
    from kg.build import Desk
    from kg.extract import reader
    from kg.ontology import Ontology
    from tests.fuzz.inputs import FILES, damaged
    from tests.fuzz.invariants import read_all

    table, zones = fuzz.TABLE, fuzz.ZONES  # type: ignore[attr-defined]
    if kind != "pipeline":
        return lambda data: read_all(table[kind], data.draw(damaged(FILES[kind])), zones)
    ontology = Ontology.load()
    desk = Desk(ontology, reader("rules", ontology))

    def whole(data: object) -> None:
        from hypothesis import strategies as st

        suffix = data.draw(st.sampled_from(sorted(FILES)))
        items = read_all(table[suffix], data.draw(damaged(FILES[suffix])), zones)
        found = {item.id: item for item in items if isinstance(item, Article)}
        fuzz.read_into_graph(list(found.values()), desk)  # type: ignore[attr-defined]

    return whole


def _random(one: Callable[[object], None], seconds: int) -> None:
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    count, until = 0, time.monotonic() + seconds

    def counted(data: object) -> None:
        nonlocal count
        count += 1
        one(data)

    health = list(HealthCheck)
    round_of_some = settings(max_examples=20, deadline=None, database=None, suppress_health_check=health)
    while time.monotonic() < until:
        round_of_some(given(st.data())(counted))()
    print(f"{count:,} inputs in {seconds} s, nothing broke")


def _guided(one: Callable[[object], None], seconds: int) -> None:
    import atheris
    from hypothesis import given
    from hypothesis import strategies as st

    tried = given(st.data())(one)
    options = [sys.argv[0], f"-max_total_time={seconds}", "-print_final_stats=1", "-max_len=8192", "-timeout=60"]
    atheris.Setup(options, lambda data: tried.hypothesis.fuzz_one_input(data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
