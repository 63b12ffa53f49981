"""Rules on quotations: marks that pair, a named speaker, punctuation, and lines that read badly alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from monitor.config.words import read_words
from monitor.newsroom.checks.layout import Paragraph, paragraphs, visible
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.spans import quotations

SAYS = (
    "ujar|kata|tegas|jelas|ucap|papar|tutur|tambah|imbuh|pesan|tutup|pungkas|beber|cetus|ungkap|sebut|terang"
    "|lanjut|harap"
    "|tandas|urai|sambung|cerita|kenang|katanya|aku|jawab|seru|timpal|simpul|pinta|ajak|nilai|tukas|terangnya|keluh"
)
_SAYS = re.compile(rf"(?<!\w)(?:{SAYS})(?:nya)?(?!\w)", re.I)
_REPORTS = re.compile(
    rf"(?<!\w)(?:{SAYS})(?:nya)?(?!\w)|(?<!\w)(?:menurut|mengatakan|menyatakan|menyampaikan|menegaskan"
    rf"|menjelaskan|menuturkan"
    r"|menambahkan|berpesan|berharap|mengungkapkan|mengingatkan|mengajak|menyebut(?:kan)?|memaparkan|menekankan"
    r"|menyebutkan"
    r"|mengimbau|meminta|berkata|menilai|mengaku|bercerita|menutup|bertanya|menjawab|mengapresiasi|membacakan"
    r"|berbunyi"
    r"|tertulis|menuliskan|dikutip|kutip|bertema|bertajuk|berjudul|mengusung|tema|slogan|moto|tagline|disebut"
    r"|istilah)(?:nya)?"
    r"(?!\w)",
    re.I,
)
_MARK = re.compile(r"[“”\"]")
_LONG_QUOTE = 6
_AFTER = re.compile(rf"([.;:]?)([”\"])([,.]?)([ \t]*)((?:{SAYS})(?:nya)?)(?!\w)")


def _quote_mismatch(draft: Draft) -> Iterator[Hit]:
    for part in Part:
        text = visible(draft.text(part))
        found = paragraphs(text)
        for at, paragraph in enumerate(found):
            goes_on = at + 1 < len(found) and found[at + 1].text.startswith("“")
            yield from _unpaired(paragraph, part, goes_on=goes_on)
    yield from _mixed(draft)


def _unpaired(paragraph: Paragraph, part: Part, *, goes_on: bool) -> Iterator[Hit]:
    """Walk the marks of one paragraph; a quotation may run on into a paragraph that opens with its own mark."""
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(paragraph.text):
        start, end = paragraph.start + mark.start(), paragraph.start + mark.end()
        if mark[0] == '"' and re.search(r"\d$", paragraph.text[: mark.start()]) and opened is None:
            continue
        if opened is None:
            if mark[0] == "”":
                starts = re.match(r"\w", paragraph.text[mark.end() :]) and not re.search(
                    r"\w[,.!?]?$", paragraph.text[: mark.start()]
                )
                yield Hit(
                    start,
                    end,
                    "Kutipan dibuka dengan ”; tulis “."
                    if starts
                    else "Tanda ” tidak punya pembuka; tulis “ di awal kutipan.",
                    "“" if starts else None,
                    part,
                )
                opened = mark if starts else None
            else:
                opened = mark
        elif mark[0] == "“":
            yield Hit(
                paragraph.start + opened.start(),
                paragraph.start + opened.end(),
                "Kutipan ini tidak ditutup sebelum kutipan berikutnya; tulis ” di akhirnya.",
                None,
                part,
            )
            opened = mark
        elif opened[0] in "“”" and mark[0] == '"':
            yield Hit(start, end, 'Kutipan dibuka dengan “ tetapi ditutup dengan "; tulis ”.', "”", part)
            opened = None
        elif opened[0] == '"' and mark[0] == "”":
            yield Hit(
                paragraph.start + opened.start(),
                paragraph.start + opened.end(),
                'Kutipan dibuka dengan " tetapi ditutup dengan ”; tulis “.',
                "“",
                part,
            )
            opened = None
        else:
            opened = None
    if opened is not None and not (goes_on and opened[0] == "“"):
        yield Hit(
            paragraph.start + opened.start(),
            paragraph.start + opened.end(),
            "Kutipan ini tidak ditutup; tulis tanda penutup di akhirnya.",
            None,
            part,
        )


def _mixed(draft: Draft) -> Iterator[Hit]:
    """Report once that a text uses both kinds of marks."""
    text = visible(draft.body)
    kinds = {text[start]: (start, end) for start, end in reversed(quotations(text)) if text[start] in '“"'}
    straight = [span for span in quotations(text) if text[span[0]] == '"' and text[span[1] - 1] == '"']
    if "“" in kinds and straight:
        start, _ = straight[0]
        yield Hit(start, start + 1, "Naskah memakai dua bentuk tanda kutip; tulis “ dan ” di semua kutipan.")


def _quote_without_speaker(draft: Draft) -> Iterator[Hit]:
    if draft.kind != "siaran-pers":
        return
    text = visible(draft.body)
    found = paragraphs(text)
    for at, paragraph in enumerate(found):
        quotes = [(start, end) for start, end in quotations(text) if paragraph.start <= start < paragraph.end]
        spoken = [span for span in quotes if len(text[span[0] : span[1]].split()) >= _LONG_QUOTE]
        if not spoken or not paragraph.prose:
            continue
        rest = _without(paragraph, quotes)
        before = found[at - 1].text if at else ""
        led = before.rstrip().endswith(":") or (before[-1:] not in '”"' and _introduces(before))
        runs_on = at + 1 < len(found) and found[at + 1].text[:1] in '“"' and _REPORTS.search(found[at + 1].text)
        if _REPORTS.search(rest) or led or runs_on or (re.search(r"\w", rest) and not _sentence(text, spoken[0])):
            continue
        start, end = spoken[0]
        yield Hit(start, end, "Kutipan ini tidak menyebut siapa yang berbicara; tambahkan nama dan jabatannya.")


def _introduces(paragraph: str) -> bool:
    """Tell whether the last sentence of a paragraph says that somebody speaks."""
    return bool(
        re.search(
            r"(?:sebagai berikut|berikut pernyataan|berikut kutipan|berpesan|berkata"
            r"|mengatakan)[^.]*[.:]?$",
            paragraph,
        )
    )


def _sentence(text: str, span: tuple[int, int]) -> bool:
    inside = text[span[0] + 1 : span[1] - 1].strip()
    return inside[:1].isupper() and inside[-1:] in ".!?,"


def _without(paragraph: Paragraph, quotes: list[tuple[int, int]]) -> str:
    text = paragraph.text
    for start, end in reversed(quotes):
        text = text[: start - paragraph.start] + " " + text[end - paragraph.start :]
    return text


@cache
def _risks() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(risk.words, re.I), risk.why) for risk in read_words().risks)


def _quote_risk(draft: Draft) -> Iterator[Hit]:
    for start, end in quotations(draft.body):
        quoted = draft.body[start:end]
        if len(quoted.split()) < 4:
            continue
        for pattern, why in _risks():
            found = pattern.search(quoted)
            if found:
                yield Hit(
                    start + found.start(),
                    start + found.end(),
                    f"Kutipan “{found[0]}” berisiko: {why}; mintakan persetujuan pembicara atau hapus.",
                )


def _quote_punct(draft: Draft) -> Iterator[Hit]:
    for found in _AFTER.finditer(visible(draft.body)):
        inside, mark, outside, _, verb = found.groups()
        before = draft.body[max(0, found.start() - 1) : found.start()]
        if not found[4] and not inside and not outside:
            message = f"Tidak ada spasi sebelum “{verb}”; tulis ” {verb}."
            yield Hit(found.start(), found.end(), message, f"{mark} {verb}")
            continue
        if (before and before in "!?…") or (before == "," and not inside and not outside):
            if not outside:
                continue
        elif not inside and not outside and before == ",":
            continue
        fix = f"{mark} {verb}" if before in (",", "!", "?") else f",{mark} {verb}"
        yield Hit(
            found.start(),
            found.end(),
            f"Sebelum “{verb}” kutipan ditutup dengan koma di dalam tanda kutip; tulis ,”.",
            fix,
        )


def _quote_stacking(draft: Draft) -> Iterator[Hit]:
    text = visible(draft.body)
    found = paragraphs(text)
    for first, second in pairwise(found):
        if not (_is_quote(first) and _is_quote(second)):
            continue
        if _SAYS.search(_tail(first)) and _SAYS.search(_tail(second)) and _same_speaker(_tail(first), _tail(second)):
            yield Hit(
                second.start,
                second.end,
                "Dua kutipan berturut-turut dari pembicara yang sama; sisipkan kalimat penghubung atau gabungkan.",
            )


def _is_quote(paragraph: Paragraph) -> bool:
    return paragraph.text[:1] in '“"' and len(paragraph.text.split()) >= _LONG_QUOTE


def _tail(paragraph: Paragraph) -> str:
    """Return what follows the last closing mark: the words that name the speaker."""
    return re.split(r"[”\"]", paragraph.text)[-1]


def _same_speaker(first: str, second: str) -> bool:
    named = set(re.findall(r"[A-Z][a-z]{2,}", second))
    return not named or bool(
        named & set(re.findall(r"[A-Z][a-z]{2,}", first)) - {"Menteri", "Kepala", "Wakil", "Direktur"}
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "R075",
        "quote_mismatch",
        Severity.WARNS,
        "Tanda kutip yang tidak berpasangan atau bercampur bentuk.",
        "Pembaca tidak tahu di mana ucapan narasumber berakhir.",
        "“Kami siap, ujar Kepala Balai.",
        "“Kami siap,” ujar Kepala Balai.",
        _quote_mismatch,
    ),
    Rule(
        "R076",
        "quote_without_speaker",
        Severity.WARNS,
        "Kutipan tanpa nama pembicara.",
        "Kutipan tanpa pembicara tidak dapat dipakai media dan dapat dibantah siapa pun.",
        "“Kami siap melayani siapa saja setiap hari.”",
        "“Kami siap melayani siapa saja setiap hari,” ujar Kepala Balai.",
        _quote_without_speaker,
    ),
    Rule(
        "R077",
        "quote_risk",
        Severity.WARNS,
        "Kutipan yang terbaca buruk bila berdiri sendiri.",
        "Potongan kalimat dikutip tanpa konteks dan menjadi judul berita.",
        "“Awalnya saya sedih jadi kepala balai,” ujarnya.",
        "“Saya senang bertugas di balai ini,” ujarnya.",
        _quote_risk,
    ),
    Rule(
        "R078",
        "quote_punct",
        Severity.WARNS,
        "Tanda baca yang salah sebelum kata seperti ujar atau kata.",
        "Titik di dalam kutipan memutus kalimat yang masih berlanjut.",
        "“Kami siap.” ujar Kepala Balai.",
        "“Kami siap,” ujar Kepala Balai.",
        _quote_punct,
    ),
    Rule(
        "R079",
        "quote_stacking",
        Severity.WARNS,
        "Dua kutipan berturut-turut dari pembicara yang sama.",
        "Rilis terbaca sebagai tumpukan ucapan tanpa alur.",
        "Dua paragraf kutipan tanpa penghubung.",
        "Satu kalimat penghubung di antara dua kutipan.",
        _quote_stacking,
    ),
)
"""R075-R079."""
