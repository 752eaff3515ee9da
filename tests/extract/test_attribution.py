"""Attribution: who speaks, in indirect and direct speech, and what the narrator keeps."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.article import Article, ArticleInfo
from kg.extract.attribution import Attribution, attributions, voice_at
from kg.extract.parse import Parsed, load_model, parse
from kg.ontology.cues import Cues
from kg.resources import ontology_folder

UNSEEN = Path(__file__).parent.parent / "quality" / "voice-unseen.tsv"
MISTAKEN = 0.08
"""The most that may be mistaken of :data:`UNSEEN`, now that it has been seen."""
NARRATOR = "-"
NOBODY = "?"


@cache
def model() -> Language:
    return load_model()


@cache
def cues() -> Cues:
    return Cues.load(ontology_folder())


def parsed(text: str) -> Parsed:
    return next(parse([Article(ArticleInfo("test", "0"), text)], model()))


def read(text: str) -> tuple[Parsed, tuple[Attribution, ...]]:
    document = parsed(text)
    return document, attributions(document, cues())


def speaker_of(word: str, text: str) -> str:
    """Who speaks where ``word`` stands: the source's word, NOBODY where none is named, NARRATOR outside all."""
    document, found = read(text)
    token = next(token for token in document.doc if token.text == word)
    voice = voice_at(token.i, found)
    if voice is None:
        return NARRATOR
    return NOBODY if voice.source is None else document.doc[voice.source].text


CASES = r"""
The source said that Kim *fled* to China.	source
The source said Kim *fled* to China.	source
Kim *fled* to China, the source said.	source
Kim *fled* to China, said a resident of Hyesan.	resident
Kim, the source said, *fled* to China.	source
Kim, a resident said on Monday, was *beaten* by agents.	resident
According to the source, Kim *fled*.	source
Kim, according to the source, *fled* in May.	source
Kim *fled* in May, according to a source in Hyesan.	source
The workers, according to one manager, were *beaten*.	manager
Per the statement, Kim *fled*.	statement
As the source said, Kim *fled*.	source
Speaking on condition of anonymity, a source in Musan told Daily NK on Monday that agents *beat* Kim.	source
Citing safety concerns, a resident of Musan said the police *arrested* Kim.	resident
The source told Lee that Kim had *fled*.	source
The broker told reporters that Kim had *fled*.	broker
The clerk added that Kim *fled*.	clerk
The clerk explained how Kim *bribed* the guards.	clerk
The clerk spoke of the raid, adding that the guards *took* the money.	clerk
The video said the army was *ready*.	video
The order says all workers must *return*.	order
The report, published in May, said that Kim *fled*.	report
The source said that the order says all workers must *return*.	order
The source said that the *order* says all workers must return.	source
Lee said Kim denied that Park *fled*.	Kim
Lee said Kim *denied* that Park fled.	Lee
Daily NK has learned that Kim *fled*.	NK
The documents show that Kim *fled*.	documents
Kim was quoted as saying that they *fled*.	Kim
In a statement, the ministry said Kim had *fled*.	ministry
It was reported that Kim *fled*.	?
It is said that Kim *fled*.	?
Kim is said to have *fled*.	?
Workers scheduled to be *assigned* abroad left.	-
There are rumors that Kim *fled*.	?
His claim that Kim *fled* was false.	His
Police accused Kim of *smuggling* drugs.	Police
Kim denied any *involvement*.	Kim
Officials deny that workers were *beaten*.	Officials
Police promised to *arrest* the broker.	Police
Rights groups warned that defectors would be *executed*.	groups
Two sources confirmed the *arrest* of Kim.	sources
She said they shot him because he *fled*.	She
I think Kim *fled*.	I
The *source* said that Kim fled.	-
The source *said* that Kim fled.	-
He said Kim fled. Lee *stayed* behind.	-
Police *arrested* Kim in May.	-
The so-called “special *training*” began in May.	-
“We *fled*,” said the clerk, who works there.	clerk
“We fled,” said the clerk, who *works* there.	-
“We fled,” said the clerk. “They *shot* him.”	clerk
"We *fled*," the clerk said.	clerk
"A friend came," he said. "Agents *shot* him."	he
«Kim *fled*», said Lee.	Lee
„Kim *fled*“, said Lee.	Lee
‘Kim *fled*,’ said Lee, whose brothers’ house burned.	Lee
'Kim *fled*,' said Lee.	Lee
He said: «Kim *fled*.»	He
The ministry said, “Kim *fled* to China.”	ministry
“Where did Kim *go*?” the officer asked.	officer
“Kim *fled*,” reads the order.	order
“The order came in May,” the source in Hyesan told Daily NK, “and officials *read* it aloud.”	source
“Everyone is afraid,” he added. “No one dares to speak. They *watch* us.”	he
“Everyone is afraid,” he said.\n\n“They *watch* us all day.”	he
“My brother was *beaten*,” the source continued.	source
"One man *fled*.\n\n"Two men stayed," the source said.	source
“One man fled.\n\n“Two men *stayed*.”	?
The source criticized the order.\n\n“It makes no sense. Nobody *obeys* it.”	source
The source spoke of the order.\n\nThe army *moved* south.	-
“The order says ‘everyone must *return*’ by May,” the source said.	order
“The *order* says ‘everyone must return’ by May,” the source said.	source
Lee said: “Kim told me ‘I will *flee*’ in May.”	Kim
"We fled (they said "go *now*") at night," she said.	they
The ministry said Kim was “a *traitor*” and a spy.	ministry
“It is over,” Kim said. Park *left* the room.	-
" He *fled* . " Kim said .	Kim
" He *fled* , " Kim said .	Kim
Kim said , " He *fled* . "	Kim
Kim said , " He fled . " Lee *stayed* .	-
" He fled , " Kim said . " Guards *shot* him . "	Kim
" He fled , " Kim said . " Guards shot him . " Lee *stayed* .	-
The clerk said : " We *fled* in May . "	clerk
`` He *fled* , '' Kim said .	Kim
Kim said , `` He *fled* . ''	Kim
Kim said , `` He fled . '' Lee *stayed* .	-
``He *fled*,'' Kim said.	Kim
Kim said: ``He *fled*.'' Lee stayed.	Kim
''He *fled*,'' Kim said.	Kim
“ He *fled* , ” Kim said .	Kim
“ He fled , ” Kim said . “ Guards *shot* him . ” Lee stayed .	Kim
“Agents beat him in front of his *children*.” The source added that the man died in May.	source
“Agents *beat* him in front of his children.” The clerk said the man died in May.	clerk
“The guards *took* everything we had.” The woman added, “Nobody helped us.”	woman
“The guards *took* everything we had.” The station opened in May.	?
The clerk, who said that Kim fled, *left*.	-
The clerk, who said that Kim *fled*, left.	clerk
The clerk, who said Kim fled in May, *left* the office.	-
The woman, who told police that her son had been beaten, *filed* a complaint.	-
The woman, who claims that guards beat her son, *filed* a complaint on Monday.	-
A man who said that he had been tortured *showed* his scars.	-
The official, who asked not to be named, *said* that Kim fled.	-
The paper dismissed a rumor that he had *called* the police.	paper
The paper dismissed a report by the group Open Borders that a demonstrator had *died*.	group
The ministry rejected a claim by activists that a prisoner had *died*.	activists
The ministry *dismissed* reports that a prisoner had died.	-
The ministry denied a rumor that troops had *fired*.	ministry
The ministry rejected allegations that troops had *fired*.	ministry
A spokesman denied allegations by two former guards that women had been *beaten*.	guards
The group published a report that troops had *fired*.	?
They broke up a fight, said a clerk who *saw* it.	-
The ministry, which says that prisoners are fed well, *expelled* two reporters.	-
The ministry, which says that prisoners are *fed* well, expelled two reporters.	ministry
Lee, who claims she was beaten, *sued* the city.	-
The envoy, who said talks had failed, *flew* home.	-
The guards, who deny that anyone died, were *suspended*.	-
" Nobody *paid* us , " she said .	she
" Nobody paid us " , she said , " so we *left* . "	she
He was called a " *traitor* " by the party .	-
The guard shouted : " *Stop* ! "	guard
“They *took* him at night.” The widow told the paper that no warrant was shown.	widow
“They *took* him at night.” The ministry criticized the paper.	?
“They *took* him at night,” she said. “We never saw him again.” The mayor said the man fled.	she
“They took him at night,” she said. “We never *saw* him again.” The mayor said the man fled.	she
The broker, who claimed that agents had beaten him, *moved* to Seoul.	-
A cook who says guards *beat* her lives in Busan.	cook
The panel cited two diplomats as saying that the ship *sank*.	diplomats
Two diplomats were quoted as saying that the ship *sank*.	diplomats
In her testimony, the widow said guards *beat* him.	widow
"They *beat* me," Han told the station. "Then they let me go."	Han
"They beat me," Han told the station. "Then they *let* me go."	Han
" They *beat* me , " Han told the station . " Then they let me go . "	Han
" They beat me , " Han told the station . " Then they *let* me go . "	Han
`` They beat me , '' Han said . `` Then they *released* me . ''	Han
“They *beat* me.” Han said he spent two weeks in a cell.	Han
“They *beat* me.” Han spent two weeks in a cell.	?
The ministry rejected claims by the opposition that soldiers *looted* the town.	opposition
The ministry denied that soldiers *looted* the town.	ministry
Soldiers *looted* the town, the opposition claims, but the ministry denies it.	opposition
The embassy denied a claim that its driver had *fled*.	embassy
The rumor that Han had *defected* was denied by the embassy.	embassy
Han told police that his wife had said that guards *beat* her.	wife
The man, identified by police as Han, *fled* to Laos.	-
The report, which says that guards beat inmates, was *banned*.	-
The report, which says that guards *beat* inmates, was banned.	report
"""


@pytest.mark.parametrize("case", [line for line in CASES.splitlines() if line])
def test_who_speaks(case: str) -> None:
    marked, speaker = case.split("\t")
    before, word, after = marked.replace("\\n", "\n").split("*")
    assert speaker_of(word, before + word + after) == speaker


def test_few_speakers_are_mistaken_in_what_was_written_blind() -> None:
    lines = UNSEEN.read_text(encoding="utf-8").splitlines()
    cases = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    mistaken = []
    for marked, speaker in cases:
        before, word, after = marked.replace("\\n", "\n").split("*")
        if speaker_of(word, before + word + after) != speaker:
            mistaken.append(marked)
    assert len(cases) >= 130
    assert len(mistaken) <= MISTAKEN * len(cases), mistaken


def test_quotations_are_marked_as_such() -> None:
    document, found = read("“We fled,” he said. He said that Kim stayed.")
    assert [(document.doc[a.begin : a.end].text, a.quoted) for a in found] == [
        ("We fled,", True),
        ("that Kim stayed", False),
    ]


def test_an_unsure_source_is_hedged() -> None:
    document, found = read("Police suspect that Kim fled.")
    assert [(document.doc[a.cue].text, a.hedge) for a in found] == [("suspect", "suspect")]


def test_an_empty_article_has_no_voices() -> None:
    assert read("")[1] == ()
    assert voice_at(0, ()) is None


def check(document: Parsed, found: tuple[Attribution, ...]) -> None:
    """What holds of the attributions of any text."""
    size = len(document.doc)
    for index, item in enumerate(found):
        assert 0 <= item.begin < item.end <= size
        assert 0 <= item.cue < size
        assert not item.begin <= item.cue < item.end
        assert item.source is None or 0 <= item.source < size
        assert -1 <= item.outer < index
        if item.outer >= 0:
            assert found[item.outer].begin <= item.begin
            assert item.end <= found[item.outer].end
    assert [item.begin for item in found] == sorted(item.begin for item in found)
    for i in range(min(size, 200)):
        around = [item for item in found if item.begin <= i < item.end]
        voice = voice_at(i, found)
        assert (voice is None) == (not around)
        assert voice is None or voice.end - voice.begin == min(item.end - item.begin for item in around)


WORDS = [
    *["“", "”", '"', "'", "‘", "’", "«", "»", "„", "(", ")", ",", ".", "?", ":"],
    "he",
    "said",
    "that",
    "Kim",
    "fled",
    "according",
    "to",
    "the",
    "source",
    "\n\n",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_any_text_keeps_its_shape(words: list[str]) -> None:
    check(*read(" ".join(words)))


@pytest.mark.parametrize(
    "text",
    [
        "“" * 300,
        "”" * 300,
        '"' * 301,
        "“ He fled. " * 200,
        "” said “ ‘ " * 200,
        "“It goes on. He fled.\n\n" * 100,
        "He said that " * 100 + "Kim fled.",
        "“A man fled,” he said. " * 100,
    ],
)
def test_hostile_quotes(text: str) -> None:
    check(*read(text))


def test_time_grows_with_the_text() -> None:
    def seconds(count: int) -> float:
        document = parsed("“A man fled,” he said. " * count)
        begin = time.process_time()
        found = attributions(document, cues())
        for token in document.doc:
            voice_at(token.i, found)
        assert len(found) == count
        return time.process_time() - begin

    few = seconds(250)
    assert seconds(1000) < 4 * 4 * max(few, 0.01)
