"""Read a WhatsApp chat that was exported to a .txt file: what was said and when, never by whom.

Both layouts are known: `[17/09/25 08.05.11] Nama: teks` (iPhone) and `17/09/25 08.05 - Nama: teks` (Android). Names,
numbers and mentions are dropped here; numbers inside the text are masked before storage like those of any post.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2067]")
_CLOCK = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4}),?\s+(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?:\s*([AaPp])\.?[Mm]\.?)?"
_START = re.compile(rf"(?:\[{_CLOCK}\]|{_CLOCK}\s+[-–])\s+(.*)", re.S)
_SAID = re.compile(r"([^:\n]{1,80}):\s(.*)", re.S)
_MENTION = re.compile("@\u2068[^\u2069]*\u2069|@\\+?\\d{8,15}\\b")
_EDITED = re.compile(r"\s*<(?:Pesan ini (?:telah )?diedit|This message was edited)>", re.I)
_NOTHING = re.compile(r"<[^<>]{3,40}(?:disertakan|dihilangkan|omitted)>|"
                      r".{0,40}(?:tidak disertakan|dihilangkan|omitted)|"
                      r"(?:Pesan ini (?:telah )?dihapus|Anda menghapus pesan ini|This message was deleted|"
                      r"You deleted this message)\.?|null|(?:Panggilan (?:suara|video)|Missed voice call).{0,40}", re.I)
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the line where it starts, its time as day/month/year hour.minute, and its words."""

    line: int
    when: str
    text: str


def is_chat(text: str) -> bool:
    """Say whether a text is an exported chat: at least one of its first lines is a message or a notice of one."""
    lines = text.splitlines()[:_LOOKED_AT]
    return any((found := _START.match(_MARKS.sub("", line))) and _SAID.match(found[15]) for line in lines)


def read_chat(text: str, *, own: Collection[str] = ()) -> Iterator[Message]:
    """Yield the messages in order, without notices, pictures, deleted ones, and those of the senders `own`."""
    mine = {name.strip().casefold() for name in own}
    for line, when, whole in _blocks(text):
        said = _SAID.match(whole)
        if said is None or said[1].strip().lstrip("~").strip().casefold() in mine:
            continue
        words = _MENTION.sub("@…", _EDITED.sub("", said[2])).replace("\u2068", "").replace("\u2069", "").strip()
        if words and not _NOTHING.fullmatch(words):
            yield Message(line, when, words)


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, time and everything after it of each message; a message may go on over several lines."""
    line, when, parts = 0, "", list[str]()
    for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        clean = _MARKS.sub("", raw).replace("\u202f", " ").replace("\xa0", " ")
        if found := _START.match(clean):
            if parts:
                yield line, when, "\n".join(parts)
            line, when, parts = number, _moment(found), [found[15]]
        elif parts:
            parts.append(clean)
    if parts:
        yield line, when, "\n".join(parts)


def _moment(found: re.Match[str]) -> str:
    """Write the time of a message for the reader of dates, day first; a month that cannot be one is the day."""
    day, month, year, hour, minute, second, half = (found[n] or found[n + 7] or "" for n in range(1, 8))
    if int(month) > 12:
        day, month = month, day
    hours = int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour)
    return f"{year if len(year) == 4 else f'20{year}'}-{month:0>2}-{day:0>2} {hours:02}:{minute}:{second or '00'}"
