"""How the sources are: judged from what their visits left in the store, and shown as a table and as a page."""
