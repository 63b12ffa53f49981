from __future__ import annotations

from datetime import timedelta

import pytest
from clippings import MOMENT, article, tags

from monitor.storage.search import folded, phrases
from monitor.storage.store import Store


def found(store: Store, text: str, **options: int) -> list[str]:
    return [clip.article.url.rpartition("/")[2] for clip in store.search(text, **options)]


@pytest.fixture
def filled(store: Store) -> Store:
    texts = {
        "riau": ("BP3MI Riau pulangkan 29 pekerja migran", "Kepala BP3MI, Fanny, menyebut kp2mi.go.id dan Jum'at."),
        "hk": ("Pekerja migran di Hong Kong terima penghargaan", "KJRI memuji café André; biaya 100% gratis 🎉"),
        "kosong": ("Tanpa isi", ""),
    }
    store.add([article(name, title=title, text=text, at=MOMENT + timedelta(days=day))
               for day, (name, (title, text)) in enumerate(texts.items())])
    store.save_tags([(article("hk").id, tags())])
    return store


@pytest.mark.parametrize(("query", "expected"), [
    ("pekerja migran", ["hk", "riau"]),
    ("PEKERJA  Migran\n29", ["riau"]),
    ('"pekerja migran di"', ["hk"]),
    ("“migran pekerja”", []),
    ('"migran pekerja', []),
    ("cafe andré", ["hk"]),
    ("CAFÉ", ["hk"]),
    ("kp2mi.go.id", ["riau"]),
    ("go id", ["riau"]),
    ("bp3mi-riau", ["riau"]),
    ("jum'at", ["riau"]),
    ("100%", ["hk"]),
    ("migran -riau", ["riau"]),
    ("tanpa isi", ["kosong"]),
    ("pekerj", []),
    ("pekerja AND migran", []),
])
def test_search_finds_the_same_on_both_engines(filled: Store, query: str, expected: list[str]) -> None:
    assert found(filled, query) == expected


@pytest.mark.parametrize("query", ["", "  ", "🎉", "%", "''", '"', '""', "*", "( ) : ^ - +", "\0", "---", "__", "؟",
                                   "\ud83d"])
def test_text_without_words_finds_nothing(filled: Store, query: str) -> None:
    assert filled.search(query) == []


@pytest.mark.parametrize("query", ["' OR 1=1 --", 'a" OR "b', "NEAR(a b)", "title:riau*", "NOT", "a | b & !c <-> d",
                                   "{x y}", "^riau", "riau)", "\\", "a\0b", "kata " * 5000, "ก็", "漢字", "ß", "ﬁ²",
                                   "\ud83dx"])
def test_no_text_is_an_operator_or_an_error(filled: Store, query: str) -> None:
    assert isinstance(filled.search(query), list)


def test_search_is_newest_first_and_obeys_the_limit(store: Store) -> None:
    names = [f"n{number}" for number in range(30)]
    store.add([article(name, title="sama", at=MOMENT + timedelta(minutes=(number * 7) % 30))
               for number, name in enumerate(names)])
    times = [clip.article.published.at for clip in store.search("sama", limit=12)]
    assert len(times) == 12
    assert times == sorted(times, reverse=True)
    assert times[0] == MOMENT + timedelta(minutes=29)
    assert store.search("sama", limit=0) == []


def test_found_items_carry_their_tags(filled: Store) -> None:
    assert [clip.tags for clip in filled.search("migran")] == [tags(), None]


def test_phrases_keep_at_most_32_words() -> None:
    assert phrases('satu "dua tiga" empat') == [["satu"], ["dua", "tiga"], ["empat"]]
    assert sum(len(words) for words in phrases('"' + "a " * 20 + '" ' + "b " * 50)) == 32


def test_folded_words_fit_a_tsvector() -> None:
    assert folded("Café  BP3MI-Riau_x ½") == "cafe bp3mi riau x 1 2"
    assert len(folded("漢" * 1_000_000).encode()) <= 400_000
