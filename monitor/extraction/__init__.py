"""From a fetched page, or a feed entry alone, to an Article."""
