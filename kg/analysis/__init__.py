"""Questions to a graph in Python: tables, slices, belief, near-duplicates, contradictions.

>>> from kg.analysis import contradictions, frames, slice
>>> from kg.graph import Graph
>>> [len(slice(Graph(), since="2024-01-01").claims), len(frames(Graph()).claims["id"]), len(contradictions(Graph()))]
[0, 0, 0]

A worked question, with a plot, is in :mod:`kg.analysis.example`: who comes to stand between the others as time goes by?

Nothing here is loaded by ``import kg``; pandas, polars, networkx and igraph are loaded where they are used.
"""

from kg.analysis.credence import Belief, belief, beliefs
from kg.analysis.disputes import Contradiction, contradictions
from kg.analysis.duplicates import near_duplicates, quoted_texts
from kg.analysis.network import to_igraph
from kg.analysis.slices import slice  # noqa: A004  the word for it; builtins.slice is not used in this package
from kg.analysis.tables import Frames, frames

__all__ = [
    "Belief",
    "Contradiction",
    "Frames",
    "belief",
    "beliefs",
    "contradictions",
    "frames",
    "near_duplicates",
    "quoted_texts",
    "slice",
    "to_igraph",
]
