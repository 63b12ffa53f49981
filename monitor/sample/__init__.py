"""A bundled sample fortnight: invented outlets, invented news, served on loopback and marked CONTOH everywhere."""
