"""Read public.toml: accounts, telephones and addresses of offices and media, which are no personal data."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from monitor.config.loading import Strict, packaged, read

FILE = "public.toml"

Category = Literal["kementerian", "bp3mi", "pejabat", "media", "lembaga"]


class Stated(Strict):
    """Something with the page where it was read, and when that was last checked."""

    source: str = Field(pattern=r"^https?://")
    checked_on: date


class PublicAccount(Stated):
    """An account that speaks for an institution; no platforms means any."""

    handle: str
    platforms: tuple[str, ...] = ()
    category: Category
    name: str = ""

    @field_validator("handle")
    @classmethod
    def _bare(cls, value: str) -> str:
        bare = value.strip().removeprefix("@")
        if not bare or "/" in bare or not bare.isprintable():
            raise ValueError(f"{value!r} bukan nama akun; tulis seperti kemenp2mi, tanpa alamat")
        return bare


class PublicPhone(Stated):
    """A number that anybody may call."""

    number: str
    name: str

    @field_validator("number")
    @classmethod
    def _digits(cls, value: str) -> str:
        if sum(letter.isdigit() for letter in value) < 3:
            raise ValueError(f"{value!r} bukan nomor telepon")
        return value


class PublicAddress(Stated):
    """The address of an office."""

    address: str = Field(min_length=4)
    name: str


class Public(Strict):
    """Everything that may be kept readable."""

    accounts: tuple[PublicAccount, ...] = Field(default=(), alias="account")
    phones: tuple[PublicPhone, ...] = Field(default=(), alias="phone")
    addresses: tuple[PublicAddress, ...] = Field(default=(), alias="address")


@cache
def read_public(path: Path | None = None) -> Public:
    """Return the packaged list with what the file at `path` adds. Raise ConfigError listing every problem."""
    ours = read(packaged(FILE), Public)
    if path is None:
        return ours
    added = read(path, Public)
    return Public(account=(*ours.accounts, *added.accounts), phone=(*ours.phones, *added.phones),
                  address=(*ours.addresses, *added.addresses))
