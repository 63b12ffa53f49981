from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from built_site import CONTENT, ROOT, Built, pelican
from every_kind import write_content

from monitor.config.settings import Site
from monitor.newsroom.serving import _Handler
from monitor.workflows.release import approve


def _build(tmp_path_factory: pytest.TempPathFactory, name: str, *extra: str, siteurl: str = "",
           content: Path = CONTENT) -> Built:
    out = tmp_path_factory.mktemp(name) / "situs"
    done = pelican(content, out, *extra, siteurl=siteurl)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(out)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The test content, not cleared as official and read from a folder: the state in which we ship."""
    return _build(tmp_path_factory, "contoh")


@pytest.fixture(scope="session")
def official_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The test content at a public address, cleared by the owner, its release approved."""
    content = Path(shutil.copytree(CONTENT, tmp_path_factory.mktemp("disetujui") / "content"))
    approve(Site(content=content), content / "siaran-pers/layanan-pindah.md", by="Uji", now=datetime.now(UTC))
    return _build(tmp_path_factory, "resmi", "-e", "RILIS_RESMI=true", siteurl="https://info.contoh.invalid",
                  content=content)


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The content that we ship."""
    return _build(tmp_path_factory, "kiriman", content=ROOT / "content")


@pytest.fixture(params=["sample_site", "official_site", "shipped_site"])
def any_site(request: pytest.FixtureRequest) -> Built:
    """Each of the three sites in turn."""
    site = request.getfixturevalue(request.param)
    assert isinstance(site, Built)
    return site


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A private copy of the small test site."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture(scope="session")
def every_kind_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with every kind of page, read from a folder."""
    return _build(tmp_path_factory, "semua", content=write_content(tmp_path_factory.mktemp("semua-jenis")))


@pytest.fixture(scope="session")
def every_kind_address(every_kind_site: Built) -> Iterator[str]:
    """The loopback address of that site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(every_kind_site.path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
