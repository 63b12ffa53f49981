"""X on loopback: recent search, and a spending cap that no run, crash or second collector gets past."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from loopback import Loopback, Reply, Request
from platforms import NOW, SECRET, Make, Platform, as_json, moment

from monitor.models import SourceKind, SourceStatus
from monitor.storage.store import Store
from monitor.workflows.collect import collect

SEARCH = "/2/tweets/search/recent"
PRICE = 0.005


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
        return store.spent("uji", month)


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


def test_two_collectors_together_keep_the_cap(platform: Make) -> None:
    search = x(platform, cap=0.6, pages=10)
    with Store(search.settings.storage.database_url):
        pass
    servers = [Loopback(), Loopback()]
    threads = []
    for number, server in enumerate(servers):
        server.__enter__()
        other = Platform(server, search.folder, SourceKind.X, search.rules, search.keys)
        other.answer(SEARCH, archive(*range(1 + number * 300, 290 + number * 300)))
        threads.append(Thread(target=other.visit))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for server in servers:
        server.__exit__(None, None, None)
    assert 0 < spent(search) <= 600_000
    assert len(search.stored()) * 5000 <= spent(search)


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
