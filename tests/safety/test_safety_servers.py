"""Group 23: the two servers for staff listen to this computer only and take no orders; secrets stay out of words."""

from __future__ import annotations

import http.client
import logging
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from attacking import QUICK, at_home, fetch, gather, source
from loopback import Loopback, Reply

from monitor.config.connectors import PLATFORMS
from monitor.errors import FetchError, StoreError
from monitor.newsroom import serving
from monitor.storage.store import Store

ROOT = Path(__file__).parents[2]
METHODS = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE"]


@pytest.fixture
def port(tmp_path: Path) -> int:
    """`monitor site serve` over a folder with one page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title>")
    (tmp_path.parent / "rahasia.txt").write_text("rahasia")
    ready: list[str] = []
    there = threading.Event()

    def on_ready(address: str) -> None:
        ready.append(address)
        there.set()
    threading.Thread(target=serving.serve, args=(tmp_path,), kwargs={"port": 0, "on_ready": on_ready},
                     daemon=True).start()
    assert there.wait(10)
    return int(ready[0].rstrip("/").rpartition(":")[2])


def ask(port: int, method: str, path: str = "/", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read()


@pytest.mark.attack(23)
@pytest.mark.parametrize("method", METHODS)
def test_nothing_but_reading_is_answered(port: int, method: str) -> None:
    assert ask(port, method)[0] in {400, 403, 405, 501}


@pytest.mark.attack(23)
@pytest.mark.parametrize(("name", "status"), [("jahat.example", 403), ("127.0.0.1.jahat.example", 403), ("", 403),
                                              ("[::1]", 403), ("127.0.0.1", 200), ("localhost:9000", 200)])
def test_a_strangers_name_for_this_computer_is_refused(port: int, name: str, status: int) -> None:
    assert ask(port, "GET", "/", Host=name)[0] == status


@pytest.mark.attack(23)
@pytest.mark.parametrize("path", ["/../rahasia.txt", "/%2e%2e/rahasia.txt", "/..%2frahasia.txt", "//etc/passwd",
                                  "/....//rahasia.txt", "/%00", "/\\..\\rahasia.txt"])
def test_no_path_leaves_the_folder(port: int, path: str) -> None:
    status, body = ask(port, "GET", path)
    assert b"rahasia" not in body.replace(b"rahasia.txt", b"")
    assert b"root:" not in body
    assert status != 200


@pytest.mark.attack(23)
def test_the_server_listens_on_this_computers_own_address_only(port: int) -> None:
    rows = [line.split() for table in ("tcp", "tcp6")
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    listening = {row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")}
    assert listening == {f"0100007F:{port:04X}"}


@pytest.mark.attack(23)
def test_every_server_in_the_product_binds_to_loopback_and_none_takes_a_form() -> None:
    servers, forms = [], []
    for file in sorted((ROOT / "monitor").rglob("*.py")):
        text = file.read_text("utf-8")
        if re.search(r"HTTPServer\(|HTTPServer\)|TCPServer\(|start_server\(|web\.Application", text):
            servers.append(file.relative_to(ROOT).as_posix())
            assert re.search(r'^HOST = "127\.0\.0\.1"$', text, re.M), file
            assert '"0.0.0.0"' not in text, file
        forms += [file.name for word in ("do_POST", "do_PUT", "do_DELETE") if word in text]
    assert servers == ["monitor/newsroom/releases/showing.py", "monitor/newsroom/serving.py",
    "monitor/sample/server.py"]
    assert forms == []


SECRET = "s3kr3t-sekali"


@pytest.mark.attack(23)
@pytest.mark.parametrize("reply", [
    Reply(b"", 500), Reply(b"", 404), Reply(b"<html>bukan feed</html>"), Reply(b"", 410), Reply(b"", 429),
    Reply(b"<rss><channel>" + b"<a>" * 500_000), Reply(b"{"), Reply(b"x" * 6_000_000), Reply(raw=[b"rusak"]),
    Reply(status=302, headers={"Location": f"http://10.0.0.1/?token={SECRET}"}),
    Reply(status=302, headers={"Location": f"/putar?token={SECRET}"}),
])
def test_a_key_in_an_address_reaches_no_message_and_no_log(tmp_path: Path, server: Loopback, reply: Reply,
                                                          caplog: pytest.LogCaptureFixture) -> None:
    server.serve("/feed", reply)
    server.serve("/putar", Reply(status=302, headers={"Location": f"/putar?token={SECRET}"}))
    with caplog.at_level(logging.DEBUG):
        result = gather(at_home(tmp_path), server.seam, source(f"{server.url}/feed?token={SECRET}"))["uji"]
    assert result.cause
    assert SECRET not in result.cause
    assert SECRET not in "\n".join(record.getMessage() for record in caplog.records
                                   if record.name.startswith("monitor"))


@pytest.mark.attack(23)
@pytest.mark.parametrize("url", [f"http://pengguna:{SECRET}@contoh.example/", f"http://127.0.0.1/?kunci={SECRET}",
                                 f"ftp://x:{SECRET}@contoh.example/", f"http://contoh.example:99999/?k={SECRET}",
                                 f"http://[::1/?k={SECRET}", f"//x:{SECRET}@contoh.example"])
def test_a_refused_address_is_told_without_its_secrets(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url, settings=QUICK)
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(caught.value)


@pytest.mark.attack(23)
@pytest.mark.parametrize("url", [f"postgresql://u:{SECRET}@127.0.0.1:9/x", f"postgresql://u:{SECRET}@127.0.0.1:9x/x",
                                 f"mysql://u:{SECRET}@h/x", f"sqlite://u:{SECRET}@h/x", f"{SECRET}"])
def test_a_database_password_reaches_no_message(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store(url)
    causes = (caught.value.__cause__, caught.value.__context__)
    told = f"{caught.value}" + "".join(f"{each!r}" for each in causes if each)
    assert SECRET not in f"{caught.value}"
    assert f":{SECRET}@" not in told


@pytest.mark.attack(23)
def test_the_environment_reaches_no_output_even_when_a_command_fails(tmp_path: Path, server: Loopback) -> None:
    listed = tmp_path / "sumber.toml"
    feed = server.serve("/feed", Reply(b"", 500))
    listed.write_text(f"[[source]]\nid = 'a'\nname = 'A'\nurl = '{feed}'\nkind = 'feed'\ntier = 2\n")
    (tmp_path / "monitor.toml").write_text("sources = 'sumber.toml'\n[fetching]\nconnect_seconds = 2\n")
    names = {name for platform in PLATFORMS.values() for needed in (platform.tokens or {}).values() for name in needed}
    keys = dict.fromkeys({*names, "MONITOR_AUTHOR_KEY"}, SECRET)
    for command in (["collect"], ["sources", "list"], ["sources", "check"], ["digest", "--week", "x"], ["tidak-ada"]):
        done = subprocess.run([sys.executable, "-m", "monitor", *command], cwd=tmp_path, capture_output=True, text=True,
                              env={**os.environ, **keys, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, check=False,
                              timeout=120)
        assert SECRET not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
