"""Stores: articles and what was read in them, kept on disk; see :mod:`kg.folder` for what is where.

====================  ==================================================================
module                what
====================  ==================================================================
keeping               adding and removing articles
round                 reading what is new, changed, or was read in another way
about                 what is known of an article
catalogue, database   articles and readings in SQLite: the truth
codec                 nouns as JSON, and back
marks                 what a reading, or the whole graph, follows from
naming                which articles somebody means
leaving               what the ledger says of articles that are removed
load                  the graph in memory, made of them
check                 is all as it was written?
graphs                the graph in RocksDB, for SPARQL, which follows from them
====================  ==================================================================
"""

from kg.keep.about import Displaced
from kg.keep.keeping import Done, Keeper, keeping
from kg.keep.leaving import leaving
from kg.keep.load import load, texts
from kg.keep.naming import articles_meant

__all__ = ["Displaced", "Done", "Keeper", "articles_meant", "keeping", "leaving", "load", "texts"]
