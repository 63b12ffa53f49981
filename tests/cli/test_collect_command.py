"""`monitor collect` as staff call it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from monitor.cli.collect import report
from monitor.config.settings import Storage
from monitor.models import SourceResult, SourceStatus
from monitor.storage.store import Store

TABLE = '[[source]]\nid = "{}"\nname = "Kabar {}"\nurl = "{}"\nkind = "feed"\ntier = 2\n'


def monitor(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "monitor", *args], capture_output=True, text=True, cwd=folder,
                          check=False)


def install(folder: Path, *tables: str) -> None:
    (folder / "sumber.toml").write_text("".join(tables), "utf-8")
    (folder / "monitor.toml").write_text('sources = "sumber.toml"\n[fetching]\nconnect_seconds = 2\n', "utf-8")


def test_refused_sources_are_listed_with_cause_and_the_last_line_counts(tmp_path: Path) -> None:
    install(tmp_path, TABLE.format("dalam", "A", "http://127.0.0.1:9/feed"), TABLE.format("b", "B", "http://10.0.0.1/x"))
    shown = monitor(tmp_path, "collect")
    assert shown.returncode == 1
    assert "Gagal (2 sumber):\n  dalam: alamat ditolak: 127.0.0.1 bukan alamat internet umum" in shown.stdout
    assert shown.stdout.splitlines()[-1] == (
        "0 naskah baru dari 2 sumber: 0 baru, 0 tidak berubah, 0 dilewati, 2 gagal")
    assert "Traceback" not in shown.stderr
    assert "Mengumpulkan" in shown.stderr
    with Store(f"sqlite:///{tmp_path}/{Storage().database_url.removeprefix('sqlite:///')}") as store:
        outcomes = store.source_outcomes(datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    assert {outcome.source_id for outcome in outcomes} == {"dalam", "b"}


def test_an_unknown_source_gets_the_nearest_name_and_exit_code_2(tmp_path: Path) -> None:
    install(tmp_path, TABLE.format("detik", "D", "http://127.0.0.1:9/feed"))
    shown = monitor(tmp_path, "collect", "--source", "detk")
    assert shown.returncode == 2
    assert "'detk', mungkin maksudnya 'detik'" in shown.stderr
    assert shown.stdout == ""


def test_a_wrong_date_is_a_usage_error(tmp_path: Path) -> None:
    install(tmp_path)
    shown = monitor(tmp_path, "collect", "--since", "kemarin")
    assert shown.returncode == 2
    assert "'kemarin' bukan tanggal. Tulis seperti 2026-08-21 atau 21/08/2026." in shown.stderr


def test_a_broken_source_file_names_every_problem_and_exits_2(tmp_path: Path) -> None:
    install(tmp_path, TABLE.format("a", "A", "ftp://a.id"), TABLE.format("a", "A", "https://b.id"))
    shown = monitor(tmp_path, "collect")
    assert shown.returncode == 2
    assert "(2 masalah)" in shown.stderr
    assert "harus diawali https://" in shown.stderr
    assert "sudah dipakai source[1]" in shown.stderr


def test_no_active_source_says_so(tmp_path: Path) -> None:
    install(tmp_path)
    shown = monitor(tmp_path, "collect")
    assert shown.returncode == 0
    assert "Tidak ada sumber yang aktif" in shown.stdout


def result(name: str, status: SourceStatus, **changes: object) -> SourceResult:
    return SourceResult(name, name, status, **changes)  # type: ignore[arg-type]


def test_a_report_groups_sources_by_how_they_ended() -> None:
    lines = list(report([
        result("a", SourceStatus.NEW, seen=20, new=3), result("b", SourceStatus.UNCHANGED),
        result("c", SourceStatus.SKIPPED, cause="berakhir: sudah dihapus."),
        *(result(f"f{n}", SourceStatus.FAILED, cause=f"nama tidak ditemukan: Nama f{n}.id tidak ditemukan.")
          for n in range(6)),
        result("g", SourceStatus.FAILED, cause="sertifikat: sertifikat."),
    ]))
    assert lines == [
        "Baru (1 sumber):", "  a: 3 naskah baru dari 20", "Tidak berubah (1 sumber):", "  b", "Dilewati (1 sumber):",
        "  c: berakhir: sudah dihapus.", "Gagal (7 sumber):",
        "  nama tidak ditemukan, 6 sumber: f0, f1, f2, f3, f4, f5",
        "    contoh f0: Nama f0.id tidak ditemukan.", "  g: sertifikat: sertifikat.",
        "3 naskah baru dari 10 sumber: 1 baru, 1 tidak berubah, 1 dilewati, 7 gagal"]


def test_a_report_where_nothing_could_be_reached_points_at_the_connection() -> None:
    lines = list(report([result(f"f{n}", SourceStatus.FAILED, cause="nama tidak ditemukan: salah.") for n in range(2)]))
    assert lines[-2].startswith("Semua sumber tidak terhubungi: periksa sambungan internet")


def test_a_report_where_every_source_failed_otherwise_points_at_the_causes() -> None:
    lines = list(report([result("a", SourceStatus.FAILED, cause="status 403: ditolak."),
                         result("b", SourceStatus.FAILED, cause="koneksi: putus.")]))
    assert lines[-2] == "Tidak satu pun sumber terbaca: perbaiki sebab di atas, lalu jalankan lagi."
    some = list(report([result("a", SourceStatus.FAILED, cause="koneksi: putus."), result("b", SourceStatus.NEW)]))
    assert not any(line.startswith(("Semua sumber", "Tidak satu pun")) for line in some)
