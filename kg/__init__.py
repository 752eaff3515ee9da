"""Reads news articles into an evidence-bearing knowledge graph: who did what to whom, where, when, and who says so.

>>> from kg import read
>>> from kg.resources import sample_folder
>>> sorted(article.info.identifier for article in read(sample_folder() / "wages-in-nakhodka.txt"))
['wages-in-nakhodka']

``kg.build("articles/")`` gives a :class:`Graph`, ``kg.export(graph, "graph.graphml")`` writes it, and ``kg.load`` reads
it back. Language models, analysis and web page libraries are loaded only where they are used.
"""

from kg.article import Article
from kg.build import build, read
from kg.claim import Claim
from kg.errors import KGError
from kg.export import export
from kg.graph import Graph
from kg.keep import load
from kg.mention import Entity, Event
from kg.ontology import Ontology
from kg.read import Skipped

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Claim",
    "Entity",
    "Event",
    "Graph",
    "KGError",
    "Ontology",
    "Skipped",
    "build",
    "export",
    "load",
    "read",
]
