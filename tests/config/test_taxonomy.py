from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.config.gate import judge, passes_gate
from monitor.config.loading import packaged
from monitor.config.officials import FILE as OFFICIALS
from monitor.config.officials import read_officials
from monitor.config.phrases import Phrasebook, longest
from monitor.config.regions import FILE as REGIONS
from monitor.config.regions import read_regions
from monitor.config.taxonomy import FILE, read_taxonomy, topic_label
from monitor.errors import ConfigError


def changed(tmp_path: Path, old: str, new: str, name: str = FILE) -> Path:
    original = packaged(name).read_text("utf-8")
    assert old in original
    path = tmp_path / name
    path.write_text(original.replace(old, new, 1), "utf-8")
    return path


def test_taxonomy_has_the_22_topics_with_labels() -> None:
    taxonomy = read_taxonomy()
    assert len(taxonomy.topics) == 22
    assert topic_label("tppo-penipuan-daring") == "TPPO & Penipuan Daring"
    assert next(t for t in taxonomy.topics if t.slug == "hoaks-lowongan-palsu").crisis


def test_unknown_key_is_named_with_the_nearest_valid_one(tmp_path: Path) -> None:
    path = changed(tmp_path, "crisis = false", "crisiss = false")
    with pytest.raises(ConfigError) as caught:
        read_taxonomy(path)
    assert "crisiss" in str(caught.value)
    assert "mungkin maksudnya 'crisis'" in str(caught.value)
    assert caught.value.exit_code == 2


def test_duplicate_slug_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, 'slug = "regulasi"', 'slug = "penempatan"')
    with pytest.raises(ConfigError, match="lebih dari sekali: penempatan"):
        read_taxonomy(path)


def test_phrase_without_a_word_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, '"penempatan pmi"', '"--"')
    with pytest.raises(ConfigError, match="tidak memuat kata"):
        read_taxonomy(path)


@pytest.mark.parametrize("text", [
    "BP3MI NTB fasilitasi pemulangan", "Modus Penyalur PMI Ilegal Kelabui Petugas", "9 WNI korban TPPO dijemput",
    "𝗞𝗲𝗺𝗲𝗻𝗣𝟮𝗠𝗜 buka posko", "PEKERJA-MIGRAN telantar"])
def test_gate_passes_texts_about_migrant_workers(text: str) -> None:
    assert passes_gate(text)


@pytest.mark.parametrize(("text", "why"), [
    ("Stok darah PMI Kota Solo menipis, warga diminta donor", "Palang Merah"),
    ("PMI manufaktur Indonesia turun ke zona kontraksi", "Purchasing"),
    ("Harga cabai naik di Pasar Senen", "tidak menyebut"),
    ("", "tidak menyebut")])
def test_gate_refuses_look_alikes_and_says_why(text: str, why: str) -> None:
    verdict = judge(text)
    assert not verdict.relevant
    assert why in verdict.reason


def test_a_name_counts_only_during_the_term_of_office() -> None:
    text = "Karding hadiri pertemuan kader partai"
    assert judge(text, on=date(2025, 3, 1)).relevant
    assert not judge(text, on=date(2026, 4, 27)).relevant
    assert "di luar masa jabatannya" in judge(text, on=date(2026, 4, 27)).reason


def test_phrases_ignore_case_hyphen_and_gap_and_know_open_endings() -> None:
    book = Phrasebook([("non prosedural", "a"), ("disekap*", "b"), ("perdagangan orang", "c"), ("orang dalam", "d")])
    for text in ("NON-PROSEDURAL", "nonprosedural", "non/prosedural", "Non  Prosedural"):
        assert [hit.payload for hit in book.find(text)] == ["a"], text
    assert [hit.payload for hit in book.find("korban disekapnya")] == ["b"]
    assert [hit.payload for hit in book.find("nonproseduralnya")] == []
    assert [hit.payload for hit in longest(book.find("perdagangan orang dalam"))] == ["c"]


def test_offsets_stay_true_after_unusual_letters() -> None:
    text = "İstanbul ﬁnal: TKW pulang"
    hit = Phrasebook([("tkw", 1)]).find(text)[0]
    assert text[hit.start:hit.end] == "TKW"


def test_there_are_23_offices_and_19_destinations_each_with_its_source() -> None:
    regions = read_regions()
    assert (len(regions.offices), len(regions.destinations)) == (23, 19)
    assert regions.office("ntt").seat == "Kupang"
    assert regions.destination("HK").name == "Hong Kong"


def test_one_alias_cannot_belong_to_two_places(tmp_path: Path) -> None:
    path = changed(tmp_path, '"sumut", ', '"sumut", "Pekan-Baru", "riau", ', REGIONS)
    with pytest.raises(ConfigError, match="nama 'riau' dipakai sumut dan riau"):
        read_regions(path)


def test_officials_are_dated_records() -> None:
    officials = {person.id: person for person in read_officials().officials}
    karding, mukhtarudin = officials["abdul-kadir-karding"], officials["mukhtarudin"]
    assert karding.holds(date(2025, 1, 1))
    assert not karding.holds(date(2025, 9, 9))
    assert not mukhtarudin.holds(date(2025, 9, 7))
    assert all(person.valid_from or person.seen for person in officials.values())
    assert read_officials().name("sbmi") == "Serikat Buruh Migran Indonesia"


@pytest.mark.parametrize(("old", "new", "why"), [
    ("valid_to = 2025-09-08", "valid_to = 2020-01-01", "lebih awal"),
    ('id = "christina-aryani"', 'id = "mukhtarudin"', "lebih dari sekali"),
    ("checked_on = 2026-11-21", 'checked_on = "kemarin"', "bukan tanggal|checked_on"),
    ('seen = "2026-03-05"', 'terakhir = "2026-03-05"', "kunci tidak dikenal")])
def test_a_wrong_official_record_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        read_officials(changed(tmp_path, old, new, OFFICIALS))
