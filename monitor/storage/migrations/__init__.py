"""Alembic migrations of the store; run by monitor.storage.connection when a store is opened."""
