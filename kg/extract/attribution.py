"""Whose voice is it? Attributions of an article: who says what, in indirect and direct speech.

Cues and what they report come from :mod:`kg.extract.reports`, quotation marks from :mod:`kg.extract.quotes`; here the
quotations get their speakers and everything is nested. What nothing attributes is the narrator's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc

from kg.extract.parse import Parsed
from kg.extract.quotes import Quote
from kg.extract.reports import Report, reports
from kg.extract.speakers import quoted_reports
from kg.ontology.cues import Cues


@dataclass(frozen=True, slots=True)
class Attribution:
    """The tokens ``[begin, end)`` are what ``source`` says.

    ``source`` is the index of the syntactic head of the speaker's noun phrase, None where no speaker is named; ``cue``
    the index of the reporting word (of the opening quotation mark where direct speech has none); ``hedge`` the cue
    verbatim where its source is not sure; ``outer`` the position, in the tuple that :func:`attributions` returned, of
    the attribution around this one, -1 for none. Neither cue nor source stands in ``[begin, end)`` of its own clause.
    """

    source: int | None
    cue: int
    begin: int
    end: int
    quoted: bool
    hedge: str | None = None
    outer: int = -1


def attributions(parsed: Parsed, cues: Cues) -> tuple[Attribution, ...]:
    """All attributions of an article by where they begin, outer before inner; any two are nested or apart."""
    doc = parsed.doc
    bounds = list(_sentences(doc))
    spoken = [report for token in doc for report in reports(token, cues, bounds[token.i])]
    direct = quoted_reports(parsed, cues, spoken)
    said = [Attribution(r.source, r.cue, r.begin, r.end, True, r.hedge) for _, r in direct]
    told = list(_beside([quote for quote, _ in direct], spoken, doc))
    return _nested([*said, *told])


def voice_at(token_index: int, attributions: tuple[Attribution, ...]) -> Attribution | None:
    """The innermost attribution that holds this token, None in the narrator's own voice; in logarithmic time."""
    at = bisect_right(attributions, token_index, key=lambda attribution: attribution.begin) - 1
    while at >= 0 and attributions[at].end <= token_index:
        at = attributions[at].outer
    return attributions[at] if at >= 0 else None


def _sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """For every token, where its sentence begins and ends."""
    starts = [i for i in range(len(doc)) if i == 0 or doc[i].is_sent_start]
    for first, stop in pairwise([*starts, len(doc)]):
        yield from [(first, stop)] * (stop - first)


def _beside(spoken: list[Quote], told: Iterable[Report], doc: Doc) -> Iterator[Attribution]:
    """Indirect speech, cut where it crosses the border of a quotation, left out where it is no more than one."""
    inside = [-1] * (len(doc) + 1)
    for number, quote in enumerate(spoken):
        if inside[quote.begin] < 0:
            inside[quote.begin : quote.end] = [number] * (quote.end - quote.begin)
    for report in told:
        begin, end = report.begin, report.end
        head, tail, cue = inside[begin], inside[end - 1], inside[report.cue]
        if head >= 0 and head != cue:
            begin = end if head == tail else spoken[head].end
        if tail >= 0 and tail != cue and head != tail:
            end = spoken[tail].begin
        if cue >= 0:
            begin, end = max(begin, spoken[cue].begin), min(end, spoken[cue].end)
        while begin < end and doc[begin].is_punct:
            begin += 1
        while begin < end and doc[end - 1].is_quote and inside[end - 1] < 0:
            end -= 1
        if begin < end:
            yield Attribution(report.source, report.cue, begin, end, False, report.hedge)


def _nested(found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Sorted, each with the one around it; what sticks out of the one around it is cut."""
    kept: list[Attribution] = []
    around: list[int] = []
    order = sorted(set(found), key=lambda a: (a.begin, -a.end, a.quoted, a.cue, a.source is None, a.source or 0))
    for item in order:
        while around and kept[around[-1]].end <= item.begin:
            around.pop()
        outer = around[-1] if around else -1
        end = min(item.end, kept[outer].end) if around else item.end
        if around and (kept[outer].begin, kept[outer].end, kept[outer].source) == (item.begin, end, item.source):
            continue
        around.append(len(kept))
        kept.append(replace(item, end=end, outer=outer))
    return tuple(kept)
