"""Fetch public addresses, and call platforms' APIs, politely and safely."""

from monitor.fetching.api import Answer, Call
from monitor.fetching.client import Fetcher, Response

__all__ = ["Answer", "Call", "Fetcher", "Response"]
