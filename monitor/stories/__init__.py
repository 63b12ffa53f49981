"""Group what tells the same thing: syndicated copies into stories, stories into events."""

from monitor.stories.grouping import group

__all__ = ["group"]
