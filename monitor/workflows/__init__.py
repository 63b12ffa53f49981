"""Workflows: the only place where stages and the store meet."""
