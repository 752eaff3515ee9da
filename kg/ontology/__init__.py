"""The only reader of ``ontology/``: everything that kg knows about its domain, as frozen values."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.ontology.adjuncts import Adjunct, read_adjuncts
from kg.ontology.confidence import Confidence, read_confidence
from kg.ontology.cues import Cues
from kg.ontology.gazetteer import Gazetteer
from kg.ontology.known import Known
from kg.ontology.lexicon import Lexicon, read_lexicon
from kg.ontology.light import Light, read_light
from kg.ontology.nouns import Nouns
from kg.ontology.places import Places
from kg.ontology.relations import Relation, read_relations
from kg.ontology.tables import did_you_mean, read_table
from kg.ontology.times import TimeWords
from kg.ontology.types import Vocabulary
from kg.ontology.zones import ZonePatterns, load_zones
from kg.resources import ontology_folder

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Ontology"]


@dataclass(frozen=True)
class Ontology:
    """All of an ontology folder, read and validated; ``digest`` changes with any of its bytes."""

    folder: Path
    digest: str
    vocabulary: Vocabulary
    lexicon: Lexicon
    adjuncts: Mapping[str, tuple[Adjunct, ...]]
    light: Mapping[tuple[str, str], tuple[Light, ...]]
    relations: Mapping[str, tuple[Relation, ...]]
    confidence: Confidence
    lemmas: Mapping[str, str]
    name_heads: Mapping[str, str]
    given_names: frozenset[str]
    nouns: Nouns
    gazetteer: Gazetteer
    places: Places
    cues: Cues
    times: TimeWords
    zones: ZonePatterns

    @classmethod
    def load(cls, folder: str | Path | None = None) -> Ontology:
        """The ontology of a folder, by default the one that ships with kg; the very same as before if no file changed.

        Raises OntologyError, naming file and line, for the first thing that is wrong.
        """
        root = Path(folder) if folder is not None else ontology_folder()
        if not root.is_dir():
            msg = f"{root}: no such folder; give the folder that holds core.ttl and lexicon.en.tsv"
            raise OntologyError(msg)
        return _loaded(root, _digest(root))

    def known(self, ids: Collection[str]) -> Iterator[Known]:
        """Facts known beforehand: the gazetteer's, and those of the library's cities with these local ids."""
        yield from self.gazetteer
        yield from self.places.having(ids)

    def lemma(self, token: Token) -> str:
        """A token's lemma in lower case, the model's errors mended."""
        return self.lemmas.get(token.lower_) or str(token.lemma_).lower()


@lru_cache(maxsize=2)
def _loaded(root: Path, digest: str) -> Ontology:
    vocabulary = Vocabulary.load(root)
    types, roles, classes = vocabulary.event_types, vocabulary.roles, vocabulary.classes
    gazetteer = Gazetteer.load(root)
    return Ontology(
        folder=root,
        digest=digest,
        vocabulary=vocabulary,
        lexicon=read_lexicon(root / "lexicon.en.tsv", types=types, roles=roles, classes=classes),
        adjuncts=read_adjuncts(root / "adjuncts.tsv", types=types, roles=roles, classes=classes),
        light=read_light(root / "light.en.tsv"),
        relations=read_relations(root / "relations.en.tsv", predicates=vocabulary.predicates, classes=classes),
        confidence=read_confidence(root / "confidence.tsv"),
        lemmas={row["form"]: row["lemma"] for row in read_table(root / "lemmas.en.tsv", ("form", "lemma"))},
        given_names=frozenset(row["name"] for row in read_table(root / "given-names.tsv", ("name",))),
        name_heads=_name_heads(root / "name-heads.en.tsv", classes),
        nouns=Nouns.load(root),
        gazetteer=gazetteer,
        places=Places.load(root, gazetteer=gazetteer),
        cues=Cues.load(root),
        times=TimeWords.load(root),
        zones=load_zones(root / "zones.tsv"),
    )


def _name_heads(path: Path, classes: Collection[str]) -> dict[str, str]:
    found = {}
    for row in read_table(path, ("word", "class")):
        if row["class"] not in classes:
            raise row.error(f"unknown class '{row['class']}'. {did_you_mean(row['class'], classes)}")
        found[row["word"]] = row["class"]
    return found


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file():
            try:
                content = path.read_bytes()
            except OSError as error:
                msg = f"{path.name}: cannot be read ({error.strerror}); check your rights"
                raise OntologyError(msg) from error
            digest.update(f"{path.name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
