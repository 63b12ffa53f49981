"""Google Play: reviews of our own app (last week only), by a service account of the app's own console.

https://developers.google.com/android-publisher/api-ref/rest/v3/reviews/list ; the account's key signs a request for a
token (https://developers.google.com/identity/protocols/oauth2/service-account#httprest), so no SDK is needed.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from monitor.config.connectors import guide
from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.posts import post, records, word
from monitor.connectors.youtube import midnight
from monitor.errors import FetchError, ThrottledError
from monitor.fetching import Answer, Call
from monitor.models import Entry, Source

CREDENTIALS = "MONITOR_PLAY_CREDENTIALS"
_SCOPE = "https://www.googleapis.com/auth/androidpublisher"
_AUDIENCE = "https://oauth2.googleapis.com/token"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_DAILY = {"quotaExceeded", "dailyLimitExceeded"}
_QUOTA = {*_DAILY, "rateLimitExceeded", "userRateLimitExceeded"}
_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.\w+)+", re.ASCII)


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the reviews of one app, by its package name."""
    package = question.words
    if not _PACKAGE.fullmatch(package):
        raise FetchError("isian salah", f"{package!r} bukan nama paket aplikasi.",
                         f"Tulis seperti id.go.contoh.aplikasi di accounts sumber {api.source.id}.")
    headers = {"Authorization": f"Bearer {await api.session(CREDENTIALS, _token)}"}
    params = {"maxResults": "100"}
    while True:
        data = await api.json(f"/androidpublisher/v3/applications/{package}/reviews", params, headers=headers,
                              explain=lambda answer, data: _refused(api, answer, data))
        found = records(data, "reviews")
        if found is None and data != {}:  # an app without reviews answers an empty object
            raise api.changed("reviews")
        yield Page(tuple(filter(None, (_entry(api.source, package, item) for item in found or []))))
        following = word(data, "tokenPagination", "nextPageToken")
        if not found or not following or following == params.get("token"):
            return
        params["token"] = following


def _refused(api: Api, answer: Answer, data: Any) -> FetchError | None:
    """Word a used-up quota that comes as 403; the daily one opens again at midnight in California."""
    reasons = {word(error, "reason") for error in (records(data, "error", "errors") or [])}
    if answer.status != 403 or not reasons & _QUOTA:
        return None
    until = midnight(api.now) if reasons & _DAILY else api.now + timedelta(minutes=1)
    return ThrottledError("diminta menunggu", f"Jatah panggilan {api.name} habis.", until=until)


async def _token(api: Api) -> str:
    """Exchange a request signed by the service account for a token that lasts an hour. Raise FetchError."""
    base = api.source.url.rstrip("/")
    address = _AUDIENCE if base == "https://androidpublisher.googleapis.com" else f"{base}/token"
    body = urlencode({"grant_type": _GRANT, "assertion": _signed(api)}).encode()
    answer = await api.call(Call(address, "POST", {"Content-Type": "application/x-www-form-urlencoded"}, body,
                                 api.rules.pause))
    if answer.status == 400:
        raise _unusable(api, "ditolak Google")
    token = word(api.read(answer), "access_token")
    if not token or not token.isprintable():
        raise api.changed("access_token")
    return token


def _signed(api: Api) -> str:
    """Return the signed request (JWT, RS256) of the service account whose file the environment names."""
    account, key = _account(api)
    now = int(api.now.timestamp())
    claims = {"iss": account, "scope": _SCOPE, "aud": _AUDIENCE, "iat": now, "exp": now + 3600}
    text = ".".join(_part(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT"}, claims))
    return f"{text}.{_part(key.sign(text.encode(), PKCS1v15(), SHA256()))}"


def _account(api: Api) -> tuple[str, RSAPrivateKey]:
    try:
        data = json.loads(Path(api.key(CREDENTIALS)).read_text("utf-8"))
        key = load_pem_private_key(word(data, "private_key").encode(), password=None)
    except OSError as error:
        raise _unusable(api, "tidak dapat dibuka") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unusable(api, "rusak") from error
    if not isinstance(key, RSAPrivateKey) or not word(data, "client_email"):
        raise _unusable(api, "bukan kunci akun layanan")
    return word(data, "client_email"), key


def _unusable(api: Api, why: str) -> FetchError:
    return FetchError("kunci ditolak", f"Berkas kunci akun layanan ({CREDENTIALS}) {why}.",
                      f"Unduh lagi berkasnya menurut {guide(api.source.kind)}.")


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _entry(source: Source, package: str, item: Mapping[str, Any]) -> Entry | None:
    """Read one review; a tab parts its title from its text."""
    said: Mapping[str, Any] = next(
        (comment["userComment"] for comment in records(item, "comments") or ()
         if isinstance(comment.get("userComment"), Mapping)), {})
    number = word(item, "reviewId")
    text = word(said, "text").strip().replace("\t", "\n")
    url = f"https://play.google.com/store/apps/details?{urlencode({'id': package, 'reviewId': number})}"
    return post(source, url=url, text=text, published=word(said, "lastModified", "seconds"),
                author=word(item, "authorName"), language=word(said, "reviewerLanguage")) if number else None
