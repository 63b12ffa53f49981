"""The store: items, tags, groups, runs and what each source taught us, in SQLite or PostgreSQL."""
