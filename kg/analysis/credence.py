"""How far a triple is to be believed: independent accounts for it, copies counted once, and denials against it.

The formula is that of INDRA (Gyori et al., "From word models to executable models of signaling networks using automated
assembly", Molecular Systems Biology 13:954, 2017, and its ``indra.belief`` module). What *n* accounts affirm is wrong
where the reader errs systematically or in each of them: ``1 - (systematic + random_1 · … · random_n)``. Here the two
errors of an account add up to ``1 - confidence`` of its best claim, so that a single account is believed as far as its
reading is trusted. Denials are weighed in the same way, and ``belief = support · (1 - denial)``: affirmed and denied
cannot both be right.

Belief says whether the *articles* say so, in how many voices. It does not say whether they tell the truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from kg.analysis.stance import Triple, affirms, by_triple, denies, heads, in_order, merged
from kg.claim import Claim, Literal
from kg.graph import Graph

SYSTEMATIC = 0.05
"""The chance that a reading is wrong for a reason that all accounts share, INDRA's for readers of text."""

Groups = Iterable[Iterable[str]]


@dataclass(frozen=True, slots=True)
class Belief:
    """How far a triple is to be believed, with canonical ids.

    ``support`` and ``denial`` are the weights, 0 to 1, of what affirms and of what denies it; ``accounts`` and
    ``denials`` the numbers of independent accounts of each kind; ``articles`` the ids of all articles with either.
    """

    subject: str
    predicate: str
    object: str | Literal
    belief: float
    support: float
    denial: float
    accounts: int
    denials: int
    articles: tuple[str, ...]


def belief(graph: Graph, triple: Triple | Claim, *, groups: Groups = (), systematic: float = SYSTEMATIC) -> Belief:
    """How far one triple, or the triple of a claim, is to be believed; 0 where nothing in the graph affirms it.

    Options as for :func:`beliefs`.
    """
    wanted = triple.triple if isinstance(triple, Claim) else triple
    one = heads(graph)
    wanted = merged(wanted, one)
    told = (claim for name, claim in sorted(graph.claims.items()) if not graph.rejected(name))
    claims = [claim for claim in told if merged(claim.triple, one) == wanted]
    return _weighed(wanted, claims, one, _group_of(groups), systematic)


def beliefs(graph: Graph, *, groups: Groups = (), systematic: float = SYSTEMATIC) -> tuple[Belief, ...]:
    """All triples that something affirms or denies, those believed most first.

    ``groups`` are groups of articles, by local id, that are copies of one story (see
    :func:`kg.analysis.near_duplicates`). Claims belong to one account where their articles are one or in one group, or
    where one voice makes them: five papers that quote one ministry are one account. Claims that only fear, plan,
    demand or suppose count for nothing. ``systematic`` is the chance, 0 to 1, of an error that all accounts share.
    Raises ValueError where it is out of range.
    """
    one, group = heads(graph), _group_of(groups)
    found = (_weighed(triple, claims, one, group, systematic) for triple, claims in by_triple(graph).items())
    told = (weighed for weighed in found if weighed.accounts or weighed.denials)
    return tuple(sorted(told, key=lambda it: (-it.belief, *in_order((it.subject, it.predicate, it.object)))))


def _group_of(groups: Groups) -> Mapping[str, str]:
    """A name for the story of each article that is in a group; groups that overlap are one."""
    group: dict[str, str] = {}
    for articles in groups:
        members = set(articles)
        for name, head in list(group.items()):
            if head in {group.get(member) for member in members}:
                members.add(name)
        group.update(dict.fromkeys(members, min(members, default="")))
    return group


def _weighed(
    triple: Triple, claims: Sequence[Claim], one: Mapping[str, str], group: Mapping[str, str], systematic: float
) -> Belief:
    if not 0 <= systematic <= 1:
        msg = f"systematic is a chance, 0 to 1, got {systematic}"
        raise ValueError(msg)
    pro, contra = [claim for claim in claims if affirms(claim)], [claim for claim in claims if denies(claim)]
    yes, no = _accounts(pro, one, group), _accounts(contra, one, group)
    support, denial = _weight(yes, systematic), _weight(no, systematic)
    articles = tuple(sorted({claim.article for claim in (*pro, *contra)}))
    return Belief(*triple, support * (1 - denial), support, denial, len(yes), len(no), articles)


def _weight(accounts: Sequence[float], systematic: float) -> float:
    """``1 - (systematic + product of random errors)`` over the accounts' confidences; 0 where there is none."""
    errors = [1 - confidence for confidence in accounts]
    if not errors:
        return 0.0
    shared = min(systematic, *errors)
    return 1 - (shared + prod(error - shared for error in errors))


def _accounts(claims: Sequence[Claim], one: Mapping[str, str], group: Mapping[str, str]) -> list[float]:
    """The best confidence of each independent account, sorted: claims linked by a story or by a voice are one."""
    accounts: list[tuple[set[str], float]] = []
    for claim in claims:
        ties = {group.get(claim.article, claim.article), one.get(claim.attributed_to, claim.attributed_to)}
        best, apart = claim.confidence / 1000, []
        for account in accounts:
            if ties.isdisjoint(account[0]):
                apart.append(account)
            else:
                ties, best = ties | account[0], max(best, account[1])
        accounts = [*apart, (ties, best)]
    return sorted(best for _, best in accounts)
