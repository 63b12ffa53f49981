"""The Content-Security-Policy of each kind of page, and ready header files for Caddy, nginx and Netlify.

A page carries its policy as a meta element too, so that it holds on any server. What only works as a header
(`frame-ancestors`, HSTS, nosniff) is in the files. Sources: W3C CSP Level 3; the manuals of the three servers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = "server"
_BASE = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'"
POLICIES: Mapping[str, str] = {
    "strict": f"{_BASE}; form-action 'none'",
    "front": f"{_BASE}; form-action 'self'",
    "search": f"{_BASE}; script-src 'self' 'wasm-unsafe-eval'; form-action 'self'",
}
"""By kind of page: most pages, the front page with its search field, and the search page, the only one that runs.

`connect-src 'self'` lets tools that load a page, such as Lighthouse, read robots.txt; nothing on the other pages runs.
"""

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
_OURS = (f"{FOLDER}/*", ".situs.json", ".rilis.json")
_SEARCH_PATHS = ("/cari/*", "/pagefind/*")
_LONG = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=300"
_LONG_PATHS = ("/theme/fonts/*", "/pagefind/fragment/*", "/pagefind/index/*", "/pagefind/filter/*")


def policy(kind: str) -> str:
    """Return the policy of a kind of page as a header; framing can only be forbidden there."""
    return f"{POLICIES[kind]}; frame-ancestors 'none'"


def write_headers(site: Path, siteurl: str, redirects: Iterable[tuple[str, str]]) -> None:
    """Write `_headers`, `_redirects` and `server/` for a built site; redirects are (old path, new path) pairs."""
    moved = sorted(redirects)
    apart = {"cari", "pagefind", FOLDER}
    folders = sorted(path.name for path in site.iterdir() if path.is_dir() and path.name not in apart)
    (site / "_headers").write_text("\n".join(_netlify(folders)) + "\n", "utf-8")
    lines = [f"{old} {new} 301!" for old, new in moved] + [f"/{path} /404.html 404!" for path in _OURS]
    (site / "_redirects").write_text("\n".join(lines) + "\n", "utf-8")
    (site / FOLDER).mkdir()
    host = urlsplit(siteurl).hostname or "situs-contoh.invalid"
    (site / FOLDER / "Caddyfile").write_text("\n".join(_caddy(host, moved)) + "\n", "utf-8")
    (site / FOLDER / "nginx.conf").write_text("\n".join(_nginx(host, moved)) + "\n", "utf-8")


def _netlify(folders: Iterable[str]) -> Iterator[str]:
    """Yield `_headers`. A policy stands under one matching rule only: two would both apply, the stricter winning."""
    yield "/*"
    yield from (f"  {name}: {value}" for name, value in _EVERYWHERE.items())
    yield from ("/", f"  Content-Security-Policy: {policy('front')}")
    for path in (*(f"/{folder}/*" for folder in folders), "/404.html"):
        yield from (path, f"  Content-Security-Policy: {policy('strict')}")
    for path in _SEARCH_PATHS:
        yield from (path, f"  Content-Security-Policy: {policy('search')}")
    for path in _LONG_PATHS:
        yield from (path, f"  Cache-Control: {_LONG}")


def _caddy(host: str, moved: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from ("# Caddy 2: salin ke /etc/caddy/Caddyfile, ganti alamat dan folder bila perlu.",
                f"{host} {{", "\troot * /srv/situs", "\tencode zstd gzip", "\theader {")
    yield from (f'\t\t{name} "{value}"' for name, value in _EVERYWHERE.items())
    yield from ("\t\t-Server", "\t}", f"\t@singkat not path {' '.join(_LONG_PATHS)}",
                f'\theader @singkat Cache-Control "{_SHORT}"')
    yield from (f"\t@cari path {' '.join(_SEARCH_PATHS)}", "\t@depan path / /index.html",
                f"\t@biasa not path / /index.html {' '.join(_SEARCH_PATHS)}",
                f'\theader @cari Content-Security-Policy "{policy("search")}"',
                f'\theader @depan Content-Security-Policy "{policy("front")}"',
                f'\theader @biasa Content-Security-Policy "{policy("strict")}"',
                f"\t@tetap path {' '.join(_LONG_PATHS)}", f'\theader @tetap Cache-Control "{_LONG}"')
    yield from (f"\tredir {old} {new} permanent" for old, new in moved)
    yield from (f"\t@tutup path /_headers /_redirects {' '.join(f'/{path}' for path in _OURS)}", "\terror @tutup 404",
                "\tfile_server", "\thandle_errors {", "\t\t@hilang expression {err.status_code} == 404",
                "\t\trewrite @hilang /404.html", "\t\tfile_server", "\t}", "}")


def _nginx(host: str, moved: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from ("# nginx: salin ke /etc/nginx/conf.d/situs.conf, ganti alamat, folder, dan sertifikat bila perlu.",
                "map $uri $situs_csp {", f'  default "{policy("strict")}";', f'  / "{policy("front")}";',
                f'  /index.html "{policy("front")}";')
    yield from (f'  ~^{path.removesuffix("*")} "{policy("search")}";' for path in _SEARCH_PATHS)
    yield from ("}", "map $uri $situs_simpan {", f'  default "{_SHORT}";')
    yield from (f'  ~^{path.removesuffix("*")} "{_LONG}";' for path in _LONG_PATHS)
    yield from ("}", "server {", "  listen 443 ssl http2;", "  listen [::]:443 ssl http2;",
                f"  server_name {host};", "  ssl_certificate /etc/ssl/situs/fullchain.pem;",
                "  ssl_certificate_key /etc/ssl/situs/privkey.pem;", "  root /srv/situs;", "  server_tokens off;",
                "  charset utf-8;", "  error_page 404 /404.html;", "  gzip on;", "  gzip_vary on;",
                "  gzip_types text/css text/javascript application/javascript application/json application/xml "
                "application/rss+xml application/atom+xml image/svg+xml;",
                '  add_header Content-Security-Policy $situs_csp always;',
                '  add_header Cache-Control $situs_simpan;')
    yield from (f'  add_header {name} "{value}" always;' for name, value in _EVERYWHERE.items())
    yield from (f"  location = {old} {{ return 301 {new}; }}" for old, new in moved)
    yield from (f"  location /{FOLDER}/ {{ return 404; }}", "  location = /_headers { return 404; }",
                "  location = /_redirects { return 404; }", "  location ~ /\\.(?!well-known/) { return 404; }",
                "  location / { try_files $uri $uri/ =404; }", "}")
