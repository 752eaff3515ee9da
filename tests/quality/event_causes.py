"""Causes of what is wrong with triggers, arguments, factuality, voice and dates, one document at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spacy.tokens import Token

from kg.claim import Claim, Factuality
from kg.extract.attribution import attributions, voice_at
from kg.extract.events import _part_of_speech
from kg.terms import iri
from tests.quality.entity_causes import Fault, Finder, Known
from tests.quality.matching import Case, Place

Event = Mapping[str, Any]
_SPEECH = {"v": "verb", "n": "noun", "a": "adjective"}
_CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "parataxis", "conj"})
_EMBEDDED = {
    "xcomp": "infinitive or participle", "ccomp": "complement clause", "pcomp": "gerund after a preposition",
    "advcl": "adverbial clause", "relcl": "relative clause", "acl": "participle or infinitive after a noun",
    "conj": "coordinated verb", "ROOT": "main clause",
}  # fmt: skip


# -- triggers --------------------------------------------------------------------------------------------------------


def triggers(case: Case, known: Known) -> Iterator[Fault]:
    """Events of the gold without a match, and events that match none."""
    for wanted in case.gold["events"] or ():
        if wanted["id"] not in case.links:
            yield Fault("trigger", "missed", *_no_event(case, wanted, known))
    kinds = _kinds(case, known)
    used = set(case.links.values())
    for name, event in case.events.items():
        if name not in used:
            speech, kind = kinds[name]
            here = any(case.at(event, wanted) for wanted in case.gold["events"])
            realized = "" if event["realized"] else ", not realized"
            cause = "another type in the gold" if here else f"no event in the gold{realized}"
            yield Fault("trigger", "spurious", f"{speech}: {cause}", kind)


def _kinds(case: Case, known: Known) -> dict[str, tuple[str, str]]:
    """Part of speech and type of the graph's events, by IRI."""
    found: dict[str, tuple[str, str]] = {}
    for claim in _claims(case, known):
        if claim.predicate == "eventType":
            speech = claim.found_by.split("/")[1].rpartition(".")[2]
            found[iri(claim.subject)] = (_SPEECH[speech], str(claim.object).partition("/")[2])
    return found


def _claims(case: Case, known: Known) -> Iterator[Claim]:
    return known.claims(case.gold["id"])


def _no_event(case: Case, wanted: Event, known: Known) -> tuple[str, str]:
    tokens = list(case.tokens(tuple(wanted["trigger"]))) if wanted["trigger"] else []
    here = [event for event in case.seen.events.values() if wanted["trigger"] and case.at(event, wanted)]
    speech = next((_SPEECH[pos] for pos in map(_part_of_speech, tokens) if pos), "other")
    if any(case.is_of(event, wanted["type"]) for event in here):
        return "second event on one word", ""
    if here:
        return f"{speech} read as another type", wanted["type"]
    if not tokens or any(known.ontology.zones.policy(case.parsed.kind(token.i)) != "all" for token in tokens):
        return "zone that is not read for events", ""
    return min((_looked_up(case, token, wanted["type"], known) for token in tokens), default=(9, "", ""))[1:]


def _looked_up(case: Case, token: Token, kind: str, known: Known) -> tuple[int, str, str]:
    """What the lexicon has for a word, the nearest to an event first."""
    pos = _part_of_speech(token)
    speech, lemma = _SPEECH.get(pos or "", "other"), known.ontology.lemma(token)
    fits = {
        p for p in _SPEECH for sense in known.ontology.lexicon.senses(p, lemma) if _fits(case, sense.type, kind, known)
    }
    if pos in fits:
        return 0, f"{speech} in the lexicon, not taken", _not_taken(case, token, known)
    if pos and known.ontology.lexicon.senses(pos, lemma):
        return 1, f"{speech} in the lexicon with other types", kind
    if fits:
        return 2, f"in the lexicon as {'/'.join(_SPEECH[p] for p in sorted(fits))}, not as {speech}", ""
    return 3, f"{speech} not in the lexicon", kind


def _fits(case: Case, name: str, kind: str, known: Known) -> bool:
    types = known.ontology.vocabulary.event_types
    if name not in types:
        return False
    codes = {code for above in types[name].line for code in (f"KG:{above}", *types[above].notations)}
    return case.is_of({"codes": codes}, kind)


def _not_taken(case: Case, token: Token, known: Known) -> str:
    if any(voice.cue == token.i for voice in attributions(case.parsed, known.ontology.cues)):
        return "introduces what is said"
    start = case.parsed.starts[token.i]
    if any(place[0] <= start < place[1] for place, _ in case.found):
        return "in a mention"
    return "conditions not met"


# -- arguments -------------------------------------------------------------------------------------------------------


def arguments(case: Case, known: Known) -> Iterator[Fault]:
    """Arguments of the gold without their like, and arguments that the gold does not have."""
    for wanted in case.gold["events"] or ():
        mine = case.events.get(case.links.get(wanted["id"], ""))
        for role, entity in {(a["role"], a["entity"]): None for a in wanted["args"]}:
            argument = {"role": role, "entity": entity}
            if mine is None:
                yield Fault("argument", "missed", "trigger missed", role)
            elif not case.has_argument(mine, argument):
                yield Fault("argument", "missed", _no_argument(case, wanted, mine, argument), role)
    how = {(iri(c.subject), c.predicate, iri(str(c.object))): c.found_by.split("/")[-1] for c in _claims(case, known)}
    golden = {case.links[e["id"]]: e for e in case.gold["events"] or () if e["id"] in case.links}
    for name, event in case.events.items():
        for role, x in sorted(event["args"]):
            if role != "about" and not _is_right(case, golden.get(name), role, x):
                cause = _why_spurious(case, golden.get(name), x)
                yield Fault("argument", "spurious", cause, f"{role}: {how.get((name, role, x), 'unknown')}")


def _is_right(case: Case, wanted: Event | None, role: str, filler: str) -> bool:
    one = {"args": [(role, filler)]}
    return wanted is not None and any(case.has_argument(one, argument) for argument in wanted["args"])


def _no_argument(case: Case, wanted: Event, mine: Event, argument: Mapping[str, str]) -> str:
    entity = argument["entity"]
    if any(case.fills(x, entity) for _, x in mine["args"]):
        return "in another role"
    places = [tuple(m) for m in case.entities[entity]["mentions"]]
    known = [p for p in places if any(case.overlap(case.head(p), s) and case.fills(x, entity) for s, x in case.found)]
    if not known:
        return "filler is no mention"
    return f"not linked: {min(_distance(case, tuple(wanted['trigger']), place) for place in known)[1]}"


def _distance(case: Case, trigger: Place, place: Place) -> tuple[int, str]:
    one, other = case.token(trigger), case.token(place)
    if one is None or other is None or one.sent.start != other.sent.start:
        return 2, "other sentence"
    same = _clause(one) == _clause(other)
    return (0, "same clause") if same else (1, "other clause of the sentence")


def _clause(token: Token) -> int:
    """The verb, or root, of the smallest clause that holds a token; a coordinated verb begins one of its own."""
    while token.head.i != token.i and not (token.dep_ in _CLAUSES and token.pos_ in ("VERB", "AUX")):
        token = token.head
    return int(token.i)


def _why_spurious(case: Case, wanted: Event | None, filler: str) -> str:
    if wanted is None:
        return "event not in the gold"
    if any(case.fills(filler, argument["entity"]) for argument in wanted["args"]):
        return "another role in the gold"
    known = any(case.fills(filler, entity) for entity in case.entities)
    return "entity has no role in the gold" if known else "no entity in the gold"


# -- factuality, voice, time -----------------------------------------------------------------------------------------


def circumstances(case: Case, known: Known) -> Iterator[Fault]:
    """What is wrong about matched events: whether they happened, who says so, when."""
    shown = {iri(c.subject): c.factuality for c in _claims(case, known) if c.predicate == "eventType"}
    spoken = attributions(case.parsed, known.ontology.cues)
    for wanted in case.gold["events"] or ():
        name = case.links.get(wanted["id"])
        token = case.token(tuple(wanted["trigger"])) if wanted["trigger"] else None
        if name is None or "realized" not in wanted or token is None:
            continue
        event = case.events[name]
        if event["realized"] != wanted["realized"]:
            yield Fault("realized", "wrong", *_unlike(token, wanted, shown[name], known))
        cause = _voice(case, event, wanted["attributed_to"])
        if cause:
            said = voice_at(token.i, spoken)
            where = "no attribution" if said is None else "direct speech" if said.quoted else "indirect speech"
            yield Fault(
                "voice", "wrong", cause, f"{where}{'' if said is None or said.source is not None else ', no speaker'}"
            )
        yield from _dated(event, wanted, token)


def _unlike(token: Token, wanted: Event, shown: Factuality, known: Known) -> tuple[str, str]:
    if not wanted["realized"]:
        speech = "noun" if token.pos_ in ("NOUN", "PROPN") else _EMBEDDED.get(token.dep_, "other")
        return f"taken for real: {speech}", "negative in the gold" if wanted.get("polarity") == "negative" else ""
    why = (
        "denied" if shown.polarity == "negative"
        else shown.certainty if shown.certainty not in ("certain", "probable")
        else shown.temporality
    )  # fmt: skip
    return f"taken for unreal: {why}", f"by {_cue(token, shown.hedge, known)}"


def _cue(token: Token, hedge: str | None, known: Known) -> str:
    """The kind of the cue that the reader names, as the table of cues has it."""
    first = (hedge or "").lower().split()[:1]
    for other in (t for t in token.sent if [t.lower_] == first):
        cues = known.ontology.cues
        inside = [cue for (_, word), found in cues.inside.items() if word == other.lower_ for cue in found]
        lemma = known.ontology.lemma(other)
        above = [cue for (_, word), found in cues.governing.items() if word == lemma for cue in found]
        return next((cue.kind for cue in (*inside, *above)), "another word")
    return "a construction" if hedge is None else "another word"


def _voice(case: Case, event: Event, told: str | None) -> str:
    """What is wrong with who says so, nothing where it is right: the scorer's test."""
    outlets = {name for name, entity in case.seen.entities.items() if "MediaOutlet" in entity["classes"]}
    own = all(voice in outlets or voice not in case.seen.entities for voice in event["voices"])
    if told is None:
        return "" if own else "the narrator's, given to a source"
    if any(case.fills(voice, told) for voice in event["voices"]):
        return ""
    found = "" if told in case.same else ", who is no mention"
    return f"a source's, left to the narrator{found}" if own else f"a source's, given to another{found}"


def _dated(event: Event, wanted: Event, token: Token) -> Iterator[Fault]:
    mine, right = (event["start"], event["end"]), (wanted["start"], wanted["end"])
    if mine == right:
        return
    if not any(right):
        yield Fault("date", "wrong", "no date in the gold")
    elif not any(mine):
        near = any(t.ent_type_ == "DATE" for t in token.sent)
        yield Fault("date", "wrong", "not dated: " + ("a date in the sentence" if near else "none in the sentence"))
    else:
        apart = (mine[1] or "9") < (right[0] or "") or (right[1] or "9") < (mine[0] or "")
        yield Fault("date", "wrong", "another date" if apart else "other bounds of the date")


EVENT_FINDERS: tuple[Finder, ...] = (triggers, arguments, circumstances)
