"""Every way into the store takes names and personal data out of posts first, on both engines."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from posting import everything, post

from monitor.collectors.imports import Options, read_items
from monitor.config.settings import Settings
from monitor.errors import ConfigError, PrivacyError
from monitor.models import ItemKind, SourceResult, SourceStatus
from monitor.privacy.key import VARIABLE, key_file
from monitor.privacy.shield import HASHED, Shield
from monitor.storage.store import Store
from monitor.workflows.add import Copied, add
from monitor.workflows.imports import import_file
from monitor.workflows.privacy import Request, forget
from monitor.workflows.shielding import shield

SECRETS = ("siti_hk92", "3203014507890002", "0812-3344-5566", "081233445566", "C1234567", "siti.rahma@gmail.com",
           "Melati No. 12")
SAID = ("Min tolong NIK 3203014507890002, paspor C1234567, WA 0812-3344-5566, surel siti.rahma@gmail.com, rumah di "
        "Jl. Melati No. 12, cc @siti_hk92. Gaji Rp8.123.456.789 sejak 08-09-2026, lapor ke 0811-8080-141")


def clean(url: str, folder: Path) -> bytes:
    found = everything(url, folder)
    for secret in SECRETS:
        assert secret.lower().encode() not in found.lower(), secret
    for kept in (b"Rp8.123.456.789", b"08-09-2026", b"0811-8080-141"):
        assert kept in found, kept
    return found


def test_a_collected_post_is_stored_without_name_and_data(url: str, tmp_path: Path) -> None:
    with Store(url) as store:
        run = store.begin_run(post(1, SAID).fetched_at)
        result = SourceResult("tiktok", "TikTok", SourceStatus.NEW, seen=1)
        assert store.keep(run, result, [post(1, SAID)], None, post(1, SAID).fetched_at) == 1
        (clip,) = store.clips(post(1, "").published.at, post(1, "").fetched_at, relevant=None)
    assert HASHED.fullmatch(clip.article.author)
    assert clip.article.url == "https://www.tiktok.com/player/v1/7345678901234500001"
    assert clip.article.id == post(1, "").id
    assert "[NIK]" in clean(url, tmp_path).decode("utf-8", "replace")


def test_an_imported_post_and_a_tip_off_are_stored_without_name_and_data(settings: Settings, tmp_path: Path) -> None:
    rows = tmp_path / "aduan.csv"
    rows.write_text("isi,akun,link,jenis\n" + "".join(
        f'"{SAID} {name}",{account},{link},{kind}\n' for name, account, link, kind in (
            ("satu", "siti_hk92", "https://x.com/siti_hk92/status/18234567890", "tweet"),
            ("dua", "siti_hk92", "", "whatsapp"), ("tiga", "siti_hk92", "", ""), ("empat", "", "", ""))), "utf-8")
    assert import_file(settings, rows, options=Options(mapping={"author": "akun"})).new == 4
    clean(settings.storage.database_url, tmp_path)
    assert len(forget(settings, Request("@siti_hk92"), yes=True).posts) == 3


def test_an_account_in_the_column_of_outlets_is_an_author(settings: Settings, tmp_path: Path) -> None:
    rows = tmp_path / "rekap.csv"
    rows.write_text(f'isi,nama akun,jenis\n"{SAID}",siti_hk92,post\n', "utf-8")
    assert import_file(settings, rows, preset="apa-saja").new == 1
    clean(settings.storage.database_url, tmp_path)


def test_a_post_added_by_hand_is_stored_without_name_and_data(settings: Settings, tmp_path: Path) -> None:
    added = add(settings, "https://www.tiktok.com/@siti_hk92/video/7345", Copied(text=SAID))
    assert (added.new, added.article.kind) == (True, ItemKind.POST)
    assert "siti_hk92" not in repr(added.article)
    clean(settings.storage.database_url, tmp_path)


def test_news_is_stored_as_it_was_printed_unless_the_office_wants_it_masked(settings: Settings) -> None:
    news = post(1, SAID, url="https://kabar.example/1", kind=ItemKind.NEWS, outlet="Kabar", author="Sari Wartawati")
    masked = settings.model_copy(update={"privacy": settings.privacy.model_copy(update={"mask_news": True})})
    for how, number in ((settings, "0812-3344-5566"), (masked, "[telepon]")):
        kept = shield(how).protect(news).article
        assert (number in kept.title, kept.author) == (True, "Sari Wartawati")


def test_public_accounts_keep_their_name_and_address(url: str) -> None:
    official = post(1, "Hati-hati calo", handle="kemenp2mi", outlet="Instagram",
                    url="https://www.instagram.com/kemenp2mi/p/Abc/")
    kept = Shield(url).protect(official).article
    assert (kept.author, kept.url) == ("kemenp2mi", official.url)
    elsewhere = post(2, "palsu", handle="kemenp2mi", url="https://www.tiktok.com/@kemenp2mi/video/12")
    assert HASHED.fullmatch(Shield(url).protect(elsewhere).article.author)


def test_staff_add_public_accounts_in_a_file_of_their_own(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "akun.toml"
    own.write_text('[[account]]\nhandle = "@bp3mi_contoh"\nplatforms = ["tiktok"]\ncategory = "bp3mi"\n'
                   'source = "https://contoh.example/"\nchecked_on = 2026-11-22\n', "utf-8")
    update = {"privacy": settings.privacy.model_copy(update={"accounts": own})}
    guard = shield(settings.model_copy(update=update))
    kept = guard.protect(post(1, "cc @bp3mi_contoh", handle="BP3MI_contoh")).article
    assert (kept.author, kept.title) == ("BP3MI_contoh", "cc @bp3mi_contoh")
    wrong = tmp_path / "salah.toml"
    wrong.write_text('[[account]]\nhandle = "a/b"\ncategory = "calo"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"(?s)bukan nama akun.*'calo' tidak dikenal"):
        shield(settings.model_copy(update={"privacy": settings.privacy.model_copy(update={"accounts": wrong})})
               ).protect(post(2, "x"))


def test_the_same_account_has_one_hash_here_and_another_elsewhere(tmp_path: Path) -> None:
    here, there = (Shield(f"sqlite:///{tmp_path}/{name}.sqlite") for name in "ab")
    assert here.author("x", "@Budi_92") == here.author("x", "budi_92") != here.author("tiktok", "budi_92")
    assert here.author("x", "budi_92") != there.author("x", "budi_92")


def test_the_key_lies_beside_the_store_for_its_owner_only_and_never_in_it(url: str, tmp_path: Path) -> None:
    with Store(url) as store:
        store.add([post(1, SAID)])
    file = key_file(url)
    assert file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = file.read_text().strip()
    assert len(key) == 64
    assert key.encode() not in everything(url, tmp_path)
    assert bytes.fromhex(key) not in everything(url, tmp_path)


def test_a_key_file_that_others_can_read_is_closed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.sqlite"
    (tmp_path / "monitor.sqlite.kunci").write_text("k" * 40)
    (tmp_path / "monitor.sqlite.kunci").chmod(0o644)
    Shield(url).check()
    assert stat.S_IMODE((tmp_path / "monitor.sqlite.kunci").stat().st_mode) == 0o600


def test_news_alone_needs_no_key(url: str) -> None:
    with Store(url) as store:
        store.add([post(1, "berita", kind=ItemKind.NEWS, url="https://kabar.example/2")])
    file = key_file(url)
    assert file
    assert not file.exists()


def test_another_key_than_before_is_refused_and_stores_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(url) as store:
        store.add([post(1, SAID)])
    monkeypatch.setenv(VARIABLE, "kunci lain yang cukup panjang untuk dipakai")
    with Store(url) as store:
        with pytest.raises(PrivacyError, match="bukan kunci basis data ini") as caught:
            store.add([post(2, SAID)])
        assert "kunci lain" not in str(caught.value)
        assert store.count() == 1
        assert store.personal.renew_key() == 0
        assert store.add([post(2, SAID)]) == 1


@pytest.mark.parametrize(("made", "what"), [("", "rusak"), ("abc", "rusak"), ("\0" * 10, "rusak")])
def test_a_damaged_key_file_is_named_and_left_alone(tmp_path: Path, made: str, what: str) -> None:
    file = tmp_path / "monitor.sqlite.kunci"
    file.write_text(made)
    with pytest.raises(PrivacyError, match=what):
        Shield(f"sqlite:///{tmp_path}/monitor.sqlite").check()
    assert file.read_text() == made


def test_a_key_that_is_too_short_is_refused_without_repeating_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "pendek-sekali")
    with pytest.raises(PrivacyError, match=VARIABLE) as caught:
        Shield(url).check()
    assert "pendek-sekali" not in str(caught.value)


def test_programs_that_start_at_once_make_one_key(tmp_path: Path) -> None:
    code = ("import sys\nfrom monitor.privacy.shield import Shield\n"
            "print(Shield(sys.argv[1]).check())")
    running = [subprocess.Popen([sys.executable, "-c", code, f"sqlite:///{tmp_path}/m.sqlite"], text=True,
                                stdout=subprocess.PIPE, env={**os.environ}) for _ in range(4)]
    assert len({process.communicate()[0] for process in running}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["m.sqlite.kunci"]


def test_what_is_protected_already_stays_as_it_is(url: str) -> None:
    guard = Shield(url)
    once = guard.protect(post(1, SAID, handle="budi", url="https://www.facebook.com/budi.s/posts/12")).article
    assert guard.protect(once).article == once


def test_import_files_keep_the_authors_for_the_store_to_hash(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "halo", "url": "https://x.com/budi/status/1", "author": "budi"}\n')
    (item,) = read_items(file, fetched_at=post(1, "").fetched_at).articles
    assert (item.kind, item.author) == (ItemKind.POST, "budi")
