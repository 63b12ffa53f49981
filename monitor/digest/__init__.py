"""One week in one page: compile tagged items into a Digest, and write it as five files."""
