"""Find the connector of a platform."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.connectors import (
    bluesky,
    facebook,
    gdelt,
    instagram,
    mastodon,
    play,
    reddit,
    telegram,
    threads,
    x,
    youtube,
)
from monitor.connectors.harvest import Pages
from monitor.models import SourceKind

CONNECTORS: Mapping[SourceKind, Pages] = {
    SourceKind.MASTODON: mastodon.pages,
    SourceKind.BLUESKY: bluesky.pages,
    SourceKind.YOUTUBE: youtube.pages,
    SourceKind.TELEGRAM: telegram.pages,
    SourceKind.GDELT: gdelt.pages,
    SourceKind.REDDIT: reddit.pages,
    SourceKind.X: x.pages,
    SourceKind.THREADS: threads.pages,
    SourceKind.FACEBOOK: facebook.pages,
    SourceKind.INSTAGRAM: instagram.pages,
    SourceKind.PLAY: play.pages,
}
