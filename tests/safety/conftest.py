"""What the attack tests share: a record of every address dialled, and a resolver of strangers."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "digest")]

_dialled: list[object] | None = None


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and _dialled is not None and isinstance(arguments[1], tuple):  # no unix sockets
        _dialled.append(arguments[1])


sys.addaudithook(_listen)


@pytest.fixture
def dialled() -> Iterator[list[object]]:
    """The addresses that this process tried to connect to, as the interpreter itself reports them."""
    global _dialled
    _dialled = []
    yield _dialled
    _dialled = None


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """A resolver that a stranger controls: name -> the answers to one question after the other, the last for good."""
    table: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def answer(host: str, port: int, *rest: object, **named: object) -> object:
        if host not in table:
            return real(host, port, *rest, **named)  # type: ignore[arg-type]
        answers = table[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0)) if ":" in address
                else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return table
