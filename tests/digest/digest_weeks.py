"""Invented weeks for the digest tests: every title, name and outlet here is made up."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from monitor.digest.model import Names
from monitor.models import (
    Article,
    Clip,
    Explainer,
    Grouping,
    ItemKind,
    Polarity,
    Quote,
    SourceOutcome,
    Tags,
    TextKind,
    TimeOrigin,
    Timestamp,
    Tone,
    ToneLabel,
    WeekCount,
)
from monitor.urls import item_id
from monitor.weeks import WIB, Week

WEEK = Week(2026, 34)
NAMES = Names(
    topics={"penempatan": "Penempatan", "pelindungan-pemulangan": "Pelindungan & Pemulangan",
            "tppo-penipuan-daring": "TPPO & Penipuan Daring", "pmi-nonprosedural": "PMI Nonprosedural",
            "biaya-penempatan": "Biaya Penempatan (Overcharging)", "jenazah": "Kepulangan Jenazah",
            "kerja-sama-negara-tujuan": "Kerja Sama Luar Negeri & Negara Tujuan",
            "hoaks-lowongan-palsu": "Hoaks & Lowongan Palsu", "jaminan-sosial": "Jaminan Sosial"},
    regions={"kepri": "BP3MI Kepulauan Riau", "kaltara": "BP3MI Kalimantan Utara", "ntt": "BP3MI Nusa Tenggara Timur",
             "jatim": "BP3MI Jawa Timur", "lampung": "BP3MI Lampung", "ntb": "BP3MI Nusa Tenggara Barat"},
    destinations={"malaysia": "Malaysia", "kamboja": "Kamboja", "taiwan": "Taiwan", "arab-saudi": "Arab Saudi",
                  "korea-selatan": "Korea Selatan", "hong-kong": "Hong Kong"})
EXPLAINERS = (
    Explainer("cek-lowongan", "Cara memeriksa lowongan kerja luar negeri", ("hoaks-lowongan-palsu", "penempatan"),
              "/klarifikasi/cek-lowongan/", "klarifikasi"),
    Explainer("dipulangkan", "Apa yang terjadi setelah tiba di tanah air", ("pelindungan-pemulangan",),
              "/penjelasan/dipulangkan/", "penjelasan"),
)
OUTLETS = ("Harian Contoh Nusantara", "Warta Contoh", "Portal Contoh Kepri", "Suara Contoh Timur", "Contoh Pos",
           "Kabar Contoh Bali", "Radar Contoh", "Berita Contoh 24")
_PLOTS = (
    ("BP3MI jemput {n} pekerja migran yang dipulangkan dari {place}", ToneLabel.POSITIVE, Polarity.NEGATIVE,
     "pelindungan-pemulangan", "Petugas balai menjemput dan mengantar mereka sampai ke kampung halaman."),
    ("Warga keluhkan biaya berangkat ke {place} yang naik sampai {n} juta rupiah", ToneLabel.NEGATIVE,
     Polarity.NEGATIVE, "biaya-penempatan",
     "Kementerian dinilai lamban menindak pungutan yang membebani calon pekerja."),
    ("Kementerian buka {n} kursi pelatihan bahasa untuk penempatan ke {place}", ToneLabel.POSITIVE, Polarity.POSITIVE,
     "penempatan", "Program itu membantu calon pekerja berangkat lewat jalur resmi."),
    ("Polisi gagalkan keberangkatan {n} orang ke {place} lewat pelabuhan tikus", ToneLabel.NEUTRAL, Polarity.NEGATIVE,
     "pmi-nonprosedural", "Mereka hendak diberangkatkan tanpa dokumen kerja."),
    ("{n} korban penipuan daring asal Indonesia masih tertahan di {place}", ToneLabel.NEGATIVE, Polarity.NEGATIVE,
     "tppo-penipuan-daring", "Keluarga menilai pemerintah belum memberi kepastian waktu pemulangan."),
    ("Beredar lowongan palsu {n} posisi di {place} memakai logo kementerian", ToneLabel.NEUTRAL, Polarity.NEGATIVE,
     "hoaks-lowongan-palsu", "Pesan itu meminta calon pelamar mengirim uang muka."),
    ("Pemerintah dan {place} bahas perlindungan {n} ribu pekerja rumah tangga", ToneLabel.NEUTRAL, Polarity.NEUTRAL,
     "kerja-sama-negara-tujuan", "Kedua pihak sepakat bertemu lagi bulan depan."),
    ("Jenazah pekerja migran ke-{n} tahun ini tiba dari {place}", ToneLabel.NEUTRAL, Polarity.NEGATIVE,
     "jenazah", "Peti jenazah diserahkan kepada keluarga pada malam hari."),
)
_SPEAKERS = ("Menteri Contoh", "Kepala BP3MI Contoh", "Siti Contohwati", "Ketua Serikat Contoh", "")


def make_clips(week: Week = WEEK, *, items: int = 60, seed: int = 1, title: str = "", sample: bool = False,
               kinds: tuple[ItemKind, ...] = (ItemKind.NEWS,)) -> list[Clip]:
    """Return `items` tagged and grouped clips spread over a week; equal arguments give equal clips."""
    chance = random.Random(seed)
    clips: list[Clip] = []
    while len(clips) < items:
        first = len(clips)
        for copy in range(min(chance.choice((1, 1, 1, 2, 4)), items - first)):
            clips.append(_clip(week, chance, len(clips), clips[first] if copy else None, title, sample, kinds))
    return clips


def _clip(week: Week, chance: random.Random, index: int, original: Clip | None, title: str, sample: bool,
          kinds: tuple[ItemKind, ...]) -> Clip:
    place = chance.choice(sorted(NAMES.destinations))
    plot, label, event, topic, evidence = _PLOTS[chance.randrange(len(_PLOTS))]
    at = (week.start + timedelta(minutes=chance.randrange(7 * 24 * 60))).astimezone(WIB)
    url = f"https://contoh{index}.example/{week}/{index}"
    key = item_id(url)
    speaker = chance.choice(_SPEAKERS)
    tags = Tags(
        relevant=True, relevance_reason="uji",
        tone=_tone(label, chance), event=event,
        topics=(topic, "jaminan-sosial") if chance.random() < 0.15 else (topic,),
        regions=(chance.choice(sorted(NAMES.regions)),), destinations=(place,),
        quotes=(Quote(f"Kami mengikuti kasus nomor {index} sampai tuntas.", speaker),) if chance.random() < 0.5 else (),
        evidence=evidence, model="uji-1.0")
    grouping = Grouping(key, key, key)
    text = plot.format(n=chance.randrange(3, 90), place=NAMES.destinations[place])
    if original:
        tags, text = original.tags or tags, original.article.title
        at = min(original.article.published.at + timedelta(minutes=30 + index % 60),
                 week.end.astimezone(WIB) - timedelta(minutes=1))
        assert original.grouping
        grouping = Grouping(key, original.grouping.story_id, original.grouping.event_id)
    article = Article(
        id=key, url=url, title=title or text, text=f"{evidence} Teks lengkap {index}.", text_kind=TextKind.FULL,
        kind=chance.choice(kinds), source_id="uji", outlet=chance.choice(OUTLETS), tier=chance.choice((1, 2, 3)),
        published=Timestamp(at, TimeOrigin.FEED), fetched_at=at + timedelta(hours=2), sample=sample)
    return Clip(article, tags, grouping)


def _tone(label: ToneLabel, chance: random.Random) -> Tone:
    fate = chance.random()
    if fate < 0.04:
        return Tone(None, reason="naskah berbayar, isi tidak terbaca")
    scores = {each.value: 0.8 if each is label else 0.1 for each in ToneLabel}
    return Tone(label, scores, abstained=fate < 0.12)


def make_history(*, weeks: int = 8, working: int = 97, expected: int = 99, seed: int = 5) -> list[WeekCount]:
    """Return the weeks before WEEK, oldest first."""
    chance = random.Random(seed)
    return [WeekCount(str(WEEK.back(back)), items := chance.randrange(60, 110), int(items * 0.6),
                      chance.randrange(6, 9), working, expected) for back in range(weeks, 0, -1)]


def make_outcomes(*, working: int = 97, failed: int = 2) -> list[SourceOutcome]:
    """Return how that many sources did."""
    last = datetime(2026, 8, 23, 22, 0, tzinfo=WIB)
    good = [SourceOutcome(f"baik-{n}", f"Sumber Contoh {n}", 7, 7, "", last) for n in range(working)]
    bad = [SourceOutcome(f"gagal-{n}", f"Sumber Gagal Contoh {n}", 7, 0, ("waktu habis", "HTTP 503")[n % 2])
           for n in range(failed)]
    return good + bad
