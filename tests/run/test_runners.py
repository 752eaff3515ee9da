"""Runners: every article gives a reading or a reason, whatever happens to the process that reads it."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from kg.article import Article
from kg.errors import ExtractionError, OntologyError
from kg.graph import Reading
from kg.read import Skipped
from kg.run import FEW, RUNNERS, FewHere, Recipe, cpus, runner
from kg.run.limit import TooLateError, alarm, seconds_for

pytestmark = pytest.mark.usefixtures("moody")


def outcome(results) -> tuple[list[str], dict[str, str]]:
    """Identifiers that were read, and reasons by source."""
    found = list(results)
    read = sorted(result.article.identifier for result in found if isinstance(result, Reading))
    return read, {result.source: result.reason for result in found if isinstance(result, Skipped)}


@pytest.fixture
def stories(article):
    def made(*texts: str) -> list[Article]:
        return [article(text, identifier=f"s{number}") for number, text in enumerate(texts)]

    return made


@pytest.mark.parametrize("name", RUNNERS)
def test_an_article_that_fails_costs_no_other(name, stories) -> None:
    read, skipped = outcome(RUNNERS[name](Recipe(extractor="moody"), 2).read(stories("one", "fail", "two", "three")))
    assert read == ["s0", "s2", "s3"]
    assert list(skipped) == ["s1.txt"]
    assert skipped["s1.txt"].startswith("the extractor failed on it (ValueError: a bad mood); it is left out")


@pytest.mark.parametrize("name", RUNNERS)
def test_nothing_to_read_gives_nothing(name) -> None:
    assert list(RUNNERS[name](Recipe(extractor="moody"), 2).read([])) == []


def test_a_pool_reads_in_other_processes_and_leaves_none_behind(stories) -> None:
    read, skipped = outcome(RUNNERS["pool"](Recipe(extractor="moody"), 2).read(stories(*["word"] * 40)))
    assert (len(read), skipped) == (40, {})
    assert multiprocessing.active_children() == []


def test_an_article_that_kills_its_worker_twice_is_skipped(stories) -> None:
    texts = ["one", "two", "die", "three", *["word"] * 20]
    read, skipped = outcome(RUNNERS["pool"](Recipe(extractor="moody"), 2).read(stories(*texts)))
    assert len(read) == 23
    assert list(skipped) == ["s2.txt"]
    assert "was killed (SIGKILL, perhaps for lack of memory) twice" in skipped["s2.txt"]


def test_an_article_whose_worker_dies_by_accident_is_read_again(stories, tmp_path) -> None:
    recipe = Recipe(extractor="moody", model=str(tmp_path / "died"))
    read, skipped = outcome(RUNNERS["pool"](recipe, 1).read(stories("one", "die-once", "two")))
    assert (read, skipped) == (["s0", "s1", "s2"], {})


@pytest.mark.parametrize("name", RUNNERS)
@pytest.mark.parametrize("how", ["hang", "spin"])
def test_an_article_that_takes_too_long_is_given_up_and_costs_no_other(name, how, stories) -> None:
    recipe = Recipe(extractor="moody", patience=0.03)
    texts = ["one", how, "two", *["word"] * 10]
    started = time.monotonic()
    read, skipped = outcome(RUNNERS[name](recipe, 1).read(stories(*texts)))
    assert len(read) == 12
    assert list(skipped) == ["s1.txt"]
    why = {"pool": "a worker process took too long twice while reading it", "here": "reading it took longer than 2 s"}
    assert skipped["s1.txt"] == f"{why[name]}; it is left out, --patience gives it more time"
    assert time.monotonic() - started < 60
    assert multiprocessing.active_children() == []


def test_an_alarm_rings_until_it_is_heard_and_no_longer() -> None:
    heard: list[BaseException] = []

    def deaf() -> None:
        while len(heard) < 2:
            try:
                time.sleep(10)
            except TooLateError as error:
                heard.append(error)
        raise heard[-1]

    with pytest.raises(TooLateError), alarm(0.05):
        deaf()
    assert len(heard) == 2
    with alarm(0.05):
        pass
    time.sleep(0.1)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_an_alarm_outside_of_the_main_thread_does_no_harm() -> None:
    done = []

    def work() -> None:
        with alarm(0.01):
            time.sleep(0.1)
        done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]


def test_long_articles_have_more_time(stories) -> None:
    short, long = stories("word"), stories("word " * 1000)
    assert seconds_for(short) == pytest.approx(60, abs=1)
    assert seconds_for(long) == pytest.approx(70, abs=1)
    assert seconds_for([*short, *long], patience=2) == 2 * seconds_for([*short, *long])


def test_memory_does_not_grow_with_the_number_of_articles(stories) -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        (story,) = stories("word")
        while True:
            taken += 1
            yield story

    results = RUNNERS["pool"](Recipe(extractor="moody"), 2).read(endless())
    for _ in range(50):
        next(results)
    results.close()
    assert taken <= 50 + 4 * 8
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("name", RUNNERS)
def test_a_recipe_that_cannot_be_followed_is_one_clear_error(name, stories, tmp_path) -> None:
    with pytest.raises(ExtractionError, match="extractor 'none': unknown"):
        list(RUNNERS[name](Recipe(extractor="none"), 2).read(stories("one")))
    with pytest.raises(OntologyError, match="no such folder"):
        list(RUNNERS[name](Recipe(ontology=tmp_path / "none"), 2).read(stories("one")))


def test_children_use_one_thread_and_the_parents_environment_stays() -> None:
    from kg.run.pool import _one_thread

    before = dict(os.environ)
    with _one_thread():
        assert os.environ["OMP_NUM_THREADS"] == "1"
    assert dict(os.environ) == before


def test_the_mask_of_signals_is_restored() -> None:
    from kg.run.pool import _undisturbed

    with _undisturbed():
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_few_articles_are_read_here_and_many_in_a_pool(monkeypatch, stories) -> None:
    used: list[str] = []

    class Seen:
        def __init__(self, name: str) -> None:
            self.name = name

        def read(self, articles):
            used.append(f"{self.name} {len(list(articles))}")
            return iter(())

    monkeypatch.setattr("kg.run.RUNNERS", {name: lambda *_, n=name: Seen(n) for name in RUNNERS})
    automatic = FewHere(Recipe(), 2)
    list(automatic.read(stories(*["word"] * (FEW - 1))))
    list(automatic.read(stories(*["word"] * (FEW + 5))))
    list(FewHere(Recipe(), 1).read(stories(*["word"] * (FEW + 5))))
    assert used == [f"here {FEW - 1}", f"pool {FEW + 5}", f"here {FEW + 5}"]


def test_the_number_of_processes_is_obeyed() -> None:
    assert type(runner(Recipe(), workers=1)).__name__ == "Here"
    assert type(runner(Recipe(), workers=3)).__name__ == "Pool"
    assert isinstance(runner(Recipe()), FewHere)
    assert cpus() >= 1
