from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from clippings import article
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url

from monitor.errors import StoreError
from monitor.storage.schema import HEAD, VERSION_TABLE, metadata
from monitor.storage.store import Store


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", textwrap.dedent(code), *arguments], check=False,
                          capture_output=True, text=True, cwd=Path(__file__).parents[1])


def raw(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg") if "postgres" in url else url)


def refused(url: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Store(url)
    error = caught.value
    assert error.what
    assert error.todo
    assert postgres.PASSWORD not in str(error)
    return error


def test_the_newest_migration_is_the_head_that_the_fast_path_expects() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "monitor.storage:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_make_exactly_the_tables_that_the_code_describes(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    Store(url).close()
    engine = raw(url)
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE,
                   "include_name": lambda name, kind, _: kind != "table" or "items_fts" not in str(name)}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert inspect(connection).has_table("items_fts")
    engine.dispose()


def test_a_store_is_opened_again_quickly_and_without_alembic(url: str) -> None:
    Store(url).close()
    done = run("""
        import sys, time
        from monitor.storage.store import Store
        best = 1.0
        for _ in range(5):
            start = time.perf_counter()
            Store(sys.argv[1]).close()
            best = min(best, time.perf_counter() - start)
        print(best, "alembic" in sys.modules)
        """, url)
    best, alembic = done.stdout.split()
    assert alembic == "False"
    assert float(best) < 0.05


def test_an_older_store_without_tables_yet_is_completed(url: str) -> None:
    engine = raw(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL)"))
    engine.dispose()
    with Store(url) as store:
        assert store.add([article()]) == 1


def test_a_store_from_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    Store(url).close()
    engine = raw(url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    assert "lebih baru" in refused(url).what
    with engine.connect() as connection:
        assert connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == "9999"
    engine.dispose()


def test_another_programs_database_is_refused(url: str) -> None:
    engine = raw(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE items (barang TEXT)"))
    engine.dispose()
    assert "program lain" in refused(url).what


def test_several_processes_may_open_a_new_store_at_once(url: str) -> None:
    code = textwrap.dedent("""
        import sys
        from clippings import article
        from monitor.storage.store import Store
        with Store(sys.argv[1]) as store:
            store.add([article(f"{sys.argv[2]}-{n}") for n in range(50)])
        """)
    tests = Path(__file__).parents[1]
    several = [subprocess.Popen([sys.executable, "-c", code, url, str(n)], cwd=tests, stderr=subprocess.PIPE, text=True)
               for n in range(4)]
    outcomes = [(process.communicate()[1], process.returncode) for process in several]
    assert outcomes == [("", 0)] * 4
    with Store(url) as store:
        assert store.count() == len(store.search("pekerja", limit=1000)) == 200


def test_a_writer_killed_at_any_moment_loses_and_halves_nothing(url: str) -> None:
    """Each committed visit is all there: items, index, state and result row; the rest is as if never begun."""
    code = textwrap.dedent("""
        import sys
        from clippings import MOMENT, article
        from monitor.models import SourceResult, SourceState, SourceStatus
        from monitor.storage.store import Store
        store = Store(sys.argv[1])
        run = store.begin_run(MOMENT)
        for visit in range(1000):
            name = f"{sys.argv[2]}-{visit}"
            made = [article(f"{name}-{n}", title=f"berita kunjungan{sys.argv[2]}x{visit}") for n in range(40)]
            store.keep(run, SourceResult(name, name, SourceStatus.NEW), made, SourceState(name), MOMENT)
            print(visit, flush=True)
        """)
    tests = Path(__file__).parents[1]
    Store(url).close()
    for turn in range(4):
        command = [sys.executable, "-c", code, url, str(turn)]
        writer = subprocess.Popen(command, cwd=tests, stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        for _ in range(turn * 3 + 2):
            last = int(writer.stdout.readline())
        time.sleep(0.003 * turn)
        writer.send_signal(signal.SIGKILL)
        last = max([last, *map(int, writer.stdout.read().split())])
        writer.wait()
        with Store(url) as store:
            visits = {name for name in store.states() if name.startswith(f"{turn}-")}
            assert {f"{turn}-{visit}" for visit in range(last + 1)} <= visits
            for name in visits:
                assert len(store.search(f"kunjungan{name.replace('-', 'x')}", limit=100)) == 40
            assert store.count() == 40 * len(store.states())
    assert {o.source_id for o in _outcomes(url)} == set(_states(url))


def _states(url: str) -> list[str]:
    with Store(url) as store:
        return list(store.states())


def _outcomes(url: str) -> list[object]:
    from datetime import timedelta

    from clippings import MOMENT
    with Store(url) as store:
        return list(store.source_outcomes(MOMENT, MOMENT + timedelta(days=1)))


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "catatan.sqlite"
    file.write_text("ini catatan rapat, bukan basis data\n" * 100)
    error = refused(f"sqlite:///{file}")
    assert "bukan basis data" in error.what
    assert str(file) in error.what
    assert file.read_text().startswith("ini catatan rapat")


def test_a_damaged_file_is_named_as_damaged(tmp_path: Path) -> None:
    file = tmp_path / "m.sqlite"
    with Store(f"sqlite:///{file}") as store:
        store.add([article(str(number)) for number in range(500)])
    body = bytearray(file.read_bytes())
    body[4096:] = b"\xa5" * (len(body) - 4096)
    file.write_bytes(bytes(body))
    with pytest.raises(StoreError, match="rusak"), Store(f"sqlite:///{file}") as store:
        list(store.untagged())


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    assert "tidak dapat dibuka" in refused(f"sqlite:///{tmp_path}").what


def test_a_file_in_place_of_the_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    assert "Folder basis data" in refused(f"sqlite:///{tmp_path}/var/m.sqlite").what


@pytest.mark.parametrize("existing", [False, True])
def test_a_folder_or_file_without_permission_is_explained(tmp_path: Path, existing: bool) -> None:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    file = tmp_path / "m.sqlite"
    if existing:
        Store(f"sqlite:///{file}").close()
    for path in tmp_path.iterdir():
        path.chmod(0o444)
    tmp_path.chmod(0o555)
    done = run("""
        import os, sys, tempfile
        from monitor.errors import StoreError
        from monitor.storage.store import Store
        from clippings import article
        Store(f"sqlite:///{tempfile.mkdtemp()}/x.sqlite").close()
        if os.geteuid() == 0:
            os.setgid(65534), os.setuid(65534)
        try:
            Store(sys.argv[1]).add([article()])
        except StoreError as error:
            print(error.what)
        """, f"sqlite:///{file}")
    tmp_path.chmod(0o755)
    assert "tidak boleh ditulis" in done.stdout or "tidak dapat dibuka" in done.stdout, done.stdout + done.stderr


@pytest.fixture
def small_disk() -> Iterator[None]:
    """SQLite itself says `disk full` when a file may not grow beyond this many pages."""
    def limit(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA max_page_count = 120")
    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)


def test_a_full_disk_is_explained_and_loses_nothing(tmp_path: Path, small_disk: None) -> None:
    with Store(f"sqlite:///{tmp_path}/m.sqlite") as store:
        stored, full = 0, None
        while full is None and stored < 1000:
            try:
                stored += store.add([article(f"{stored}-{n}", text="kata " * 400) for n in range(10)])
            except StoreError as error:
                full = error
        assert full
        assert "Disk penuh" in full.what
        assert "Kosongkan" in full.todo
        assert store.count() == stored == len(store.search("kata", limit=1000)) > 0


@pytest.mark.parametrize("url", [
    "var/monitor.sqlite", "", "mysql://u:rahasia-sekali@h/d", "postgresql://u:rahasia-sekali@h:port/d",
    "://rahasia-sekali@", "sqlite", "postgresql:rahasia-sekali", "http://u:rahasia-sekali@x.example/",
])
def test_a_wrong_address_is_explained_without_repeating_it(url: str) -> None:
    assert "sqlite:///" in refused(url).todo


def test_a_server_that_is_down_is_explained() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        error = refused(f"postgresql://u:{postgres.PASSWORD}@127.0.0.1:{port}/monitor")
    assert "tidak dapat dihubungi" in error.what
    assert f"127.0.0.1:{port}" in error.what


def test_a_wrong_password_is_explained(cluster: postgres.Cluster) -> None:
    assert "kata sandi" in refused(cluster.url("postgres", password="salah-benar")).what


def test_a_missing_database_is_explained(cluster: postgres.Cluster) -> None:
    assert "belum ada" in refused(cluster.url("tiada")).what


def test_any_postgresql_scheme_uses_the_driver_we_ship(cluster: postgres.Cluster) -> None:
    url = cluster.fresh()
    for scheme in ("postgres", "postgresql+psycopg2", "postgresql+psycopg"):
        with Store(scheme + url.removeprefix("postgresql")) as store:
            assert store.count() == 0
    cluster.drop(url)


def test_a_user_without_rights_is_explained(cluster: postgres.Cluster) -> None:
    url = cluster.fresh()
    engine = raw(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE tamu LOGIN PASSWORD '{postgres.PASSWORD}'"))
    engine.dispose()
    assert "tidak berhak" in refused(url.replace(postgres.USER, "tamu", 1)).what
    cluster.drop(url)


def test_a_server_that_dies_in_the_middle_is_explained() -> None:
    with postgres.running() as server:
        store = Store(server.fresh())
        store.add([article()])
        pid = int((server.folder / "d" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGINT)
        time.sleep(1)
        with pytest.raises(StoreError) as caught:
            store.add([article("b")])
        store.close()
        assert "server" in caught.value.what.lower()


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/folder/baru/monitor.sqlite") as store:
        assert store.count() == 0
