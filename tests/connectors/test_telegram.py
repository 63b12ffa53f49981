"""Telegram previews on loopback: pages, line breaks, replies, and channels without a preview."""

from __future__ import annotations

from datetime import timedelta

from loopback import Reply, Request
from platforms import NOW, Make, Platform, moment

from monitor.models import SourceKind, SourceStatus


def message(number: int, text: str = "", before: str = "") -> str:
    said = text or f"Info <b>PMI</b> {number}<br/>baris dua &amp; tiga"
    return f"""<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="kanal/{number}">
        <a class="tgme_widget_message_owner_name"><span dir="auto">Kanal Kabar</span></a>{before}
        <div class="tgme_widget_message_text js-message_text" dir="auto">{said}</div>
        <span class="tgme_widget_message_views">1.2K</span><a class="tgme_widget_message_date"
        href="https://t.me/kanal/{number}"><time datetime="{moment(100 - number)[:-5]}+00:00" class="time"></time></a>
        </div></div>"""


def preview(*messages: str) -> Reply:
    body = f'<!DOCTYPE html><body><section class="tgme_channel_history">{"".join(messages)}</section></body>'
    return Reply(body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def serve(channel: Platform, *numbers: int, size: int = 2) -> Platform:
    def answer(query: dict[str, str], _: Request) -> Reply:
        fitting = [n for n in sorted(numbers) if n < int(query.get("before", 10**9))]
        return preview(*(message(n) for n in fitting[-size:]))
    channel.answer("/s/kanal", answer)
    return channel


def test_a_channel_is_read_back_page_by_page(platform: Make) -> None:
    channel = serve(platform(SourceKind.TELEGRAM, accounts=("@kanal",)), 95, 96, 97, 98, 99)
    result = channel.visit()
    assert (result.status, result.new) == (SourceStatus.NEW, 5)
    assert [query.get("before") for query in channel.asked("/s/kanal")] == [None, "98", "96", "95"]
    kept = channel.stored()["https://t.me/kanal/99"]
    assert (kept.title, kept.text, kept.author) == ("Info PMI 99", "baris dua & tiga", "Kanal Kabar")
    assert kept.published.at == NOW - timedelta(hours=1)


def test_reading_ends_where_the_last_visit_ended_or_the_days_are_over(platform: Make) -> None:
    channel = serve(platform(SourceKind.TELEGRAM, accounts=("kanal",), days=1), *range(50, 100))
    channel.visit()
    assert len(channel.asked("/s/kanal")) == 5
    channel.server.requests.clear()
    assert channel.visit().status is SourceStatus.UNCHANGED
    assert len(channel.asked("/s/kanal")) == 1


def test_only_the_own_text_of_a_reply_is_kept(platform: Make) -> None:
    channel = platform(SourceKind.TELEGRAM, accounts=("kanal",))
    quoted = '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">kutipan</div></a>'
    channel.answer("/s/kanal", lambda query, _: preview() if query else preview(message(2, "balasan saya", quoted)))
    channel.visit()
    assert [item.title for item in channel.stored().values()] == ["balasan saya"]


def test_a_channel_without_preview_is_named(platform: Make) -> None:
    channel = platform(SourceKind.TELEGRAM, accounts=("kanal",))
    channel.server.serve("/s/kanal", Reply(status=302, headers={"Location": "/kanal"}))
    channel.server.serve("/kanal", "<html><body>Unduh Telegram</body></html>")
    assert "tidak ada atau tidak membuka pratinjau untuk umum" in channel.visit().cause


def test_a_wrong_name_never_becomes_an_address(platform: Make) -> None:
    channel = platform(SourceKind.TELEGRAM, accounts=("../joinchat/abc",))
    assert "bukan nama kanal Telegram" in channel.visit().cause
    assert channel.server.requests == []


def test_hostile_messages_become_plain_text_on_their_own_address(platform: Make) -> None:
    channel = platform(SourceKind.TELEGRAM, accounts=("kanal",))
    hostile = message(7, '<script>alert(1)</script>Awas <a href="javascript:x">calo</a>').replace(
        'href="https://t.me/kanal/7"', 'href="https://jahat.id/7"')
    channel.answer("/s/kanal", lambda query, _: preview(hostile, '<div data-post="a/b/c">x</div>')
                   if not query else preview())
    assert channel.visit().new == 1
    (url, kept), = channel.stored().items()
    assert url == "https://t.me/kanal/7"
    assert "<" not in kept.title
    assert "javascript" not in kept.title
