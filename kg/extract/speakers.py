"""Who speaks in direct speech: by its tag, by the quotation that it continues, by what went before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from kg.extract import clauses
from kg.extract.governors import governing
from kg.extract.parse import Parsed
from kg.extract.quotes import Quote, paragraphs, quotes
from kg.extract.reports import Report, is_speech_verb
from kg.extract.sources import NOMINAL, speaker
from kg.ontology.cues import Cues

_ENDS = frozenset({".", "!", "?", "…", "..."})
_SHORT = 4
_TAG = 60
"""Tokens at most between a quotation and its reporting verb."""


def quoted_reports(parsed: Parsed, cues: Cues, told: Iterable[Report]) -> list[tuple[Quote, Report]]:
    """Every quotation that is speech, with its speaker; what is merely put in quotation marks is left out."""
    return list(_Speakers(parsed, cues, told).find())


@dataclass(slots=True)
class _Voice:
    source: int | None
    cue: int


class _Speakers:
    """One pass over an article's quotations; ``_by_cue`` are its indirect reports by the index of their cue."""

    def __init__(self, parsed: Parsed, cues: Cues, told: Iterable[Report]) -> None:
        self._parsed, self._doc, self._cues = parsed, parsed.doc, cues
        self._bounds = list(paragraphs(parsed))
        self._sentence = _sentence_starts(parsed.doc)
        self._covered = [False] * len(parsed.doc)
        self._voices: dict[Quote, _Voice] = {}
        self._spoken_in: dict[int, _Voice] = {}
        for report in told:
            self._covered[report.begin : report.end] = [True] * (report.end - report.begin)
            self._spoken_in[self._sentence[report.cue]] = _Voice(report.source, report.cue)

    def find(self) -> Iterator[tuple[Quote, Report]]:
        for group in _siblings(quotes(self._parsed)):
            for before, quote, after in _threes(group):
                if voice := self._tagged(before, quote, after) or self._untagged(before, quote):
                    self._note(quote, voice)
        for quote in reversed(self._voices):
            earlier, voice = quote.follows, self._voices[quote]
            if earlier is not None and earlier in self._voices and self._voices[earlier].source is None:
                self._voices[earlier] = voice
        for quote, voice in self._voices.items():
            if quote.begin <= voice.cue < quote.end:  # an unclosed quotation has swallowed its own tag
                voice = _Voice(None, quote.begin - 1)
            yield quote, Report(voice.source, voice.cue, quote.begin, quote.end)

    def _limits(self, quote: Quote) -> tuple[int, int]:
        return (quote.outer.begin, quote.outer.end) if quote.outer else self._bounds[quote.paragraph]

    def _tagged(self, before: Quote | None, quote: Quote, after: Quote | None) -> _Voice | None:
        first, stop = self._limits(quote)
        tail = range(quote.end + 1, min(after.begin - 1 if after else stop, quote.end + 1 + _TAG))
        lead = range(quote.begin - 2, max(before.end if before else first - 1, quote.begin - 2 - _TAG), -1)
        return self._tag_after(quote, tail) or self._tag_before(lead)

    def _tag_after(self, quote: Quote, tail: range) -> _Voice | None:
        doc = self._doc
        if not quote.closed or not len(tail) or (doc[quote.end - 1].text == "." and not doc[tail[0]].is_lower):
            return None
        if doc[tail[0]].text in _ENDS:
            return None
        spoken = doc[quote.end - 1].text in (",", "!", "?", "—", "–", "-", ".", "…") or doc[tail[0]].text in (
            ",",
            "—",
            "–",
            "-",
        )
        for i in tail:
            if doc[i].text in _ENDS or doc[i].text == ";":
                return None
            if is_speech_verb(doc[i], self._cues) and spoken and not self._reports_on(i):
                return _Voice(self._speaker(i, tail[0]), i)
        return None

    def _reports_on(self, cue: int) -> bool:
        """Whether a reporting verb after a quotation has a complement of its own to its right."""
        return any(c.dep_ == "ccomp" and c.i > cue and clauses.form(c) == "that" for c in self._doc[cue].rights) and (
            self._doc[cue].nbor(1).lower_ == "that"
        )

    def _tag_before(self, lead: range) -> _Voice | None:
        """A reporting verb right before the quotation: "he said:", "said that", "told him, "."""
        doc = self._doc
        if not len(lead):
            return None
        close = doc[lead[0]].text in (",", ":") or doc[lead[0]].lower_ in ("that", "as")
        for i in lead:
            if doc[i].text in _ENDS:
                return None
            if is_speech_verb(doc[i], self._cues) and (close or i == lead[0]):
                return _Voice(self._speaker(i, i), i)
        return None

    def _speaker(self, cue: int, first: int) -> int | None:
        verb = self._doc[cue]
        if (found := speaker(verb)) is not None:
            return found
        for child in verb.rights:
            if child.dep_ in ("dobj", "attr", "nsubj", "nsubjpass", "oprd", "dep") and child.pos_ in NOMINAL:
                return child.i
        for i in range(cue - 1, first - 1, -1):
            if self._doc[i].pos_ in NOMINAL:
                return i
        return None

    def _untagged(self, before: Quote | None, quote: Quote) -> _Voice | None:
        if quote.follows is not None and quote.follows in self._voices:
            return self._voices[quote.follows]
        if not self._is_speech(quote):
            return None
        first, _ = self._limits(quote)
        if before in self._voices and before is not None and self._only_a_tag(before, quote):
            return self._voices[before]
        if self._covered[quote.begin] and self._covered[quote.end - 1]:
            return None
        if quote.begin - 1 > first:
            voice = self._said_before(quote.begin - 2, first) or self._said_after(quote)
            return voice or _Voice(None, quote.begin - 1)
        if (voice := self._said_after(quote)) is not None:
            return voice
        previous = quote.paragraph - 1
        while previous >= 0 and self._parsed.kinds[previous] != "body":
            previous -= 1
        start, stop = self._bounds[previous] if previous >= 0 else (0, 0)
        return self._said_before(stop - 1, start) or _Voice(None, quote.begin - 1)

    def _said_before(self, last: int, first: int) -> _Voice | None:
        """Who spoke in the sentence that ends at token ``last``."""
        for i in range(last, max(first, last - 3) - 1, -1):
            if (voice := self._spoken_in.get(self._sentence[i])) is not None:
                return voice
            if (voice := self._tags(self._sentence[i], last)) is not None:
                return voice
            if not self._doc[i].is_punct:
                return None
        return None

    def _said_after(self, quote: Quote) -> _Voice | None:
        """Who speaks in the sentence right after a quotation: “He fled.” The source added that …"""
        _, stop = self._limits(quote)
        begin = quote.end + 1
        if not quote.closed or begin >= stop or self._doc[quote.end - 1].text not in _ENDS:
            return None
        for token in self._doc[begin : min(stop, begin + _TAG)]:
            if token.i > begin and token.is_sent_start:
                return None
            found = governing(token, ("that",), self._cues) if token.dep_ == "ROOT" else None
            if found is not None and found[0].reports and is_speech_verb(token, self._cues):
                who = speaker(token)
                return None if who is None or who < begin else _Voice(who, token.i)
        return None

    def _tags(self, first: int, last: int) -> _Voice | None:
        """A speech verb in these tokens that reports nothing by itself: "the source criticized the order"."""
        for token in self._doc[first : last + 1]:
            if token.dep_ == "ROOT" and is_speech_verb(token, self._cues) and (who := speaker(token)) is not None:
                return _Voice(who, token.i)
        return None

    def _note(self, quote: Quote, voice: _Voice) -> None:
        self._voices[quote] = voice
        for i in (quote.end - 1, voice.cue):
            self._spoken_in[self._sentence[i]] = voice

    def _only_a_tag(self, before: Quote, quote: Quote) -> bool:
        """Whether nothing but the end of one sentence stands between two quotations."""
        ends = 0
        for i in range(before.end + 1, quote.begin - 1):
            ends += self._doc[i].text in _ENDS
        return ends <= 1

    def _is_speech(self, quote: Quote) -> bool:
        doc = self._doc
        if quote.end - quote.begin < _SHORT:
            return doc[quote.end - 1].text in _ENDS
        ended = doc[quote.end - 1].text in (*_ENDS, ",")
        return ended or (
            doc[quote.begin].is_title
            and any(clauses.is_verbal(doc[i]) for i in range(quote.begin, min(quote.end, quote.begin + 40)))
        )


def _sentence_starts(doc: Doc) -> list[int]:
    """For every token, where its sentence begins."""
    starts: list[int] = []
    for token in doc:
        starts.append(token.i if token.is_sent_start or not starts else starts[-1])
    return starts


def _siblings(found: Iterable[Quote]) -> Iterator[list[Quote]]:
    """Quotations that stand side by side: of one paragraph, or within one quotation; in order of the text."""
    groups: dict[tuple[int, int], list[Quote]] = {}
    for quote in found:
        groups.setdefault((quote.paragraph, quote.outer.begin if quote.outer else -1), []).append(quote)
    yield from groups.values()


def _threes(group: list[Quote]) -> Iterator[tuple[Quote | None, Quote, Quote | None]]:
    """Each quotation with its neighbours."""
    padded = [None, *group, None]
    for before, (quote, after) in zip(padded, pairwise(padded[1:]), strict=False):
        if quote is not None:
            yield before, quote, after
