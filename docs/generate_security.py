"""Write the table of attacks in docs/security.md from the tests that carry `@pytest.mark.attack(group)`.

    python docs/generate_security.py

`tried` counts the collected tests of a group, parameters included; `held` leaves out those marked xfail, which are the
known holes. A test compares the file with the tests, so the numbers cannot rot.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "security.md"
START, END = "<!-- counted: begin -->\n", "<!-- counted: end -->\n"

GROUPS = {
    1: "private addresses: loopback, 10/8, 172.16/12, 192.168/16, link-local, CGNAT, benchmark, fd00, fe80",
    2: "IPv6 forms of them: mapped, compatible, NAT64, 6to4, Teredo, site-local; multicast, reserved",
    3: "disguises: decimal, hex, short, full-width digits, trailing dot, user@, backslash",
    4: "DNS: public first and private next, A and AAAA mixed, one answer dead",
    5: "redirects to private addresses, file:, gopher:, ftp:, data:, https to http",
    6: "redirect loops, six hops, no or broken Location",
    7: "301/308, 302/303/307 and 410: what a source learns from them",
    8: "Retry-After of every shape; one feed of a shared host",
    9: "bombs (gzip, deflate, br, zstd, double), endless bodies, lying and unknown headers",
    10: "slow heads and bodies, 200,000 headers, heads of 5 MB",
    11: "bodies that cost feedparser minutes or gigabytes",
    12: "XXE, external DTDs, entity bombs: RSS, Atom, OPML, XInclude, XLSX",
    13: "paths as source addresses, bodies that equal a path",
    14: "markup and script links in titles, authors, categories, enclosures",
    15: "mXSS bodies, srcdoc, handlers, styles; the policy of every page we write",
    16: "spreadsheet formulas, out to CSV and XLSX and in again",
    17: "SQL and full-text syntax, NUL, queries of 1 MB, on SQLite and PostgreSQL",
    18: "names that leave their folder, device names, ZIP and Word slips",
    19: "robots.txt: 4xx, 5xx, 2 MB, binary, delays, redirects out of bounds",
    20: "encodings that lie, UTF-7/16/32, NUL, lone surrogates, every column on both engines",
    21: "times: WIB/WITA/WIT, Indonesian names, epochs, impossible and future ones",
    22: "one article under many addresses; guid reused or missing; edited titles; addresses in messages",
    23: "servers for staff: methods, Host, paths, binding; secrets in messages and logs",
}


class Count:
    """Collect what pytest finds, by group."""

    def __init__(self) -> None:
        self.tried: defaultdict[int, int] = defaultdict(int)
        self.held: defaultdict[int, int] = defaultdict(int)
        self.modules: defaultdict[int, set[str]] = defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count every test once for each group that it names."""
        for item in session.items:
            for group in {int(mark.args[0]) for mark in item.iter_markers("attack")}:
                self.tried[group] += 1
                self.held[group] += item.get_closest_marker("xfail") is None
                self.modules[group].add(item.path.relative_to(ROOT / "tests").as_posix())


def counted() -> str:
    """Return the table as Markdown."""
    files = [str(file) for file in sorted((ROOT / "tests").rglob("test_*.py")) if "mark.attack(" in file.read_text()]
    count = Count()
    status = pytest.main(["--collect-only", "-qqq", "-p", "no:cacheprovider", "-p", "no:xdist", *files],
                         plugins=[count])
    if status:
        sys.exit(f"the tests cannot be collected: {status}")
    rows = [f"| {group} | {what} | {count.tried[group]} | {count.held[group]} | "
            f"{', '.join(f'`{name}`' for name in sorted(count.modules[group]))} |" for group, what in GROUPS.items()]
    whole = f"| | **all** | **{sum(count.tried.values())}** | **{sum(count.held.values())}** | |"
    return "\n".join(["| group | attack | tried | held | in tests/ |", "| --- | --- | --- | --- | --- |", *rows, whole,
                      ""])


def main() -> None:
    """Replace the table in docs/security.md, or print it with --print."""
    table = counted()
    if "--print" in sys.argv:
        print(f"{START}{table}", end="")
        return
    before, _, rest = TARGET.read_text("utf-8").partition(START)
    TARGET.write_text(f"{before}{START}{table}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
