"""Rules on phrasing: two words that say one thing, and sentences without a subject or main clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.config.words import read_words
from monitor.newsroom.checks import calendar
from monitor.newsroom.checks.layout import paragraphs, visible
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.spans import is_quoted
from monitor.newsroom.checks.words import listed

_DOUBLES = frozenset(re.findall(r"[\w-]+",
    "laki anak undang rata sama masing oleh mata kura kupu sehari hati paru alun gado biri ondel"))
"""Stems of words that are no plural though they are written twice."""

_PLURAL = re.compile(
    r"(?<![\w-])(?P<many>para|banyak|beberapa|sejumlah|berbagai|semua|seluruh|segala|sebagian)\s+"
    r"(?P<twice>(?P<stem>[a-z]{3,})-(?P=stem))(?![\w-])", re.IGNORECASE)
_VERY = re.compile(r"(?<![\w-])(?P<first>sangat|amat|terlalu)\s+(?P<what>[a-z]+)\s+sekali(?![\w-])", re.IGNORECASE)
_MOST = re.compile(r"(?<![\w-])paling\s+(?P<what>ter[a-z]{3,})(?![\w-])", re.IGNORECASE)
_NOT_MOST = frozenset(re.findall(r"[\w-]+",
    "terlambat terakhir tertinggal terpencil terdampak terbuka tertutup terkenal tersiksa terpukul tertarik "
    "terasa terlihat tergantung"))
_ONLY = re.compile(r"(?<!\btidak )(?<!\bbukan )(?<!\bTidak )(?<!\bBukan )(?<![\w-])"
                   r"hanya\s+(?P<what>[\w-]+(?:\s+[\w-]+){0,3}?)\s+saja(?![\w-])", re.IGNORECASE)
_AND_SO_ON = re.compile(r"(?<![\w-])antara lain[^.;:\n]{3,160}?,?\s+"
                        r"(?P<rest>dan lain-lain|dan sebagainya|dan seterusnya|dll|dsb)\b", re.IGNORECASE)
_THOUGH = re.compile(r"(?:^|(?<=[.!?]\s))(?:Meski(?:pun)?|Walau(?:pun)?|Kendati(?:pun)?)\b[^.;:\n“”\"]{3,160},\s+"
                     r"(?P<but>tetapi|tapi|namun)\b", re.MULTILINE)
_ACCORDING = re.compile(r"\bMenurut\s+[A-Z][^,.;\n“”\"]{2,70}?\s(?P<verb>mengatakan|menyatakan|menjelaskan"
                        r"|menyebutkan|menegaskan|mengungkapkan|menuturkan)\b")
_EACH_OTHER = re.compile(r"(?<![\w-])saling\s+(?P<what>[a-z]{3,}-me[a-z]{3,})(?![\w-])", re.IGNORECASE)

_BARE_VERB = re.compile(r"\W{0,2}(?P<word>[Mm]e(?:m(?!ang\b)|n(?!tal\b)|ng|ny|l|r|w|y)[a-z]{4,})\s+[a-z]")
_NO_VERB = frozenset(re.findall(r"[\w-]+",
    "menurut mengenai menjelang melalui mengingat menyusul menyangkut menteri mengapa melainkan mestinya mereka "
    "meskipun menanggapi memasuki merespons mengutip merujuk mengacu menyikapi menindaklanjuti mengawali melansir "
    "menjawab mengakhiri menutup membuka mewakili"))
"""Words that look like verbs but open a phrase, and verbs that open a subordinate clause."""

_PREDICATE = re.compile(
    r"\b(?:adalah|ialah|merupakan|bukan(?:lah)?|menjadi|akan|dapat|bisa|harus|perlu|wajib|tidak|membutuhkan|memerlukan"
    r"|telah|sudah|berarti|itulah|kini|terus|juga|hanyalah|termasuk|membuat|menuntut|mensyaratkan"
    r"|cukup|mudah|penting|sulit)\b")
_CLAUSE = re.compile(r"\W{0,2}(?P<word>Serta|Sehingga|Sedangkan|Agar|Supaya|Karena|Dikarenakan|Sebab|Dan|Atau)\s+[a-z]")
_CLAUSE_OK = re.compile(r"\W{0,2}(?:Karena (?:itu|nya)|Sehingga itu|Sebab itu)\b")
_LEFT = re.compile(r"(?<=[a-z]{3})\.\s+(?P<word>me(?:m|n|ng|ny|l|r|w|y)[a-z]{4,})\s+[a-z]")
"""A verb written small after a full stop: what an edit left behind."""

_INCOMPLETE = ("Kalimat yang dimulai dengan “{}” ini tidak lengkap; gabungkan dengan kalimat sebelumnya atau tulis "
               "pelakunya.")
_SHORTEST = 4
_SUBJECT = 6
"""Words before a stop that may be a bare subject: then the stop is a slip, which another rule reports."""



def _redundancy(draft: Draft) -> Iterator[Hit]:
    for part in Part:
        text = visible(draft.text(part))
        done: list[tuple[int, int]] = []
        for start, end, right, fix in (*_known(text), *_shaped(text)):
            if any(start < other and begin < end for begin, other in done):
                continue
            done.append((start, end))
            written = " ".join(text[start:end].split())
            if is_quoted(text, start):
                yield Hit(start, end, f"“{written}” di dalam kutipan mengulang makna; pastikan kepada pembicara apakah "
                          f"boleh ditulis “{right}”.", None, part)
            else:
                yield Hit(start, end, f"“{written}” mengulang makna; tulis “{right}”.", right if fix else None, part)


def _known(text: str) -> Iterator[tuple[int, int, str, bool]]:
    for found in listed(text, "redundant"):
        if not found[2]:
            right = read_words().redundant[" ".join(found[1].lower().split())]
            yield *found.span(), _like(found[0], right), True


def _shaped(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield [start, end), what to write, and whether that is certain."""
    for found in _PLURAL.finditer(text):
        if found["stem"].lower() not in _DOUBLES:
            yield *found.span(), f"{found['many']} {found['stem']}", True
    for found in _VERY.finditer(text):
        yield *found.span(), f"{found['first']} {found['what']}", True
    for found in _MOST.finditer(text):
        if found["what"].lower() not in _NOT_MOST:
            yield *found.span(), found["what"], False
    for found in _ONLY.finditer(text):
        yield *found.span(), f"{_like(found[0], 'hanya')} {found['what']}", True
    for found in _AND_SO_ON.finditer(text):
        yield *found.span("rest"), "antara lain … (tanpa “dan lain-lain”)", False
    for found in _THOUGH.finditer(text):
        yield *found.span("but"), f"tanpa “{found['but']}” sesudah meskipun", False
    for found in _ACCORDING.finditer(text):
        yield *found.span(), "Menurut …, atau … " + found["verb"], False
    for found in _EACH_OTHER.finditer(text):
        yield *found.span(), _like(found[0], found["what"]), False


def _like(written: str, right: str) -> str:
    return right[0].upper() + right[1:] if written[:1].isupper() else right


def _fragment(draft: Draft) -> Iterator[Hit]:
    text = visible(draft.body)
    prose = [(each.start, each.end) for each in paragraphs(draft.body) if each.prose]
    for start, end in calendar.sentences(text):
        sentence = text[start:end]
        at = start + len(sentence) - len(sentence.lstrip())
        whole = sentence.strip()
        if not whole.endswith(".") or is_quoted(text, at) or len(whole.split()) < _SHORTEST:
            continue
        if not any(low <= at < high for low, high in prose) or whole[:1] in "“\"‘":
            continue
        if word := _opening(whole):
            yield Hit(at, at + len(whole), _INCOMPLETE.format(word))
        for left in _LEFT.finditer(whole):
            long = len(re.split(r"[.!?:]\s", whole[: left.start()])[-1].split()) > _SUBJECT
            if long and left["word"] not in _NO_VERB and not is_quoted(text, at + left.start("word")):
                yield Hit(at + left.start("word"), at + len(whole), _INCOMPLETE.format(left["word"]))


def _opening(sentence: str) -> str:
    """Return the word with which a sentence without a subject or main clause begins, or an empty string."""
    verb = _BARE_VERB.match(sentence)
    if verb and verb["word"].lower() not in _NO_VERB and "," not in sentence and not _PREDICATE.search(sentence):
        return verb["word"]
    clause = _CLAUSE.match(sentence)
    if clause and not _CLAUSE_OK.match(sentence) and ("," not in sentence or clause["word"] in ("Serta", "Sehingga")):
        return clause["word"]
    return ""


RULES: tuple[Rule, ...] = (
    Rule("R067", "redundancy", Severity.WARNS, "Dua kata berdampingan yang maknanya sama.",
         "Kalimat menjadi panjang tanpa menambah isi, dan redaksi harus menyunting ulang.",
         "Balai adalah merupakan tempat mengadu.", "Balai adalah tempat mengadu.", _redundancy),
    Rule("R068", "sentence_fragment", Severity.WARNS, "Kalimat tanpa pelaku atau tanpa induk kalimat.",
         "Biasanya sisa suntingan: pembaca tidak tahu siapa yang berbuat.",
         "Peserta datang pagi. Menegaskan pentingnya bahasa.",
         "Peserta datang pagi. Kepala balai menegaskan pentingnya bahasa.", _fragment),
)
"""R067 and R068."""
