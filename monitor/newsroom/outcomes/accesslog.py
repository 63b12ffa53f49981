"""Read the lines of a web server's access log: Apache and nginx (common, combined), Caddy (JSON).

Formats: httpd.apache.org/docs/2.4/logs.html, nginx.org/en/docs/http/ngx_http_log_module.html, and
caddyserver.com/docs/caddyfile/directives/log. The address of the visitor is never taken out of the line.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import IO, Any, cast

from monitor.errors import ImportFileError, reason

LONGEST = 65_536
"""Bytes of one line; what is longer is a bad line."""
_GZIP = b"\x1f\x8b"
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_LINE = re.compile(r"\S+ (?:\S+ )?\S+ .*?\[(\d{2})/(\w{3})/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})\] "
                   rf"{_QUOTED} (\d{{3}}) (?:\d+|-)(?: {_QUOTED} {_QUOTED})?")
_MONTHS = {name: number for number, name in enumerate(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)}


@dataclass(frozen=True, slots=True)
class Request:
    """One request: when, what was asked, how the server answered, the page before, and the browser's name."""

    at: datetime
    method: str
    target: str
    status: int
    referer: str
    agent: str


def read_log(path: Path) -> Iterator[Request | None]:
    """Yield the requests of a log, gzipped or not; None stands for a line that cannot be read.

    Raise ImportFileError when the file cannot be read at all.
    """
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == _GZIP
        with cast(IO[bytes], gzip.open(path)) if packed else path.open("rb") as lines:
            yield from _requests(lines)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ImportFileError(f"{path} rusak atau terpotong di tengah.",
                              "Salin ulang berkas itu dari peladen, lalu coba lagi.") from error
    except OSError as error:
        raise ImportFileError(f"{path} tidak dapat dibaca ({reason(error)}).",
                              "Periksa nama berkas dan izinnya.") from error


def parse_line(line: str) -> Request | None:
    """Read one line of any of the formats; None when it is none of them."""
    return _caddy(line) if line.startswith("{") else _common(line)


def _requests(lines: IO[bytes]) -> Iterator[Request | None]:
    while raw := lines.readline(LONGEST):
        if not raw.endswith(b"\n") and len(raw) == LONGEST:
            while (rest := lines.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield None
        elif text := raw.decode("utf-8", "replace").strip():
            yield parse_line(text)


def _common(line: str) -> Request | None:
    found = _LINE.match(line)
    if found is None or found[2] not in _MONTHS:
        return None
    try:
        offset = timedelta(hours=int(found[8]), minutes=int(found[9]))
        at = datetime(int(found[3]), _MONTHS[found[2]], int(found[1]), int(found[4]), int(found[5]),
                      min(int(found[6]), 59), tzinfo=timezone(offset if found[7] == "+" else -offset))
    except ValueError:
        return None
    method, _, rest = found[10].partition(" ")
    return Request(at, method, rest.rsplit(" HTTP/", 1)[0], int(found[11]), _written(found[12]), _written(found[13]))


def _written(value: str | None) -> str:
    return "" if value in {None, "-"} else str(value).replace('\\"', '"')


def _caddy(line: str) -> Request | None:
    try:
        entry: dict[str, Any] = json.loads(line)
        request = entry["request"]
        headers = {str(name).lower(): values for name, values in (request.get("headers") or {}).items()}
        return Request(_moment(entry["ts"]), str(request["method"]), str(request["uri"]), int(entry["status"]),
                       _header(headers, "referer"), _header(headers, "user-agent"))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError):
        return None


def _moment(value: Any) -> datetime:
    """Read Caddy's time: seconds since 1970, or text such as 2026-08-17T09:00:00.123+0700."""
    if isinstance(value, str):
        found = datetime.fromisoformat(value.replace("/", "-"))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return datetime.fromtimestamp(float(value), UTC)


def _header(headers: dict[str, Any], name: str) -> str:
    values = headers.get(name) or [""]
    return str(values[0] if isinstance(values, list) else values)
