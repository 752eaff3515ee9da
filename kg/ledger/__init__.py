"""The ledger: what people found wrong, right, the same or different, in a file that outlives every build.

A ledger is a table (CSV) with one row for each opinion, in any order. A row names what it is about by local id, and
says in words what that was when the person looked at it: names, article, quote. So whoever opens the file sees what is
meant; and where an id is no more, because the ontology or the reader has changed, the row is found again by its words,
or reported as lost. Nothing in the graph is rewritten: rows become judgements that stand beside the claims
(:mod:`kg.judgement`), and without a row the next build is as if it had never been there (law 6).

============  ==========================================================================================
verdict       what it says
============  ==========================================================================================
same          two entities are one
different     two entities are two
wrong         a claim, an event or an entity was misread: the article does not say so, or has no such thing
confirmed     it was read right: the article does say so, whether it is true or not
============  ==========================================================================================
"""

from kg.ledger.apply import Fate, Reviewed, reviewed
from kg.ledger.file import Ledger
from kg.ledger.row import COLUMNS, VERDICTS, Row

__all__ = ["COLUMNS", "NAME", "VERDICTS", "Fate", "Ledger", "Reviewed", "Row", "reviewed"]

NAME = "ledger.csv"
"""What a ledger is called in the folder of a build or store."""
