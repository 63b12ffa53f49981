"""Check press releases: rules with codes, each finding wrong facts, names, figures, words or private data."""
