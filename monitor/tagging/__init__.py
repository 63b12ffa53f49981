"""The tagger: one spaCy pipeline that reads an item and says what it is about and how it sounds."""

from monitor.tagging.pipeline import Tagger, load

__all__ = ["Tagger", "load"]
