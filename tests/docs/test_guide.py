"""Every command of the guide for the press office, run as a reader would, in one copy of the project."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from guide_reader import lay_out, parse, prepare, run
from guide_steps import GUIDE, ORDER, missing, steps


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a reader works in."""
    return lay_out(tmp_path_factory.mktemp("panduan"), kits=False)


@pytest.mark.timeout(1500)
def test_every_command_of_the_guide_does_what_the_guide_shows(project: Path) -> None:
    wrong = []
    ran = 0
    for step in (step for page in ORDER for step in steps(page)):
        if step.kind == "read":
            parse(shlex.split(step.words)[1:])
        elif step.kind != "run":
            prepare(project, step)
        else:
            ran += 1
            code, printed = run(project, step)
            absent = missing(step.shown, printed)
            if code != step.exit_code or absent:
                wrong.append(f"{step.where} $ {step.words}\nexit {code}, the guide says {step.exit_code}; not printed: "
                             f"{absent}\n{printed[-3000:]}")
    assert not wrong, "\n\n".join(wrong)
    assert ran > 30
    assert "R020" in (project / "hasil.html").read_text("utf-8")


def test_the_order_of_the_guide_names_every_page_and_every_link_leads_somewhere() -> None:
    pages = sorted(GUIDE.glob("*.md"))
    assert sorted(page.stem for page in pages) == sorted(ORDER)
    for page in pages:
        for target in re.findall(r"\]\(([^)#{]+)\)", page.read_text("utf-8")):
            assert (GUIDE / target).is_file(), f"{page.name}: {target}"


def test_a_line_that_was_not_printed_is_found() -> None:
    printed = "Galat: satu\n3 naskah, 0 blokir\n"
    assert missing(("…", "5 naskah, 1 blokir"), printed) == []
    assert missing(("3 naskah, 0 blokir", "Galat: satu"), printed) == ["Galat: satu"]
    assert missing(("Galat: dua",), printed) == ["Galat: dua"]
