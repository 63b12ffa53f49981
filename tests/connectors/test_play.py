"""Google Play on loopback: the signed request, reviews by page, and files that are no key."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from loopback import Request
from platforms import NOW, Make, Platform, as_json

from monitor.models import SourceKind, SourceStatus

REVIEWS = "/androidpublisher/v3/applications/id.go.contoh/reviews"
KEY = rsa.generate_private_key(65537, 2048)


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def review(number: int, text: str = "\tAplikasi error", **said: Any) -> dict[str, Any]:
    return {"reviewId": f"r{number}", "authorName": "Warga", "comments": [{"userComment": {
        "text": text, "lastModified": {"seconds": str(int(NOW.timestamp()) - 60 * number), "nanos": 0},
        "starRating": 1, "reviewerLanguage": "id_ID", **said}}, {"developerComment": {"text": "Terima kasih"}}]}


def app(platform: Make, folder: Path, *reviews: dict[str, Any], size: int = 2) -> Platform:
    file = folder / "akun.json"
    file.write_text(json.dumps({"client_email": "a@contoh.example", "private_key": pem(KEY)}))
    play = platform(SourceKind.PLAY, accounts=("id.go.contoh",), keys={"MONITOR_PLAY_CREDENTIALS": str(file)})

    def token(_: dict[str, str], request: Request) -> Any:
        signed = parse_qs(request.body.decode())["assertion"][0]
        text, _, signature = signed.rpartition(".")
        KEY.public_key().verify(base64.urlsafe_b64decode(signature + "=="), text.encode(), PKCS1v15(), SHA256())
        claims = json.loads(base64.urlsafe_b64decode(text.partition(".")[2] + "=="))
        assert claims == {"iss": "a@contoh.example", "scope": "https://www.googleapis.com/auth/androidpublisher",
                          "aud": "https://oauth2.googleapis.com/token", "iat": int(NOW.timestamp()),
                          "exp": int(NOW.timestamp()) + 3600}
        return {"access_token": "t", "expires_in": 3599}

    def listed(query: dict[str, str], request: Request) -> Any:
        assert request.headers["authorization"] == "Bearer t"
        start = int(query.get("token", "n0")[1:])
        more = {"tokenPagination": {"nextPageToken": f"n{start + size}"}} if start + size < len(reviews) else {}
        return {"reviews": list(reviews[start:start + size]), **more} if reviews else {}

    play.answer("/token", token)
    play.answer(REVIEWS, listed)
    return play


def test_reviews_are_read_to_the_last_page_with_a_signed_request(platform: Make, tmp_path: Path) -> None:
    play = app(platform, tmp_path, review(1), review(2, "Judul\tIsi ulasan"), review(3))
    assert play.visit().new == 3
    assert [query.get("token") for query in play.asked(REVIEWS)] == [None, "n2"]
    stored = play.stored()
    first = stored["https://play.google.com/store/apps/details?id=id.go.contoh&reviewId=r1"]
    assert (first.title, first.text, first.author, first.outlet) == (
        "Aplikasi error", "", play.hashed("google play", "Warga"), "Google Play")
    assert (NOW - first.published.at).total_seconds() == 60
    second = stored["https://play.google.com/store/apps/details?id=id.go.contoh&reviewId=r2"]
    assert (second.title, second.text) == ("Judul", "Isi ulasan")


def test_an_app_without_reviews_is_no_failure(platform: Make, tmp_path: Path) -> None:
    assert app(platform, tmp_path).visit().status is SourceStatus.UNCHANGED


@pytest.mark.parametrize(("body", "words"), [
    ("", "rusak"), ("[]", "rusak"), ("{", "rusak"), ('{"client_email": "a", "private_key": "x"}', "rusak"),
    (json.dumps({"client_email": "a", "private_key": pem(ec.generate_private_key(ec.SECP256R1()))}),
     "bukan kunci akun layanan"),
    (json.dumps({"private_key": pem(KEY)}), "bukan kunci akun layanan"),
])
def test_a_file_that_is_no_key_is_told_without_its_content(platform: Make, tmp_path: Path, body: str,
                                                           words: str) -> None:
    play = app(platform, tmp_path, review(1))
    (tmp_path / "akun.json").write_text(body)
    cause = play.visit().cause
    assert cause.startswith(f"kunci ditolak: Berkas kunci akun layanan (MONITOR_PLAY_CREDENTIALS) {words}.")
    assert "PRIVATE KEY" not in cause
    assert play.server.requests == []


def test_a_missing_file_and_a_refused_account_are_told(platform: Make, tmp_path: Path) -> None:
    play = app(platform, tmp_path, review(1))
    play.answer("/token", lambda *_: as_json({"error": "invalid_grant"}, 400))
    assert "ditolak Google" in play.visit().cause
    (tmp_path / "akun.json").unlink()
    assert "tidak dapat dibuka" in play.visit().cause


@pytest.mark.parametrize("account", ["../x", "id.go/../y", "tanpatitik"])
def test_a_wrong_package_never_becomes_an_address(platform: Make, tmp_path: Path, account: str) -> None:
    play = platform(SourceKind.PLAY, accounts=(account,))
    assert play.visit().cause.startswith("isian salah:")
    assert play.server.requests == []
