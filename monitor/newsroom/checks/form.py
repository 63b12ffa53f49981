"""Rules on the form of a release: lengths, dateline, sign-off, contact, pictures, what a page copy leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor.config.regions import read_regions
from monitor.newsroom.checks.layout import BLANK, Paragraph, is_furniture, paragraphs, sign_off, visible
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.spans import is_quoted

RELEASE = "siaran-pers"
TITLE_MAX = 65
SUMMARY_MAX = 160

_DATELINE = re.compile(
    r"\**(?P<city>[A-Z][\w.'’-]*(?:[ /][A-Z][\w.'’-]*){0,4})(?P<comma>\s*,)?\s*"
    r"(?P<unit>Kemen\s?P2MI|Kementerian P2MI|KP2MI|BP2MI|MI|BP3MI(?: [A-Z]\w+){0,3}|Humas)?\s*,?\s*"
    r"(?P<date>\((?P<inner>[\d/\s.-]{2,14}|\d{1,2} [A-Z]\w+ \d{4})\))?\s*\**\s*(?P<dash>[–—-]{1,2})\**\s*(?=\S)")
_PLAIN_DATE = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4})?)?\s*")
_CITIES_TOO = {"Jambi", "Bengkulu", "Gorontalo", "Yogyakarta", "DKI Jakarta"}
_CONTACT = re.compile(r"\b(?:kontak|narahubung|hotline|call ?center|whatsapp|telepon|telp|surel|email)\b|@\w+\.\w"
                      r"|\b0\d{2,3}[- ]?\d{3,4}[- ]?\d{3,5}\b|\b0-800-\d{4}\b|\+62", re.I)
_NO_ALT = re.compile(r"!\[\s*\]\([^)\n]*\)|<img\b(?![^>]*\balt\s*=\s*[\"'][^\"'\s])[^>]*>", re.I)
_MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
           "november", "desember")
_ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december")
_CMS_TIME = re.compile(r"(?<![\d.:])00[.:](?P<mm>0[1-9]|1[0-2])(?P<zone> WI[BT]A?)?[ ,|-]+(?P<day>\d{1,2}) "
                       r"(?P<month>[A-Za-z]{3,9}) (?P<year>20\d\d)(?P<views> +\d+(?=\s*$))?", re.M)

_FOREIGN_DATE = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?:,? \d{1,2}(?:st|nd|rd|th)? [A-Z]\w+(?:,? \d{4})?"
    r"|,? (?:January|February|March|May|June|July|August|October|December|April|September|November) \d{1,2}"
    r"(?:st|nd|rd|th)?(?:,? \d{4})?)?"
    r"|\b(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.?,? \d{1,2} [A-Z][a-z]{2,8}\.?(?:,? \d{4})?"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|May|June|July|August|October|December)\b(?: \d{4})?"
    r"|\b(?:January|February|March|June|July|August|October|December|April|September|November)"
    r" \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b")


def check_title_length(draft: Draft) -> Iterator[Hit]:
    """Find a title that search engines and phones cut off (issue 4: at most 65 characters)."""
    if len(draft.title) > TITLE_MAX:
        yield Hit(TITLE_MAX, len(draft.title), f"Judul {len(draft.title)} karakter; pendekkan sampai {TITLE_MAX}.",
                  part=Part.TITLE)


def check_summary_length(draft: Draft) -> Iterator[Hit]:
    """Find a summary longer than 160 characters."""
    if len(draft.summary) > SUMMARY_MAX:
        yield Hit(SUMMARY_MAX, len(draft.summary), f"Ringkasan {len(draft.summary)} karakter; pendekkan menjadi satu "
                  f"kalimat, paling banyak {SUMMARY_MAX}.", part=Part.SUMMARY)


def check_dateline(draft: Draft) -> Iterator[Hit]:
    """Find a dateline that is not `Kota, KemenP2MI (dd/mm/yyyy) – ` (style.md, section 2)."""
    if draft.kind != RELEASE:
        return
    opening = [each for each in paragraphs(draft.body) if each.prose][:6]
    found = next(((each, match) for each in opening if (match := _match(each))), None)
    if found is None:
        if opening:
            wanted = _wanted(draft.city or "Kota", draft.published.strftime("%d/%m/%Y") if draft.published
                             else "dd/mm/yyyy")
            yield Hit(opening[0].start, min(opening[0].end, opening[0].start + 20),
                      f"Naskah belum dibuka dengan dateline; mulai dengan “{wanted}”.")
        return
    paragraph, match = found
    yield from _dateline_faults(draft, paragraph, match)


def _match(paragraph: Paragraph) -> re.Match[str] | None:
    match = _DATELINE.match(paragraph.text)
    if match is None:
        return None
    spaced = re.search(r"[\s)*][–—-]{1,2}", match[0]) is not None
    known = match["unit"] or match["date"] or match["city"].isupper()
    return match if spaced and (known or len(match["city"].split()) <= 3) else None


def _dateline_faults(draft: Draft, paragraph: Paragraph, match: re.Match[str]) -> Iterator[Hit]:
    city = match["city"].title() if match["city"].isupper() and len(match["city"]) > 3 else match["city"]
    day = _full_date(draft, match["inner"] or "")
    wanted = _wanted(city, day or "dd/mm/yyyy")
    start, end = paragraph.start, paragraph.start + match.end()
    if city in _provinces():
        yield Hit(start, start + len(match["city"]), f"“{city}” pada dateline adalah provinsi; tulis nama kotanya.")
    if match[0] != wanted:
        fix = wanted if day and match["unit"] in {"KemenP2MI", "Kemen P2MI", "KP2MI"} else None
        yield Hit(start, end, f"Dateline “{match[0].strip()}” belum baku; tulis “{wanted}”.", fix)


def _wanted(city: str, day: str) -> str:
    return f"{city}, KemenP2MI ({day}) – "


def _full_date(draft: Draft, inner: str) -> str:
    """Return dd/mm/yyyy, the year taken from the release date when day and month agree; empty when not known."""
    found = _PLAIN_DATE.fullmatch(inner)
    if found is None:
        return ""
    day, month, year = int(found[1]), int(found[2]), found[3]
    if not year and draft.published and (draft.published.day, draft.published.month) == (day, month):
        year = str(draft.published.year)
    return f"{day:02}/{month:02}/{year}" if year else ""


@cache
def _provinces() -> frozenset[str]:
    return frozenset(office.province for office in read_regions().offices) - _CITIES_TOO


def check_sign_off(draft: Draft) -> Iterator[Hit]:
    """Find a release without a sign-off such as `** (Humas/BP3MI Bali)`."""
    if draft.kind == RELEASE and draft.body.strip() and sign_off(draft.body) is None:
        end = len(draft.body.rstrip())
        yield Hit(max(0, end - 1), end, "Naskah belum ditutup dengan tanda Humas; tulis misalnya "
                  "“** (Humas/KemenP2MI)” pada baris terakhir.")


def check_contact(draft: Draft) -> Iterator[Hit]:
    """Find a release with front matter that tells editors no contact."""
    if draft.kind == RELEASE and draft.slug and not draft.contact and not _CONTACT.search(draft.body):
        yield Hit(0, len(draft.title), "Kontak Humas belum ada; isi baris Contact di awal berkas.", part=Part.TITLE)


def check_alt(draft: Draft) -> Iterator[Hit]:
    """Find pictures that say nothing to people who cannot see them."""
    for found in _NO_ALT.finditer(draft.body):
        yield Hit(found.start(), found.end(), "Gambar tanpa teks alternatif; tulis apa yang terlihat: "
                  "![isi gambar](berkas).")


def check_cms_time(draft: Draft) -> Iterator[Hit]:
    """Find `00.MM d Month yyyy`: the ministry's page prints the month where minutes belong (style.md, section 1)."""
    for found in _CMS_TIME.finditer(draft.body):
        month = found["month"].lower()
        number = next((names.index(month) + 1 for names in (_MONTHS, _ENGLISH) if month in names), 0)
        if number != int(found["mm"]):
            continue
        line_start = draft.body.rfind("\n", 0, found.start()) + 1
        alone = not draft.body[line_start:found.start()].strip() and is_furniture(found[0].strip())
        yield Hit(found.start(), found.end(), f"“{found[0].strip()}” bukan jam: situs lama menulis nomor bulan di "
                  "tempat menit; hapus.", "" if alone else None)


def check_foreign_date(draft: Draft) -> Iterator[Hit]:
    """Find a weekday or month in English, mostly the date header of the ministry's page."""
    for found in _FOREIGN_DATE.finditer(draft.body):
        if is_quoted(draft.body, found.start()) or BLANK in visible(draft.body)[found.start():found.end()]:
            continue
        line_start = draft.body.rfind("\n", 0, found.start()) + 1
        line_end = draft.body.find("\n", found.end())
        line = draft.body[line_start:line_end if line_end >= 0 else None].strip()
        alone = line == found[0]
        todo = "kepala halaman ini ikut tersalin, hapus" if alone else "tulis hari dan bulan Indonesia"
        yield Hit(found.start(), found.end(), f"“{found[0]}” berbahasa Inggris; {todo}.",
                  "" if alone and is_furniture(line) else None)


RULES: tuple[Rule, ...] = (
    Rule("R014", "foreign_date_header", Severity.WARNS, "Hari atau bulan ditulis dalam bahasa Inggris.",
         "Kepala halaman berbahasa Inggris ikut tersalin dari situs lama dan terbit sebagai bagian naskah.",
         "Tuesday, 12 May 2026", "Selasa, 12 Mei 2026", check_foreign_date),
    Rule("R050", "title_too_long", Severity.WARNS, f"Judul lebih dari {TITLE_MAX} karakter.",
         "Mesin pencari dan layar ponsel memotong judul panjang, sehingga pesan utamanya hilang.",
         "Kementerian Menggelar Rapat Koordinasi Persiapan Pemberangkatan Bersama Seluruh Kepala Balai",
         "Kementerian dan kepala balai siapkan pemberangkatan pekerja", check_title_length),
    Rule("R051", "summary_too_long", Severity.BLOCKS, f"Ringkasan lebih dari {SUMMARY_MAX} karakter.",
         "Ringkasan tampil di hasil pencarian dan kartu bagikan; kelebihannya tidak terbaca.",
         "Summary: (kalimat 190 karakter)", "Summary: Sebanyak 40 calon perawat mengikuti pelatihan bahasa di Solo.",
         check_summary_length),
    Rule("R052", "dateline_format", Severity.WARNS,
         "Dateline tidak berbentuk “Kota, KemenP2MI (dd/mm/yyyy) – ”, atau memakai nama provinsi.",
         "Redaksi menyalin dateline apa adanya; tanpa kota, lembaga, atau tahun, naskah salah dikutip.",
         "SOLO - Sebanyak 40 calon perawat …", "Solo, KemenP2MI (12/05/2026) – Sebanyak 40 calon perawat …",
         check_dateline),
    Rule("R053", "missing_signoff", Severity.WARNS, "Naskah tidak ditutup dengan tanda Humas.",
         "Pembaca dan redaksi tidak tahu unit mana yang bertanggung jawab atas naskah.",
         "(naskah berhenti pada paragraf terakhir)", "** (Humas/BP3MI Jawa Tengah)", check_sign_off),
    Rule("R054", "missing_contact", Severity.WARNS, "Tidak ada kontak Humas untuk redaksi.",
         "Wartawan yang ingin memastikan angka akan menulis tanpa bertanya.",
         "(baris Contact kosong)", "Contact: Humas BP3MI, telepon kantor pada jam kerja", check_contact),
    Rule("R055", "missing_alt", Severity.BLOCKS, "Gambar tidak memiliki teks alternatif.",
         "Pembaca layar tidak dapat menyebutkan isi gambar kepada pembaca tunanetra.",
         "![](pelatihan.jpg)", "![Peserta pelatihan duduk di kelas bahasa](pelatihan.jpg)", check_alt),
    Rule("R096", "cms_time_bug", Severity.BLOCKS, "Jam semu “00.MM” dari halaman lama ikut tersalin.",
         "Angka sesudah 00 adalah nomor bulan; pembaca mengira naskah terbit lewat tengah malam.",
         "00.05 12 Mei 2026 97", "(baris dihapus)", check_cms_time),
)
"""R014, R050-R055 and R096."""
