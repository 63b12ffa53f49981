"""A private PostgreSQL server for the tests: own data folder, unix socket only, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

USER, PASSWORD = "pemantau", "rahasia-sekali"
_OPTIONS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"


def binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl; Debian keeps it outside PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


class Cluster:
    """A running server; `fresh()` makes an empty database and returns its URL."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = (f"uji_{number}" for number in count(1))

    def url(self, name: str, *, password: str = PASSWORD) -> str:
        return f"postgresql://{USER}:{password}@/{name}?host={self.folder}"

    def fresh(self) -> str:
        name = next(self._names)
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.rpartition("/" + "uji_")[2].partition("?")[0]
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS uji_{name} WITH (FORCE)")


@contextmanager
def running() -> Iterator[Cluster]:
    """Start a server and stop it afterwards. Without PostgreSQL: skip loudly, but fail where CI=true."""
    programs = binaries()
    if programs is None:
        missing = "PostgreSQL tidak terpasang (apt install postgresql); uji pada PostgreSQL tidak dijalankan"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        secret = folder / "pw"
        secret.write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (folder, secret):
                shutil.chown(path, "postgres", "postgres")
        _run(programs / "initdb", "-D", folder / "d", "-U", USER, "--pwfile", secret, "-A", "scram-sha-256",
             "-E", "UTF8", "--locale=C.UTF-8", "-N")
        control = (programs / "pg_ctl", "-D", folder / "d", "-w")
        _run(*control, "-l", folder / "log", "-o", f"{_OPTIONS} -k {folder}", "start")
        try:
            yield Cluster(folder)
        finally:
            if (folder / "d" / "postmaster.pid").exists():
                _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path) -> None:
    """Run a PostgreSQL program; it refuses to work as root, so root hands it to the postgres user."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*as_postgres, *map(str, command)], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
