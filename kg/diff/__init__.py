"""What differs between two graphs: in words, as data, and as an RDF patch."""

from kg.diff.changes import KINDS, Change, changes
from kg.diff.patch import patch, quads_of

__all__ = ["KINDS", "Change", "changes", "patch", "quads_of"]
