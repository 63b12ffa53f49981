"""The `monitor` command: one module per command or command group, each with a `command` object."""
