"""An example: which actors come to stand between the others as time goes by?

Run it as ``python -m kg.analysis.example GRAPH OUT.svg``, or copy it and ask something else. It cuts the time that the
graph speaks of into steps, takes the slice up to each step, computes the actors' betweenness centrality in it, and
draws those whom time has raised most. Betweenness (Freeman, "A set of measures of centrality based on betweenness",
Sociometry 40, 1977) is the share of shortest paths between others that lead through somebody: brokers, go-betweens, and
those whom all reports have to do with. An actor that is written about more rises, too, and all fall when stories about
others come in: read the evidence before you call anybody a broker.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from kg.analysis.slices import slice as part
from kg.errors import ExportError, KGError
from kg.graph import Graph, load
from kg.ontology.types import Vocabulary
from kg.resources import ontology_folder

_WIDTH, _HEIGHT = 900, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 330, 60, 50
_FONT = 'font-family="sans-serif" font-size="12"'
_LONGEST = 44
_FORBIDDEN = re.compile("[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOURS = ("#4e79a7", "#e15759", "#59a14f", "#f28e2b", "#b07aa1", "#9c755f", "#76b7b2", "#edc948")


@dataclass(frozen=True, slots=True)
class Rise:
    """An actor's centrality, 0 to 1, at the end of each step."""

    actor: str
    label: str
    values: tuple[float, ...]

    @property
    def gain(self) -> float:
        """How much it has risen from first to last."""
        return self.values[-1] - self.values[0]


def steps(graph: Graph, *, most: int = 8) -> list[dt.date]:
    """Days that cut the time of the graph into steps with about as many claims each: of events, or else of articles."""
    days = sorted(day for claim in graph.claims.values() if (day := _day(graph, claim.event, claim.article)))
    return sorted({days[(number * len(days) + most - 1) // most - 1] for number in range(1, most + 1)} if days else ())


def _day(graph: Graph, event: str | None, article: str) -> dt.date | None:
    told = graph.events.get(event or "")
    when, info = told.when if told else None, graph.articles.get(article)
    return (when.end or when.start if when else None) or (info.date if info else None)


def rises(graph: Graph, days: Sequence[dt.date], *, most: int = 6) -> list[Rise]:
    """The actors whose betweenness rises most from the first of the days to the last, with what it is at each.

    An actor that is not there yet has none.
    """
    found = [betweenness(part(graph, until=day, undated="published")) for day in days]
    actors = sorted({actor for values in found for actor in values})
    every = [Rise(actor, graph.label(actor), tuple(values.get(actor, 0.0) for values in found)) for actor in actors]
    best = sorted(every, key=lambda rise: (-rise.gain, rise.label, rise.actor))
    return [rise for rise in best[:most] if rise.gain > 0]


def betweenness(graph: Graph) -> Mapping[str, float]:
    """Betweenness of the actors alone, whoever does what to whom: ties have no direction here."""
    import networkx as nx

    actors = Vocabulary.load(ontology_folder()).subclasses("Actor")
    ties = nx.Graph(graph.to_networkx("actors").to_undirected())
    ties.remove_nodes_from([name for name, cls in list(ties.nodes(data="cls")) if cls not in actors])
    values: dict[str, float] = nx.betweenness_centrality(ties)
    return {name: round(value, 9) for name, value in values.items()}


def drawn(found: Sequence[Rise], days: Sequence[dt.date]) -> str:
    """A line for each actor, as SVG."""
    top = max((value for rise in found for value in rise.values), default=0) or 1
    width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    across = [_LEFT + width * number / max(1, len(days) - 1) for number in range(len(days))]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" {_FONT}>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
            f'<text x="{_LEFT}" y="28" font-size="16">Who comes to stand between the others</text>',
            f'<text x="{_LEFT}" y="46" fill="#555">betweenness among actors, in all that is said up to the day</text>',
            *_axes(across, days, top),
            *_lines(found, across, lambda value: _TOP + height * (1 - value / top)),
            "</svg>\n",
        ]
    )


def _axes(across: Sequence[float], days: Sequence[dt.date], top: float) -> Iterator[str]:
    base, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    yield f'<path d="M{_LEFT} {_TOP}V{base}H{right}" fill="none" stroke="#999"/>'
    yield f'<text x="{_LEFT - 6}" y="{_TOP + 4}" text-anchor="end">{top:.2f}</text>'
    yield f'<text x="{_LEFT - 6}" y="{base + 4}" text-anchor="end">0</text>'
    for x, day in zip(across, days, strict=True):
        turned = f'transform="rotate(-30 {x:.1f} {base + 16})"'
        yield f'<text x="{x:.1f}" y="{base + 16}" text-anchor="end" {turned}>{day}</text>'


def _lines(found: Sequence[Rise], across: Sequence[float], at: Callable[[float], float]) -> Iterator[str]:
    lowest = float(_TOP - 16)
    for number, rise in enumerate(sorted(found, key=lambda rise: (-rise.values[-1], rise.label, rise.actor))):
        colour, last = _COLOURS[number % len(_COLOURS)], rise.values[-1]
        name = escape(textwrap.shorten(_FORBIDDEN.sub(" ", rise.label), _LONGEST, placeholder=" …"))
        points = " ".join(f"{x:.1f},{at(value):.1f}" for x, value in zip(across, rise.values, strict=True))
        lowest = max(lowest + 16, at(last))
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield f'<circle cx="{across[-1]:.1f}" cy="{at(last):.1f}" r="3" fill="{colour}"/>'
        yield f'<text x="{across[-1] + 10:.1f}" y="{lowest + 4:.1f}" fill="{colour}">{name} {last:.2f}</text>'


def main(arguments: Sequence[str]) -> int:
    """Reads a graph and writes the drawing; 0, or 2 with a line on standard error where that cannot be done."""
    if len(arguments) != 2:
        sys.stderr.write(
            "usage: python -m kg.analysis.example GRAPH OUT.svg, with GRAPH as kg wrote it (.ttl, .nq or .jsonld)\n"
        )
        return 2
    try:
        graph = load(arguments[0])
        days = steps(graph)
        _write(Path(arguments[1]), drawn(rises(graph, days), days))
    except KGError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror or error}); name another file"
        raise ExportError(msg) from error


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
