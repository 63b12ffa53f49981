from __future__ import annotations

import json
import stat
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import DraftError
from monitor.newsroom.checks.check import apply_fixes, check, choose, fix_file, known_rules, walk
from monitor.newsroom.checks.draft import Given, parse_manuscript, read_manuscript
from monitor.newsroom.checks.model import Draft, Finding, Hit, Part, Rule, Severity
from monitor.newsroom.checks.registry import MODULES, rules
from monitor.newsroom.checks.report import as_html, as_json, as_text, summary

SAMPLE = "Kelas bahasa dibuka\n\nSolo, KemenP2MI (12/05/2026) – Ratna hadir,, lalu pulang.\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
         '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>')


def word(path: Path, *paragraphs: str, extra: tuple[str, ...] = ()) -> Path:
    """Write a real .docx of paragraphs; a paragraph that begins with `<` is raw WordprocessingML."""
    inside = "".join(f"<w:p>{text if text.startswith('<') else f'<w:r><w:t>{text}</w:t></w:r>'}</w:p>"
                     for text in paragraphs)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("_rels/.rels", RELS)
        packed.writestr("word/document.xml", f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{inside}</w:body>'
                                             "</w:document>")
        for name in extra:
            packed.writestr(name, b"x")
    return path


def swap(word_: str, instead: str, part: Part = Part.BODY) -> Rule:
    """A rule that wants `word_` replaced, so that the framework is tested apart from the real rules."""

    def find(draft: Draft) -> Iterator[Hit]:
        at = -1
        while (at := draft.text(part).find(word_, at + 1)) >= 0:
            yield Hit(at, at + len(word_), f"Tulis {instead}.", instead, part)

    return Rule("R057", "punctuation", Severity.BLOCKS, "a", "b", "c", "d", find)


def test_every_rule_has_its_own_code_name_and_words() -> None:
    known = rules()
    assert len({rule.code for rule in known}) == len({rule.name for rule in known}) == len(known)
    assert len(MODULES) == len(set(MODULES))
    for rule in known:
        assert rule.code[0] == "R"
        assert rule.code[1:].isdigit()
        assert all(len(text) > 1 for text in (rule.what, rule.why, rule.wrong, rule.right)), rule.code


def test_front_matter_positions_are_those_of_the_file() -> None:
    text = ("Title: Kelas\n    bahasa salahh dibuka\nSlug: kelas\nSummary: Ada salahh.\nType: siaran-pers\n"
            "Date: 2026-05-12 10:00\nCity: Solo\n\nIsi salahh.\nLagi salahh di sini.\n")
    manuscript = parse_manuscript("a.md", text)
    places = [(each.line, each.column) for part in Part for each in check(manuscript, [swap("salahh", "salah", part)])]
    assert places == [(2, 12), (4, 14), (9, 5), (10, 6)]
    assert manuscript.draft.title == "Kelas bahasa salahh dibuka"
    assert (manuscript.draft.city, str(manuscript.draft.published)) == ("Solo", "2026-05-12")
    fixed, changes = apply_fixes(manuscript, [swap("salahh", "salah", Part.TITLE)])
    assert fixed == text.replace("bahasa salahh", "bahasa salah")
    assert len(changes) == 1


def test_a_bare_text_takes_title_city_and_date_from_its_own_lines() -> None:
    manuscript = parse_manuscript("a.txt", "Friday, 15 May 2026\nlogo\n\n# Kelas dibuka\n\n"
                                           "Solo, KemenP2MI (12/05/2026) – Isi salahh.\n")
    assert manuscript.draft.title == "Kelas dibuka"
    assert manuscript.draft.city == "Solo"
    assert str(manuscript.draft.published) == "2026-05-12"
    assert manuscript.draft.body.startswith("Friday")
    assert [(each.line, each.column) for each in check(manuscript, [swap("salahh", "salah")])] == [(6, 36)]
    assert [(each.line, each.column) for each in check(manuscript, [swap("Kelas", "kelas", Part.TITLE)])] == [(4, 3)]


@pytest.mark.parametrize("text", ["Solo, KemenP2MI (12/05/2026) – Isi salahh.\n\nAkhir.",
                                  f"Isi salahh {'panjang ' * 40}."])
def test_a_text_that_begins_without_title_has_none(text: str) -> None:
    manuscript = parse_manuscript("a.txt", text)
    assert (manuscript.draft.title, manuscript.draft.body) == ("", text)
    (finding,) = check(manuscript, [swap("salahh", "salah")])
    assert (finding.line, finding.column) == (1, text.index("salahh") + 1)


def test_what_is_given_wins_and_the_whole_text_is_body() -> None:
    manuscript = parse_manuscript("a.txt", "Isi salahh.", Given("Judul", None, "Palu"))
    assert (manuscript.draft.title, manuscript.draft.city, manuscript.draft.body) == ("Judul", "Palu", "Isi salahh.")


@pytest.mark.parametrize(("comment", "silent"), [
    ("<!-- periksa: abaikan R057 sesuai naskah asli -->\nRatna hadir,, lalu.", True),
    ("Ratna hadir,, lalu. <!-- periksa: abaikan R057 sesuai naskah asli -->", True),
    ("# periksa: abaikan R057, R056 sesuai naskah asli\nRatna hadir,, lalu.", True),
    ("<!-- periksa: abaikan R058 sesuai naskah asli -->\nRatna hadir,, lalu.", False),
    ("<!-- periksa: abaikan R057 sesuai naskah asli -->\nBaris lain.\nRatna hadir,, lalu.", False),
    ("<!-- periksa: abaikan R057 -->\nRatna hadir,, lalu.", False),
])
def test_a_reason_on_the_line_or_above_silences_that_code_only(comment: str, silent: bool) -> None:
    found = check(parse_manuscript("a.txt", f"Judul\n\nPembuka.\n\n{comment}\n"), choose(["R057"]))
    assert (found == ()) is silent


@pytest.mark.parametrize("comment", ["<!-- periksa: abaikan R057 -->", "# periksa: abaikan R057",
                                     "<!-- periksa: abaikan R777 memang begitu adanya -->", "<!-- periksa: abaikan -->",
                                     "<!-- periksa: abaikan sesuai naskah asli -->"])
def test_a_suppression_without_reason_or_code_is_a_finding(comment: str) -> None:
    found = check(parse_manuscript("a.txt", f"Judul\n\nIsi naskah.\n\n{comment}\nAkhir.\n"), choose(["R059"]))
    assert [(each.line, each.code) for each in found] == [(5, "R059")]


def test_a_comment_before_the_first_paragraph_covers_the_front_matter() -> None:
    head = f"Title: {'a' * 70}\nSlug: a\nType: siaran-pers\nDate: 2026-05-12 10:00\n\n"
    comment = "<!-- periksa: abaikan R050 judul resmi acara -->\n"
    assert check(parse_manuscript("a.md", f"{head}Isi.\n"), choose(["R050"]))
    assert check(parse_manuscript("a.md", f"{head}{comment}Isi.\n"), choose(["R050"])) == ()
    assert check(parse_manuscript("a.md", f"{head}Isi.\n\n{comment}Isi.\n"), choose(["R050"]))


def test_a_fix_never_enters_a_quotation(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text('Judul\n\nIsi salahh. “Kata salahh,” ujar Ratna salahh. "Juga salahh," katanya.\n', "utf-8")
    changes = fix_file(path, [swap("salahh", "salah")])
    assert path.read_text("utf-8") == ('Judul\n\nIsi salah. “Kata salahh,” ujar Ratna salah. "Juga salahh," '
                                       "katanya.\n")
    assert [(each.line, each.before, each.after) for each in changes] == [(3, "salahh", "salah")] * 2


def test_a_fix_keeps_line_ends_mark_and_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffJudul\r\n\r\nIsi salahh.\r\n".encode())
    path.chmod(0o640)
    assert fix_file(path, [swap("salahh", "salah")])
    assert path.read_bytes() == "\ufeffJudul\r\n\r\nIsi salah.\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]
    assert fix_file(path, [swap("salahh", "salah")]) == ()


def test_the_real_fixes_settle_and_change_no_word_of_a_quotation(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kelas  dibuka\n\n00.05 12 Mei 2026 9\n\nSolo, KP2MI (12/05/2026) - Ratna hadir,, lalu pulang .\n\n"
                    "“Kami  siap,, sungguh,” kata Ratna Widuri di kelas bahasa\n", "utf-8")
    chosen = choose(["R052", "R056", "R057", "R096", "R097"])
    fix_file(path, chosen)
    text = path.read_text("utf-8")
    assert "Solo, KemenP2MI (12/05/2026) – Ratna hadir, lalu pulang.\n" in text
    assert "“Kami  siap,, sungguh,” kata Ratna Widuri di kelas bahasa.\n" in text
    assert "00.05" not in text
    assert fix_file(path, chosen) == ()


def test_word_text_is_read_with_insertions_and_without_deletions(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", "Kelas bahasa dibuka",
                "<w:r><w:t>Isi </w:t></w:r><w:ins w:id=\"1\" w:author=\"x\"><w:r><w:t>baru</w:t></w:r></w:ins>"
                "<w:del w:id=\"2\" w:author=\"x\"><w:r><w:delText>lama</w:delText></w:r></w:del>")
    manuscript = read_manuscript(path)
    assert manuscript.draft.title == "Kelas bahasa dibuka"
    assert manuscript.draft.body.strip() == "Isi baru"
    assert [each.code for each in check(manuscript, choose(["R099"]))] == ["R099"]
    assert check(read_manuscript(word(tmp_path / "b.docx", "Judul", "Isi.")), choose(["R099"])) == ()


def test_fix_leaves_word_files_alone(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", "Judul", "Isi salahh.")
    before = path.read_bytes()
    assert fix_file(path, [swap("salahh", "salah")]) == ()
    assert path.read_bytes() == before


def test_files_that_cannot_be_checked_say_what_to_do(tmp_path: Path) -> None:
    cases = {"a.docm": (b"PK", "bermakro"), "b.doc": (b"x", "docx"), "c.docx": (b"bukan zip", "bukan berkas Word"),
             "d.txt": (b"\xff\xfe\x00", "UTF-8"), "e.txt": (b" \n", "kosong"), "f.txt": (b"a\x00b", "bukan teks"),
             "g.pdf": (b"%PDF", "tidak bisa diperiksa")}
    for name, (data, said) in cases.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(DraftError, match=said):
            read_manuscript(tmp_path / name)
    with pytest.raises(DraftError, match="makro"):
        read_manuscript(word(tmp_path / "h.docx", "Judul", extra=("word/vbaProject.bin",)))


def test_a_bad_date_in_front_matter_blocks() -> None:
    found = check(parse_manuscript("a.md", "Title: Kelas\nDate: 31/02/2026\n\nIsi.\n"), choose(["R098"]))
    assert [(each.line, each.severity) for each in found] == [(2, Severity.BLOCKS)]


def test_walk_finds_texts_and_skips_hidden_and_lock_files(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", ".rahasia.md", "~$c.docx", "gambar.png"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [each.name for each in walk([tmp_path, tmp_path / "a.txt"])] == ["a.txt", "b.md"]
    with pytest.raises(DraftError, match="tidak ditemukan"):
        walk([tmp_path / "tiada.md"])
    (tmp_path / "kosong").mkdir()
    with pytest.raises(DraftError, match="Tidak ada naskah"):
        walk([tmp_path / "kosong"])


def test_rules_are_chosen_by_code_or_name_and_unknown_ones_refused() -> None:
    assert [rule.code for rule in choose(["r057", "unbalanced_bracket"], ["R058"])] == ["R057"]
    assert len(choose(ignore=["R057"])) == len(known_rules()) - 1
    with pytest.raises(DraftError, match="R777"):
        choose(["R777"])


def test_reports_hold_every_finding_and_escape_it() -> None:
    found = [Finding("a.md", 3, 5, "R057", "punctuation", Severity.WARNS, "Hapus <b>.", "<script>", "x"),
             Finding("a.md", 1, 1, "R001", "weekday_mismatch", Severity.BLOCKS, "Keliru.", "Rabu", None)]
    assert as_text(found).splitlines()[0] == "a.md:3:5: R057 [peringatan] Hapus <b>."
    assert json.loads(as_json(found))[1] == {
        "path": "a.md", "line": 1, "column": 1, "code": "R001", "name": "weekday_mismatch", "severity": "blocks",
        "message": "Keliru.", "snippet": "Rabu", "fix": None}
    page = as_html(found, 1)
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "http" not in page
    assert summary(found, 1) == "1 naskah, 1 blokir, 1 peringatan"
    assert as_text(()) == ""


def test_a_release_of_six_hundred_words_takes_less_than_a_third_of_a_second() -> None:
    known = rules()
    source = (Path(__file__).parents[2] / "data/releases/form_kapal.txt").read_text("utf-8")
    check(parse_manuscript("a.txt", source), known)
    seconds = []
    for number in range(3):
        text = source + "".join(f"\nPada hari ke-{day} minggu ke-{number} petugas menjemput {day + 2} awak kapal lain "
                                f"di pelabuhan, mencatat keterangan mereka, lalu mengantar sampai terminal.\n"
                                for day in range(28))
        assert len(text.split()) > 600
        begun = time.process_time()
        check(parse_manuscript("a.txt", text), known)
        seconds.append(time.process_time() - begun)
    assert min(seconds) <= 0.3, seconds


@pytest.mark.timeout(60)
def test_a_word_without_end_is_passed_over_and_moves_no_position() -> None:
    plain = parse_manuscript("a.txt", "Judul\n\nIsi " + "x" * 60_000 + " salah ,, di sini.\n")
    found = check(plain, choose(["R057", "R070", "R071", "R094"]))
    assert [each.code for each in found if each.code == "R057"]
    assert all(each.column > 60_000 for each in found if each.code == "R057")


def test_text_below_a_plain_suppression_is_still_checked() -> None:
    body = ("Judul naskah\n\n# periksa: abaikan R063 istilah dari brosur\nPahami resiko sejak awal.\n\n"
            "Pahami resiko sebelum berangkat.\n")
    found = check(parse_manuscript("naskah.md", body, Given()), choose(["R063"]))
    assert [each.line for each in found] == [6]


def test_translation_is_spared_the_rules_on_indonesian() -> None:
    body = ("Lang: en\nTitle: What is it for?\nSlug: a\nDate: 2026-03-12 10:00\nType: penjelasan\n\n"
            "The resiko on Friday (12/03/2026).\n")
    assert [each.name for each in check(parse_manuscript("a.en.md", body, Given()))] == ["weekday_mismatch"]


def test_spaces_of_a_title_are_told_at_its_line() -> None:
    bare = "Kelas  dibuka di Solo \n\nSolo, KemenP2MI (12/05/2026) – Kelas dibuka.\n"
    chosen = choose(["R013", "R097"])
    assert [(each.code, each.line) for each in check(parse_manuscript("a.txt", bare, Given()), chosen)] == [
        ("R013", 1), ("R097", 1)]
    front = "Title: Kelas  dibuka\nSlug: a\nType: siaran-pers\n\nKelas dibuka.\n"
    assert [(each.code, each.line) for each in check(parse_manuscript("a.md", front, Given()), chosen)] == [("R097", 1)]
