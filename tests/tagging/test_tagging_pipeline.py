"""The whole pipeline with the weights that ship."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from clippings import article

from monitor.config.settings import Tagging
from monitor.errors import ModelError
from monitor.models import Polarity, TextKind, TimeOrigin, Timestamp, ToneLabel
from monitor.tagging import Tagger, load
from monitor.tagging.stored import MODEL


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load()


def test_a_rescue_is_good_news_about_a_bad_event(tagger: Tagger) -> None:
    tags = tagger.tag_text("BP3MI NTT pulangkan PMI korban penyiksaan majikan di Malaysia, biaya ditanggung negara", "")
    assert tags.relevant
    assert tags.tone.label is ToneLabel.POSITIVE
    assert tags.event is Polarity.NEGATIVE
    assert tags.regions == ("ntt",)
    assert tags.destinations == ("MY",)
    assert "pelindungan-pemulangan" in tags.topics


def test_criticism_of_the_ministry_is_negative(tagger: Tagger) -> None:
    tags = tagger.tag_text("Migrant CARE: KemenP2MI gagal lindungi pekerja migran, aduan dibiarkan berbulan-bulan", "")
    assert tags.tone.label is ToneLabel.NEGATIVE
    assert "kritik-kebijakan" in tags.topics


def test_scores_sum_to_one_and_the_label_is_the_highest(tagger: Tagger) -> None:
    tone = tagger.tag_text("Pendaftaran program G to G Korea dibuka untuk calon pekerja migran", "").tone
    assert sum(tone.scores.values()) == pytest.approx(1, abs=0.001)
    assert tone.label is not None
    assert tone.scores[tone.label.value] == max(tone.scores.values())


def test_evidence_is_a_sentence_of_the_text_word_for_word(tagger: Tagger) -> None:
    text = ("Keluarga mengecam KP2MI karena laporan mereka diabaikan selama setahun.\n"
            "Cuaca di pelabuhan cerah.")
    tags = tagger.tag_text("Jenazah pekerja migran tiba", text)
    assert tags.evidence == "Keluarga mengecam KP2MI karena laporan mereka diabaikan selama setahun."


@pytest.mark.parametrize(("title", "why"), [
    ("Palang Merah: stok darah PMI Kota Bogor aman", "Palang Merah"),
    ("PMI manufaktur Juli naik ke 52,1", "Purchasing"),
    ("Timnas menang 2-0 di Surabaya", "tidak menyebut")])
def test_look_alikes_are_not_relevant_and_not_scored(tagger: Tagger, title: str, why: str) -> None:
    tags = tagger.tag_text(title, "")
    assert not tags.relevant
    assert why in tags.relevance_reason
    assert (tags.tone.label, tags.tone.reason, tags.topics, tags.evidence) == (None, "tidak relevan", (), "")


def test_a_former_minister_counts_only_while_in_office(tagger: Tagger) -> None:
    title = "Karding Tegaskan Pengawasan Harus Ketat"
    assert tagger.tag_text(title, "", on=date(2025, 5, 1)).relevant
    assert not tagger.tag_text(title, "", on=date(2026, 4, 27)).relevant


@pytest.mark.parametrize(("text", "reason"), [
    ("The Indonesian migrant workers were sent home by the government on Monday after months of waiting", "Inggris"),
    ("Pekerja migran sing ana ing Malaysia wis mulih menyang desa lan ora arep bali maneh amarga abot", "daerah"),
    ("Pekerja migran: العمال المهاجرون من إندونيسيا عادوا إلى بلادهم بعد أشهر من الانتظار", "Latin")])
def test_unsupported_languages_are_not_scored(tagger: Tagger, text: str, reason: str) -> None:
    tone = tagger.tag_text(text, "").tone
    assert tone.label is None
    assert reason in tone.reason


def test_a_stub_is_tagged_but_its_tone_is_not_scored(tagger: Tagger) -> None:
    tags = tagger.tag_text("BP3MI Riau pulangkan 20 PMI", "Berlangganan untuk membaca.", TextKind.STUB)
    assert tags.relevant
    assert tags.tone.label is None
    assert tags.tone.reason == "teks lengkap tidak tersedia"


@pytest.mark.parametrize("text", [
    "", " \n\t ", "😀😀😀", "x" * 1_000_000, "a b " * 250_000, "“" * 100_000, "PMI " * 200_000, "\x00\x07 pmi",
    "TKW DI KTIPU AGEN, KP2MI KMN AJA", "<div><p>BP3MI&nbsp;<b>pulangkan</b> PMI</p></div>", "A. B. C. " * 20_000,
    "kata " * 50_000, "Menteri Menteri " * 20_000, "\"kutip " * 20_000, "Nur Al " * 20_000])
def test_odd_texts_neither_crash_nor_stall(tagger: Tagger, text: str) -> None:
    start = time.process_time()
    tags = tagger.tag_text(text, text)
    assert time.process_time() - start < 5
    assert tags.tone.label is None or sum(tags.tone.scores.values()) == pytest.approx(1, abs=0.001)


def test_entity_offsets_count_title_gap_and_text(tagger: Tagger) -> None:
    title, text = "Pemulangan", "Menteri P2MI Mukhtarudin tiba di Nunukan."
    whole = f"{title}\n\n{text}"
    entities = tagger.tag_text(title, text).entities
    assert {entity.link for entity in entities} >= {"mukhtarudin", "kaltara"}
    assert all(whole[entity.start:entity.end] == entity.text for entity in entities)


def test_a_batch_gives_what_single_texts_give(tagger: Tagger) -> None:
    articles = [article(str(number), title=f"BP3MI Bali bantu {number} PMI", at=datetime(2026, 8, 1).astimezone())
                for number in range(70)]
    articles.append(replace(articles[0], id="lain", title="Karding dilantik", text="",
                            published=Timestamp(datetime(2026, 4, 27).astimezone(), TimeOrigin.FEED)))
    tagged = list(tagger.tag(articles))
    assert [found.id for found, _ in tagged] == [given.id for given in articles]
    single = tagger.tag_text(articles[5].title, articles[5].text, on=date(2026, 8, 1))
    assert tagged[5][1].topics == single.topics
    assert tagged[5][1].tone.label is single.tone.label
    assert not tagged[-1][1].relevant


def test_the_model_name_carries_size_version_and_hash() -> None:
    name, version, digest = load(Tagging(model="cepat")).model.rsplit("-", 2)
    assert (name, len(version.split(".")), len(digest)) == ("p2mi-cepat", 3, 8)


def test_the_abstention_bar_comes_from_the_settings_or_else_from_the_model() -> None:
    assert load().abstain_below > load(Tagging(model="cepat")).abstain_below
    strict = load(Tagging(abstain_below=1.0))
    assert strict.tag_text("BP3MI Bali pulangkan 2 PMI", "").tone.abstained
    assert not load(Tagging(abstain_below=0.0)).tag_text("BP3MI Bali pulangkan 2 PMI", "").tone.abstained


@pytest.mark.parametrize("name", ["tone/model", "config.cfg"])
def test_a_missing_or_changed_model_file_is_named_with_the_way_out(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    settings = Tagging(model=str(folder))
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name} tidak ada"):
        load(settings)
    (folder / name).write_bytes(b"rusak")
    with pytest.raises(ModelError, match=f"{name} rusak") as caught:
        load(settings)
    assert "MONITOR_MODEL" in caught.value.todo


def test_a_pipeline_plugged_in_by_path_needs_no_checksums(tmp_path: Path) -> None:
    folder = tmp_path / "sendiri"
    shutil.copytree(MODEL, folder)
    (folder / "checksums.json").unlink()
    assert load(Tagging(model=str(folder))).tag_text("BP3MI Bali pulangkan 2 PMI", "").relevant


def test_shipped_weights_stay_small_and_load_quickly() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < 20_000_000
