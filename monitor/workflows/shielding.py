"""The shield that posts pass on their way into the store, as an installation set it up."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.config.settings import Settings
from monitor.models import Source
from monitor.privacy.shield import Shield


def shield(settings: Settings, sources: Iterable[Source] = ()) -> Shield:
    """Return the shield of an installation, with the channels that `sources` listen to beside those of sources.toml.

    Lists and key are read when the first post comes.
    """
    return Shield(settings.storage.database_url, accounts=settings.privacy.accounts, sources=settings.sources,
                  listened=sources, news=settings.privacy.mask_news)
