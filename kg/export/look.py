"""What a property graph looks like and how XML holds it: ids, escapes, colours, sizes, columns."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.views import Edge, Node, Value, View, edge_columns, node_columns

SMALLEST, LARGEST = 4.0, 100.0
COLOURS: Mapping[str, tuple[int, int, int]] = {
    "Person": (78, 121, 167),
    "Group": (160, 203, 232),
    "Organization": (242, 142, 43),
    "Agency": (225, 87, 89),
    "MediaOutlet": (237, 201, 72),
    "AnonymousSource": (121, 112, 110),
    "Location": (140, 209, 125),
    "Country": (89, 161, 79),
    "Region": (134, 188, 182),
    "City": (73, 152, 148),
    "Facility": (156, 117, 95),
    "Artifact": (215, 181, 166),
    "Event": (176, 122, 161),
    "UnrealizedEvent": (212, 196, 214),
}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# the last two are line ends to parsers that follow XML 1.1, as xmldom does
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"} | {sign: f"&#{ord(sign)};" for sign in "\r\n\t\x85\u2028"}
)
_SPECIAL = re.compile('[&<>"\x85\u2028]|[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
_LONG = 2**63


def xml(value: Value) -> str:
    """A value as XML text or attribute; characters that XML 1.0 forbids are dropped."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if _SPECIAL.search(value) is None else _FORBIDDEN.sub("", value).translate(_ESCAPES)
    return repr(value)


def token(local_id: str) -> str:
    """A local id as an NMTOKEN: ``agency:police-ru``. Local ids have one slash and no colon, so it can be undone."""
    return local_id.replace("/", ":").replace("~", "_")


def title(node: Node) -> str:
    """What to call a node, as XML text: its label, or its id where nothing of the label can be written."""
    return xml(node.label) or token(node.id)


def colour(cls: str) -> tuple[int, int, int]:
    """Red, green and blue of a class; a class that kg does not know gets one of its own from its name."""
    if cls in COLOURS:
        return COLOURS[cls]
    digest = hashlib.sha256(cls.encode("utf-8", "surrogatepass")).digest()
    return 48 + digest[0] * 5 // 8, 48 + digest[1] * 5 // 8, 48 + digest[2] * 5 // 8


def sizes(view: View) -> list[float]:
    """Sizes of the nodes, by the weight of all their edges, spread from :data:`SMALLEST` to :data:`LARGEST`."""
    degree: Counter[str] = Counter()
    for edge in view.edges:
        degree[edge.source] += edge.weight
        degree[edge.target] += edge.weight
    counts = [degree[node.id] for node in view.nodes]
    least, most = min(counts, default=0), max(counts, default=0)
    width = (LARGEST - SMALLEST) / math.sqrt(most - least or 1)
    return [round(SMALLEST + width * math.sqrt(count - least), 2) for count in counts]


@dataclass(frozen=True)
class Drawn:
    """A view with the place and size of each node, in the order of the nodes."""

    view: View
    places: list[tuple[float, float]] = field(repr=False)
    sizes: list[float] = field(repr=False)

    @classmethod
    def of(cls, view: View) -> Drawn:
        """The view, laid out."""
        from kg.export.layout import layout  # and numpy with it, which only those who draw wait for

        places = layout([node.id for node in view.nodes], [(edge.source, edge.target) for edge in view.edges])
        return cls(view, places, sizes(view))


@dataclass(frozen=True)
class Column:
    """A column of nodes or edges: its name in the file and in the view, and its type in GraphML's words."""

    name: str
    source: str
    type: str


_FLOATS = ("latitude", "longitude")
NODE_COLUMNS = tuple(
    Column(name, name, "boolean" if name == "realized" else "double" if name in _FLOATS else kind)
    for kind, names in (
        ("string", ("cls", "kind", "iri", "type", "realized", "start", "end", "merged", "review", *_FLOATS)),
        ("int", ("mention_count", "article_count")),
    )
    for name in names
)
EDGE_COLUMNS = (
    Column("predicate", "predicate", "string"),
    Column("asserted", "asserted", "boolean"),
    *(
        Column(name, name, "string")
        for name in ("certainty", "polarity", "temporality", "attributed_to", "articles", "first_date", "last_date")
    ),
    Column("evidence", "evidence", "string"),
    Column("edgeiri", "iri", "string"),
    Column("edgereview", "review", "string"),
)
RESERVED = frozenset({"label", "x", "y", "size", "r", "g", "b", "edgelabel", "edgeid", "weight", "id"})


def fact_columns(nodes: Iterable[Node]) -> list[Column]:
    """Columns of the nodes' literal facts, one type each; names are lower case and clash with no other column's."""
    kinds: dict[str, str] = {}
    fixed = {column.source for column in NODE_COLUMNS}
    for node in nodes:
        if not node.facts:
            continue
        for name, value in node_columns(node).items():
            if name in fixed or name == "label":
                continue
            number = isinstance(value, int) and -_LONG <= value < _LONG
            kinds[name] = "long" if number and kinds.get(name, "long") == "long" else "string"
    taken = set(RESERVED) | {column.name for column in (*NODE_COLUMNS, *EDGE_COLUMNS)}
    found = []
    for name in sorted(kinds):
        key = re.sub(r"[^a-z0-9_.-]", "_", name.lower())
        while key in taken:
            key = f"fact_{key}"
        taken.add(key)
        found.append(Column(key, name, kinds[name]))
    return found


def cells(noun: Node | Edge, columns: Iterable[Column]) -> Iterator[tuple[Column, str]]:
    """A node's or edge's values in some columns, missing ones and those of nothing that XML holds left out, as text."""
    values = _COLUMNS[type(noun)](noun)
    for column in columns:
        value = values.get(column.source)
        if value is not None and (text := xml(value)):
            yield column, text


_COLUMNS: Mapping[type, Callable[..., dict[str, Value]]] = {Node: node_columns, Edge: edge_columns}
