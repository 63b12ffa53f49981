"""Answer the questions that come up below a post, in the page's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from monitor.newsroom.details import PageType
from monitor.newsroom.sharing.page import SharedPage, section_blocks
from monitor.newsroom.sharing.sentences import fitting

COUNT = 3
LONGEST = 320
_ASKING = re.compile(r"(apa|apakah|seberapa|siapa|siapakah|bagaimana|bagaimanakah|berapa|berapakah|kapan|"
                     r"di mana|ke mana|dari mana|mengapa|kenapa|bolehkah|bisakah|benarkah|haruskah)\b", re.I)


@dataclass(frozen=True, slots=True)
class Reply:
    """A question and its answer."""

    question: str
    answer: str


def replies(page: SharedPage) -> tuple[Reply, ...]:
    """Return three questions and answers taken from the page: its front matter and the sections that ask something."""
    seen: dict[str, Reply] = {}
    for reply in _candidates(page):
        if reply.answer:
            seen.setdefault(reply.question.casefold(), reply)
    return tuple(islice(seen.values(), COUNT))


def _candidates(page: SharedPage) -> Iterator[Reply]:
    if page.kind is PageType.CLARIFICATION:
        yield Reply(f"Benarkah kabar ini: “{page.claim.rstrip('.')}”?",
                    f"Klaim itu {_VERDICTS.get(page.verdict, page.verdict.lower())}. {page.truth}")
        yield Reply("Apa yang harus saya lakukan bila menerimanya?", fitting(" ".join(page.advice), LONGEST))
    elif page.title.endswith("?"):
        yield Reply(page.title, page.truth)
    else:
        yield Reply(f"Apa yang perlu diketahui tentang “{page.title}”?", page.truth)
    yield from _asked(page)
    yield Reply("Siapa yang bisa membantu?", _helpers(page))
    yield Reply("Apa dasar hukumnya?", _sentence("; ".join(page.legal)))
    yield Reply("Dari mana sumbernya?", _sentence("; ".join(each.name for each in page.sources[:COUNT])))


_VERDICTS = {"SALAH": "salah", "MENYESATKAN": "menyesatkan", "PENIPUAN": "penipuan"}


def _asked(page: SharedPage) -> Iterator[Reply]:
    """Yield the sections whose heading is a question, those with a question mark first."""
    marked = [section for section in page.sections if section[0].endswith("?")]
    worded = [section for section in page.sections if section not in marked and _ASKING.match(section[0])]
    for heading, text in (*marked, *worded):
        yield Reply(f"{heading.rstrip('?')}?", _beginning(section_blocks(text)))


def _beginning(blocks: tuple[str, ...]) -> str:
    """Return the first whole paragraphs and list items; never the line that only announces a list."""
    kept: list[str] = []
    for block in blocks:
        if len(" ".join((*kept, block))) > LONGEST:
            break
        kept.append(block)
    while kept and kept[-1].endswith(":"):
        kept.pop()
    return " ".join(kept) if kept or not blocks else fitting(blocks[0].rstrip(":") + ".", LONGEST)


def _helpers(page: SharedPage) -> str:
    return _sentence("; ".join(f"{each.who}: {each.contact}" if each.contact else each.who
                               for each in page.helpers[:COUNT]))


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}." if text else ""
