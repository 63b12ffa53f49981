from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import SiteError
from monitor.newsroom.content import check_content, refuse

EXPLAINER = "penjelasan/cek-izin.md"
CLARIFICATION = "klarifikasi/bantuan-tunai.md"
RELEASE = "siaran-pers/layanan-pindah.md"


def edit(content: Path, name: str, old: str, new: str) -> Path:
    path = content / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def blocking(content: Path) -> list[str]:
    return [str(problem) for problem in check_content(content) if problem.blocks]


def test_good_content_has_no_blocking_problem(content: Path) -> None:
    assert blocking(content) == []


def test_raw_script_is_only_a_warning(content: Path) -> None:
    (problem,) = [each for each in check_content(content) if "HTML" in each.what]
    assert not problem.blocks
    assert problem.line == 16
    assert "<script" in problem.what


@pytest.mark.parametrize(("name", "old", "new", "line", "said"), [
    (EXPLAINER, "Date: 2025-09-10 09:00\n", "", 1, "Date wajib diisi. Tulis seperti: Date: 2025-09-17 10:00"),
    (EXPLAINER, "Date: 2025-09-10 09:00", "Date: 31/02/2026", 3, "Date '31/02/2026' bukan tanggal yang sah"),
    (EXPLAINER, "Date: 2025-09-10 09:00", "Date: 2026-02-31", 3, "Date '2026-02-31' bukan tanggal yang sah"),
    (EXPLAINER, "Type: penjelasan", "Type: penjelasn", 4,
     "Type 'penjelasn' tidak cocok dengan foldernya. Tulis: Type: penjelasan"),
    (EXPLAINER, "Topics: biaya-penempatan", "Topics: biaya-penempatn", 6,
     "Topik 'biaya-penempatn' tidak dikenal, mungkin maksudnya 'biaya-penempatan'"),
    (EXPLAINER, "Checked: 2026-03-05", "Checked: 2099-03-05", 7, "Checked 2099-03-05 belum terjadi"),
    (EXPLAINER, "https://contoh.invalid/dua", "contoh.invalid/dua", 9, "'contoh.invalid/dua' bukan alamat web"),
    (EXPLAINER, "| diperiksa 2026-03-04", "", 9, "harus 3 bagian yang dipisah tanda |, tertulis 2"),
    (EXPLAINER, "Answer: Minta nama lengkap perusahaan dan nomor izinnya.\n    Cocokkan", "Answr: Cocokkan", 10,
     "Kunci 'Answr' tidak dikenal, mungkin maksudnya 'Answer'"),
    (EXPLAINER, "## Langkah", "# Langkah", 16, "Judul tingkat satu"),
    (EXPLAINER, "## Langkah", "![]({static}/images/embargo.svg)", 16, "Gambar tanpa teks alternatif"),
    (EXPLAINER, "Slug: cek-izin", "Slug: ../../rahasia", 2, "Slug '../../rahasia' tidak bisa dipakai"),
    (EXPLAINER, "Slug: cek-izin", "Slug: layanan-pindah", 2, ""),
    (EXPLAINER, "Slug: cek-izin", "Slug: cek-izin\nSlug: lain", 3, "Slug ditulis dua kali"),
    (EXPLAINER, "Slug: cek-izin", "Slug: cek-izin\nSave_as: ../x.html", 3, "Kunci 'Save_as' tidak dikenal"),
    (CLARIFICATION, "Fact: Kementerian", "Seen_: Kementerian", 1, "Fact wajib diisi"),
    (CLARIFICATION, "Claim: Setiap pekerja migran mendapat Rp150 juta, cukup kirim foto KTP", "Claim:", 10,
     "Claim wajib diisi"),
    (CLARIFICATION, "Verdict: PENIPUAN", "Verdict: PENIPU", 11, "Verdict 'PENIPU' tidak dikenal, mungkin maksudnya "
     "'PENIPUAN'. Pilih: SALAH, MENYESATKAN, PENIPUAN."),
    (RELEASE, "Offices: sulteng", "Offices: sultng", 8, "Kantor BP3MI 'sultng' tidak dikenal"),
    (RELEASE, "Modified: 2025-09-18 08:05", "Modified: 2025-09-16 08:05", 4, "Modified lebih awal daripada Date"),
    (RELEASE, "Summary: Loket", f"Summary: {'panjang ' * 20}Loket", 6, "paling banyak 160"),
])
def test_a_bad_line_is_reported_with_file_line_and_cure(content: Path, name: str, old: str, new: str, line: int,
                                                        said: str) -> None:
    path = edit(content, name, old, new)
    found = blocking(content)
    if said:
        assert any(entry.startswith(f"{path.as_posix()}:{line}: ") and said in entry for entry in found), found
    else:
        assert any("sudah dipakai" in entry for entry in found)


def test_all_problems_are_reported_together(content: Path) -> None:
    edit(content, EXPLAINER, "Type: penjelasan", "Type: apa saja")
    edit(content, CLARIFICATION, "Verdict: PENIPUAN", "Verdict: RAGU")
    with pytest.raises(SiteError) as error:
        refuse(check_content(content))
    assert "2 masalah" in error.value.what
    assert "cek-izin.md:4" in error.value.what
    assert "bantuan-tunai.md:11" in error.value.what


def test_a_long_title_is_only_a_warning(content: Path) -> None:
    edit(content, EXPLAINER, "Title: Bagaimana", f"Title: {'Panjang sekali ' * 4}bagaimana")
    found = [problem for problem in check_content(content) if "Judul" in problem.what]
    assert len(found) == 1
    assert not found[0].blocks


def test_a_file_without_front_matter_or_utf8_is_named(content: Path) -> None:
    (content / "penjelasan/kosong.md").write_text("", "utf-8")
    (content / "penjelasan/latin.md").write_bytes("Title: Sertifikat é".encode("latin-1"))
    found = blocking(content)
    assert any("kosong.md:1: Tidak ada keterangan" in entry for entry in found)
    assert any("latin.md:1: Berkas bukan teks UTF-8" in entry for entry in found)


def test_a_wrong_weekday_in_a_release_stops_the_build_with_its_line(content: Path) -> None:
    path = edit(content, RELEASE, "JAKARTA – Loket", "JAKARTA – Pada Rabu (18/09/2025) loket")
    with pytest.raises(SiteError) as error:
        refuse(check_content(content))
    assert f"{path.as_posix()}:14: R001 " in error.value.what
    assert "Kamis" in error.value.what


def test_a_finding_in_a_draft_release_is_only_a_warning(content: Path) -> None:
    edit(content, RELEASE, "Loket informasi pindah", "Pada Rabu (18/09/2025) loket informasi pindah")
    edit(content, RELEASE, "Type: siaran-pers", "Type: siaran-pers\nStatus: draft")
    assert blocking(content) == []
    assert any("R001" in problem.what for problem in check_content(content))


def test_results_kept_from_the_last_build_are_the_same_and_follow_changes(content: Path) -> None:
    (content.parent / "keluaran").mkdir()
    first = check_content(content)
    kept = content.parent / "keluaran/periksa.json"
    assert kept.is_file()
    assert check_content(content) == first
    kept.write_text('{"a": [{"line": "x"}]}', "utf-8")
    assert check_content(content) == first
    edit(content, RELEASE, "Loket informasi pindah", "Pada Rabu (18/09/2025) loket informasi pindah")
    assert any("R001" in problem.what for problem in check_content(content))


def test_a_missing_content_folder_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="tidak ditemukan"):
        check_content(tmp_path / "tidak-ada")
