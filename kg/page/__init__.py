"""A graph as one HTML page that needs nothing else: the network, a table of all claims, and the words behind each.

The page opens no connection, and its policy (CSP) forbids it to. What comes from articles is data in it, never markup:
JSON whose ``<``, ``>`` and ``&`` are escaped, shown as text alone. The same graph gives the same bytes.
"""

from kg.page.facts import size
from kg.page.passages import is_source
from kg.page.write import MOST, write

__all__ = ["MOST", "is_source", "size", "write"]
