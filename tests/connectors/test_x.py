"""X on loopback: recent search, and a spending cap that no run, crash or second collector gets past."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import postgres
import pytest
from loopback import Loopback, Reply, Request
from platforms import NOW, SECRET, Make, Platform, as_json, moment

from monitor.models import SourceKind, SourceStatus
from monitor.storage.store import Store
from monitor.workflows.collect import collect

SEARCH = "/2/tweets/search/recent"
PRICE = 0.005


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of either engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/uji.sqlite"
        return
    with postgres.running() as cluster:
        yield cluster.fresh()


def snowflake(at: datetime) -> int:
    return (int(at.timestamp() * 1000) - 1_288_834_974_657) << 22


def tweet(number: int, **changes: Any) -> dict[str, Any]:
    return {"id": str(snowflake(NOW - timedelta(minutes=number))), "text": f"Calo PMI {number} …", "lang": "in",
            "created_at": moment(number / 60), "author_id": "42", **changes}


def archive(*numbers: int) -> Any:
    """Serve posts newest first, as many per page as asked for."""
    def answer(query: dict[str, str], request: Request) -> Any:
        assert request.headers["authorization"] == f"Bearer {SECRET}-monitor_x_token"
        fitting = [tweet(n) for n in sorted(numbers) if int(tweet(n)["id"]) > int(query.get("since_id", 0))]
        start, size = int(query.get("next_token", "b0")[1:]), int(query["max_results"])
        page = fitting[start:start + size]
        meta: dict[str, Any] = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"]}
        if start + size < len(fitting):
            meta["next_token"] = f"b{start + size}"
        return {"meta": meta, **({"data": page} if page else {})}
    return answer


def x(platform: Make, *, cap: float = 10.0, **rules: object) -> Platform:
    return platform(SourceKind.X, queries=("KemenP2MI lang:in -is:retweet",), cap=cap, price=PRICE, **rules)


def spent(of: Platform, month: str = "2026-11") -> int:
    with Store(of.settings.storage.database_url) as store:
        return store.spent("x", month)


def test_recent_search_is_paged_and_costs_what_was_read(platform: Make) -> None:
    search = x(platform)
    search.answer(SEARCH, archive(*range(1, 131)))
    result = search.visit()
    assert (result.status, result.new) == (SourceStatus.NEW, 130)
    asked = search.asked(SEARCH)
    assert [query.get("next_token") for query in asked] == [None, "b100"]
    assert asked[0]["start_time"] == "2026-11-14T05:01:00Z"
    assert spent(search) == 130 * 5000
    kept = search.stored()[f"https://x.com/i/web/status/{snowflake(NOW - timedelta(minutes=1))}"]
    assert (kept.title, kept.language, kept.author, kept.outlet) == ("Calo PMI 1 …", "id", "", "X")


def test_long_posts_are_kept_whole(platform: Make) -> None:
    search = x(platform)
    search.answer(SEARCH, lambda *_: {"data": [tweet(1, note_tweet={"text": "panjang " * 60})],
                                      "meta": {"result_count": 1}})
    search.visit()
    kept, = search.stored().values()
    assert kept.text == ("panjang " * 60).strip()
    assert kept.title.endswith(" …")


def test_the_next_visit_pays_only_for_what_is_newer(platform: Make) -> None:
    search = x(platform)
    search.answer(SEARCH, archive(5, 6, 7))
    search.visit()
    search.answer(SEARCH, archive(3, 4, 5, 6, 7))
    assert search.visit().new == 2
    assert search.asked(SEARCH)[-1]["since_id"] == tweet(5)["id"]
    assert spent(search) == 5 * 5000
    assert search.visit().status is SourceStatus.UNCHANGED
    assert spent(search) == 5 * 5000
    search.now = NOW + timedelta(days=8)
    search.visit()
    assert "since_id" not in search.asked(SEARCH)[-1]


def test_money_is_booked_before_the_call_and_given_back_after_it(platform: Make) -> None:
    search = x(platform)
    during: list[int] = []

    def answer(query: dict[str, str], request: Request) -> Any:
        during.append(spent(search))
        return archive(1)(query, request)

    search.answer(SEARCH, answer)
    search.visit()
    assert (during, spent(search)) == ([100 * 5000], 5000)


def test_an_answer_that_never_comes_stays_booked(platform: Make) -> None:
    search = x(platform)
    search.server.serve(SEARCH, Reply(raw=[b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"data\": ["]))
    assert search.visit().status is SourceStatus.FAILED
    assert spent(search) == 100 * 5000


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "https://tidak-ada.invalid", "http://api.x.com"])
def test_a_call_that_was_never_sent_costs_nothing(platform: Make, address: str) -> None:
    search = x(platform)
    result, = collect(search.settings, sources=[replace(search.source, url=address)], environ=search.keys,
                      now=lambda: NOW, loopback=frozenset({("127.0.0.1", 1)}))
    assert result.status is SourceStatus.FAILED
    assert spent(search) == 0


def test_refusals_cost_nothing(platform: Make) -> None:
    search = x(platform)
    for status, cause in ((401, "kunci ditolak"), (402, "saldo habis"), (503, "status 503")):
        search.answer(SEARCH, lambda *_, status=status: as_json({"title": "no", "status": status}, status))
        assert search.visit().cause.partition(":")[0] == cause
    assert spent(search) == 0


def test_the_cap_is_never_passed_over_many_runs_and_said(platform: Make) -> None:
    search = x(platform, cap=1.0, pages=10)
    causes = []
    for hour in range(8):
        search.now = NOW + timedelta(hours=hour)
        search.answer(SEARCH, archive(*range(-60 * hour, 90 - 60 * hour)))
        causes.append(search.visit().cause)
        assert spent(search) <= 1_000_000
    assert causes[-1].startswith("batas biaya: Batas biaya X bulan ini (1,00 dolar) tercapai; pencarian berhenti.")
    assert len(search.stored()) * 5000 <= spent(search)
    asked = len(search.asked(SEARCH))
    search.visit()
    assert len(search.asked(SEARCH)) == asked
    search.now = NOW + timedelta(days=11)
    search.visit()
    assert len(search.asked(SEARCH)) > asked
    assert spent(search, "2026-12") > 0


def test_little_money_left_makes_smaller_calls(platform: Make) -> None:
    search = x(platform, cap=0.12)
    search.answer(SEARCH, archive(*range(1, 200)))
    result = search.visit()
    assert [query["max_results"] for query in search.asked(SEARCH)] == ["20"]
    assert (result.new, spent(search)) == (20, 100_000)


def test_around_the_turn_of_a_month_a_call_counts_in_both(platform: Make) -> None:
    search = x(platform, cap=1.0, pages=10)
    for minute, numbers in ((-3, range(-100, 0)), (3, range(-300, -100))):
        search.now = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(minutes=minute)
        search.answer(SEARCH, archive(*(n - 14_000 for n in numbers)))
        search.visit()
    assert spent(search, "2026-11") == spent(search, "2026-12") == 1_000_000
    assert len(search.stored()) == 200


def test_the_cap_is_that_of_the_account_however_its_sources_are_named(platform: Make) -> None:
    search = x(platform, cap=0.5)
    search.answer(SEARCH, archive(*range(1, 300)))
    sources = [replace(search.source, id=name) for name in ("x-lama", "x-baru")]
    for source in sources:
        collect(search.settings, sources=[source], loopback=search.server.seam, environ=search.keys, now=lambda: NOW)
    assert spent(search) == 500_000
    assert len(search.stored()) == 100


COLLECT = """
import sys
from datetime import datetime
from monitor.config.settings import Fetching, Settings, Storage
from monitor.models import SearchRules, Source, SourceKind
from monitor.workflows.collect import collect

if __name__ == "__main__":
    database, port, now, cap = sys.argv[1:]
    rules = SearchRules(queries=("KemenP2MI",), cap=float(cap), price=0.005, pages=10)
    collect(Settings(storage=Storage(database_url=database), fetching=Fetching(total_seconds=20)),
            sources=[Source("uji", "Uji", f"http://127.0.0.1:{port}", SourceKind.X, 6, full_text=False, search=rules)],
            loopback=frozenset({("127.0.0.1", int(port))}), environ={"MONITOR_X_TOKEN": "RAHASIA-7f3a-monitor_x_token"},
            now=lambda: datetime.fromisoformat(now))
"""


def collector(database: str, server: Loopback, *, cap: float, folder: Path) -> subprocess.Popen[str]:
    program = folder / "kumpulkan.py"
    program.write_text(COLLECT)
    return subprocess.Popen([sys.executable, str(program), database, str(server.port), NOW.isoformat(), str(cap)],
                            cwd=Path(__file__).parents[2], text=True, stderr=subprocess.PIPE,
                            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}, start_new_session=True)


def serve(server: Loopback, answer: Any) -> None:
    def script(request: Request) -> Reply:
        return as_json(answer(dict(parse_qsl(urlsplit(request.path).query)), request))
    server.serve(SEARCH, script)


def test_two_processes_together_keep_the_cap(url: str, server: Loopback, tmp_path: Path) -> None:
    with Store(url):
        pass
    given = []

    def answer(query: dict[str, str], request: Request) -> Any:
        page = archive(*range(1, 290))(query, request)
        given.append(len(page.get("data", ())))
        return page

    serve(server, answer)
    both = [collector(url, server, cap=0.6, folder=tmp_path) for _ in range(2)]
    for one in both:
        assert one.wait(120) == 0, one.communicate()[1][-6000:]
    with Store(url) as store:
        assert store.spent("x", "2026-11") == sum(given) * 5000 <= 600_000
        assert sum(given) > 100


def test_a_collector_killed_in_a_call_leaves_its_booking(url: str, server: Loopback, tmp_path: Path) -> None:
    with Store(url):
        pass
    arrived, done = Event(), Event()

    def hang(_: dict[str, str], __: Request) -> Any:
        arrived.set()
        done.wait(60)
        return {"meta": {"result_count": 0}}

    serve(server, hang)
    one = collector(url, server, cap=0.6, folder=tmp_path)
    assert arrived.wait(60)
    os.killpg(one.pid, signal.SIGKILL)
    one.wait()
    done.set()
    with Store(url) as store:
        assert store.spent("x", "2026-11") == 100 * 5000
    serve(server, archive(*range(1, 290)))
    assert collector(url, server, cap=0.6, folder=tmp_path).wait(120) == 0
    with Store(url) as store:
        assert store.spent("x", "2026-11") == 600_000
        assert store.count() == 20


def test_an_edited_post_with_its_new_id_is_still_the_same(platform: Make) -> None:
    search = x(platform)
    old, new = tweet(2), tweet(1, text="Calo PMI, diralat")
    search.answer(SEARCH, lambda *_: {"data": [old | {"edit_history_tweet_ids": [old["id"]]}], "meta": {}})
    search.visit()
    search.answer(SEARCH, lambda *_: {"data": [new | {"edit_history_tweet_ids": [new["id"], old["id"]]}], "meta": {}})
    assert search.visit().new == 0
    assert [kept.title for kept in search.stored().values()] == ["Calo PMI 2 …"]


def test_a_used_up_window_waits_for_its_reset(platform: Make) -> None:
    search = x(platform)
    reset = str(int((NOW + timedelta(minutes=12)).timestamp()))
    search.answer(SEARCH, lambda *_: as_json({"title": "Too Many Requests", "status": 429}, 429,
                                             x_rate_limit_remaining="0", x_rate_limit_reset=reset))
    assert search.visit().cause.startswith("diminta menunggu:")
    assert search.state().wait_until == NOW + timedelta(minutes=12)
    assert spent(search) == 0


def test_a_key_is_never_sent_over_plain_http(platform: Make) -> None:
    search = x(platform)
    source = replace(search.source, url="http://api.x.com")
    result, = collect(search.settings, sources=[source], environ=search.keys, now=lambda: NOW)
    assert result.cause.startswith("alamat ditolak: Kunci akses tidak dikirim ke api.x.com lewat http yang tidak aman.")
