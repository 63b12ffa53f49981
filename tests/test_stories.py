from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clippings import MOMENT, clip, tags
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.models import Clip, Grouping, TextKind
from monitor.stories import group
from monitor.stories.wording import bare_text, wording

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from stories import score
from syndication import generate

BODY = """Petugas Balai Pelayanan Pelindungan Pekerja Migran Indonesia menjemput puluhan pekerja yang baru tiba dari
pelabuhan seberang pada Rabu pagi. Mereka didata, diperiksa kesehatannya, lalu diberi makan sebelum diantar pulang ke
kampung masing-masing memakai bus yang disewa pemerintah daerah. Kepala balai mengatakan sebagian besar dari mereka
berangkat tanpa kontrak kerja dan paspornya ditahan majikan. Ia meminta warga tidak mudah tergiur tawaran gaji besar
dari calo yang datang ke desa. Bupati berjanji membuka pelatihan las dan jahit bagi yang ingin bekerja di rumah."""
OTHER = """Harga sewa kios di pasar induk naik menjelang akhir tahun sehingga pedagang bawang mengeluh kepada wali kota.
Dinas perdagangan menyebut kenaikan itu wajar karena atap pasar baru saja diganti dan saluran air diperbaiki. Para
pedagang meminta keringanan sampai panen raya selesai, sedangkan pengelola menawarkan cicilan enam bulan tanpa bunga.
Rapat berikutnya digelar pekan depan di balai kota dengan mengundang perwakilan pembeli dan pemasok dari kabupaten."""


def told(*clips: Clip) -> dict[str, str]:
    """Return the story of each clip, by the last part of its address."""
    names = {c.article.id: c.article.url.rpartition("/")[2] for c in clips}
    return {names[g.item_id]: names[g.story_id] for g in group(clips)}


def happened(*clips: Clip) -> dict[str, str]:
    names = {c.article.id: c.article.url.rpartition("/")[2] for c in clips}
    return {names[g.item_id]: names[g.event_id] for g in group(clips)}


def later(hours: float) -> dict[str, object]:
    return {"at": MOMENT + timedelta(hours=hours)}


def headline(name: str, title: str, hours: float = 0, **changes: object) -> Clip:
    return clip(name, **(later(hours) | {"title": title, "text": ""} | changes))  # type: ignore[arg-type]


def test_no_clips_are_no_groups() -> None:
    assert group([]) == []


def test_agency_copy_with_other_dateline_title_credits_and_case_is_one_story() -> None:
    one = clip("antara", title="Petugas jemput puluhan pekerja di pelabuhan", text=f"Batam (ANTARA) - {BODY}\n"
               "Pewarta: Ani\nEditor: Budi\nCopyright © ANTARA 2026")
    two = clip("portal", title="Pulang Tanpa Kontrak, Ini Nasib Pekerja", text=f"BATAM, KOMPAS.com – {BODY.upper()}",
               **later(5))
    assert told(two, one) == {"antara": "antara", "portal": "antara"}


@pytest.mark.parametrize("edited", [
    " ".join(BODY.split()[:45]),
    BODY + " " + " ".join(OTHER.split()[:40]),
    BODY.replace("menjemput", "menyambut").replace("Bupati", "Wakil bupati").replace("sewa", "pinjam"),
    "KBRN, Batam: " + BODY,
])
def test_a_long_text_cut_extended_or_touched_up_stays_a_copy(edited: str) -> None:
    assert told(clip("a", text=BODY), clip("b", text=edited, title="Lain sama sekali", **later(3)))["b"] == "a"


def test_other_long_texts_are_other_stories() -> None:
    assert told(clip("a", text=BODY), clip("b", text=OTHER))["b"] == "b"


def test_a_round_up_is_no_copy_of_what_it_quotes() -> None:
    long = OTHER + " " + BODY + " " + OTHER[::-1]
    assert told(clip("a", text=BODY), clip("b", text=long, **later(1)))["b"] == "b"


def test_a_template_filled_with_other_numbers_is_another_story_even_when_long() -> None:
    numbers = "Rinciannya 12 orang dari Jember, 17 dari Malang, 21 dari Kediri dan 33 dari Blitar."
    other = "Rinciannya 14 orang dari Jember, 18 dari Malang, 25 dari Kediri dan 37 dari Blitar."
    assert told(clip("a", text=f"{BODY} {numbers}"), clip("b", text=f"{BODY} {other}", **later(30)))["b"] == "b"


@pytest.mark.parametrize(("one", "two"), [
    ("BP3MI Riau pulangkan 29 pekerja migran dari Malaysia", "BP3MI Riau memulangkan 29 Pekerja Migran dari Malaysia"),
    ("BP3MI Riau pulangkan 29 pekerja migran dari Malaysia", "BP3MI RIAU PULANGKAN 29 PEKERJA MIGRAN DARI MALAYSIA"),
    ("Menteri lepas 100 pekerja ke Korea hari ini", "Menteri Lepas 100 Pekerja ke Korea Hari Ini - Kabar Contoh"),
    ("Polisi tangkap calo pekerja migran di bandara", "Polisi Tangkap Calo Pekerja Migran di Bandara | kabarlain.com"),
    ("Polisi tangkap tiga calo pekerja migran di Batam", "Polisi tangkap 3 calo pekerja migran di Batam"),
    ("Kapal pekerja migran tenggelam di Selat Malaka", "Kapal pekerja migran tenggelam di perairan Selat Malaka"),
])
def test_headlines_that_differ_in_form_only_are_copies(one: str, two: str) -> None:
    assert told(headline("a", one), headline("b", two, 4)) == {"a": "a", "b": "a"}


@pytest.mark.parametrize(("one", "two"), [
    ("BP3MI Riau pulangkan 29 orang dari Malaysia", "BP3MI Riau pulangkan 31 orang dari Malaysia"),
    ("BP3MI Riau pulangkan 29 orang dari Malaysia", "BP3MI Riau pulangkan puluhan orang dari Malaysia"),
    ("BP3MI Riau pulangkan pekerja migran dari Malaysia", "BP3MI Aceh pulangkan pekerja migran dari Malaysia"),
    ("Jenazah pekerja migran asal Kaltara tiba di bandara", "Jenazah pekerja migran asal Kalbar tiba di bandara"),
    ("Menteri: pekerja di Kamboja korban perdagangan", "Menteri: pekerja di Kamboja bukan korban penipuan"),
    ("Polisi tangkap tiga calo pekerja migran", "Polisi tangkap lima calo pekerja migran"),
    ("Info PMI", "Info PMI: daftar sekarang juga di kantor balai"),
])
def test_headlines_of_two_happenings_are_not_copies(one: str, two: str) -> None:
    assert told(headline("a", one), headline("b", two, 4)) == {"a": "a", "b": "b"}


def test_teasers_that_differ_in_a_place_or_a_number_are_not_copies() -> None:
    teaser = "Sebanyak {} pekerja asal {} dipulangkan lewat pelabuhan setelah berbulan-bulan ditahan di depo imigrasi"
    clips = [headline(name, f"Kabar {name}", text=teaser.format(*values), text_kind=TextKind.SUMMARY)
             for name, values in {"a": (29, "Riau"), "b": (31, "Riau"), "c": (29, "Aceh")}.items()]
    assert told(*clips) == {"a": "a", "b": "b", "c": "c"}


def test_a_teaser_joins_the_full_text_that_it_opens() -> None:
    opening = " ".join(BODY.split()[:18]) + " leb"
    teaser = headline("feed", "Puluhan pekerja dijemput petugas balai", 2, text=opening, text_kind=TextKind.SUMMARY)
    full = clip("penuh", text=BODY, title="Petugas jemput pekerja di pelabuhan pagi ini")
    assert told(full, teaser)["feed"] == "penuh"


def test_the_same_words_after_more_than_a_week_are_another_story_and_event() -> None:
    clips = [clip("a", text=BODY), clip("b", text=BODY, **later(6.9 * 24)), clip("c", text=BODY, **later(15 * 24))]
    assert told(*clips) == {"a": "a", "b": "a", "c": "c"}
    assert happened(*clips)["c"] == "c"


def test_known_other_regions_keep_equal_headlines_apart() -> None:
    title = "BP3MI layani pemulangan pekerja migran sakit dari Malaysia"
    one = replace(headline("a", title), tags=tags(regions=("bp3mi-riau",)))
    two = replace(headline("b", title, 1), tags=tags(regions=("bp3mi-aceh",)))
    assert told(one, two)["b"] == "b"


def test_items_without_words_are_stories_of_their_own() -> None:
    clips = [headline(name, title) for name, title in (("a", ""), ("b", ""), ("c", "🎉"), ("d", "…"))]
    assert told(*clips) == {"a": "a", "b": "b", "c": "c", "d": "d"}
    assert happened(*clips) == {"a": "a", "b": "b", "c": "c", "d": "d"}


EVENTS = {
    "a1": ("97 WNI kabur dari perusahaan penipuan daring di Kamboja", 0),
    "a2": ("97 WNI ricuh saat kabur dari penipuan daring Kamboja, empat ditahan", 5),
    "a3": ("KBRI dampingi 97 WNI yang kabur dari perusahaan penipuan daring", 30),
    "b1": ("Menteri resmikan migrant center di kampus Semarang", 3),
    "b2": ("Migrant center Semarang diresmikan, siapkan perawat ke Jerman", 9),
    "c1": ("DPR bahas revisi undang-undang penempatan dengan pemerintah", 12),
}


def test_reports_of_one_happening_are_one_event() -> None:
    found = happened(*(headline(name, title, hours) for name, (title, hours) in EVENTS.items()))
    assert found == {"a1": "a1", "a2": "a1", "a3": "a1", "b1": "b1", "b2": "b1", "c1": "c1"}


def test_similar_reports_far_apart_are_two_events() -> None:
    one, two = EVENTS["a1"][0], EVENTS["a3"][0]
    assert happened(headline("a", one), headline("b", two, 24))["b"] == "a"
    assert happened(headline("a", one), headline("b", two, 24 * 7.5))["b"] == "b"


def test_groups_are_named_by_the_earliest_item_and_every_item_is_placed_once() -> None:
    clips = [headline(name, title, hours) for name, (title, hours) in EVENTS.items()]
    placed = group([*clips, clips[0]])
    assert [g.item_id for g in placed] == [c.article.id for c in sorted(clips, key=lambda c: c.article.published.at)]
    times = {c.article.id: (c.article.published.at, c.article.id) for c in clips}
    for g in placed:
        members = [other.item_id for other in placed if other.event_id == g.event_id]
        assert g.event_id == min(members, key=times.__getitem__)


SOME = """riau aceh 29 31 polisi kapal calo pulang jemput batam menteri lepas sakit jenazah tiba kamboja korban
penipuan daring bandara"""
WORDS = SOME.split()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from(WORDS), min_size=0, max_size=9),
                          st.lists(st.sampled_from(WORDS), max_size=60), st.integers(0, 300)), max_size=12),
       st.randoms(use_true_random=False))
def test_order_never_matters_and_stories_stay_inside_events(
        drawn: Sequence[tuple[list[str], list[str], int]], chance: random.Random) -> None:
    clips = [headline(str(n), " ".join(title), hours, text=" ".join(text))
             for n, (title, text, hours) in enumerate(drawn)]
    placed = group(clips)
    chance.shuffle(clips)
    assert group(clips) == placed
    assert len(placed) == len(clips)
    events = {g.story_id: {o.event_id for o in placed if o.story_id == g.story_id} for g in placed}
    assert all(len(found) == 1 for found in events.values())


@pytest.mark.parametrize(("text", "bare"), [
    ("JAKARTA, KOMPAS.com - Menteri tiba", "Menteri tiba"),
    ("Jakarta (ANTARA) - Menteri tiba", "Menteri tiba"),
    ("Batam, 20 Agustus 2026 – Menteri tiba", "Menteri tiba"),
    ("REPUBLIKA.CO.ID, JAKARTA -- Menteri tiba", "Menteri tiba"),
    ("KBRN, Batam: Menteri tiba", "Menteri tiba"),
    ("Menteri tiba - kata petugas", "Menteri tiba - kata petugas"),
    ("Menteri tiba.\nPewarta: Ani\nCopyright © ANTARA 2026", "Menteri tiba."),
    ("Sumber daya manusia itu penting.", "Sumber daya manusia itu penting."),
    ("", ""),
])
def test_datelines_and_credits_are_not_part_of_the_wording(text: str, bare: str) -> None:
    assert bare_text(text) == bare


@pytest.mark.parametrize("text", ["A" * 100_000, "A B " * 50_000, "(" * 50_000, "A. " * 40_000 + "-", "©" * 50_000,
                                  "JAKARTA, " * 30_000, "\n" * 100_000 + "x"])
def test_hostile_texts_are_read_in_an_instant(text: str) -> None:
    started = time.process_time()
    wording(clip(text=text, title=text).article)
    assert time.process_time() - started < 1


def test_thousands_of_headlines_that_differ_in_one_number_are_grouped_quickly() -> None:
    clips = [headline(str(n), f"BP3MI Riau pulangkan {n} pekerja migran sakit dari Malaysia") for n in range(3000)]
    clips += [headline(f"s{n}", "Kabar yang sama persis di ribuan situs berita", n / 100) for n in range(3000)]
    started = time.process_time()
    stories = {g.story_id for g in group(clips)}
    assert time.process_time() - started < 30
    assert len(stories) == 3001


def test_items_placed_day_by_day_get_the_groups_of_one_run() -> None:
    clips, _ = generate(700, "short", seed=3)
    whole = {one.item_id: one for one in group(clips)}
    clips.sort(key=lambda c: (c.article.published.at, c.article.id))
    placed: dict[str, Grouping] = {}
    for start in range(0, len(clips), 120):
        old = [replace(c, grouping=placed[c.article.id]) for c in clips[:start]]
        placed = {one.item_id: one for one in group([*old, *clips[start:start + 120]])}
    assert placed == whole


@pytest.mark.parametrize("kind", ["short", "long", "mixed"])
def test_copies_are_found_and_lookalikes_kept_apart(kind: str) -> None:
    clips, truth = generate(1200, kind, seed=11)
    precision, recall = score({one.item_id: one.story_id for one in group(clips)}, truth)
    assert precision >= 0.99
    assert recall >= 0.98
