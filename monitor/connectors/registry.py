"""Find the connector of a platform."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.connectors import bluesky, mastodon, telegram, youtube
from monitor.connectors.harvest import Pages
from monitor.models import SourceKind

CONNECTORS: Mapping[SourceKind, Pages] = {
    SourceKind.MASTODON: mastodon.pages,
    SourceKind.BLUESKY: bluesky.pages,
    SourceKind.YOUTUBE: youtube.pages,
    SourceKind.TELEGRAM: telegram.pages,
}
