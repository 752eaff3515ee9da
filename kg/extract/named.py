"""The named reader: reads as the rule reader does, but only proper names count as mentions.

What is said of "the minister" is still said of the minister whom the article names, on the same evidence. Descriptions
and pronouns are left out of the places where something is mentioned: for smaller graphs, and to compare with other
tools and corpora, most of which mark names alone.
"""

from __future__ import annotations

from kg.extract.drafts import NAME, Draft, EntityDraft
from kg.extract.parse import Parsed
from kg.extract.rules import RuleReader


class NamedReader(RuleReader):
    """The rule reader with mentions by name alone."""

    name = "named"

    def shown(self, entity: EntityDraft, parsed: Parsed) -> list[Draft]:
        """Names with a capital at their head: "Red Cross", not "Kyrgyz government"."""
        return [draft for draft in entity.mentions if draft.kind == NAME and parsed.doc[draft.head].text[:1].isupper()]
