"""Monitor Indonesian media about migrant-worker protection and publish the ministry's answers."""

__version__ = "0.1.0"
