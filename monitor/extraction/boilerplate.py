"""What stands on an article page without being the article: links to other stories, captions, credits, share rows.

Two passes: `prune` removes elements before extraction, where markup still tells them apart; `clean` removes lines of
extracted text, where only the words are left. The phrases are those Indonesian outlets print; a line is only dropped
when it begins with one, so that a sentence that merely mentions "baca juga" stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\ufffc\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e]")
_SPACE = re.compile(r"[^\S\n]+")

# an invitation to another story
_INVITES = (r"(?:baca|simak|lihat|tonton|saksikan|dengarkan|cek|klik)\s+"
            r"(?:juga|pula|selengkapnya|lainnya|artikel|video|foto|infografis|berita(?:\s+\S+)?\s+lainnya|halaman"
            r"|live streaming|siaran langsung)\b"
            r"|(?:pilihan\s+(?:editor|redaksi)|artikel\s+pilihan|berita\s+pilihan|artikel\s+terkait|berita\s+terkait"
            r"|berita\s+lainnya|topik\s+pilihan|rekomendasi\s+(?:redaksi|kami|untuk\s+anda))\s*(?::|$)"
            r"|(?:menarik\s+dibaca|(?:artikel\s+)?selanjutnya|next\s+article|baca)\s*:"
            r"|(?:also\s+read|read\s+also|read\s+more|see\s+also)\b")
_INVITE = re.compile(rf"\W*(?:{_INVITES})", re.I)
_INVITE_ALONE = re.compile(rf"\W*(?:{_INVITES})(?:\s+(?:ini|berikut))?[\W\d]*", re.I)
_INVITE_LAST = re.compile(r"(?:^|(?<=[\s.!?\"”)]))\(?(?:baca|simak|lihat|tonton)\s+(?:juga|pula|selengkapnya)\s*:?\s*$",
                          re.I)

_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:baca-?juga|bacajuga|lihat-?juga|lihatjg|simak-?juga|inner-link|link-?sisip|sisip|read-?also"
    r"|see-?also|parallax\w*|scrollpage|in-?read|inread\w*|advert\w*|ads?(?:-?box|-?slot|-on-body|-wrap\w*)?|adsbygoogle"
    r"|iklan|banner|caption\w*|fig-?caption|wp-caption-text|pic-?credit|photo-?credit|img-?credit|para_caption"
    r"|share\w*|social\w*|sosmed|sharing|tags?-?(?:list|box|artikel|article|cloud|link|wrap\w*)?|related\w*|terkait"
    r"|rekomendasi|recommend\w*|screen-reader-text|sr-only|visually-hidden|breadcrumbs?|pagination|paging|newsletter"
    r"|subscribe\w*|sticky|popup|modal|cookie\w*|comments?|komentar|terpopuler|google-?news|embed-?responsive)"
    r"(?:$|[\s_-])", re.I)
_POST = re.compile(r"(?:^|\s)(?:h-?entry|type-post|post-\d+)(?:\s|$)")  # WordPress lists an article's tags as classes
_KEEP_TAGS = frozenset({"html", "head", "body", "article", "main", "h1", "form", "meta", "link", "title", "time"})
_FURNITURE = ("figcaption", "nav", "footer", "aside", "amp-img", "amp-carousel", "picture")
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "table", "tbody", "tr", "td", "blockquote", "section", "aside",
                     "h2", "h3", "h4", "h5", "h6", "dl", "dd", "dt", "figure", "header", "footer", "center"})
_LONGEST_BOX = 600
_MARKED = etree.XPath("//*[@class or @id]")

_LINES = tuple(re.compile(pattern, re.I) for pattern in (
    _INVITES + r".*",
    r"(?:advertisement|iklan|scroll (?:to|untuk|ke).{0,60}|gulir (?:untuk|ke).{0,60}|lanjutkan membaca.{0,40}"
    r"|loading\W*|konten (?:iklan|berlanjut).{0,60}|artikel berlanjut.{0,40}|continue reading.{0,40})",
    r"\[?\s*gambas\s*:.*", r"\[(?:video|foto|gambar|embed|instagram|twitter|tweet|youtube|infografis)[^\]]*\]",
    r"(?:foto|photo|gambar|sumber foto|sumber gambar|kredit foto|dok(?:umentasi)?\.?|caption|keterangan foto|video)"
    r"\s*[:/(].{0,250}",
    r"(?:\(|\[)?(?:foto|ilustrasi|istimewa|video)(?:\)|\])?\W*",
    r".{0,220}\(\s*(?:foto|dok\b|sumber foto|ist\)|istimewa|antara foto|shutterstock|freepik|unsplash|pixabay|getty)"
    r"[^)]{0,80}\)?\W*",
    r"(?:editor|reporter|penulis|pewarta|penyunting|redaktur|kontributor|uploader|sumber|source|hak cipta|copyright"
    r"|penerjemah|jurnalis)\s*[:©(].{0,160}",
    r"(?:submitted|posted|published|updated|last updated|terbit|diterbitkan|tayang|diperbarui|dipublikasikan)\b"
    r"[^.!?]{0,24}\d{1,4}[-/ .:][^.!?]{1,40}(?:\d{1,2}[.:]\d{2}.{0,12})?",
    r"(?:add|jadikan|tambahkan|pilih) .{0,60}(?:preferred source|sumber pilihan|sumber utama).{0,40}",
    r"(?:lanjut|berlanjut|bersambung)(?: baca)? ke halaman.{0,40}",
    r"(?:copyright|©|hak cipta).{0,200}", r".{0,80}all rights reserved.{0,80}",
    r"(?:ikuti|follow|temukan|dapatkan|gabung|bergabung|klik|yuk|ayo|jangan lewatkan|simak|cek|baca)\b.{0,200}"
    r"\b(?:google news|whatsapp|wa channel|saluran|telegram|channel|instagram|tiktok|aplikasi|breaking news|newsletter"
    r"|berita pilihan|klik di ?sini|up to date)\b.{0,200}",
    r"(?:tags?|topik|kata kunci|topik terkait|tag terkait|keywords?)\s*(?::.{0,300}|$)",
    r"(?:share|bagikan|komentar|copy link|salin(?: tautan)?|tautan telah disalin|whatsapp|facebook|twitter|telegram"
    r"|line|linkedin|threads|x|email|cetak|print|simpan|suka|like|kirim|a\s*a\s*a|dengarkan|logo|berita|berita utama"
    r"|home|beranda|default|perbesar|laporkan)(?:\s*[:\d].{0,20})?",
    r"(?:halaman|page|hal)\s*:?(?:\s*\d{1,2}\b)*(?:\s*(?:dari|of)\s*\d+)?"
    r"(?:\s*(?:selanjutnya|berikutnya|semua|all|next|[>»]+))*",
    r"(?:selanjutnya|sebelumnya|berikutnya|tampilkan semua|show all|next|prev(?:ious)?|lihat semua|selengkapnya)\W*",
    r"(?:artikel|berita|tulisan) ini (?:telah|sudah|pernah) (?:tayang|terbit|dimuat|diterbitkan)\b.{0,300}",
    r"konten ini merupakan\b.{0,200}", r"dilarang (?:keras )?(?:mengambil|mengutip|menyalin)\b.{0,200}",
    r"the post .{1,300} appeared first on .{1,100}",
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday), \d{1,2} [a-z]+ \d{4}",
    r"\d{2}\.\d{2} \d{1,2} [a-z]+ \d{4}(?:\s+\d+)?", r"\W*", r"\d{1,2}", r"\(?[a-z]{2,8}(?:/[a-z]{2,8}){1,2}\)?",
    r"\d{1,2}[.:]\d{2}(?:\s*wi(?:b|ta|t))?",
    r".{0,200}[.)](?-i:\s+(?:Foto|FOTO|Photo|Sumber foto)\s*:\s*).{1,80}",
    r"(?:silakan|silahkan) baca .{0,80}(?:lainnya|google news).{0,60}",
    r"the english, .{0,60} versions? (?:is|are) automatically generated.{0,200}",
    r"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)[\s,]*)?\d{1,2}[\s/-](?:[a-z]{3,9}|\d{1,2})[\s/-]\d{4}"
    r"(?:[\s,|•·–-]*(?:pukul\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*wi(?:b|ta|t))?(?:\s*[|•·]\s*[^.!?|]{2,60})?)?",
    r"(?:berlangganan|langganan|masuk|daftar|login|subscribe)(?: sekarang| di sini)?",
))
_END = re.compile(r"(?:berita|artikel|konten|baca|topik) (?:terkait|terpopuler|lainnya|pilihan|rekomendasi|populer)\W*"
                  r"|(?:terpopuler|rekomendasi(?: untuk anda)?|komentar(?: \(\d+\))?|baca berita lainnya.{0,60})\W*",
                  re.I)
_SIGNED = re.compile(r"\([A-Z][\w.'’-]*(?:[ /,]+[A-Z][\w.'’-]*){0,4}\)")
_BULLET = re.compile(r"^[-•▪●]\s+")
_DATELINE = re.compile(r"\w.{2,50}\s[-–—]{1,2}")
_INLINE = re.compile(r"(?:advertisement[\s.]*)?scroll to (?:continue with|resume|see) content(?:\s*advertisement)?"
                     r"|add as a preferred source on google|\[gambas:[^\]]{1,60}\]"
                     r"|\bADVERTISEMENT\b", re.I)


def plain(text: str) -> str:
    """Return text on one line without markup, control and invisible characters (NFC)."""
    return _SPACE.sub(" ", _bare(text).replace("\n", " ")).strip()


def _bare(text: str) -> str:
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for _ in range(3):
        text, found = _TAG.subn("", text)
        if not found:
            break
    return unicodedata.normalize("NFC", text)


def clean(text: str, *, title: str = "") -> str:
    """Return the article's own lines, joined by newlines: no boilerplate, no repeated headline, no repeated line."""
    lines = [line for raw in _bare(text).split("\n") if (line := _tidy(raw))]
    total = sum(map(len, lines))
    kept: list[str] = []
    seen, read = {_key(title)} - {""}, 0
    for line in lines:
        if read > total * 0.4 and _END.fullmatch(line):
            break
        read += len(line)
        key = _key(line)
        if (key in seen and len(key) > 20) or is_boilerplate(line):
            continue
        seen.add(key)
        if kept and _DATELINE.fullmatch(kept[-1]):
            line = f"{kept.pop()} {line}"
        kept.append(line)
    if len(kept) > 2 and len(kept[-1]) <= 60 and _SIGNED.fullmatch(kept[-1]):
        del kept[-1]  # "(Nama Editor)"
    return "\n".join(kept)


def _tidy(raw: str) -> str:
    """Return a line without inline advertising marks, doubled spaces and a list bullet."""
    return _BULLET.sub("", _SPACE.sub(" ", _INLINE.sub(" ", raw)).strip())


def is_boilerplate(line: str) -> bool:
    """Tell whether a whole line is page furniture; lines over 400 characters never are."""
    bare = line.strip("\"'“”‘’*•▪►>»|-–— ")
    return len(line) <= 400 and any(pattern.fullmatch(bare) for pattern in _LINES)


def _key(line: str) -> str:
    return re.sub(r"\W+", " ", line.casefold()).strip()


def prune(tree: HtmlElement) -> None:
    """Remove from a page, in place, what its markup marks as not the article."""
    for table in [found for found in tree.iter("table") if _is_layout(found)]:
        for element in table.iter("table", "tbody", "tr", "td", "th"):
            element.tag = "div"
    for element in list(tree.iter(*_FURNITURE)):
        _drop(element, limit=4 * _LONGEST_BOX)
    for element in _MARKED(tree):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag not in _KEEP_TAGS and _CLASSES.search(names) and not _POST.search(names):
            _drop(element, limit=_LONGEST_BOX)
    for element in list(tree.iter("figure")):
        _drop(element, limit=_LONGEST_BOX)
    for element in list(tree.iter(etree.Element)):
        if isinstance(element.tag, str):
            _drop_invitations(element)


def _drop(element: HtmlElement, *, limit: int) -> None:
    """Remove an element but keep what follows it, unless it holds a heading or more text than a box does."""
    if element.getparent() is None or element.find(".//h1") is not None or element.find(".//article") is not None:
        return
    if len(_words(element)) <= limit:
        element.drop_tree()


def _is_layout(table: HtmlElement) -> bool:
    """Tell whether a table arranges a page instead of showing figures: one cell holds paragraphs of text."""
    return any(cell.find(".//br") is not None or cell.find(".//p") is not None for cell in table.iter("td")
               if len(_words(cell)) >= _LONGEST_BOX)


def _words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _drop_invitations(element: HtmlElement) -> None:
    """Remove "Baca juga: …" with the story it names, whether it is a block, an inline box or loose text."""
    if element.text and _INVITE.match(element.text):
        block = _block_of(element)
        words = _words(block) if block is not None else ""
        if block is not None and len(words) <= 300 and _INVITE.match(words) and block.tag not in _KEEP_TAGS:
            if _INVITE_ALONE.fullmatch(words):
                _drop_links(block.itersiblings())
            _drop(block, limit=300)
        elif element is not block and len(_words(element)) <= 300:
            if _INVITE_ALONE.fullmatch(_words(element)):
                _drop_links(element.itersiblings())
            _drop(element, limit=300)
    if element.text and (cut := _INVITE_LAST.search(element.text)) and len(element) and element[0].tag == "a":
        element.text = element.text[:cut.start()]
        element[0].drop_tree()
    if element.tail and (following := element.getnext()) is not None and _is_link(following):
        if _INVITE_ALONE.fullmatch(element.tail):
            element.tail = " "
            following.drop_tree()
        elif cut := _INVITE_LAST.search(element.tail):
            element.tail = element.tail[:cut.start()]
            following.drop_tree()


def _block_of(element: HtmlElement) -> HtmlElement | None:
    while element is not None and element.tag not in _BLOCKS:
        element = element.getparent()
    return element


def _drop_links(siblings: Iterable[HtmlElement]) -> None:
    """Remove the run of link-only elements that follows; line breaks between them are skipped."""
    for sibling in list(siblings)[:8]:
        if sibling.tag == "br" and not (sibling.tail or "").strip():
            continue
        if not _is_link(sibling):
            return
        ends = bool((sibling.tail or "").strip())
        sibling.drop_tree()
        if ends:
            return


def _is_link(element: HtmlElement) -> bool:
    """Tell whether all words of an element are inside links."""
    words = len(_words(element))
    links = [element] if element.tag == "a" else element.iter("a")
    return 0 < words <= 600 and sum(len(_words(link)) for link in links) >= words * 0.9
