"""`monitor outcomes` on real log files."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A107F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def combined(channel: str, unit: str, slug: str = "cek-p3mi", agent: str = PHONE) -> str:
    return (f'198.51.100.23 - - [17/Aug/2026:09:12:01 +0700] "GET /penjelasan/{slug}/?utm_source={channel}'
            f'&utm_medium=bagikan&utm_campaign={unit} HTTP/2.0" 200 5123 "-" "{agent}"\n')


def caddy(channel: str, unit: str) -> str:
    return json.dumps({"ts": 1787000000.1, "status": 200, "request": {
        "remote_ip": "198.51.100.24", "method": "GET", "headers": {"User-Agent": [PHONE]},
        "uri": f"/penjelasan/cek-p3mi/?utm_source={channel}&utm_campaign={unit}"}}) + "\n"


@pytest.fixture
def logs(tmp_path: Path) -> list[Path]:
    plain, packed, json_log = tmp_path / "access.log", tmp_path / "access.log.2.gz", tmp_path / "caddy.log"
    plain.write_text(combined("whatsapp", "bp3mi-jabar") * 7 + "rusak\n" + combined("x", "humas") * 3
                     + combined("whatsapp", "humas", agent="WhatsApp/2.23 A") * 4, "utf-8")
    packed.write_bytes(gzip.compress((combined("x", "humas") * 4).encode()))
    json_log.write_text(caddy("telegram", "bp3mi-ntt") * 5 + caddy("facebook", "budi") * 2, "utf-8")
    return [plain, packed, json_log]


def outcomes(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "monitor", "outcomes", *map(str, arguments)], cwd=cwd,
                          capture_output=True, text=True, encoding="utf-8", check=False)


def test_all_forms_are_read_together_and_the_last_line_counts(logs: list[Path]) -> None:
    done = outcomes(*logs, logs[0])
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Kunjungan 17–18 Agustus 2026 (WIB)"
    assert [line.split("  ")[0] for line in lines[3:6]] == ["BP3MI Jawa Barat", "Hubungan masyarakat",
                                                            "BP3MI Nusa Tenggara Timur"]
    assert lines[-1] == "19 kunjungan ditampilkan, 4 dari perayap tidak dihitung, 1 baris rusak"
    assert "budi" not in done.stdout
    assert "198.51.100" not in done.stdout


def test_the_same_numbers_come_as_json_csv_and_workbook(logs: list[Path], tmp_path: Path) -> None:
    printed = json.loads(outcomes(*logs, "--format", "json").stdout)
    assert [(row["unit"], row["channel"], row["visits"]) for row in printed["rows"]] == [
        ("bp3mi-jabar", "whatsapp", 7), ("humas", "x", 7), ("bp3mi-ntt", "telegram", 5)]
    assert (printed["from"], printed["to"]) == ("2026-08-17", "2026-08-18")
    assert (printed["robots"], printed["bad_lines"]) == (4, 1)
    for name in ("hasil.json", "hasil.csv", "hasil.xlsx"):
        assert outcomes(*logs, "--out", tmp_path / name).returncode == 0
    assert json.loads((tmp_path / "hasil.json").read_text("utf-8")) == printed
    with (tmp_path / "hasil.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["unit", "nama_unit", "halaman", "kanal", "kunjungan"]
    assert rows[1] == ["bp3mi-jabar", "BP3MI Jawa Barat", "/penjelasan/cek-p3mi/", "WhatsApp", "7"]
    book = openpyxl.load_workbook(tmp_path / "hasil.xlsx")
    assert book.sheetnames == ["Rincian", "Unit", "Halaman", "Kanal", "Keterangan"]
    assert [cell.value for cell in book["Rincian"][2]] == ["bp3mi-jabar", "BP3MI Jawa Barat", "/penjelasan/cek-p3mi/",
                                                           "WhatsApp", 7]
    assert [cell.value for cell in book["Halaman"][2]] == ["/penjelasan/cek-p3mi/", 19]
    assert not list(tmp_path.glob(".*"))


def test_a_log_without_enough_visits_says_so(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(combined("x", "humas") * 4, "utf-8")
    done = outcomes(log)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "Tidak ada kunjungan yang cukup banyak untuk ditampilkan."
    assert done.stdout.splitlines()[-1].startswith("0 kunjungan ditampilkan")
    (tmp_path / "kosong.log").write_text("", "utf-8")
    assert outcomes(tmp_path / "kosong.log").returncode == 0


def test_what_is_no_log_is_told_with_what_would_be(tmp_path: Path, logs: list[Path]) -> None:
    picture = tmp_path / "gambar.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 900)
    torn = tmp_path / "terpotong.gz"
    torn.write_bytes(logs[1].read_bytes()[:-20])
    for file, said in ((picture, "bukan catatan akses peladen web"), (torn, "rusak atau terpotong")):
        done = outcomes(file)
        assert done.returncode == 1
        assert done.stderr.startswith("Galat: ")
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert outcomes(tmp_path / "tidak-ada.log").returncode == 2
    wrong = outcomes(logs[0], "--out", tmp_path / "hasil.pdf")
    assert wrong.returncode == 2
    assert ".xlsx" in wrong.stderr
