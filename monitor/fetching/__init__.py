"""Fetch public addresses politely and safely."""

from monitor.fetching.client import Fetcher, Response

__all__ = ["Fetcher", "Response"]
