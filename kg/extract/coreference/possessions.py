"""What belongs to one thing under one noun is one thing: "his lawyer … his lawyer", "Kim's sister … her sister"."""

from __future__ import annotations

from kg.extract.coreference.scene import Scene
from kg.extract.drafts import NOMINAL, Draft, EntityDraft


class PossessionSieve:
    """Merges possessed descriptions; it runs last, when it is known whose "his" is."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def run(self) -> None:
        """Merge each possessed description into the first one of the same possessor and noun."""
        first: dict[tuple[int, str, bool], EntityDraft] = {}
        for draft in self.scene.drafts:
            owner = self._owner(draft)
            if owner is None or draft.entity is None:
                continue
            key = (id(owner), draft.lemma, draft.plural)
            other = first.setdefault(key, draft.entity)
            if other is not draft.entity and not (other.named and draft.entity.named):
                self.scene.merge(*((other, draft.entity) if draft.entity.named else (draft.entity, other)))
                first[key] = draft.entity

    def _owner(self, draft: Draft) -> EntityDraft | None:
        if draft.kind != NOMINAL or draft.definite != "poss":
            return None
        children = self.scene.doc[draft.head].children
        possessor = next((child for child in children if child.dep_ == "poss"), None)
        found = self.scene.notes.at(possessor) if possessor is not None else None
        return found.entity if found is not None else None
