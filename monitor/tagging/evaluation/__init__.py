"""Score a tagger on labelled rows: read them, compare, and write the report as text, JSON or a page."""
