"""``python -m tests.quality.errors`` counts what is wrong on the gold sets, by measure and class of cause.

Misses and what is spurious are found by the scorer's own matching; of identity it is the B-cubed loss, in mentions, by
the kinds of the two mentions that are wrongly apart or wrongly one. Causes are told by the parse, the tables of the
ontology and the graph's ``foundBy``; no words of the gold are shown. ``--details N`` splits each cause by the N
commonest of what else is known (roles, types, links); ``--sets`` takes some sets alone.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.extract.parse import load_model
from kg.ontology import Ontology
from tests.quality.ablation import Parses, desk
from tests.quality.entity_causes import ENTITY_FINDERS, Fault, Known
from tests.quality.event_causes import EVENT_FINDERS
from tests.quality.goldsets import NAMES, GoldSet
from tests.quality.layers import WHOLE
from tests.quality.matching import Case

MEASURES = ("mention", "identity", "class", "trigger", "argument", "realized", "voice", "date", "relation")


def cases(gold: GoldSet, ontology: Ontology, parses: Parses) -> Iterator[tuple[Case, Known]]:
    """The documents of a set, each with what its faults are looked up in."""
    graph = gold.graph(desk(WHOLE, ontology, parses))
    known, seen = Known.of(ontology, graph), gold.seen(graph)
    parsed = {info.identifier: one for info, one in parses.kept.items()}
    families = {event["type"] for document in gold.documents for event in document["events"] or ()}
    for document in gold.documents:
        yield Case(document, seen[document["id"]], parsed[document["id"]], families), known


def faults(gold: GoldSet, ontology: Ontology, parses: Parses) -> Iterator[Fault]:
    """Everything that is wrong on a set, for the measures that it has gold for."""
    judged = any(document["relations"] for document in gold.documents)
    for case, known in cases(gold, ontology, parses):
        found = (fault for finder in (*ENTITY_FINDERS, *EVENT_FINDERS) for fault in finder(case, known))
        yield from (fault for fault in found if judged or fault.measure != "relation")


def table(name: str, found: Iterable[Fault], details: int = 0, least: float = 0) -> Iterator[str]:
    """The lines of one set's Markdown table, the commonest causes first; those below ``least`` are put together."""
    counts: Counter[tuple[str, str, str]] = Counter()
    finer: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for fault in found:
        key = fault.measure, fault.side, fault.cause
        counts[key] += fault.weight  # type: ignore[assignment]
        finer[key][fault.detail] += fault.weight  # type: ignore[assignment]
    yield f"| {name} | | cause | count |"
    yield "|---|---|---|--:|"
    for measure in MEASURES:
        for side in sorted({s for m, s, _ in counts if m == measure}):
            here = {key: n for key, n in counts.items() if key[:2] == (measure, side)}
            yield f"| **{measure}** | **{side}** | | **{_shown(sum(here.values()))}** |"
            rest = sum(n for n in here.values() if n < least)
            for key, n in sorted(here.items(), key=lambda item: (-item[1], item[0])):
                if n >= least:
                    yield f"| | | {key[2]}{_details(finer[key], details)} | {_shown(n)} |"
            if rest:
                yield f"| | | others | {_shown(rest)} |"


def _details(found: Counter[str], most: int) -> str:
    named = [(words, n) for words, n in found.most_common() if words][:most]
    return f" ({', '.join(f'{words} {_shown(n)}' for words, n in named)})" if named else ""


def _shown(count: float) -> str:
    return f"{count:.0f}" if count == int(count) or count >= 10 else f"{count:.1f}"


def main() -> int:
    """Count and show; 1 where there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.errors", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sets", nargs="+", default=NAMES, choices=NAMES)
    parser.add_argument("--details", type=int, default=0, metavar="N")
    parser.add_argument("--least", type=float, default=0, metavar="N", help="put causes of fewer cases together")
    asked = parser.parse_args()
    present = [gold for gold in map(GoldSet, asked.sets) if gold.present]
    for name in asked.sets:
        if name not in {gold.name for gold in present}:
            print(f"{name}: not at {GoldSet(name).path}; skipped", file=sys.stderr)
    if not present:
        return 1
    ontology, parses = Ontology.load(), Parses(load_model())
    for gold in present:
        found = faults(gold, ontology, parses)
        print("\n".join(table(gold.name, found, asked.details, asked.least)), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
