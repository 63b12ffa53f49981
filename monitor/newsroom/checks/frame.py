"""Rules on the file rather than its text; the framework finds these itself."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.newsroom.checks.model import Draft, Hit, Rule, Severity


def _found_elsewhere(_draft: Draft) -> Iterator[Hit]:
    """Yield nothing: check.py reports these while it reads the file."""
    yield from ()


RULES: tuple[Rule, ...] = (
    Rule("R059", "suppression_without_reason", Severity.WARNS,
         "Komentar “periksa: abaikan …” tanpa alasan, atau dengan kode yang tidak ada. Pengabaian itu tidak berlaku.",
         "Tanpa alasan, tidak ada yang tahu mengapa sebuah temuan boleh dilewati.",
         "<!-- periksa: abaikan R052 -->", "<!-- periksa: abaikan R052 naskah bersama dengan dua lembaga -->",
         _found_elsewhere),
    Rule("R098", "front_matter", Severity.BLOCKS, "Keterangan di awal berkas tidak lengkap atau tidak sah.",
         "Tanpa judul dan tanggal yang sah, naskah tidak bisa diperiksa sepenuhnya dan tidak bisa ditayangkan.",
         "Date: 31/02/2026", "Date: 2026-02-28 10:00", _found_elsewhere),
    Rule("R099", "tracked_changes", Severity.WARNS, "Berkas Word masih memuat perubahan terlacak.",
         "Teks yang dihapus dapat terbaca orang luar, dan yang diperiksa belum tentu yang disetujui.",
         "(usulan perubahan belum diterima atau ditolak)", "(semua perubahan sudah diterima atau ditolak)",
         _found_elsewhere),
)
"""R059, R098 and R099."""
