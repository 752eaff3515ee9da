"""Every error that kg raises on purpose.

::

    KGError
    ├── OntologyError     a file of the ontology is wrong: the run stops before it starts
    ├── ArticleError      one article cannot be read: it is counted, named with its reason, and skipped
    ├── ExtractionError   an extractor or its language model cannot work
    ├── ExportError       a graph cannot be written
    └── StoreError        a graph cannot be loaded or queried

A message gives the place, the problem and the remedy, in one line.
"""

from __future__ import annotations


class KGError(Exception):
    """Root of all errors that kg raises on purpose; its text is one line meant for the user."""


class OntologyError(KGError):
    """A file of the ontology is wrong; the message names file and line."""


class ArticleError(KGError):
    """One article cannot be read; the run goes on without it."""


class ExtractionError(KGError):
    """An extractor or its language model is missing or does not fit."""


class ExportError(KGError):
    """A graph cannot be written where or how it was asked for."""


class StoreError(KGError):
    """A graph cannot be loaded, or a query on it cannot be answered."""
