"""Write docs/cli.md from the click commands; a test fails when the file is out of date."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from monitor.cli.main import cli, speak_indonesian

TARGET = Path(__file__).with_name("cli.md")
HEAD = """# Command reference

Generated from the code by `make docs`; do not edit by hand. The text is what staff see, in Indonesian.
"""


def render() -> str:
    """Return the reference as Markdown: one section per command, subcommands included."""
    speak_indonesian()
    parts = [HEAD]
    for name, command in walk("monitor", cli):
        context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100,
                                help_option_names=["-h", "--help"])
        parts.append(f"## `{name}`\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def walk(name: str, command: click.Command) -> list[tuple[str, click.Command]]:
    """List a command and everything below it, in help order, with full names."""
    found = [(name, command)]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            inner = command.get_command(context, child)
            if inner is not None and not inner.hidden:
                found += walk(f"{name} {child}", inner)
    return found


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")
    print(f"{TARGET}: {render().count('## `')} commands", file=sys.stderr)
