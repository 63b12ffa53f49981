"""Readers of feeds, listing pages and import files: bytes in, `Entry` out."""
