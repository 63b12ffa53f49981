"""The newsroom: what the site needs beyond Pelican itself."""
