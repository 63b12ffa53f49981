"""Build the small test site for real, and read its pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "tests/data/site/content"
VOID = {"meta", "link", "img", "br", "hr", "input", "path", "circle", "rect"}


def pelican(content: Path, out: Path, *extra: str, siteurl: str = "") -> subprocess.CompletedProcess[str]:
    """Run plain `pelican`, as a newcomer would, from the project folder."""
    environ = {**os.environ, "SITEURL": siteurl, "COLUMNS": "400", "NO_COLOR": "1"}
    return subprocess.run([sys.executable, "-m", "pelican", str(content), "--output", str(out), *extra], cwd=ROOT,
                          env=environ, capture_output=True, text=True, encoding="utf-8", check=False)


class Built:
    """A built site on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every HTML page by its path."""
        return {str(file.relative_to(self.path)): Page(self, file) for file in sorted(self.path.rglob("*.html"))}

    def text(self, name: str) -> str:
        return (self.path / name).read_text("utf-8")


class Page:
    """One HTML page."""

    def __init__(self, site: Built, file: Path) -> None:
        self.site, self.file = site, file
        self.source = file.read_text("utf-8")
        self.tree = html.fromstring(self.source)

    def all(self, query: str) -> list[Any]:
        return list(self.tree.xpath(query))

    def one(self, query: str) -> Any:
        (found,) = self.all(query)
        return found

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """The JSON-LD nodes of the page."""
        return [node for text in self.all("//script[@type='application/ld+json']/text()")
                for node in json.loads(text)["@graph"]]

    def node(self, kind: str) -> dict[str, Any]:
        (found,) = [node for node in self.nodes if node["@type"] == kind]
        return found

    @property
    def loads(self) -> list[str]:
        """Addresses that a browser fetches while showing the page."""
        links = "//link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href"
        return [str(value) for value in self.all(f"{links} | //*/@src | //*/@srcset | //object/@data")]

    def target(self, link: str) -> Path:
        """The file that a relative link or a root link points to."""
        path = unquote(urlsplit(link).path)
        base = self.site.path if path.startswith("/") else self.file.parent
        whole = (base / path.lstrip("/")) if path else self.file
        return (whole / "index.html" if path.endswith("/") or whole.is_dir() else whole).resolve()


class Balance(HTMLParser):
    """Collect tags that are opened or closed out of order, repeated attributes and repeated ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"repeated attribute in {self.get_starttag_text()}")
        identity = dict(attrs).get("id")
        if identity in self.ids:
            self.faults.append(f"repeated id {identity}")
        if identity:
            self.ids.add(identity)
        if tag == "p" and "p" in self.open:
            self.faults.append("p inside p")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.faults.append(f"<{tag}/> is not void")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def faults(source: str) -> list[str]:
    checker = Balance()
    checker.feed(source)
    checker.close()
    return checker.faults + [f"<{tag}> never closed" for tag in checker.open]


def walk(path: Path) -> Iterator[tuple[Path, bytes]]:
    for file in sorted(path.rglob("*")):
        if file.is_file():
            yield file, file.read_bytes()
