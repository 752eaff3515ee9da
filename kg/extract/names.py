"""Named mentions: the gazetteer first, then names built around a unit noun, then the model's named entities.

A gazetteer and surname propagation before a statistical model: small models take Vladivostok for a person and later
"Choi" for an organization, while a list does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.extract.drafts import NAME, NOMINAL, Draft
from kg.extract.nominals import definiteness
from kg.extract.parse import Parsed
from kg.ontology import Ontology
from kg.ontology.gazetteer import Known

_MODEL_CLASS = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "City",
    "LOC": "Location",
    "FAC": "Facility",
    "NORP": "Group",
}
_JOINERS = frozenset({"of", "for", "and", "&", "the", "on", "de", "la", "al", "in"})
_PARTICLES = frozenset(
    {"de", "da", "di", "van", "von", "der", "den", "la", "le", "al", "el", "bin", "ibn", "dos", "del"}
)
_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "to", "from", "into", "toward", "towards", "outside", "around", "across"}
)


class NameFinder:
    """Finds named mentions in parsed articles; made once per run."""

    def __init__(self, ontology: Ontology, nlp: Language) -> None:
        self._ontology = ontology
        self._trie: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for alias in {*ontology.gazetteer.aliases, *ontology.gazetteer.demonyms}:
            words = tuple(_plain(token.text) for token in nlp.make_doc(alias))
            self._trie[words[0].lower()].append((words, alias))
        for entries in self._trie.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[1]))

    def find(self, parsed: Parsed) -> list[Draft]:
        """Named mentions, disjoint but for a demonym that stands inside a longer name, in order."""
        doc = parsed.doc
        claimed: dict[int, int] = {}
        found: list[Draft] = []
        known = list(self._known(parsed))
        model = [(self._rank(draft, known), draft) for draft in self._model(doc)]
        candidates = [*known, *self._units(doc), *model, *self._unlabelled(parsed)]
        for rank, draft in sorted(candidates, key=lambda c: (c[0], -len(c[1]), c[1].first)):
            if any(token in claimed for token in range(draft.first, draft.stop)):
                continue
            claimed.update(dict.fromkeys(range(draft.first, draft.stop), rank))
            found.append(draft)
        found.sort(key=lambda d: d.first)
        self._outlet(parsed.article.info.publisher, found)
        self._propagate(doc, found, claimed)
        self._places(doc, found)
        found.extend(self._demonyms_inside(found, doc))
        return sorted(found, key=lambda d: (d.first, -d.stop))

    # -- the gazetteer ---------------------------------------------------------------------------------------------

    def _known(self, parsed: Parsed) -> Iterator[tuple[int, Draft]]:
        doc = parsed.doc
        i = 0
        while i < len(doc):
            match = self._longest(doc, i, any_case=parsed.kind(i) == "keywords")
            if match is None:
                i += 1
                continue
            alias, stop = match
            known = self._ontology.gazetteer.lookup(alias) or self._demonym(alias)
            states = any(k.cls == "Country" for k in known)
            country = None if states else self._country_before(doc, i) or self._country_after(doc, stop)
            if known and not self._is_common_word(doc, i, stop, known) and not self._goes_on(doc, i, stop, known):
                if country is not None and (same := tuple(k for k in known if k.country == country.id)):
                    known = same
                draft = self._draft(doc, i, stop, known[0].cls, known=known)
                draft.country = country
                if known[0].cls == "Country" and self._are_people(doc[stop - 1], known[0]):
                    draft.cls, draft.known, draft.country, draft.plural = "Group", (), known[0], True
                yield 0, draft
            i = stop

    def _are_people(self, last: Token, country: Known) -> bool:
        """ "North Koreans" are people, "North Korean" and "Cyprus" are not."""
        plural = last.tag_ in ("NNPS", "NNS") or (last.text.endswith("s") and last.pos_ in ("NOUN", "PROPN"))
        return plural and self._ontology.gazetteer.demonym(last.text) is not None and last.text not in country.label

    def _demonym(self, words: str) -> tuple[Known, ...]:
        country = self._ontology.gazetteer.demonym(words)
        return (country,) if country is not None else ()

    def _longest(self, doc: Doc, i: int, *, any_case: bool) -> tuple[str, int] | None:
        for words, alias in self._trie.get(_plain(doc[i].text).lower(), ()):
            stop = i + len(words)
            if stop <= len(doc) and all(
                _same(doc[i + k].text, word, any_case=any_case) for k, word in enumerate(words)
            ):
                return alias, stop
        return None

    def _is_common_word(self, doc: Doc, first: int, stop: int, known: tuple[Known, ...]) -> bool:
        """A one-word alias that here is an ordinary word or part of a longer name."""
        if stop - first > 1:
            return False
        token = doc[first]
        if token.text[0].islower() and not any(token.text in k.aliases for k in known):
            return token.pos_ not in ("PROPN", "ADJ", "NOUN")
        follows = doc[stop] if stop < len(doc) else None
        before = doc[first - 1] if first else None
        joined = follows is not None and follows.ent_type_ == "PERSON" and token.ent_type_ == "PERSON"
        joined_before = before is not None and before.ent_type_ == "PERSON" and token.ent_type_ == "PERSON"
        return joined or joined_before

    def _goes_on(self, doc: Doc, first: int, stop: int, known: tuple[Known, ...]) -> bool:
        """Whether a place's name only begins a longer one: "Tumen Watch", "Moscow State University"."""
        if not all(self._ontology.vocabulary.is_a(k.cls, "Location") for k in known):
            return False
        if self._ontology.gazetteer.demonym(doc[first:stop].text) is not None:
            return False
        while stop < len(doc) and doc[stop].pos_ == "PROPN" and _capital(doc[stop]) and not doc[stop].is_sent_start:
            if self._head_class(doc[stop]) is not None:
                return True
            stop += 1
        return False

    def _head_class(self, token: Token) -> str | None:
        """What a name that ends in this word denotes, if the word tells."""
        noun = self._ontology.nouns.get(token.lower_)
        if noun is not None and "unit" in noun.traits:
            return noun.cls
        return self._ontology.name_heads.get(token.lower_.rstrip("."))

    def _country_before(self, doc: Doc, first: int) -> Known | None:
        """The country in "Russian Interior Ministry" or "Russia's Interior Ministry"."""
        i = first - 1
        if i >= 0 and doc[i].text in ("'s", "’s", "'", "’"):
            i -= 1
        for width in (2, 1):
            if i - width + 1 < 0:
                continue
            words = doc[i - width + 1 : i + 1].text
            country = self._ontology.gazetteer.demonym(words) or self._country(words)
            if country is not None:
                return country
        return None

    def _country_after(self, doc: Doc, stop: int) -> Known | None:
        """The country in "Ministry of Defence of Russia" or "the Foreign Ministry in Seoul"."""
        if stop + 1 >= len(doc) or doc[stop].lower_ not in ("of", "in"):
            return None
        for width in (2, 1):
            words = doc[stop + 1 : stop + 1 + width].text
            if (country := self._country(words)) is not None:
                return country
            capitals = (self._ontology.gazetteer.capital_of(k.id) for k in self._ontology.gazetteer.lookup(words))
            state = next((capital for capital in capitals if capital is not None), None)
            if state is not None and doc[stop].lower_ == "in":
                return self._ontology.gazetteer.get(state)
        return None

    def _country(self, words: str) -> Known | None:
        return next((k for k in self._ontology.gazetteer.lookup(words) if k.cls == "Country"), None)

    # -- names built around a unit noun ----------------------------------------------------------------------------

    def _units(self, doc: Doc) -> Iterator[tuple[int, Draft]]:
        """ "Overseas Counterintelligence Bureau", "Ministry of External Economic Relations", "the Ak Zhol party"."""
        stop_before = 0
        for token in doc:
            cls = self._head_class(token) if token.is_alpha or token.text.endswith(".") else None
            if cls is None or token.i < stop_before:
                continue
            if _capital(token):
                first, stop = self._unit_left(doc, token.i, joins=cls == "Agency"), self._unit_right(doc, token.i)
            elif token.lower_ in self._ontology.name_heads:
                continue
            else:
                first, stop = self._lower_unit(doc, token), token.i + 1
            if stop - first < 2 or (first == token.i and stop - first < 3):
                continue
            stop_before = stop
            draft = self._draft(doc, first, stop, cls)
            draft.sure = True
            yield 0, draft

    def _lower_unit(self, doc: Doc, unit: Token) -> int:
        """First token of "Ak Zhol party": capitalised words before a lower-case unit noun that name nothing else."""
        first = unit.i
        while (
            first > 0 and doc[first - 1].pos_ == "PROPN" and _capital(doc[first - 1]) and not doc[first].is_sent_start
        ):
            first -= 1
        words = doc[first : unit.i]
        known = (
            first == unit.i or self._ontology.gazetteer.lookup(words.text) or self._ontology.places.lookup(words.text)
        )
        if known or any(
            self._ontology.gazetteer.demonym(w.text) or self._ontology.gazetteer.lookup(w.text) for w in words
        ):
            return unit.i
        return first

    def _unit_left(self, doc: Doc, i: int, *, joins: bool) -> int:
        first = i
        while first > 0:
            word = doc[first - 1]
            if (
                word.is_sent_end
                or not _capital(word)
                or word.lower_ in ("the", "a", "an")
                or word.pos_ in ("DET", "ADP", "PRON")
            ):
                if (
                    ((joins and word.text == "and") or word.text == "&")
                    and first >= 2
                    and _capital(doc[first - 2])
                    and not doc[first - 2].is_punct
                ):
                    first -= 2
                    continue
                break
            if self._ontology.gazetteer.demonym(word.text) is not None and i - first >= 1:
                break
            first -= 1
        return first

    def _unit_right(self, doc: Doc, i: int) -> int:
        stop = i + 1
        while stop + 1 < len(doc) and doc[stop].lower_ in _JOINERS and not doc[stop].is_sent_start:
            j = stop
            while j < len(doc) and doc[j].lower_ in _JOINERS:
                j += 1
            if (
                j >= len(doc)
                or not _capital(doc[j])
                or (doc[stop].lower_ in ("in", "on") and doc[j].ent_type_ in ("GPE", "DATE"))
            ):
                break
            if (
                (doc[stop].lower_ in ("and", "&") and stop == i + 1)
                or self._country(doc[j : j + 2].text)
                or self._country(doc[j].text)
            ):
                break
            stop = j + 1
            while stop < len(doc) and _capital(doc[stop]) and not doc[stop].is_sent_start:
                stop += 1
        return stop

    # -- the model's named entities --------------------------------------------------------------------------------

    def _rank(self, draft: Draft, known: list[tuple[int, Draft]]) -> int:
        """A model's name ranks after the gazetteer's, but "Australian Securities Exchange" before "Australian"."""
        if len(draft) < 2 or draft.cls not in ("Organization", "Facility"):
            return 1
        inside = [k for _, k in known if k.first < draft.stop and draft.first < k.stop]
        return int(any(k.cls != "Country" or k.first > draft.first for k in inside))

    def _model(self, doc: Doc) -> Iterator[Draft]:
        for ent in doc.ents:
            cls = _MODEL_CLASS.get(ent.label_)
            if cls is None:
                continue
            first, stop = _trim(ent)
            if first >= stop or not any(_capital(doc[i]) for i in range(first, stop)):
                continue
            if any(doc[i].is_sent_start for i in range(first + 1, stop)) or self._is_plain_noun(doc, first, stop):
                continue
            if cls == "Group" and (doc[stop - 1].pos_ == "ADJ" or doc[stop - 1].dep_ in ("amod", "compound")):
                continue
            if self._is_person(doc, first, stop):
                cls = "Person"
            elif cls == "Person" and stop - first == 1 and doc[first].is_upper:
                cls = "Organization"
            yield self._draft(doc, first, stop, cls)

    def _is_person(self, doc: Doc, first: int, stop: int) -> bool:
        """Whether a name begins with a given name and goes on as persons' names do."""
        if not 2 <= stop - first <= 4 or doc[first].text not in self._ontology.given_names:
            return False
        rest = doc[first + 1 : stop]
        return all(_capital(t) or t.lower_ in _PARTICLES for t in rest) and self._head_class(doc[stop - 1]) is None

    def _is_plain_noun(self, doc: Doc, first: int, stop: int) -> bool:
        """ "Police" at the head of a sentence is a noun with a capital."""
        token = doc[first]
        opens = token.is_sent_start or (first > 0 and doc[first - 1].is_quote)
        return stop - first == 1 and opens and token.is_title and self._ontology.nouns.get(token.lower_) is not None

    def _given(self, doc: Doc) -> Iterator[tuple[int, Draft]]:
        """Persons that the model leaves out: a given name and one or two more names."""
        for token in doc:
            stop = token.i + 1
            while stop < len(doc) and doc[stop].pos_ == "PROPN" and doc[stop].is_title and stop - token.i < 3:
                stop += 1
            if stop > token.i + 1 and not token.ent_type_ and self._is_person(doc, token.i, stop):
                yield 2, self._draft(doc, token.i, stop, "Person")

    def _unlabelled(self, parsed: Parsed) -> Iterator[tuple[int, Draft]]:
        """Capitalised words after a preposition of place that the model leaves out, and datelines in capitals."""
        doc = parsed.doc
        yield from self._given(doc)
        for token in doc:
            dateline = parsed.kind(token.i) == "dateline" and token.is_upper and len(token) > 2
            after = token.i > 0 and doc[token.i - 1].lower_ in _PLACE_PREPOSITIONS and _capital(token)
            if not (dateline or after) or token.ent_type_ or not token.is_alpha:
                continue
            stop = token.i + 1
            while stop < len(doc) and doc[stop].pos_ == "PROPN" and _capital(doc[stop]) and doc[stop].is_alpha:
                stop += 1
            words = doc[token.i : stop].text
            hit = self._ontology.places.lookup(words.title() if words.isupper() else words, prior=())
            if hit is not None:
                yield 1, self._draft(doc, token.i, stop, hit.cls, known=(hit,))

    def _outlet(self, publisher: str | None, found: list[Draft]) -> None:
        """The article's own outlet is a media outlet, whatever a model takes its name for."""
        for draft in found:
            if publisher and not draft.known and draft.words.casefold() == publisher.casefold():
                draft.cls, draft.sure = "MediaOutlet", True

    # -- one name, one class ---------------------------------------------------------------------------------------

    def _propagate(self, doc: Doc, found: list[Draft], claimed: dict[int, int]) -> None:
        """A name's class is the one that most of its occurrences have; surnames follow their full names."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for draft in found:
            votes[draft.words][draft.cls] += 3 if draft.known else 1
        surnames = {
            part: "Person"
            for draft in found
            if draft.cls == "Person" and not draft.known and len(words := draft.words.split()) > 1
            for part in (words[0], words[-1])
            if len(part) > 1 and part[0].isupper() and not part.endswith(".")
        }
        for draft in found:
            words = draft.words.split()
            if draft.sure and self._ontology.vocabulary.is_a(draft.cls, "Organization"):
                for stop in range(1, len(words)):
                    if len(words[0]) > 3 or stop > 1:
                        surnames.setdefault(" ".join(words[:stop]), draft.cls)
        for draft in found:
            if not draft.known and not draft.sure:
                best = votes[draft.words].most_common()
                draft.cls = surnames.get(draft.words, min((c for c, n in best if n == best[0][1])))
        known_words = {draft.words: draft for draft in found if len(draft.words) > 3}
        for token in doc:
            if token.i in claimed or not _capital(token) or token.pos_ not in ("PROPN", "NOUN", "ADJ"):
                continue
            cls = surnames.get(token.text)
            like = known_words.get(token.text)
            if cls is None and like is None:
                continue
            draft = self._draft(
                doc, token.i, token.i + 1, cls or (like.cls if like else ""), known=like.known if like else ()
            )
            claimed[token.i] = 2
            found.append(draft)
        found.sort(key=lambda d: d.first)

    def _places(self, doc: Doc, found: list[Draft]) -> None:
        """Cities and regions of the library, where the model says place or a preposition of place stands before."""
        gazetteer, places = self._ontology.gazetteer, self._ontology.places
        prior = Counter(k.country_code for d in found for k in d.known[:1] if k.country_code)
        order = [code for code, _ in sorted(prior.items(), key=lambda item: (-item[1], item[0]))]
        for draft in found:
            if draft.known or self._is_person(doc, draft.first, draft.stop):
                continue
            before = doc[draft.first - 1].lower_ if draft.first else ""
            local = before in _PLACE_PREPOSITIONS and len(draft) <= 2
            if draft.cls in ("City", "Location", "Region") or (local and draft.cls in ("Person", "Organization")):
                hit = places.lookup(draft.words, prior=order)
                if hit is not None:
                    draft.known, draft.cls = (hit,), hit.cls
                elif draft.cls == "City" and 1 < len(draft) < 4 and not local and not draft.sure:
                    draft.cls = "Person"
            if draft.cls == "Group" and (country := gazetteer.demonym(draft.words)):
                draft.known, draft.cls = (country,), "Country"

    def _demonyms_inside(self, found: list[Draft], doc: Doc) -> Iterator[Draft]:
        """ "Russian" in "Russian Interior Ministry" is a mention of Russia of its own inside the ministry's."""
        for draft in found:
            if len(draft) < 2 or draft.cls == "Person":
                continue
            labels = {known.label for known in draft.known}
            for width in (2, 1):
                words = doc[draft.first : draft.first + width].text
                country = self._ontology.gazetteer.demonym(words)
                if (
                    country is not None
                    and width < len(draft)
                    and words != draft.words
                    and not any(words in label for label in labels)
                ):
                    draft.country = country
                    yield self._draft(doc, draft.first, draft.first + width, "Country", known=(country,))
                    break

    def _draft(self, doc: Doc, first: int, stop: int, cls: str, *, known: tuple[Known, ...] = ()) -> Draft:
        span = doc[first:stop]
        draft = Draft(first, stop, _head(span), NAME, cls, _plain(span.text), known=known)
        if span.text.islower() and known and known[0].cls != "Country":
            # "the police": known by a description, which is no name.
            draft.kind, draft.noun = NOMINAL, self._ontology.nouns.get(self._ontology.lemma(doc[stop - 1]))
            draft.definite = definiteness(doc[stop - 1])
        return draft


def _head(span: Span) -> int:
    """The token by which the rest of the sentence holds the name."""
    root: Token = span.root
    return int(root.i)


def _trim(ent: Span) -> tuple[int, int]:
    """An entity without articles, quotation marks and possessive endings at its ends."""
    first, stop = ent.start, ent.end
    doc = ent.doc
    while first < stop and (doc[first].is_punct or doc[first].lower_ in ("the", "a", "an")):
        first += 1
    while first < stop and (
        (doc[stop - 1].is_punct and not doc[stop - 1].text.endswith("."))
        or doc[stop - 1].lower_ in ("'s", "’s", "'", "’")
    ):
        stop -= 1
    return first, stop


def _capital(token: Token) -> bool:
    return bool(token.text[:1].isupper())


def _plain(words: str) -> str:
    return words.replace("’", "'").replace("\n", " ")


def _same(text: str, word: str, *, any_case: bool) -> bool:
    plain = _plain(text)
    if plain == word:
        return True
    shout = len(plain) > 2 and plain.isupper() and not word.isupper()
    return (any_case or shout) and plain.lower() == word.lower()
