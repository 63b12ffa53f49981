"""Rules on punctuation outside quotations: stray, doubled, missing or unpaired marks and spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.newsroom.checks.layout import BLANK, Paragraph, paragraphs, sign_off, visible
from monitor.newsroom.checks.model import Draft, Hit, Rule, Severity
from monitor.newsroom.checks.spans import is_quoted

_DONE = re.compile(r"[.!?…:;][”\"’')\]*_]*$")
_END_TAIL = re.compile(r"[”\"’')\]*_]*$")
_DAY_END = re.compile(r"\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)$|\b(?:19|20)\d\d$")
_SMALL = {"dan", "di", "ke", "dari", "untuk", "yang", "dengan", "pada", "bagi", "atau", "serta", "oleh", "dalam",
          "se", "para", "sebagai", "antara", "hingga", "tentang", "melalui", "jadi", "demi"}
_ATTRIBUTION = re.compile(r"[,!?.…]?[”\"]\s*,?\s*\w+")
_SPEECH_CLOSED = re.compile(r"[”\"]")
_ABBREVIATED = {"dll", "dkk", "dsb", "dst", "jl", "no", "kab", "kec", "kel", "prof", "drs", "dra", "dr", "ir", "hj",
                "st", "tgl", "hlm", "pt", "cv", "tbk", "kombes", "komjen", "irjen", "brigjen", "pol", "purn", "bpk",
                "moh", "muh", "moch", "s", "m", "h", "a", "n", "d", "u", "b", "rp", "tlp", "telp", "ttd", "ph", "gg",
                "ltd", "co", "inc", "sdr", "sdri", "ust", "kh", "tgk", "sh", "mh", "mm", "msi", "si", "akp", "akbp",
                "kompol", "iptu", "ipda", "letkol", "kol", "mayjen", "letjen", "kapt", "pak", "vol", "ed", "bin"}
_SPACE_BEFORE = re.compile(rf"(?<=[^\s{BLANK}|])[ \t\xa0]+(?P<mark>[,;!?]|\.(?!\.|\w)|:(?![\w/-]))(?=[\s”\")]|$)", re.M)
_DOUBLED = re.compile(r",{2,}|;{2,}|:{2,}|(?<!\.)\.\.(?!\.)|,\.|(?P<stop>\w+)?\.,|[!?]{3,}|!{2,}")
_NO_SPACE = re.compile(r"(?<=[a-z)])(?P<mark>[,;])(?=[A-Za-z“])|(?<=[a-z]{2})(?P<stop>[.?!])(?=[A-Z][a-z]{2,})")
_STRAY = re.compile(r"(?P<word>[A-Za-z][A-Za-z0-9]*)\.(?P<gap>[ \xa0]+)(?P<next>[a-z]\w+)")
_INSIDE = re.compile(r"\((?P<after>[ \t\xa0]+)(?=\w)|(?<=\w)(?P<before>[ \t\xa0]+)(?=\))")
_ENUMERATED = re.compile(r"(?:(?<=\s)|^)(?:\d{1,2}|[a-z]|[ivx]{1,4})\)(?=\s)", re.M)
_PAIRS = {")": "(", "]": "["}
_DOUBLE_SPACE = re.compile(r"(?<=\S)(?: {2,}|[ \xa0]*\xa0[ \xa0]+|[ ]+\xa0[ \xa0]*)(?=\S)")
_TRAILING = re.compile(r"(?<=\S)[ \t\xa0]+$", re.M)
_VERB = re.compile(r"(?:me[mnlrwy]|ber|ter|di)[a-z]{3,}")
_SMALL_START = re.compile(r"[a-z]{2,}(?=\s)")
_SHORT_SUBJECT = 6


def check_final(draft: Draft) -> Iterator[Hit]:
    """Find a paragraph of running text that ends without a full stop."""
    signed, labelled, shown = sign_off(draft.body), False, visible(draft.body)
    for each in paragraphs(draft.body):
        after_label, labelled = labelled, each.text.endswith(":") and len(each.text) < 20  # “Topik:”, then tags
        if after_label:
            continue
        stop = signed.start() if signed and each.start <= signed.start() < each.end else each.end
        text = shown[each.start:stop].rstrip(f" *\n{BLANK}")
        end = each.start + len(text)
        if not text or not each.prose or _DONE.search(text) or not _is_sentence(text):
            continue
        last = text[-1]
        inside = is_quoted(draft.body, end - 1) or _opens_speech(text)
        if last == ",":
            yield Hit(end - 1, end, "Paragraf berakhir dengan koma; tutup dengan titik.", None if inside else ".")
        elif not inside:
            yield Hit(end - 1, end, f"Paragraf berakhir tanpa titik sesudah “{text.split()[-1]}”; tambahkan titik.",
                      f"{last}.")
        else:
            yield Hit(end - 1, end, "Paragraf berakhir tanpa tanda baca penutup; periksa titik dan tanda kutipnya.")


def _is_sentence(text: str) -> bool:
    words = re.findall(r"[A-Za-z][\w-]*", text)
    plain = [word for word in words if word.islower() and word not in _SMALL]
    if len(words) >= 5 and (_DAY_END.search(text) or text.endswith(",")):
        return True
    if re.search(r"\((?:Dok|Foto|Sumber)\b[^)]*\)$", text):
        return False
    if _SPEECH_CLOSED.search(text) and _ATTRIBUTION.search(text) and len(words) >= 3:
        return True
    return len(words) >= 8 and len(plain) >= 4 and len(plain) * 3 >= len(words)


def _opens_speech(text: str) -> bool:
    return text.count("“") > text.count("”")


def check_punctuation(draft: Draft) -> Iterator[Hit]:
    """Find marks that are doubled, stray, or spaced wrongly."""
    shown = visible(draft.body)
    finders = (_space_before, _doubled, _no_space, _stray_stop, _inside_brackets)
    for finder in finders:
        for hit in finder(shown):
            if not is_quoted(draft.body, hit.start) and not is_quoted(draft.body, max(hit.start, hit.end - 1)):
                yield hit


def _space_before(shown: str) -> Iterator[Hit]:
    for found in _SPACE_BEFORE.finditer(shown):
        line = shown[shown.rfind("\n", 0, found.start()) + 1:found.start()].lstrip()
        if not line.startswith("|"):
            yield Hit(found.start(), found.end(), f"Ada spasi sebelum tanda “{found['mark']}”; hapus spasinya.",
                      found["mark"])


def _doubled(shown: str) -> Iterator[Hit]:
    for found in _DOUBLED.finditer(shown):
        written, start = found[0], found.start()
        if written.endswith(".,"):
            word = found["stop"] or ""
            if len(word) <= 4 or word.lower() in _ABBREVIATED:
                continue
            start, written = found.end() - 2, ".,"
        fix = written[0] if len(set(written)) == 1 else None
        yield Hit(start, found.end(), f"Tanda baca “{written}” bertumpuk; sisakan satu.", fix)


def _no_space(shown: str) -> Iterator[Hit]:
    for found in _NO_SPACE.finditer(shown):
        mark = found["mark"] or found["stop"]
        yield Hit(found.start(), found.end(), f"Tidak ada spasi sesudah tanda “{mark}”; tambahkan spasi.",
                  f"{mark} " if found["mark"] else None)


def _stray_stop(shown: str) -> Iterator[Hit]:
    """Yield stops after the bare subject of a sentence: “Menteri Anu. menekankan …”."""
    for found in _STRAY.finditer(shown):
        before = re.split(r"[.!?:]\s|\n", shown[max(0, found.start() - 200):found.end("word")])[-1]
        if found["word"].lower() not in _ABBREVIATED and _is_subject(before, found["next"]):
            at = found.end("word")
            yield Hit(at, at + 1, f"Titik sesudah “{found['word']}” memutus kalimat; hapus titiknya.")
        elif found["word"].lower() in {"pemprov", "pemkab", "pemkot", "pemda", "kemen", "polda", "polres", "disnaker"}:
            at = found.end("word")
            yield Hit(at, at + 1, f"“{found['word']}.” tidak memakai titik di tengah kalimat; hapus titiknya.", "")


def _is_subject(before: str, following: str) -> bool:
    """Tell whether the few words before a stop are the bare subject of what follows: all names, or before a verb."""
    row = before.split()
    if len(row) > _SHORT_SUBJECT:
        return False
    return all(word[:1].isupper() or word.lower() in _SMALL for word in row) or bool(_VERB.match(following))


def _inside_brackets(shown: str) -> Iterator[Hit]:
    for found in _INSIDE.finditer(shown):
        group = "after" if found["after"] else "before"
        yield Hit(*found.span(group), "Ada spasi di sisi dalam tanda kurung; hapus spasinya.", "")


def check_lowercase(draft: Draft) -> Iterator[Hit]:
    """Find a sentence that begins with a small letter after a full sentence."""
    shown = visible(draft.body)
    for found in _STRAY.finditer(shown):
        before = re.split(r"[.!?:]\s|\n", shown[max(0, found.start() - 400):found.end("word")])[-1]
        if is_quoted(draft.body, found.start("next")) or found["word"].lower() in _ABBREVIATED:
            continue
        if not _is_subject(before, found["next"]) and len(before.split()) > 1 and len(found["word"]) > 2:
            yield Hit(found.start("next"), found.end("next"), f"Kalimat dimulai dengan huruf kecil pada "
                      f"“{found['next']}”; gabungkan dengan kalimat sebelumnya atau tulis sebagai kalimat utuh.")
    yield from _small_paragraphs(draft, shown)


def _small_paragraphs(draft: Draft, shown: str) -> Iterator[Hit]:
    """Yield the first word of a paragraph that begins small although the one before it is a finished sentence."""
    ended = True
    for each in paragraphs(draft.body):
        first = _SMALL_START.match(shown, each.start)
        if first and ended and each.prose and each.text.endswith((".", "”", '"')) and len(each.text.split()) > 3:
            right = first[0][0].upper() + first[0][1:]
            yield Hit(*first.span(), f"Paragraf dimulai dengan huruf kecil; tulis “{right}”.", right)
        ended = bool(_DONE.search(each.text)) and not each.text.endswith((":", ";"))


def check_brackets(draft: Draft) -> Iterator[Hit]:
    """Find brackets without their partner in the same paragraph."""
    shown = _ENUMERATED.sub(lambda found: re.sub(r"\)", BLANK, found[0]), visible(draft.body))
    for each in paragraphs(draft.body):
        yield from _unpaired(draft, each, shown[each.start:each.end])


def _unpaired(draft: Draft, paragraph: Paragraph, shown: str) -> Iterator[Hit]:
    opened: list[int] = []
    lonely: list[int] = []
    for position, mark in enumerate(shown):
        if mark in "([":
            opened.append(position)
        elif mark in _PAIRS:
            if opened and shown[opened[-1]] == _PAIRS[mark]:
                opened.pop()
            else:
                lonely.append(position)
    for position in sorted((*lonely, *opened)):
        at = paragraph.start + position
        if shown[position] in _PAIRS and re.search(r"[:;=]-?$", shown[:position]):
            continue
        word = "pembuka" if shown[position] in "([" else "penutup"
        yield Hit(at, at + 1, f"Kurung {word} “{draft.body[at]}” tidak punya pasangan; lengkapi atau hapus.")


def check_double_space(draft: Draft) -> Iterator[Hit]:
    """Find two or more spaces, or a no-break space beside another, inside a line."""
    for found in _DOUBLE_SPACE.finditer(draft.body):
        line = draft.body[draft.body.rfind("\n", 0, found.start()) + 1:found.start()].lstrip()
        if not line.startswith(("|", "#", "-", "*")) and not is_quoted(draft.body, found.start()):
            yield Hit(found.start(), found.end(), "Spasi ganda; sisakan satu.", " ")


RULES: tuple[Rule, ...] = (
    Rule("R056", "missing_final_punct", Severity.WARNS, "Paragraf atau keterangan foto berakhir tanpa titik.",
         "Pembaca mengira ada bagian yang terpotong.",
         "Peserta mulai belajar pada Selasa (12/05/2026)", "Peserta mulai belajar pada Selasa (12/05/2026).",
         check_final),
    Rule("R057", "punctuation", Severity.WARNS,
         "Tanda baca bertumpuk, didahului spasi, tanpa spasi sesudahnya, atau memutus kalimat.",
         "Titik yang salah tempat memotong kalimat dan terbawa saat media menyalin.",
         "Kepala balai. menyambut peserta , lalu pulang.", "Kepala balai menyambut peserta, lalu pulang.",
         check_punctuation),
    Rule("R058", "unbalanced_bracket", Severity.WARNS, "Kurung dibuka tanpa ditutup, atau sebaliknya.",
         "Kepanjangan dan tanggal dalam kurung menjadi kabur.",
         "Kelas dibuka Selasa (12/05/2026 di Solo.", "Kelas dibuka Selasa (12/05/2026) di Solo.", check_brackets),
    Rule("R094", "lowercase_start", Severity.WARNS, "Kalimat sesudah titik dimulai dengan huruf kecil.",
         "Biasanya sisa suntingan: potongan kalimat yang lupa dihapus.",
         "Kelas berlangsung dua bulan di Solo tanpa biaya. menegaskan pentingnya bahasa.",
         "Kelas berlangsung dua bulan di Solo tanpa biaya. Kepala balai menegaskan pentingnya bahasa.",
         check_lowercase),
    Rule("R097", "double_space", Severity.WARNS, "Spasi ganda di dalam kalimat.",
         "Spasi ganda menandai tempelan dari berkas lain dan merusak pencarian kata.",
         "Sebanyak 40  peserta hadir.", "Sebanyak 40 peserta hadir.", check_double_space),
)
"""R056-R058, R094 and R097."""
