"""Tell whether this computer's clock may be wrong, before something is deleted for its age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.config.settings import Settings
from monitor.dates import clock, long_date
from monitor.storage.store import Store

_NEWS_COMES = timedelta(days=30)
"""Somebody publishes something every day; no dated item for this long means that the clock, or listening, is off."""


def clock_doubt(settings: Settings, *, now: datetime | None = None) -> str:
    """Say why the clock may run ahead, or return nothing: then the newest dated item is recent, or there is none.

    A clock that ran years ahead for one night would otherwise delete every post as too old. Raise StoreError.
    """
    moment = now or datetime.now(UTC)
    with Store(settings.storage.database_url) as store:
        last = store.last_dated(moment)
    if last is None or moment - last <= _NEWS_COMES:
        return ""
    return (f"Jam komputer menunjukkan {long_date(moment)} {clock(moment)}, sedangkan naskah bertanggal yang terbaru "
            f"terbit {long_date(last)}. Periksa jam komputer; bila memang benar, jalankan `monitor privacy expire`.")
