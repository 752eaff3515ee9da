"""What the words beside a name say that it names: "the charity Open Wells", "Fair Harvest, a labor rights group"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extract.drafts import Draft
from kg.ontology import Ontology

_GROUP = "Group"
"""A group that has a name of its own is an organization."""


class DescribedNames:
    """Sets right the class that a model gave a name, by the noun beside it."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def settle(self, doc: Doc, found: list[Draft]) -> None:
        """Give names that no list knows the class of their description, wherever the article has them."""
        told: dict[str, str] = {}
        for draft in found:
            cls = None if draft.known or draft.sure else self._told(doc, draft)
            if cls is not None:
                told.setdefault(draft.words, cls)
        for draft in found:
            if not draft.known and not draft.sure and draft.words in told:
                draft.cls, draft.sure = told[draft.words], True

    def _told(self, doc: Doc, draft: Draft) -> str | None:
        """The class of the first noun beside the name that is no person's."""
        for noun in self._beside(doc, draft):
            cls = self._class(noun)
            if cls is not None:
                return cls
        return None

    def _beside(self, doc: Doc, draft: Draft) -> Iterator[Token]:
        """Nouns that syntax puts beside a name: right before it, or in apposition on either side."""
        head = doc[draft.head]
        before = doc[draft.first - 1] if draft.first else None
        if before is not None and before.pos_ == "NOUN" and before.text.islower() and not before.is_sent_end:
            yield before
        yield from (child for child in head.children if child.dep_ == "appos" and child.i >= draft.stop)
        if head.dep_ == "appos" and head.head.pos_ == "NOUN":
            yield head.head

    def _class(self, noun: Token) -> str | None:
        """What a name that this noun describes must denote: an organization or a place."""
        if noun.pos_ != "NOUN" or noun.tag_ == "NNS":
            return None
        lemmas = [token.lemma_.lower() for token in noun.doc[max(0, noun.i - 3) : noun.i + 1]]
        listed = self.ontology.nouns.longest(lemmas, len(lemmas) - 1)
        if listed is None:
            return None
        if listed.cls == _GROUP:
            return "Organization" if listed.lemma.split()[-1] == "group" else None
        is_a = self.ontology.vocabulary.is_a
        return listed.cls if is_a(listed.cls, "Organization") or is_a(listed.cls, "Location") else None
