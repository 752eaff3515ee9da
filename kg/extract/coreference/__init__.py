"""Who is who within one article: names, acronyms, surnames, descriptions and pronouns become entities.

A sieve in the manner of Lee et al. (2013), "Deterministic coreference resolution based on entity-centric,
precision-ranked rules": exact names first, then acronyms and parts of names, appositions, descriptions; then pronouns,
and last what these show to belong to one thing.
"""

from __future__ import annotations

from kg.extract.attribution import Attribution
from kg.extract.coreference.descriptions import DescriptionSieve
from kg.extract.coreference.names import NameSieve
from kg.extract.coreference.possessions import PossessionSieve
from kg.extract.coreference.pronouns import PronounSieve
from kg.extract.coreference.scene import Scene
from kg.extract.drafts import EntityDraft, Notes
from kg.ontology import Ontology

__all__ = ["resolve"]


def resolve(notes: Notes, ontology: Ontology, voices: tuple[Attribution, ...]) -> list[EntityDraft]:
    """Entities behind the drafts of one article; every draft that could be resolved points at its own."""
    scene = Scene(notes, ontology, voices)
    NameSieve(scene).run()
    DescriptionSieve(scene).run()
    PronounSieve(scene).run()
    PossessionSieve(scene).run()
    return [entity for entity in scene.entities if entity.mentions]
