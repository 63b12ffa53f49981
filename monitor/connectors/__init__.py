"""Platforms asked by API: one thin module each, from a question to pages of `Entry`."""
