"""Errors that the toolkit raises, each able to tell staff what happened and what to do.

MonitorError
├── ConfigError        a TOML file cannot be used; lists every problem at once
├── FetchError         one address could not be fetched (never stops a run)
│   ├── BlockedError   refused by us: private address, robots.txt, unknown scheme
│   ├── GoneError      the server says 410: the source has ended
│   └── ThrottledError the server says 429/503 with a time to wait
├── FeedError          a body was fetched but is not a feed or listing
│   └── OverrunError   reading the body was ended at a limit of processor time or memory
├── ImportFileError    an import file cannot be read; carries line numbers
├── StoreError         the database cannot be opened, migrated or written
├── PrivacyError       the key of personal data is missing or wrong, or a request about it cannot be met
├── ModelError         a tagging model file is missing or damaged
├── EvaluationError    a labelled file holds no row that can be scored
├── DigestError        a digest cannot be made or written
├── DraftError         a release cannot be read for checking
├── ReleaseError       a release cannot take the step that was asked for
└── SiteError          the site cannot be built

Raise with facts; the sentence for staff is Indonesian and has two parts: what happened, and what to do next.
Only the command line prints it.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from datetime import datetime


class MonitorError(Exception):
    """Carry a sentence for staff and the next step they can take.

    `what` says what happened, `todo` what to do; both in Indonesian.
    `exit_code` is 1 for a failure, 2 for wrong usage or configuration.
    """

    exit_code = 1

    def __init__(self, what: str, todo: str = "") -> None:
        super().__init__(what, todo)  # what pickle hands back on its way from a worker process
        self.what = what
        self.todo = todo

    def __str__(self) -> str:
        return f"{self.what} {self.todo}".strip()


def reason(error: OSError) -> str:
    """Say in a few Indonesian words why the system refused a file or folder."""
    known = {errno.ENOSPC: "disk penuh", errno.EDQUOT: "jatah disk habis", errno.EACCES: "tidak ada izin",
             errno.EPERM: "tidak ada izin", errno.EROFS: "disk hanya boleh dibaca", errno.EFBIG: "berkas terlalu besar",
             errno.ENOENT: "folder itu tidak ada", errno.ENOTDIR: "ada berkas di tempat folder",
             errno.EEXIST: "nama itu sudah dipakai", errno.ENAMETOOLONG: "nama terlalu panjang",
             errno.EIO: "disk rusak atau terputus"}
    return known.get(error.errno or 0) or f"kode {errno.errorcode.get(error.errno or 0, type(error).__name__)}"


class ConfigError(MonitorError):
    """Report every problem of the configuration files together.

    Each problem is one line: file, key, what is wrong, and the nearest valid name where there is one.
    """

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        listed = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"Berkas pengaturan belum benar ({len(self.problems)} masalah):\n{listed}",
                         "\nPerbaiki baris di atas, lalu jalankan lagi.")


class FetchError(MonitorError):
    """Say why one address could not be fetched; `cause` is a short stable word for reports."""

    def __init__(self, cause: str, what: str, todo: str = "") -> None:
        super().__init__(what, todo)
        self.cause = cause


class BlockedError(FetchError):
    """Refuse an address before or while dialling it."""


class GoneError(FetchError):
    """Report a source that its server declares ended (HTTP 410)."""


class ThrottledError(FetchError):
    """Report that the server asks us to wait; `until` is an aware datetime or None when it did not say."""

    def __init__(self, cause: str, what: str, *, until: datetime | None = None) -> None:
        super().__init__(cause, what)
        self.until = until


class FeedError(MonitorError):
    """Report a fetched body that holds no feed or listing; `cause` is a short stable word for reports."""

    cause = "bukan feed"


class OverrunError(FeedError):
    """Report a body whose reading was ended, so that it could not hold up or fill the machine."""

    cause = "isi melampaui batas"


class ImportFileError(MonitorError):
    """Report an import file that cannot be read at all; bad rows are reported by line instead."""


class StoreError(MonitorError):
    """Report a database that cannot be opened, migrated or written."""


class PrivacyError(MonitorError):
    """Report a privacy key that cannot be used, or a request about personal data that cannot be met."""


class ModelError(MonitorError):
    """Report a tagging model that is missing or damaged."""


class EvaluationError(MonitorError):
    """Report a labelled file in which no row can be scored."""


class DigestError(MonitorError):
    """Report a digest that cannot be made or written."""


class DraftError(MonitorError):
    """Report a file that cannot be checked as a release: of another kind, damaged, or empty."""

    exit_code = 2


class ReleaseError(MonitorError):
    """Say why a release cannot be made, readied, approved, published, corrected or withdrawn."""


class SiteError(MonitorError):
    """Report a site that cannot be built."""
