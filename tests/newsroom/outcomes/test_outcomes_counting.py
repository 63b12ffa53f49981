from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.newsroom.outcomes.accesslog import Request, parse_line
from monitor.newsroom.outcomes.counting import ANY, SMALLEST, Cell, Tally, protect
from monitor.newsroom.outcomes.report import as_json, as_text
from monitor.newsroom.outcomes.visits import NO_CODE, UNKNOWN, is_robot, page_of, visit_of

PHONE = "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
LINE = ('{host} - - [17/Aug/2026:{hour:02}:12:01 +0700] "GET {target} HTTP/1.1" {status} 5123 "{referer}" "{agent}"')
KIT = "/penjelasan/cek-p3mi/?utm_source={channel}&utm_medium=bagikan&utm_campaign={unit}"


def request(target: str, *, status: int = 200, referer: str = "-", agent: str = PHONE, hour: int = 9) -> Request:
    found = parse_line(LINE.format(host="192.0.2.7", hour=hour, target=target, status=status, referer=referer,
                                   agent=agent))
    assert found is not None
    return found


def tally(cells: dict[Cell, int]) -> Tally:
    done = Tally()
    for (unit, page, channel), count in cells.items():
        target = f"{page}?utm_source={channel}&utm_medium=bagikan&utm_campaign={unit}"
        for _ in range(count):
            done.add(request(target))
    return done


@pytest.mark.parametrize("line", [
    '192.0.2.7 - - [17/Aug/2026:09:12:01 +0700] "GET /penjelasan/a/ HTTP/1.1" 200 12',
    '192.0.2.7 - - [17/Aug/2026:09:12:01 +0700] "GET /penjelasan/a/ HTTP/1.1" 200 - "-" "Chrome"',
    'situs.example:443 2001:db8::7 - nama orang [17/Aug/2026:09:12:01 +0700] "GET /penjelasan/a/ HTTP/2.0" 200 12 '
    '"https://t.co/x" "a \\"b\\" c" "203.0.113.9" rt=0.001',
    '{"level":"info","ts":1786932721.5,"logger":"http.log.access","request":{"remote_ip":"192.0.2.7","method":"GET",'
    '"host":"x","uri":"/penjelasan/a/","headers":{"User-Agent":["Chrome"]}},"status":200}',
    '{"ts":"2026-08-17T09:12:01.000+07:00","request":{"method":"GET","uri":"/penjelasan/a/","headers":null},'
    '"status":200}',
])
def test_ordinary_log_lines_are_read_and_the_address_is_left_behind(line: str) -> None:
    found = parse_line(line)
    assert found is not None
    assert (found.method, found.target, found.status) == ("GET", "/penjelasan/a/", 200)
    assert visit_of(found, page_of(found)).day.isoformat() == "2026-08-17"
    assert not {"192.0.2.7", "2001:db8::7", "203.0.113.9", "nama orang"} & set(map(str, [
        found.referer, found.agent, found.target]))


@pytest.mark.parametrize("line", [
    "rusak", "{", "{}", '{"request": 5}', '1 - - [31/Feb/2026:09:12:01 +0700] "GET / HTTP/1.1" 200 1',
    '1 - - [17/Agu/2026:09:12:01 +0700] "GET / HTTP/1.1" 200 1', '1 - - [17/Aug/2026:09:12:01 +0700] "GET / HTTP/1.1',
    '{"ts":1e400,"request":{"method":"GET","uri":"/"},"status":200}', "[" * 5000, "{" * 5000 + '"a":' * 5000,
])
def test_a_bad_line_is_no_request(line: str) -> None:
    assert parse_line(line) is None


@pytest.mark.parametrize(("target", "page"), [
    ("/penjelasan/cek-p3mi/", "/penjelasan/cek-p3mi/"), ("/penjelasan/cek-p3mi/index.html?x=1",
                                                         "/penjelasan/cek-p3mi/"),
    ("/klarifikasi/a%2Db", "/klarifikasi/a-b/"), ("/bagikan/cek-p3mi/", "/bagikan/cek-p3mi/"),
    ("/en/penjelasan/cek-p3mi/", "/en/penjelasan/cek-p3mi/"), ("/", "/"), ("/?utm_source=x", "/"),
    ("/tentang/", "halaman-lain"), ("/theme/css/site.css", ""), ("/bagikan/a/kartu-1200x630.png", ""),
    ("http://[rusak", ""), ("/cari/?q=Budi", "halaman-lain"),
])
def test_only_pages_count_and_only_by_their_known_address(target: str, page: str) -> None:
    assert page_of(request(target)) == page


def test_errors_and_other_methods_are_no_visits() -> None:
    assert page_of(request("/penjelasan/a/", status=404)) == ""
    assert page_of(request("/penjelasan/a/", status=304)) == "/penjelasan/a/"
    head = parse_line('1 - - [17/Aug/2026:09:12:01 +0700] "HEAD /penjelasan/a/ HTTP/1.1" 200 1 "-" "Chrome"')
    assert head is not None
    assert page_of(head) == ""


@pytest.mark.parametrize(("query", "referer", "unit", "channel"), [
    ("utm_source=whatsapp&utm_medium=bagikan&utm_campaign=bp3mi-jabar", "-", "bp3mi-jabar", "whatsapp"),
    ("utm_source=X&utm_campaign=BP3MI_NTT", "-", "bp3mi-ntt", "x"),
    ("utm_source=fb&utm_content=humas", "-", "humas", "facebook"),
    ("utm_source=whatsapp&utm_campaign=budi-santoso", "-", UNKNOWN, "whatsapp"),
    ("utm_source=budi", "-", NO_CODE, UNKNOWN),
    ("", "https://l.facebook.com/l.php?u=x", NO_CODE, "facebook"),
    ("", "android-app://org.telegram.messenger/", NO_CODE, "telegram"),
    ("", "https://notfacebook.com/", NO_CODE, NO_CODE),
    ("fbclid=abc123", "-", NO_CODE, NO_CODE),
])
def test_a_visit_keeps_known_codes_only(query: str, referer: str, unit: str, channel: str) -> None:
    found = visit_of(request(f"/penjelasan/a/?{query}", referer=referer), "/penjelasan/a/")
    assert (found.unit, found.channel) == (unit, channel)
    assert "budi" not in repr(found)


@pytest.mark.parametrize("agent", [
    "WhatsApp/2.23.20.0 A", "facebookexternalhit/1.1", "Twitterbot/1.0", "TelegramBot (like TwitterBot)", "curl/8.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1)", "Mozilla/5.0 HeadlessChrome/120", "python-requests/2.3", "", " ",
    "Mozilla/5.0 (compatible; GPTBot/1.0)", "LinkedInBot/1.0", "Chrome-Lighthouse"])
def test_robots_and_link_previews_are_known(agent: str) -> None:
    assert is_robot(agent)


@pytest.mark.parametrize("agent", [
    PHONE, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/440.0]",
    "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 Instagram 300.0",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.12 Version/12.16"])
def test_phones_of_readers_are_no_robots(agent: str) -> None:
    assert not is_robot(agent)


def test_robots_and_bad_lines_are_counted_apart() -> None:
    done = tally({("humas", "/penjelasan/a/", "whatsapp"): 6})
    done.add(request(KIT.format(channel="whatsapp", unit="humas"), agent="WhatsApp/2.23"))
    done.add(request("/theme/site.css", agent="Googlebot/2.1"))
    done.add(None)
    found = done.outcomes()
    assert (found.shown, found.robots, found.bad) == (6, 1, 1)
    assert as_text(found).splitlines()[-1] == "6 kunjungan ditampilkan, 1 dari perayap tidak dihitung, 1 baris rusak"


def test_small_cells_are_joined_by_page_then_unit_then_all() -> None:
    page, other = "/penjelasan/a/", "/penjelasan/b/"
    rows = protect({("humas", page, "x"): 9, ("humas", page, "whatsapp"): 4, ("humas", page, "facebook"): 3,
                    ("setjen", page, "x"): 2, ("setjen", other, "x"): 4, ("itjen", page, "x"): 1,
                    ("umum", page, "x"): 3, ("bp3mi-ntt", page, "x"): 2})
    assert [(row.unit, row.page, row.channel, row.visits) for row in rows] == [
        ("humas", page, "x", 9), ("humas", page, ANY, 7), ("setjen", ANY, ANY, 6), (ANY, ANY, ANY, 6)]


@pytest.mark.parametrize("counts", [[1, 1, 1, 1, 1], [4, 4], [4, 4, 4]])
def test_a_join_that_would_give_its_cells_away_is_not_shown(counts: list[int]) -> None:
    assert protect({("humas", "/penjelasan/a/", f"k{number}"): count for number, count in enumerate(counts)}) == ()


@pytest.mark.parametrize("hidden", [1, 2, 3, 4])
def test_the_number_of_a_hidden_cell_leaves_no_trace_anywhere(hidden: int) -> None:
    cells = {("bp3mi-ntt", "/penjelasan/a/", "x"): 12, ("bp3mi-ntt", "/penjelasan/a/", "whatsapp"): 7}
    without = tally(cells).outcomes()
    found = tally(cells | {("bp3mi-ntt", "/penjelasan/a/", "facebook"): hidden}).outcomes()
    assert as_json(found) == as_json(without)
    assert as_text(found) == as_text(without)


CELLS = st.dictionaries(st.tuples(st.sampled_from(["humas", "setjen", "bp3mi-ntt"]),
                                  st.sampled_from(["/penjelasan/a/", "/penjelasan/b/"]),
                                  st.sampled_from(["x", "whatsapp", "facebook"])), st.integers(1, 9), max_size=18)


@given(CELLS)
def test_nothing_small_is_shown_and_every_total_is_a_sum_of_shown_rows(cells: dict[Cell, int]) -> None:
    rows = protect(cells)
    assert all(row.visits >= SMALLEST for row in rows)
    assert sum(row.visits for row in rows) <= sum(cells.values())
    whole = {(row.unit, row.page, row.channel): row.visits for row in rows if row.channel != ANY}
    assert whole == {cell: count for cell, count in cells.items() if count >= SMALLEST}
    assert len({(row.unit, row.page, row.channel) for row in rows}) == len(rows)


@given(CELLS)
def test_a_reader_of_the_report_can_work_out_no_hidden_cell(cells: dict[Cell, int]) -> None:
    """Swap one visit between two joined cells: the report stays the same, so neither can be known from it."""
    rows = protect(cells)
    small = {cell: count for cell, count in cells.items() if count < SMALLEST}
    for row in (row for row in rows if row.channel == ANY):
        members = [cell for cell in small if row.unit in (ANY, cell[0]) and row.page in (ANY, cell[1])]
        if row.page == ANY:  # joined further up: only cells that no nearer join took
            continue
        donor = max(members, key=lambda cell: small[cell])
        taker = min(members, key=lambda cell: small[cell])
        assert donor != taker or len(members) > 1
        if small[donor] > 1 and small[taker] < SMALLEST - 1 and donor != taker:
            swapped = Counter(cells)
            swapped[donor] -= 1
            swapped[taker] += 1
            assert protect(dict(swapped)) == rows


def test_the_report_holds_no_address_no_name_and_no_hour() -> None:
    done = tally({("humas", "/penjelasan/a/", "whatsapp"): 6})
    for _ in range(9):
        done.add(request("/penjelasan/a/?utm_source=budi&utm_campaign=budi-santoso&nik=3201", hour=7))
    text = as_json(done.outcomes())
    for secret in ("192.0.2", "budi", "3201", "07:12", "CUBOT", "Mozilla"):
        assert secret not in text
    assert json.loads(text)["rows"][0]["unit"] == UNKNOWN
