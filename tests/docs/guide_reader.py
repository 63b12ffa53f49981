"""Do what a reader of docs/panduan does, with the real commands, in a folder of its own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document
from guide_steps import Step, missing
from PIL import Image

from monitor.cli.main import cli

ROOT = Path(__file__).parents[2]
MONITOR = str(Path(sys.executable).with_name("monitor"))
SOURCES, OUR_SOURCES = "monitor/config/sources.toml", "sumber.toml"
VISIT = ('198.51.100.23 - - [17/Aug/2026:09:12:01 +0700] "GET /penjelasan/{slug}/?utm_source={channel}&utm_medium='
         'bagikan&utm_campaign={unit} HTTP/2.0" 200 5123 "-" "Mozilla/5.0 (Linux; Android 10) Chrome/120.0"\n')


def lay_out(folder: Path, *, kits: bool) -> Path:
    """Fill the folder a reader works in: content, settings, a list of sources, a photo. Its site has no
    PDFs and no search, which the guide does not speak of, and share kits only when asked for.
    """
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(ROOT / "docs/panduan", folder / "docs/panduan")
    settings = (ROOT / "pelicanconf.py").read_text("utf-8")
    settings += f"\nPDF = False\nPENCARIAN = False\nKIT_BAGIKAN = {kits}\n"
    (folder / "pelicanconf.py").write_text(settings, "utf-8")
    (folder / "themes").symlink_to(ROOT / "themes")
    shutil.copy(ROOT / SOURCES, folder / OUR_SOURCES)  # a folder named monitor would hide the package
    (folder / "monitor.toml").write_text(f'sources = "{OUR_SOURCES}"\n', "utf-8")
    Image.effect_noise((1200, 800), 60).convert("RGB").save(folder / "foto.jpg")
    return folder


def start(project: Path, command: str) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if name not in {"SITEURL", "MONITOR_CONFIG"}}
    environ |= {"MONITOR_DATABASE_URL": f"sqlite:///{project}/keluaran/demo/contoh.sqlite", "PYTHONUNBUFFERED": "1",
                "HOME": str(project), "GIT_CEILING_DIRECTORIES": str(project.parent), "COLUMNS": "100"}
    words, _, kept = command.partition(" > ")
    program, *arguments = shlex.split(words)
    assert program == "monitor", command
    out = (project / kept).open("w") if kept else subprocess.PIPE
    return subprocess.Popen([MONITOR, *arguments], cwd=project, env=environ, stdout=out, stderr=subprocess.STDOUT
                            if not kept else subprocess.PIPE, text=True, encoding="utf-8")


def run(project: Path, step: Step, look: Callable[[str], None] | None = None) -> tuple[int, str]:
    """Run one command to its end; one that shows pages is stopped with Ctrl-C once `look` saw its address."""
    if not re.match(r"monitor (release preview|site serve)\b", step.words):
        process = start(project, step.words)
        out, error = process.communicate(timeout=300)
        return process.returncode, (out or "") + (error or "")
    process = start(project, f"{step.words} --port 0")
    assert process.stdout
    printed = []
    for line in process.stdout:
        printed.append(line)
        if not missing(step.shown, "".join(printed)):
            break
    address = re.search(r"http://127\.0\.0\.1:\d+/\S*", "".join(printed))
    if address:
        with urllib.request.urlopen(address[0], timeout=60) as answer:
            assert answer.status == 200
        if look:
            look(address[0])
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    return process.returncode, "".join(printed) + rest


def prepare(project: Path, step: Step) -> None:
    """Do what a reader does between two commands."""
    if step.kind == "catatan":
        rows = [("whatsapp", "bp3mi-jabar", "cara-mengadu")] * 7 + [("facebook", "humas", "cek-p3mi")] * 6
        log = "".join(VISIT.format(channel=channel, unit=unit, slug=slug) for channel, unit, slug in rows)
        (project / step.words.split()[-1]).write_text(log, "utf-8")
    elif step.kind == "ganti":
        name, old, new = step.words.removeprefix("ganti ").split(" | ")
        text = (project / name).read_text("utf-8")
        assert old in text, f"{step.where}: {old!r} is not in {name}"
        (project / name).write_text(text.replace(old, new), "utf-8")
    elif step.kind == "salin":
        copy_approved(project, *step.words.removeprefix("salin ").split(" | "))
    elif step.words.endswith(".docx"):
        document = Document()
        for paragraph in step.shown[0].strip().split("\n\n"):
            document.add_paragraph(paragraph)
        document.save(str(project / step.words))
    else:
        path = project / step.words.replace(SOURCES, OUR_SOURCES)
        before = path.read_text("utf-8") + "\n" if step.kind == "tambah" else ""
        path.write_text(before + step.shown[0], "utf-8")


def copy_approved(project: Path, name: str, slug: str) -> None:
    """Put another release beside the first one, approved."""
    text = (project / name).read_text("utf-8")
    for key, value in (("Status", "draft"), ("Slug", slug)):
        text = re.sub(rf"^{key}: .*$", f"{key}: {value}", text, flags=re.M)
    text = re.sub(r"^(Ready|Approved|Approved-Hash|Published): .*\n", "", text, flags=re.M)
    (project / f"content/siaran-pers/{slug}.md").write_text(text, "utf-8")
    for words in ("ready", "approve"):
        code, said = run(project, Step("", "run", f"monitor release {words} {slug} --as Budi"))
        assert code == 0, said


def parse(words: Sequence[str]) -> None:
    """Check the words of a command that needs the internet, without running it; a wrong one raises."""
    command, rest = cli, list(words)
    while hasattr(command, "get_command"):
        context = command.make_context(rest[0] if rest else "", rest[:0], resilient_parsing=True)
        found = command.get_command(context, rest[0])
        assert found, rest
        command, rest = found, rest[1:]
    command.make_context(command.name, rest)
