"""How often each way of reading is right (``confidence.tsv``), which is a claim's confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.tables import read_table

COLUMNS = ("how", "confidence")
DEFAULT = "default"


@dataclass(frozen=True)
class Confidence:
    """Probabilities in thousandths, by construction; an unlisted construction has the default's."""

    by_how: Mapping[str, int]

    def of(self, how: str) -> int:
        """Thousandths for one construction."""
        return self.by_how.get(how, self.by_how[DEFAULT])

    def joint(self, *hows: str) -> int:
        """Thousandths for a reading that needs every one of the constructions to be right, taken as independent."""
        product = 1.0
        for how in hows:
            product *= self.of(how) / 1000
        return max(1, round(product * 1000))


def read_confidence(path: Path) -> Confidence:
    """The table; raises OntologyError, naming the line, for a value that is no probability or a missing default."""
    found: dict[str, int] = {}
    line = 1
    for row in read_table(path, COLUMNS):
        line = row.line
        try:
            value = float(row["confidence"])
        except ValueError as error:
            raise row.error(f"'{row['confidence']}' is no number") from error
        if not 0 < value <= 1:
            raise row.error(f"confidence {value} is not above 0 and at most 1")
        found[row["how"]] = round(value * 1000)
    if DEFAULT not in found:
        msg = f"{path.name} line {line}: no row '{DEFAULT}' up to here; add one"
        raise OntologyError(msg)
    return Confidence(found)
