"""A small extractor, installed as a plug-in, and a small ontology: fast enough for hundreds of builds.

It knows sentences of a few kinds, and finds in them known and unknown names, events by the lexicon, roles, denials, and
parts of organizations, about which articles can contradict each other.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from kg.resources import ontology_folder

PLUGIN = '''
import re
import time

from kg.claim import Claim, Factuality
from kg.graph import Reading
from kg.mention import Entity, Event, Mention
from kg.terms import KIND_OF_CLASS, short_hash, slug
from kg.text import Span

NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)*")


class Plain:
    """Reads sentences like "Ann Bell meets Cho Dan in Moscow." and "Red Club belongs to Blue Club."."""

    name = "plain"

    def __init__(self, ontology, model):
        self.ontology = ontology

    def read(self, articles):
        for article in articles:
            if "unreadable" in article.text:
                raise ValueError("it cannot be read")
            if "slowly" in article.text:
                time.sleep(0.3)
            yield Page(article, self.ontology).reading()


class Page:
    def __init__(self, article, ontology):
        self.article, self.ontology = article, ontology
        self.entities, self.events, self.claims = {}, [], []
        name = article.info.publisher or "nobody"
        self.voice = Entity("outlet/" + slug(name), "MediaOutlet", frozenset({name}))

    def reading(self):
        for sentence in re.finditer(r"[^.\\n]+[.]", self.article.text):
            self.sentence(sentence)
        made = [self.voice, *self.entities.values()]
        return Reading(self.article.info, tuple(made), tuple(self.events), tuple(self.claims))

    def mention(self, begin, end):
        return Mention(self.article.id, Span(begin, end), self.article.text[begin:end])

    def entity(self, match, begin):
        name, mention = match[0], self.mention(begin + match.start(), begin + match.end())
        known = self.ontology.gazetteer.choose(name)
        if known is None and len(name.split()) == 1:
            known = self.ontology.places.lookup(name)
        cls = known.cls if known else "Organization" if name.endswith(("Club", "League")) else "Person"
        local = known.id if known else f"{KIND_OF_CLASS[cls]}/{slug(name)}-{short_hash(cls, name.casefold(), '')}"
        found = Entity(local, cls, frozenset({name}), frozenset({mention}))
        self.entities[local] = self.entities[local].union(found) if local in self.entities else found
        return found

    def claim(self, sentence, subject, predicate, thing, event=None):
        span = Span(*sentence.span())
        polarity = "negative" if " not " in sentence[0] else "positive"
        certainty = "possible" if " may " in sentence[0] else "certain"
        shown = Factuality(polarity, certainty, "present")
        self.claims.append(Claim(subject, predicate, thing, self.article.id, span, (span,), (sentence[0],),
                                 self.voice.id, shown, 800, "plain", event))

    def sentence(self, sentence):
        named = [self.entity(match, sentence.start()) for match in NAME.finditer(sentence[0])]
        actors = [one for one in named if one.cls in ("Person", "Organization", "Agency", "Country")]
        if " belongs to " in sentence[0] and len(actors) > 1:
            self.claim(sentence, actors[0].id, "partOf", actors[1].id)
            return
        for word in re.finditer(r"[a-z]+", sentence[0]):
            senses = self.ontology.lexicon.senses("v", word[0].rstrip("s"))
            kinds = [sense.type for sense in senses if sense.type != "-"]
            if kinds and actors:
                self.event(sentence, word, kinds[0], actors, named)

    def event(self, sentence, word, kind, actors, named):
        begin = sentence.start() + word.start()
        name = f"event/{self.article.id.removeprefix('article/')}-{kind}-{begin}"
        trigger = self.mention(begin, sentence.start() + word.end())
        self.events.append(Event(name, kind, self.article.id, word[0], trigger))
        self.claim(sentence, name, "eventType", f"event-type/{kind}", name)
        self.claim(sentence, name, "actor", actors[0].id, name)
        for other in actors[1:2]:
            self.claim(sentence, name, "target", other.id, name)
        for place in [one for one in named if one.cls == "City"][:1]:
            self.claim(sentence, name, "place", place.id, name)
'''

ACTORS = ("Ann Bell", "Cho Dan", "Choe Dan", "Red Club", "Blue Club", "Green League", "Guard Office", "North Korea")
VERBS = ("meets", "greets", "arrests", "does not arrest", "may arrest", "belongs to")
PLACES = ("Moscow", "Vladivostok", "Tumen")
GREETING = "greet\tv\tmeeting\tsubj=actor obj=target\t\t[actor Ann] *greeted* [target Bo] at the gate.\n"
GUARD = "guard-office\tAgency\tGuard Office\tThe Guard\t\tKP\t\t\t\t\n"
SIGNED = "field\tfirst\tSigned by (?P<publisher>.+)\tnothing\n"
EDITS = {"lexicon.en.tsv": GREETING, "gazetteer.tsv": GUARD, "zones.tsv": SIGNED, "README.md": "More words.\n"}
"""Lines to add to an ontology, by file, of which the sentences above make a difference; the README's makes none."""

_FEW = {"gazetteer.tsv": 20, "lexicon.en.tsv": 0, "given-names.tsv": 30, "nouns.en.tsv": 60}
_KEPT = {"lexicon.en.tsv": ("meet\tv", "arrest\tv", "trigger\t")}


def install(folder: Path) -> Path:
    """Put the plug-in into a folder; it is found once that is on the path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plainreader.py").write_text(PLUGIN)
    about = folder / "plainreader-1.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: plainreader\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[kg.extractors]\nplain = plainreader:Plain\n")
    return folder


def small_ontology(folder: Path) -> Path:
    """A copy of the ontology that ships with kg, its long tables cut short."""
    shutil.copytree(ontology_folder(), folder)
    for name, most in _FEW.items():
        path = folder / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        head = next(number for number, line in enumerate(lines) if not line.startswith("#")) + 1
        kept = [line for line in lines[head:] if line.startswith(_KEPT.get(name, ()))]
        path.write_text("".join([*lines[:head], *lines[head : head + most], *kept]), encoding="utf-8")
    return folder


def edit(ontology: Path, name: str, there: bool) -> None:
    """Add the line of :data:`EDITS` to a table, or take it out."""
    path = ontology / name
    text = path.read_text(encoding="utf-8").replace(EDITS[name], "")
    path.write_text(text + EDITS[name] if there else text, encoding="utf-8")
