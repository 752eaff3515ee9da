"""What is known about an entity before any article is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from kg.ontology.known import Known


@dataclass(frozen=True, slots=True)
class Background:
    """Facts about an entity of the gazetteer, with local ids.

    ``part_of`` is what directly holds it, ``country`` its sovereign state; ``latitude`` and ``longitude`` are degrees,
    WGS 84; ``same_as`` is an IRI elsewhere. The order of ``aliases`` means nothing.
    """

    id: str
    cls: str
    label: str
    aliases: tuple[str, ...] = ()
    part_of: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    same_as: str | None = None

    @classmethod
    def of(cls, known: Known) -> Self:
        """The facts of an entry of the gazetteer that belong in a graph."""
        return cls(
            id=known.id,
            cls=known.cls,
            label=known.label,
            aliases=known.aliases,
            part_of=known.part_of,
            country=known.country,
            latitude=known.latitude,
            longitude=known.longitude,
            same_as=known.same_as,
        )

    @property
    def names(self) -> frozenset[str]:
        """Label and aliases."""
        return frozenset({self.label, *self.aliases})

    @property
    def refers_to(self) -> tuple[str, ...]:
        """Local ids of the entities that these facts lead to."""
        return tuple(name for name in (self.part_of, self.country) if name is not None)

    @property
    def part_predicate(self) -> str:
        """The property, by local name, that says what it is part of."""
        return _PART.get(self.id.partition("/")[0], "memberOf")


_PART = {"place": "within", "organization": "partOf", "agency": "partOf", "outlet": "partOf"}
