"""Import files: columns found, bad rows named, the same item always under the same id."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.collectors.imports import IMPORT_TIER, ImportResult, read_items
from monitor.config.imports import Preset, find_preset, read_presets
from monitor.errors import ConfigError, ImportFileError
from monitor.models import ItemKind, TextKind, TimeOrigin

DATA = Path(__file__).parents[1] / "data/imports"
SHARED = Path(__file__).parents[2] / "../shared"
NOW = datetime(2026, 8, 25, 3, 0, tzinfo=UTC)


def read(path: Path, preset: Preset | None = None, **mapping: str) -> ImportResult:
    return read_items(path, preset, fetched_at=NOW, mapping=mapping)


def write(folder: Path, name: str, body: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return path


def test_usual_columns_are_found_below_the_lines_of_an_export() -> None:
    first, second, third = read(DATA / "lazim.csv").articles
    assert (first.title, first.outlet, first.author) == ("Petugas latih 40 calon pekerja", "Kabar Contoh", "Sari")
    assert first.text == "Pelatihan berlangsung dua hari; pesertanya dari tiga desa.\nInstruktur datang dari balai."
    assert (first.published.at.isoformat(), first.published.origin) == ("2026-08-21T10:05:00+07:00", TimeOrigin.IMPORT)
    assert (first.source_id, first.tier, first.text_kind) == ("import:kabar-contoh", IMPORT_TIER, TextKind.SUMMARY)
    assert (second.title, second.text) == ("Hanya isi tanpa judul pada baris pertama.", "")
    assert second.published.dated_only
    assert (third.outlet, third.text, third.source_id) == ("Tidak disebut", "Isi – “singkat”", "import")


def test_bad_rows_are_named_by_their_line_and_the_others_kept() -> None:
    result = read(DATA / "lazim.csv")
    assert [problem.line for problem in result.problems] == [8, 9]
    assert "tidak berisi judul maupun teks" in result.problems[0].what
    assert "8 kolom" in result.problems[1].what


def test_an_unreadable_date_becomes_the_time_of_import_and_says_so() -> None:
    result = read(DATA / "lazim.csv")
    assert result.undated == 1
    assert (result.articles[2].published.at, result.articles[2].published.origin) == (NOW, TimeOrigin.FETCHED)


@pytest.mark.parametrize(("stated", "expected"), [("2015..2020", "2020-12-31"), ("2024", "2024-12-31"),
                                                  ("2010-12", "2010-12-31"), ("31 Feb 2026", "2026-08-25"),
                                                  ("", "2026-08-25"), ("2015..2030", "2026-08-25")])
def test_what_is_known_to_be_old_does_not_count_in_the_week_of_the_import(tmp_path: Path, stated: str,
                                                                          expected: str) -> None:
    (article,) = read(write(tmp_path, "a.csv", f"judul,tanggal\nSatu,{stated}\n")).articles
    assert article.published.origin is TimeOrigin.FETCHED
    assert article.published.at.date().isoformat() == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_encodings_and_delimiters_give_the_same_items(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = (DATA / "lazim.csv").read_text("utf-8").replace("dua hari;", "dua hari,").replace(";", delimiter)
    expected = [article.id for article in read(write(tmp_path, "asal.csv", text)).articles]
    assert len(expected) == 3
    found = read(write(tmp_path, "uji.csv", text.encode(encoding)))
    assert [article.id for article in found.articles] == expected


def test_a_sheet_gives_dates_numbers_and_the_right_tab(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Ringkasan laporan", "tidak penting"])
    sheet = book.create_sheet("Data")
    sheet.append(["Ekspor", None])
    sheet.append(["Headline", "Date", "URL", "Media", "Isi"])
    sheet.append(["Judul satu", datetime(2026, 8, 21, 10, 5), "kabar.example/satu", "Kabar", 12.0])
    sheet.append(["Judul dua", date(2026, 8, 21), None, "Kabar", "=1+1"])
    sheet.append([None, None, None, None, None])
    path = tmp_path / "data.xlsx"
    book.save(path)
    first, second = read(path).articles
    assert (first.url, first.text) == ("https://kabar.example/satu", "12")
    assert (first.published.at.isoformat(), first.published.dated_only) == ("2026-08-21T10:05:00+07:00", False)
    assert (second.published.at.isoformat(), second.published.dated_only) == ("2026-08-21T00:00:00+07:00", True)


def test_posts_are_recognised() -> None:
    result = read(DATA / "unggahan.jsonl")
    assert [article.kind for article in result.articles] == [ItemKind.POST] * 3
    assert [article.text_kind for article in result.articles] == [TextKind.FULL] * 3
    assert result.articles[1].published.origin is TimeOrigin.FETCHED
    assert result.articles[2].published.at.isoformat() == "2026-08-21T03:00:00+00:00"
    assert [(problem.line, problem.what) for problem in result.problems] == [
        (3, "bukan JSON yang sah"), (4, "bukan objek JSON dengan nama kolom")]


def test_the_same_rows_always_have_the_same_ids(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (DATA / "unggahan.jsonl").read_text("utf-8").splitlines() if line[0] == "{"]
    as_list = write(tmp_path, "data.json", json.dumps({"total": 3, "items": rows}))
    assert [a.id for a in read(as_list).articles] == [a.id for a in read(DATA / "unggahan.jsonl").articles]


def test_a_long_first_line_is_shortened_as_title_but_kept_as_text(tmp_path: Path) -> None:
    long = "kata " * 100
    (article,) = read(write(tmp_path, "a.csv", f"isi\n{long}\n")).articles
    assert len(article.title) <= 200
    assert article.title.endswith(" …")
    assert article.text == long.strip()


def test_markup_in_cells_becomes_plain_text(tmp_path: Path) -> None:
    body = "judul,isi\nA &amp; B,<p>Satu</p><script>x()</script><p>Dua</p>\n"
    (article,) = read(write(tmp_path, "a.csv", body)).articles
    assert (article.title, article.text) == ("A & B", "Satu\nDua")


def test_a_news_text_is_split_into_title_date_and_report() -> None:
    (article,) = read(DATA / "berita.txt").articles
    assert article.title == "Balai Contoh Latih Empat Puluh Calon Pekerja Sebelum Berangkat"
    assert article.text.startswith("Semarang, KabarUji")
    assert (article.outlet, article.text_kind) == ("KabarUji", TextKind.FULL)
    assert (article.published.at.isoformat(), article.published.dated_only) == ("2026-08-19T00:00:00+07:00", True)


def test_unusual_columns_are_mapped_by_hand() -> None:
    (article,) = read(DATA / "tak_lazim.csv", text="Uraian", outlet="wadah", date="Kapan").articles
    assert (article.title, article.outlet) == ("Teks pertama yang cukup panjang", "Kabar Contoh")


def test_a_missing_column_names_what_is_there_and_what_to_type() -> None:
    with pytest.raises(ImportFileError, match="tidak punya kolom judul atau isi") as caught:
        read(DATA / "tak_lazim.csv")
    assert "Uraian, Wadah, Kapan" in caught.value.todo
    assert "--map text=" in caught.value.todo
    with pytest.raises(ImportFileError) as caught:
        read(DATA / "hampir.csv")
    assert "Judull" in caught.value.todo
    with pytest.raises(ImportFileError, match="mungkin maksudnya 'Uraian'"):
        read(DATA / "tak_lazim.csv", text="Urayan")


def test_an_open_quote_is_reported_instead_of_swallowing_rows() -> None:
    result = read(DATA / "kutip_terbuka.csv")
    assert [article.title for article in result.articles] == ["Satu"]
    assert [(problem.line, "kutip" in problem.what) for problem in result.problems] == [(3, True)]


@pytest.mark.parametrize(("name", "body", "words"), [
    ("a.csv", b"", "kosong"), ("a.xlsx", b"PK\x03\x04rusak", "bukan berkas XLSX"),
    ("a.xls", b"\xd0\xcf\x11\xe0x", "xls"),
    ("a.csv", b"judul,isi\n", "tanpa baris data"), ("a.txt", b" \n-\n", "tidak berisi teks"),
    ("a.json", b"[" * 100_000, "bersarang terlalu dalam"), ("a.jsonl", b"{}\n", "tidak punya kolom"),
])
def test_files_that_cannot_be_read_are_refused(tmp_path: Path, name: str, body: bytes, words: str) -> None:
    with pytest.raises(ImportFileError, match=words):
        read(write(tmp_path, name, body))


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.xlsx", "a.jsonl", "a.json", "a.txt"]))
def test_any_bytes_give_items_or_an_import_error(tmp_path: Path, noise: bytes, name: str) -> None:
    for body in (noise, b"judul,isi\n" + noise, b"PK\x03\x04" + noise):
        try:
            result = read(write(tmp_path, name, body))
        except ImportFileError:
            continue
        assert all(article.title for article in result.articles)


def test_presets_read_their_exports(tmp_path: Path) -> None:
    meltwater = write(tmp_path, "m.csv", "Date,Headline,URL,Opening Text,Hit Sentence,Source,Language\n"
                                         "2026-08-21,Judul,https://kabar.example/1,,Kalimat.,Kabar,Indonesian\n")
    (article,) = read(meltwater, find_preset("meltwater")).articles
    assert (article.title, article.text, article.outlet, article.language) == ("Judul", "Kalimat.", "Kabar", "id")
    brandwatch = write(tmp_path, "b.csv", "Report:,contoh\n\nDate,Title,Full Text,Url,Domain,Author\n"
                                          "2026-08-21 03:00:00.0,,Teks unggahan,https://twitter.com/a/1,twitter.com,A\n")
    (article,) = read(brandwatch, find_preset("brandwatch")).articles
    assert (article.kind, article.title, article.author) == (ItemKind.POST, "Teks unggahan", "A")


def test_talkwalker_is_read_from_its_sheet_and_from_its_api(tmp_path: Path) -> None:
    sheet = write(tmp_path, "t.csv", "\ufeffurl,published,title,content,lang,source_type,extra_author_attributes.name,"
                                     "extra_source_attributes.name,reach\n"
                                     "https://kabar.example/1,2026-08-21 03:00:00,Judul,Isi,id,ONLINENEWS,A,Kabar,1\n"
                                     "https://x.com/a/1,2026-08-21 03:00:00,,Unggahan,id,"
                                     "\"SOCIALMEDIA,SOCIALMEDIA_TWITTER\",A,X,1\n")
    news, post = read(sheet, find_preset("talkwalker")).articles
    assert (news.kind, news.outlet, news.author, news.published.at.isoformat()) == (
        ItemKind.NEWS, "Kabar", "A", "2026-08-21T03:00:00+00:00")
    assert (post.kind, post.title, post.author) == (ItemKind.POST, "Unggahan", "A")
    answer = {"status_code": "0", "result_content": {"data": [{"data": {
        "url": "https://kabar.example/1", "published": 1787281200000, "title": "Judul", "content": "Isi",
        "source_type": ["ONLINENEWS"], "extra_source_attributes": {"name": "Kabar"}}}]}}
    (wrapped,) = read(write(tmp_path, "t.json", json.dumps(answer)), find_preset("talkwalker")).articles
    assert (wrapped.id, wrapped.title, wrapped.outlet) == (news.id, "Judul", "Kabar")
    assert wrapped.published.at == news.published.at


@pytest.mark.parametrize("row", [
    {"text": "Calo PMI", "createTimeISO": "2026-08-21T03:00:00.000Z", "createTime": 1, "authorMeta": {"name": "a"},
     "webVideoUrl": "https://www.tiktok.com/@a/video/7", "id": "7"},
    {"caption": "Calo PMI", "timestamp": "2026-08-21T03:00:00.000Z", "type": "Image", "ownerUsername": "a",
     "url": "https://www.tiktok.com/@a/video/7"},
    {"full_text": "Calo PMI", "createdAt": "Fri Aug 21 03:00:00 +0000 2026", "type": "tweet",
     "twitterUrl": "https://www.tiktok.com/@a/video/7", "author": {"userName": "a"}},
])
def test_apify_rows_of_any_actor_are_posts(tmp_path: Path, row: dict[str, object]) -> None:
    for name, body in (("a.json", json.dumps([row])), ("a.jsonl", json.dumps(row) + "\n")):
        (post,) = read(write(tmp_path, name, body), find_preset("apify")).articles
        assert (post.kind, post.title, post.url, post.author) == (
            ItemKind.POST, "Calo PMI", "https://www.tiktok.com/@a/video/7", "a")
        assert (post.outlet, post.published.at.isoformat()) == ("tiktok.com", "2026-08-21T03:00:00+00:00")


def test_a_recap_of_ones_own_is_read_below_its_letterhead(tmp_path: Path) -> None:
    recap = write(tmp_path, "rekap.csv", "REKAP ADUAN;;;\nSubdit Medsos;;;\n\n"
                                         "No;Hari/Tanggal;Isi Pesan;Media Sosial\n"
                                         "1;Jum'at, 21 Agustus 2026;Mohon bantu PMI;WhatsApp\n"
                                         "2;46255,4375;Gaji tidak dibayar;WhatsApp\n3;;;\n")
    result = read(recap, find_preset("apa-saja"))
    first, second = result.articles
    assert (first.kind, first.title, first.published.at.date().isoformat()) == (
        ItemKind.POST, "Mohon bantu PMI", "2026-08-21")
    assert second.published.at.isoformat() == "2026-08-21T10:30:00+07:00"
    assert [(problem.line, problem.what) for problem in result.problems] == [(7, "tidak berisi judul maupun teks")]


@pytest.mark.parametrize(("cell", "time", "expected"), [
    ("46255", "", "2026-08-21T00:00:00+07:00"), ("46255,0", "", "2026-08-21T00:00:00+07:00"),
    ("46255.75", "", "2026-08-21T18:00:00+07:00"), ("46255", "0,4375", "2026-08-21T10:30:00+07:00"),
    ("21/08/2026", "0.4375", "2026-08-21T10:30:00+07:00"), ("1787281200,5", "", "2026-08-21T03:00:00.500000+00:00"),
    ("99999", "", ""), ("1234,5", "", ""),
])
def test_dates_that_a_spreadsheet_wrote_as_numbers(tmp_path: Path, cell: str, time: str, expected: str) -> None:
    table = write(tmp_path, "d.csv", f"judul;tanggal;jam\nJudul;{cell};{time}\n")
    (article,) = read(table).articles
    if expected:
        assert article.published.at.isoformat() == expected
    else:
        assert article.published.origin is TimeOrigin.FETCHED


def test_own_presets_are_added_and_wrong_ones_explained(tmp_path: Path) -> None:
    own = write(tmp_path, "impor.toml", '[[preset]]\nname = "ig"\nkind = "post"\nmonth_first = true\n'
                                        '[preset.columns]\ntext = ["Uraian"]\ndate = ["Kapan"]\n')
    assert set(read_presets(own)) == {"meltwater", "brandwatch", "talkwalker", "apify", "apa-saja", "whatsapp", "ig"}
    (article,) = read(DATA / "tak_lazim.csv", find_preset("ig", own)).articles
    assert article.kind is ItemKind.POST
    with pytest.raises(ConfigError, match="mungkin maksudnya 'meltwater'"):
        find_preset("melwater")
    wrong = write(tmp_path, "salah.toml", '[[preset]]\nname = "x"\n'
                                          'timezone = "Asia/Jakart"\n[preset.columns]\nteks = ["A"]\n')
    with pytest.raises(ConfigError) as caught:
        read_presets(wrong)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(("name", "count"), [("data/domain/domain_headlines.jsonl", 424),
                                             ("data/domain/domain_posts.jsonl", 130)])
def test_shared_data_is_imported_whole(name: str, count: int) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared tidak ada: {path}")
    result = read(path)
    assert not result.problems
    assert len({article.id for article in result.articles}) == count
    assert {article.kind for article in result.articles} == {ItemKind.POST if "posts" in name else ItemKind.NEWS}


def test_shared_news_texts_are_read_with_title_and_date() -> None:
    if not (SHARED / "seeds").exists():
        pytest.skip(f"../shared tidak ada: {SHARED / 'seeds'}")
    articles = [read(path).articles[0] for path in sorted((SHARED / "seeds").glob("*.txt"))]
    assert [article.published.at.date().isoformat() for article in articles] == [
        "2025-10-09", "2025-09-17", "2025-11-24", "2025-12-06", "2025-09-26"]
    assert all("BP3MI" in article.title or "KP2MI" in article.title for article in articles)
    assert all(len(article.text) > 2000 for article in articles)
