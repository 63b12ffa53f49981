"""Find the commands, and turn every error into one Indonesian sentence and an exit code."""

from __future__ import annotations

import errno
import gettext
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from monitor import __version__
from monitor.errors import MonitorError, reason

COMMANDS = {
    "collect": "collect", "sources": "sources", "import": "imports", "add": "add", "tag": "tag",
    "annotate": "annotate", "evaluate": "evaluate", "stories": "stories", "digest": "digest", "search": "search",
    "export": "export", "release": "release", "site": "site", "share": "share", "outcomes": "outcomes",
    "privacy": "privacy", "run": "run", "demo": "demo",
}
"""Command name -> module in this package that defines `command`, in the order of the help page."""


class LazyGroup(click.Group):
    """Import a command only when it is called or listed, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in the order of the job."""
        return list(COMMANDS)

    def resolve_command(
            self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a mistyped one gets the nearest name."""
        from difflib import get_close_matches

        name = args[0]
        close = get_close_matches(name, COMMANDS, n=1)
        hint = f", mungkin maksudnya {close[0]!r}" if close else ""
        if not name.startswith("-") and name not in COMMANDS:
            raise click.UsageError(f"Perintah {name!r} tidak dikenal{hint}.", ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"monitor.cli.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return _indonesian(command)


def _indonesian(command: click.Command) -> click.Command:
    command.options_metavar = "[PILIHAN]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "PERINTAH [ISIAN]..."
        for inner in command.commands.values():
            _indonesian(inner)
    return command


def speak_indonesian() -> None:
    """Give click's own words (Usage, Options, error texts) in Indonesian."""
    gettext.bindtextdomain("messages", str(Path(__file__).with_name("locale")))
    os.environ["LANGUAGE"] = "id"


@click.command(cls=LazyGroup, options_metavar="[PILIHAN]", subcommand_metavar="PERINTAH [ISIAN]...",
               context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", "config", type=click.Path(dir_okay=False, path_type=Path), metavar="BERKAS",
              help="Pakai berkas pengaturan ini, bukan monitor.toml.")
@click.version_option(__version__, prog_name="monitor", message="%(prog)s %(version)s",
                      help="Tampilkan versi.")
@click.pass_context
def cli(context: click.Context, config: Path | None) -> None:
    """Pantau pemberitaan tentang pelindungan pekerja migran dan terbitkan informasi resmi.

    Alur mingguan: collect, tag, digest, site; atau semuanya sekaligus dengan `monitor run`.
    """
    context.obj = config


def main() -> None:
    """Run the command line; exit 0 on success, 1 on failure, 2 on wrong usage."""
    speak_indonesian()
    try:
        code = cli(standalone_mode=False, prog_name="monitor")
    except MonitorError as error:
        click.echo(f"Galat: {error.what}", err=True)
        if error.todo:
            click.echo(error.todo.strip("\n"), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nDihentikan. Yang sudah tersimpan tidak hilang; jalankan perintah yang sama untuk melanjutkan.",
                   err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        click.echo(f"Galat: {_explain(error)}", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: OSError) -> str:
    name = error.filename or "berkas"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"Disk penuh saat menulis {name}. Kosongkan ruang, lalu jalankan perintah yang sama."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Tidak ada izin untuk {name}. Pilih folder lain atau minta izin ke pengelola komputer."
        case errno.ENOENT:
            return f"{name} tidak ditemukan. Periksa nama dan foldernya."
        case errno.EISDIR:
            return f"{name} adalah folder, bukan berkas."
        case _:
            return f"{name} tidak dapat dipakai ({reason(error)}). Periksa berkas atau foldernya, lalu coba lagi."
