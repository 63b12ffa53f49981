"""Render the report as one self-contained page: no script, no request, small charts as inline SVG."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from monitor.dates import clock, full_date
from monitor.health.drawing import draw_days
from monitor.health.model import Report, SourceHealth, State
from monitor.health.wording import NEVER, amount, counted, day_words, moment, number

TEMPLATES = Path(__file__).with_name("templates")
_FACES = ((400, "Regular"), (600, "SemiBold"), (700, "Bold"))
_MEANING = {
    State.DOWN: "tidak terbaca", State.SILENT: "terbaca, tidak ada isi baru", State.SLOW: "jauh kurang dari biasanya",
    State.PAUSED: "sengaja tidak dibaca dulu", State.UNSET: "kunci platform belum ada",
    State.UNSEEN: "menunggu kunjungan pertama", State.HEALTHY: "terbaca seperti biasa"}


def render_html(report: Report, fonts: Path) -> str:
    """Return the page; `fonts` is the folder with the woff2 files of Plus Jakarta Sans."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    style = _faces(fonts) + (TEMPLATES / "health.css").read_text("utf-8")
    digested = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (f"default-src 'none'; style-src 'sha256-{digested}'; font-src data:; img-src data:; base-uri 'none'; "
              "form-action 'none'")
    urgent = [each for each in report.sources if each.state.urgent]
    page = environment.get_template("health.html").render(
        style=style, policy=policy, at=f"{full_date(report.at)}, {clock(report.at)}", warning=_pieces(report.warning),
        summary=_summary(report), last=moment(report.last_visit), counted=counted(report), tiles=_tiles(report),
        urgent=[_card(each) for each in urgent],
        calm=_cards(report, State.HEALTHY), unseen=_cards(report, State.UNSEEN), unset=_cards(report, State.UNSET),
        off=_cards(report, State.OFF))
    return page.strip() + "\n"


def _faces(fonts: Path) -> str:
    return "".join(
        f'@font-face {{ font-family: "Plus Jakarta Sans"; font-weight: {weight}; font-display: swap; src: '
        f"url(data:font/woff2;base64,{_encoded(fonts / f'PlusJakartaSans-{name}.woff2')}) format('woff2'); }}\n"
        for weight, name in _FACES)


def _encoded(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode()


def _summary(report: Report) -> str:
    """Say in one sentence whether the numbers of the monitor may be trusted today."""
    counts = report.counts
    lost = counts.get(State.DOWN, 0) + counts.get(State.SILENT, 0)
    active = len(report.sources) - counts.get(State.OFF, 0) - counts.get(State.UNSET, 0)
    if not active:
        return "Tidak ada sumber yang aktif."
    if lost:
        return (f"{number(lost)} dari {number(active)} sumber putus atau diam. Angka pemberitaan bisa terlalu rendah; "
                "turunnya kritik belum tentu nyata.")
    if counts.get(State.SLOW, 0) + counts.get(State.PAUSED, 0):
        return "Tidak ada sumber yang putus atau diam, tetapi ada yang perlu dilihat."
    if counts.get(State.UNSEEN, 0) == active:
        return "Sumber belum pernah dibaca, jadi belum ada yang dapat dikatakan."
    return "Semua sumber yang sudah dikunjungi terbaca seperti biasa."


def _tiles(report: Report) -> list[dict[str, str]]:
    counts = report.counts
    return [{"key": _key(state), "sign": state.sign, "label": state.value, "value": number(counts[state]),
             "meaning": meaning} for state, meaning in _MEANING.items() if counts.get(state)]


def _cards(report: Report, state: State) -> list[dict[str, Any]]:
    return [_card(each) for each in report.sources if each.state is state]


def _card(one: SourceHealth) -> dict[str, Any]:
    pulse = one.pulse
    seen = any(each.new is not None or each.out for each in one.days)
    facts = [("Terakhir terbaca", moment(one.last_success)),
             ("Sehari, 7 hari ini", f"{amount(pulse.recent)} naskah" if pulse.recent is not None else "–"),
             ("Biasanya", f"{amount(pulse.usual)} naskah" if pulse.usual is not None else "belum cukup hari")]
    if one.streak:
        facts.append(("Gagal beruntun", f"{number(one.streak)} kali"))
    if pulse.silent_days and one.state is State.SILENT:
        facts.append(("Tanpa naskah baru", day_words(pulse.silent_days)))
    if one.cost:
        facts.append(("Biaya", one.cost.removeprefix("biaya ")))
    return {"id": one.id, "name": one.name, "key": _key(one.state), "sign": one.state.sign, "label": one.state.value,
            "cause": one.cause, "detail": one.detail, "todo": _pieces(one.todo), "facts": facts,
            "recent": f"{amount(pulse.recent)} sehari" if pulse.recent is not None else NEVER,
            "usual": f"biasanya {amount(pulse.usual)}" if pulse.usual is not None else "",
            "chart": draw_days(one.days, pulse.usual, one.name) if seen else ""}


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Split a sentence at its backticks into words and commands."""
    return [(piece, place % 2 == 1) for place, piece in enumerate(text.split("`")) if piece]


def _key(state: State) -> str:
    return state.name.lower()
