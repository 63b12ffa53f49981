"""What the site tells families is dated, sourced, short, and free of personal data."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor.config.taxonomy import read_taxonomy
from monitor.digest.tally import STANCE_TOPIC
from monitor.newsroom.checks.publishing import check_releases
from monitor.newsroom.frontmatter import Document, read_document

ROOT = Path(__file__).parents[1]
PAGES = sorted(path for kind in ("siaran-pers", "penjelasan", "klarifikasi")
               for path in (ROOT / "content" / kind).glob("*.md") if not path.name.endswith(".en.md"))
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
          "Desember")
DATELINE = re.compile(r"(\w[\w ]*), KemenP2MI \((\d\d)/(\d\d)/(\d{4})\) – ")
ALLOWED_NUMBERS = {"08001000", "622129244800", "08118080141"}
NEVER_CITED = ("malangkab.go.id", "netlify.app", "portkesmas.com", "ilidea.com", "fresh.buzz", "123dok.com",
               "pikiran-rakyat.co.id", "hirschfeld-kongress.de", "sorotanasia.com", "thebatterysdown.com",
               "golkar2029.com", "dev-app.web.id", "wiki-indonesia.club", "portalberitatribun.org")
NEEDED = {
    "siaran-pers": ("city",),
    "penjelasan": ("answer", "helpers"),
    "klarifikasi": ("fact", "claim", "verdict", "seen", "advice"),
}


def kind(page: Path) -> str:
    return page.parent.name


def document(page: Path) -> Document:
    return read_document(page)


def told(found: Document) -> str:
    """Everything a reader sees, without the addresses of the sources."""
    fields = [text for name, field in found.fields.items() if name != "sources" for text in field.values]
    return re.sub(r"<!--.*?-->", "", "\n".join([*fields, found.body]))


def test_there_is_enough_of_each_kind() -> None:
    count = {name: len([page for page in PAGES if kind(page) == name]) for name in NEEDED}
    assert count["siaran-pers"] >= 8
    assert count["penjelasan"] >= 12
    assert count["klarifikasi"] >= 6


def test_every_topic_that_needs_an_answer_the_same_day_has_an_explainer() -> None:
    crisis = {topic.slug for topic in read_taxonomy().topics if topic.crisis} - {STANCE_TOPIC}
    answered = {slug for page in PAGES if kind(page) == "penjelasan" for slug in document(page).items("topics")}
    assert crisis <= answered


def test_releases_come_from_the_ministry_and_from_several_offices() -> None:
    offices = [document(page).items("offices") for page in PAGES if kind(page) == "siaran-pers"]
    assert () in offices
    assert len({name for names in offices for name in names}) >= 3


def test_the_release_checker_finds_nothing_in_what_is_shipped() -> None:
    releases = [page for page in PAGES if kind(page) == "siaran-pers"]
    assert not [f"{found.path}:{found.line} {found.code} {found.message}"
                for found in check_releases(ROOT / "content", releases)]


@pytest.fixture(params=PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def page(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_front_matter_is_complete(page: Path) -> None:
    found = document(page)
    always = ("title", "slug", "date", "type", "summary", "topics", "checked", "sources")
    missing = [name for name in (*always, *NEEDED[kind(page)]) if not found.text(name)]
    assert not missing
    assert found.text("type") == kind(page)
    assert found.text("slug") == page.stem
    assert not found.repeated


def test_titles_and_summaries_fit(page: Path) -> None:
    found = document(page)
    assert len(found.text("title")) <= 65
    assert len(found.text("summary")) <= 160
    if kind(page) == "penjelasan":
        assert found.text("title").endswith("?")


def test_topics_and_offices_are_known(page: Path) -> None:
    config = ROOT / "monitor" / "config"
    topics = set(re.findall(r'^slug = "([^"]+)"', (config / "taxonomy.toml").read_text("utf-8"), re.M))
    offices = set(re.findall(r'^id = "([^"]+)"', (config / "regions.toml").read_text("utf-8"), re.M))
    assert set(document(page).items("topics")) <= topics
    assert set(document(page).items("offices")) <= offices


def test_every_source_has_an_address_of_its_own_and_a_date(page: Path) -> None:
    for line in document(page).fields["sources"].values:
        name, url, checked = (part.strip() for part in line.split("|"))
        assert name
        assert urlsplit(url).scheme == "https"
        assert "." in urlsplit(url).netloc
        assert not any(host in urlsplit(url).netloc for host in NEVER_CITED), line
        assert re.fullmatch(r"diperiksa \d{4}-\d{2}-\d{2}", checked)
        assert date.fromisoformat(checked.split()[1]) <= date.fromisoformat(document(page).text("checked"))


def test_weekdays_agree_with_their_dates(page: Path) -> None:
    text = told(document(page))
    for day, number, month, year in re.findall(rf"({'|'.join(DAYS)}),? \((\d+)/(\d+)/(\d{{4}})\)", text):
        assert DAYS[date(int(year), int(month), int(number)).weekday()] == day
    for day, number, month, year in re.findall(rf"({'|'.join(DAYS)}), (\d+) ({'|'.join(MONTHS)}) (\d{{4}})", text):
        assert DAYS[date(int(year), MONTHS.index(month) + 1, int(number)).weekday()] == day


@pytest.mark.parametrize("release", [path for path in PAGES if kind(path) == "siaran-pers"], ids=lambda path: path.stem)
def test_no_release_knows_the_future_or_quotes_anyone(release: Path) -> None:
    found = document(release)
    dateline = DATELINE.match(found.body.lstrip())
    assert dateline
    assert dateline[1] == found.text("city")
    written = date(int(dateline[4]), int(dateline[3]), int(dateline[2]))
    assert found.text("date").startswith(written.isoformat())
    for number, month, year in re.findall(r"\((\d\d)/(\d\d)/(\d{4})\)", found.body):
        assert date(int(year), int(month), int(number)) <= written
    assert not re.search("[“”\"]", found.body)
    assert found.body.rstrip().endswith("** (Humas/KemenP2MI)")


def test_nothing_unverified_or_personal_is_published(page: Path) -> None:
    text = told(document(page))
    assert not re.search(r"\[celah\]|\[beda\]|unverified|TODO|lorem", text, re.I)
    assert not re.search(r"(?<!\d)\d{16}(?!\d)", text)
    assert not re.search(r"[\w.+-]+@[\w-]+\.\w+", text)
    dates = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?|\d\d/\d\d/\d{4}|Rp[\d.,]+")
    numbers = {re.sub(r"\D", "", found) for found in re.findall(r"\+?\d[\d -]{6,}\d", dates.sub(" ", text))}
    assert numbers <= ALLOWED_NUMBERS
    for line in text.splitlines():
        if re.search(r"0-800-1000|2924 4800|0811-8080-141", line) and "|" in line:
            assert "diperiksa" in line


def test_sentences_are_short_and_names_are_spelt_right(page: Path) -> None:
    found = document(page)
    prose = [text for name in ("answer", "fact", "claim", "summary", "advice") if name in found.fields
             for text in found.fields[name].values]
    prose += [line for line in found.body.splitlines() if not line.startswith(("|", "#"))]
    for line in prose:
        for sentence in re.split(r"(?<=[.?:;])\s+", re.sub(r"^[\d.\s*-]+|\*\*", "", line)):
            spoken = DATELINE.sub("", sentence)
            if spoken.startswith("Kementerian") or "(Humas/" in sentence:
                continue
            assert len(spoken.split()) < 20, sentence
    text = told(found)
    assert not re.search(r"(Kementerian|Menteri|Badan|Pelayanan) Perlindungan", text)
    assert "KP2MI" not in text.replace("PengaduanKejahatanSiberKP2MI", "")
    assert not re.search(r"Rp \d|\d,\d{3}\b|!", text)


def test_totals_in_the_contribution_table_are_right() -> None:
    body = document(ROOT / "content/penjelasan/jaminan-sosial.md").body
    rows = re.findall(r"\| \d+ bulan \| Rp([\d.]+) \| Rp([\d.]+) \| Rp([\d.]+) \|", body)
    assert len(rows) == 3
    for before, during, total in rows:
        parts = [int(value.replace(".", "")) for value in (before, during, total)]
        assert parts[0] + parts[1] == parts[2]
    example = re.search(r"Rp([\d.]+)\. Cara hitungnya: Rp([\d.]+) ditambah (\d+) kali Rp([\d.]+)", body)
    assert example
    total, base, months, extra = (int(value.replace(".", "")) for value in example.groups())
    assert base + months * extra == total

