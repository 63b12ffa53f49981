"""Addresses that tell later which unit and channel brought a reader, and nothing about who shared them."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote, urlencode

MEDIUM = "bagikan"


class Channel(StrEnum):
    """Where a link is shared; the value is its `utm_source`."""

    WHATSAPP = "whatsapp"
    X = "x"
    THREADS = "threads"
    FACEBOOK = "facebook"
    LINKEDIN = "linkedin"
    INSTAGRAM = "instagram"
    TELEGRAM = "telegram"

    @property
    def label(self) -> str:
        """The name readers know."""
        return {"whatsapp": "WhatsApp", "x": "X", "linkedin": "LinkedIn"}.get(self.value, self.value.capitalize())


def tagged(address: str, channel: Channel, unit: str) -> str:
    """Return the address with its channel (`utm_source`) and its unit code (`utm_campaign`)."""
    return f"{address}?{urlencode({'utm_source': channel.value, 'utm_medium': MEDIUM, 'utm_campaign': unit})}"


def share_address(channel: Channel, address: str, text: str) -> str:
    """Return the plain link that opens a channel with the text ready; nothing is loaded before a reader follows it.

    Facebook takes the address alone.
    """
    address, text = quote(address, safe=""), quote(text, safe="")
    return {Channel.WHATSAPP: f"https://wa.me/?text={text}",
            Channel.X: f"https://x.com/intent/post?text={text}",
            Channel.FACEBOOK: f"https://www.facebook.com/sharer/sharer.php?u={address}",
            Channel.TELEGRAM: f"https://t.me/share/url?url={address}&text={text}"}[channel]
