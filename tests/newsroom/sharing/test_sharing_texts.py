from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from shared_pages import claim, write_claim

from monitor.newsroom.details import Channel
from monitor.newsroom.sharing.captions import NO_PRIVATE_DATA, captions, share_links
from monitor.newsroom.sharing.page import complaint_lines, official_channels, published_pages, read_page
from monitor.newsroom.sharing.replies import replies
from monitor.newsroom.sharing.sentences import cut, first_sentence, fitting, sentences

ROOT = Path(__file__).parents[3]
SITE = ROOT / "tests/data/site/content"
ADDRESS = "https://info.contoh.go.id/klarifikasi/bantuan-tunai/"
CONTACTS = complaint_lines(official_channels(SITE))


def test_every_shipped_page_gets_a_post_of_at_most_280_characters() -> None:
    pages = published_pages(ROOT / "content", datetime.now(UTC))
    assert len(pages) >= 17
    for page in pages:
        made = {each.name: each.text for each in captions(page, f"https://info.contoh.go.id/{page.path}", "bp3mi-jabar",
                                                          CONTACTS)}
        post = made["x-threads"]
        assert len(post) <= 280
        assert f"https://info.contoh.go.id/{page.path}?" in post
        assert "…" not in post, "a whole sentence fits"
        assert list(made) == ["whatsapp", "x-threads", "facebook-linkedin", "instagram"]


@pytest.mark.parametrize("fact", ["Ya.", "K" * 400, "Kata " * 90 + "akhir.", "Satu. Dua. " * 40])
def test_a_post_stays_short_whatever_the_fact(tmp_path: Path, fact: str) -> None:
    page = claim(tmp_path, fact=fact, slug="s" * 100)
    post = next(each for each in captions(page, f"https://info.contoh.go.id/{page.path}", "umum", ())
                if each.name == "x-threads").text
    assert len(post) <= 280
    assert post.rpartition(" ")[2].startswith(f"https://info.contoh.go.id/{page.path}?utm_source=x&")


def test_links_carry_channel_and_unit_and_nothing_else(tmp_path: Path) -> None:
    page = claim(tmp_path)
    buttons = {each.label: each.address for each in share_links(page, ADDRESS, "bp3mi-ntt")}
    assert {label: urlsplit(address).hostname for label, address in buttons.items()} == {
        "WhatsApp": "wa.me", "X": "x.com", "Facebook": "www.facebook.com", "Telegram": "t.me"}
    for label, address in buttons.items():
        given = dict(parse_qsl(urlsplit(address).query))
        text = given.get("u") or given.get("url") or given["text"]
        link = text[text.index("https://info"):].split()[0]
        assert dict(parse_qsl(urlsplit(link).query)) == {
            "utm_source": label.lower(), "utm_medium": "bagikan", "utm_campaign": "bp3mi-ntt"}
        assert unquote(address).count("utm_campaign") == 1


def test_captions_name_the_source_the_complaint_lines_and_the_privacy_rule(tmp_path: Path) -> None:
    made = {each.name: each.text for each in captions(claim(tmp_path), ADDRESS, "umum", CONTACTS)}
    assert "Sumber: Catatan uji, diperiksa 10 September 2026." in made["whatsapp"]
    assert "*Tidak ada bantuan tunai*" in made["whatsapp"]
    long = made["facebook-linkedin"]
    assert "Klaim yang beredar: “Setiap pekerja migran mendapat Rp150 juta.”" in long
    assert "Tempat mengadu: " in long
    assert "0-800-1000" in long
    assert NO_PRIVATE_DATA in long
    assert NO_PRIVATE_DATA in made["instagram"]
    assert "info.contoh.go.id/klarifikasi/bantuan-tunai (ketik" in made["instagram"]
    assert "2026-09-01" not in "".join(made.values()), "dates are written in words"


def test_a_clarification_answers_claim_advice_and_evidence_in_its_own_words(tmp_path: Path) -> None:
    asked = replies(claim(tmp_path))
    assert [each.question for each in asked] == [
        "Benarkah kabar ini: “Setiap pekerja migran mendapat Rp150 juta”?",
        "Apa yang harus saya lakukan bila menerimanya?", "Bagaimana kami tahu?"]
    assert asked[0].answer.startswith("Klaim itu penipuan. Kementerian tidak membagikan uang")
    assert asked[1].answer.endswith("hubungi 0800 (diperiksa 1 September 2026).")
    assert asked[2].answer == "Nomor pengirim bukan nomor kanal resmi."


def test_every_shipped_page_answers_three_questions_with_words_on_the_page() -> None:
    for page in published_pages(ROOT / "content", datetime.now(UTC)):
        asked = replies(page)
        assert len(asked) == 3, page.slug
        assert all(each.question.endswith("?") and each.answer and len(each.answer) <= 700 for each in asked)
        assert not [each for each in asked if each.answer.endswith(":")]


def test_an_answer_ends_with_a_whole_item_of_a_list(tmp_path: Path) -> None:
    body = "Caranya begini:\n\n" + "\n".join(f"{number}. {'Langkah ' * 8}nomor {number}." for number in range(1, 9))
    answer = replies(claim(tmp_path, body=body))[2].answer
    assert answer.startswith("Caranya begini: Langkah")
    assert answer.endswith(".")
    assert len(answer) <= 320


def test_drafts_embargoes_and_english_pages_are_not_shared(tmp_path: Path) -> None:
    folder = tmp_path / "klarifikasi"
    folder.mkdir()
    write_claim(folder, slug="terbit")
    for slug, old, new in (("draf", "Type:", "Status: draft\nType:"), ("nanti", "2026-09-12 14:30", "2099-01-01 07:00"),
                           ("inggris", "Type:", "Lang: en\nType:"), ("rusak", "2026-09-12 14:30", "besok")):
        path = write_claim(folder, slug=slug)
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    found = published_pages(tmp_path, datetime(2026, 11, 22, tzinfo=UTC))
    assert [page.slug for page in found] == ["terbit"]


def test_complaint_lines_are_telephones_and_whatsapp() -> None:
    assert [each.kind for each in CONTACTS]
    assert all(each.kind.lower().startswith(("telepon", "whatsapp")) for each in CONTACTS)
    day = CONTACTS[0].checked
    assert complaint_lines([Channel("Situs web", "contoh.invalid", "", day)]) == ()


def test_sentences_end_where_they_end() -> None:
    assert sentences("Lihat Jl. Merdeka No. 5. Bayar Rp1.500.000. Selesai!") == (
        "Lihat Jl. Merdeka No. 5.", "Bayar Rp1.500.000.", "Selesai!")
    assert first_sentence("Tidak. Lulus ujian bukan jaminan kerja. Banyak yang menunggu.") == (
        "Tidak. Lulus ujian bukan jaminan kerja.")
    assert fitting("Satu kalimat pendek. Kalimat kedua.", 25) == "Satu kalimat pendek."
    assert cut("satu dua tiga", 9) == "satu dua…"
    assert cut("satu dua", 8) == "satu dua"
    assert len(cut("x" * 50, 10)) == 10


def test_a_page_is_read_with_its_sections(tmp_path: Path) -> None:
    page = read_page(write_claim(tmp_path, body="Isi.\n\n## Kedua?\n\nIsi kedua."))
    assert [heading for heading, _ in page.sections] == ["Bagaimana kami tahu", "Kedua?"]
