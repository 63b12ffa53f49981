"""What happens to a release between its first line and its withdrawal."""
