"""Nouns to RDF and back.

``write`` makes statements of nouns, ``read`` nouns of statements; ``clean`` gives the canonical forms that survive the
journey, and ``background`` is what was known beforehand.
"""

from kg.rdf.background import Background
from kg.rdf.read import Found, read_back

__all__ = ["Background", "Found", "read_back"]
