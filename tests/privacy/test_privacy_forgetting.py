"""A forgotten author is in no table, index, log, export or digest, and does not come back; on both engines."""

from __future__ import annotations

import sqlite3
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from clippings import MOMENT, article, tags
from posting import everything, post
from pyarrow import parquet

from monitor.config.settings import Settings
from monitor.errors import PrivacyError, StoreError
from monitor.models import Entity, Grouping, ItemKind, Quote, SourceResult, SourceStatus
from monitor.privacy.shield import Shield
from monitor.storage.store import Store
from monitor.weeks import Week
from monitor.workflows.digest import digest
from monitor.workflows.export import export
from monitor.workflows.privacy import Request, forget, report
from monitor.workflows.shielding import shield

HANDLE = "siti_hk92"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
WORDS = "zulfikarunik menagih gajinya di pekerja migran Hong Kong"
FIRST, SECOND = post(1, WORDS), post(2, "kata kunciunik pekerja migran, kata pelaut", at=MOMENT + timedelta(hours=1))
OTHER = post(3, f"setuju dengan @{HANDLE}, pekerja migran harus dibantu", handle="budi_pmi",
             at=MOMENT + timedelta(hours=2))
NEWS = article("berita", title="Pekerja migran di Hong Kong menagih gaji",
               text=f"Akun @{HANDLE} mengeluh. Lihat https://www.tiktok.com/@{HANDLE}/video/7345678901234500001 .")
TRACES = (HANDLE, "zulfikarunik", "kunciunik", FIRST.id, SECOND.id, "7345678901234500001", "7345678901234500002")
DAY = timedelta(days=1)


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """A store with two posts of the author, leading a story; a post and a report naming them; tags that quote them."""
    with Store(settings.storage.database_url) as store:
        run = store.begin_run(MOMENT)
        store.keep(run, SourceResult("tiktok", "TikTok", SourceStatus.NEW, 3), [FIRST, SECOND, OTHER], None, NOW)
        store.add([NEWS])
        quoting = tags(entities=(Entity("zulfikarunik", "PER", 0, 12),), quotes=(Quote(WORDS, HANDLE),), evidence=WORDS)
        store.save_tags([(FIRST.id, quoting), (SECOND.id, quoting), (OTHER.id, tags()), (NEWS.id, quoting)])
        store.save_groupings([Grouping(each.id, FIRST.id, FIRST.id) for each in (FIRST, SECOND, OTHER, NEWS)])
        store.split([FIRST.id], [NEWS.id], of_event=True, at=NOW)
    return settings


def texts(folder: Path) -> bytes:
    """Return everything in the files below a folder, packed ones opened, tables and PDF read."""
    found = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        found.append(path.read_bytes())
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as packed:
                found += map(packed.read, packed.namelist())
        elif path.suffix == ".parquet":
            found.append(repr(parquet.read_table(path).to_pylist()).encode())
        elif path.suffix == ".pdf":
            import pikepdf
            with pikepdf.open(path) as document:
                found += [each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)]
    return b"\n".join(found)


def test_a_forgotten_author_is_nowhere_and_does_not_come_back(filled: Settings, tmp_path: Path) -> None:
    url, out = filled.storage.database_url, tmp_path / "keluaran"
    out.mkdir()
    for name in ("a.csv", "a.jsonl", "a.xlsx", "a.parquet"):
        export(filled, out / name, everything=True)
    digest(filled, week=Week(2026, 34), now=NOW)
    assert all(word.encode() in texts(out) for word in ("zulfikarunik", "kunciunik"))
    assert FIRST.id.encode() in everything(url, tmp_path)

    planned = forget(filled, Request("@Siti_HK92"), now=NOW)
    assert (len(planned.posts), planned.mentions, len(planned.files)) == (2, 1, 5)
    assert FIRST.id.encode() in everything(url, tmp_path)
    done = forget(filled, Request("@Siti_HK92"), yes=True, rewrite=True, now=NOW)
    assert (len(done.posts), done.left, set(done.rewritten)) == (2, (), set(done.files))

    held, written = everything(url, tmp_path).lower(), texts(out).lower()
    assert [word for word in TRACES if word.encode() in held] == []
    assert [word for word in TRACES if word.encode() in written] == []

    with Store(url, shield=shield(filled)) as store:
        assert store.add([FIRST, post(9, "unggahan baru", handle="SITI_hk92")]) == 0
        assert store.add([post(10, "orang lain", handle="siti_hk93")]) == 1
        assert store.search("zulfikarunik") == []
        kept = {clip.article.id: clip for clip in store.clips(MOMENT - DAY, MOMENT + DAY, relevant=None)}
        assert {FIRST.id, SECOND.id} & kept.keys() == set()
        assert "[akun]" in kept[NEWS.id].article.text
        grouping = kept[NEWS.id].grouping
        assert grouping
        assert (grouping.story_id, grouping.event_id) == (NEWS.id, NEWS.id)
    assert [word for word in TRACES if word.encode() in everything(url, tmp_path).lower()] == []
    assert report(filled, now=NOW).holdings.forgotten == {"akun": 1, "naskah": 2}


@pytest.mark.parametrize("how", ["hash", "url", "profile", "platform"])
def test_an_author_is_found_by_hash_by_a_post_and_by_platform(filled: Settings, how: str) -> None:
    requests = {
        "hash": Request(hashed=Shield(filled.storage.database_url).author("tiktok", HANDLE)),
        "url": Request(url=FIRST.url), "profile": Request(f"https://www.tiktok.com/@{HANDLE}"),
        "platform": Request(HANDLE, platform="TikTok")}
    done = forget(filled, requests[how], yes=True, now=NOW)
    assert ([post.id for post in done.posts], done.left) == ([FIRST.id, SECOND.id], ())
    with Store(filled.storage.database_url) as store:
        assert store.add([post(8, "lagi")]) == 0


def test_the_same_name_on_another_platform_stays_when_one_is_named(filled: Settings) -> None:
    done = forget(filled, Request(HANDLE, platform="x"), yes=True, now=NOW)
    assert done.posts == ()
    with Store(filled.storage.database_url) as store:
        assert store.known([FIRST.id]) == {FIRST.id}
        assert store.add([post(8, "di sini boleh")]) == 1
        assert store.add([post(9, "di sana tidak", url=f"https://x.com/{HANDLE}/status/12", outlet="X")]) == 0


def test_a_post_without_a_known_author_is_forgotten_alone(settings: Settings) -> None:
    comment = post(1, "tanpa nama", url="https://www.youtube.com/watch?v=abc&lc=1", outlet="YouTube", author="")
    another = post(2, "juga tanpa nama", url="https://www.youtube.com/watch?v=abc&lc=2", outlet="YouTube", author="")
    with Store(settings.storage.database_url) as store:
        store.add([comment, another])
        done = forget(settings, Request(url=comment.url), yes=True, now=NOW)
        assert [post.id for post in done.posts] == [comment.id]
        assert store.add([comment, another]) == 0
        assert store.known([comment.id, another.id]) == {another.id}


def test_a_lasting_account_number_in_the_address_is_remembered_too(settings: Settings) -> None:
    def sky(number: int, handle: str) -> object:
        return post(number, f"pos {number}", handle=handle, outlet="Bluesky",
                    url=f"https://bsky.app/profile/did:plc:abc/post/3l{number}")

    with Store(settings.storage.database_url) as store:
        store.add([sky(1, "warga.bsky.social")])  # type: ignore[list-item]
        forget(settings, Request("warga.bsky.social"), yes=True, now=NOW)
        assert store.add([sky(2, "nama-baru.bsky.social")]) == 0  # type: ignore[list-item]


@pytest.mark.parametrize("request_", [
    Request(), Request("  "), Request("@"), Request("a/b"), Request(HANDLE, hashed="akun:" + "0" * 32),
    Request(hashed="akun:xyz"), Request(url="https://kabar.example/tiada"), Request(url="bukan alamat")])
def test_a_request_that_names_nobody_is_explained_and_deletes_nothing(filled: Settings, request_: Request) -> None:
    with pytest.raises(PrivacyError) as caught:
        forget(filled, request_, yes=True)
    assert caught.value.todo
    with Store(filled.storage.database_url) as store:
        assert store.count() == 4


@pytest.mark.parametrize("handle", ["%", "_", "'; DROP TABLE items; --", "x" * 10_000, "日本語", "a\0b", "\\", "."])
def test_odd_names_delete_nothing_of_others(filled: Settings, handle: str) -> None:
    done = forget(filled, Request(handle), yes=True, now=NOW)
    assert (done.posts, done.mentions) == ((), 0)
    with Store(filled.storage.database_url) as store:
        assert store.count() == 4


def test_a_name_that_is_a_common_word_is_only_removed_behind_its_sign(settings: Settings) -> None:
    with Store(settings.storage.database_url) as store:
        store.add([article("satu", title="Pekerja pulang",
                           text="@pekerja bilang pekerja migran di @pekerja_lain senang")])
        assert forget(settings, Request("pekerja"), yes=True, now=NOW).mentions == 1
        (clip,) = store.clips(MOMENT - DAY, MOMENT + DAY, relevant=None)
    assert (clip.article.title, clip.article.text) == (
        "Pekerja pulang", "[akun] bilang pekerja migran di @pekerja_lain senang")


def test_a_file_that_names_the_author_in_its_path_is_reported(filled: Settings, tmp_path: Path) -> None:
    export(filled, tmp_path / f"{HANDLE}.csv")
    assert forget(filled, Request(HANDLE), yes=True, now=NOW).left == ("written_files.path",)


def test_traces_that_a_reader_keeps_alive_are_named_and_a_second_try_removes_them(tmp_path: Path) -> None:
    base = Settings()
    url = f"sqlite:///{tmp_path}/monitor.sqlite"
    settings = base.model_copy(update={"storage": base.storage.model_copy(update={"database_url": url})})
    with Store(url) as store:
        store.add([FIRST])
        reader = sqlite3.connect(tmp_path / "monitor.sqlite", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM items").fetchone()
        with pytest.raises(PrivacyError, match="sudah dihapus, tetapi bekasnya"):
            forget(settings, Request(HANDLE), yes=True, now=NOW)
        assert store.count() == 0
        reader.close()
        assert forget(settings, Request(HANDLE), yes=True, now=NOW).left == ()
        assert [word for word in TRACES if word.encode() in everything(url, tmp_path).lower()] == []


def test_a_store_that_cannot_be_opened_is_explained(tmp_path: Path) -> None:
    base = Settings()
    storage = base.storage.model_copy(update={"database_url": f"sqlite:///{tmp_path}"})
    broken = base.model_copy(update={"storage": storage})
    with pytest.raises(StoreError):
        forget(broken, Request(HANDLE), yes=True)


def test_kinds_of_items_are_only_posts_where_an_author_is_forgotten(filled: Settings) -> None:
    with Store(filled.storage.database_url) as store:
        store.add([article("wartawan", author=HANDLE, kind=ItemKind.NEWS)])
        forget(filled, Request(HANDLE), yes=True, now=NOW)
        assert store.known([article("wartawan").id]) == {article("wartawan").id}
