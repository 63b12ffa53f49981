"""Personal data: found in text, masked before it is stored, authors kept as keyed hashes."""
