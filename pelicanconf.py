"""Pengaturan situs. Bagian pertama untuk pemilik situs; sisanya jarang perlu diubah."""

import os

from monitor.newsroom.cleaning import heading_id
from monitor.newsroom.plugin import newest_first

# --- Untuk pemilik situs -------------------------------------------------------------------------------------------

# True hanya setelah pemilik (Humas) menyatakan semua siaran pers sudah disetujui. Selama False, setiap siaran pers
# ditandai "naskah contoh, bukan rilis resmi" dan situs menyatakan dirinya bukan situs resmi.
RILIS_RESMI = False

# Alamat situs setelah terbit, misalnya "https://info.contoh.go.id". Bisa juga lewat lingkungan:
#     SITEURL=https://info.contoh.go.id monitor site build
# Selama kosong, halaman bisa dibuka langsung dari folder dan tautan yang dibagikan memakai alamat yang tidak ada.
ALAMAT = os.environ.get("SITEURL", "")

# False bila pencarian tidak diinginkan; halaman Cari lalu hanya memuat daftar.
PENCARIAN = True

# False bila PDF siaran pers dan penjelasan tidak diinginkan.
PDF = True

SITENAME = "Ruang Informasi Pekerja Migran"
SITESUBTITLE = "Penjelasan, siaran pers, dan klarifikasi tentang pelindungan pekerja migran Indonesia"

# False bila situs dibangun tanpa kit berbagi (/bagikan/) dan gambarnya.
KIT_BAGIKAN = True

# --- Pelican -------------------------------------------------------------------------------------------------------

SITEURL = ALAMAT.rstrip("/") or "https://situs-contoh.invalid"
LINK_INDEX = not ALAMAT
RELATIVE_URLS = True
AUTHOR = SITENAME

PATH = "content"
OUTPUT_PATH = "keluaran/situs"
THEME = "themes/p2mi"
PLUGINS = ["monitor.newsroom.plugin"]
READERS = {"rst": None, "html": None}
CACHE_CONTENT = False
LOCALE = ["C.UTF-8", "C"]
DEFAULT_LANG = "id"
TIMEZONE = "Asia/Jakarta"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"

ARTICLE_PATHS = ["siaran-pers", "penjelasan", "klarifikasi"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = []
USE_FOLDER_AS_CATEGORY = False
FILENAME_METADATA = r"(?!)"
FORMATTED_FIELDS = []
ARTICLE_ORDER_BY = newest_first
PAGE_ORDER_BY = "slug"

# Draf dan naskah berembargo tidak ditulis sama sekali.
WITH_FUTURE_DATES = False
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
DRAFT_URL = DRAFT_LANG_URL = DRAFT_PAGE_URL = DRAFT_PAGE_LANG_URL = ""

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.toc": {"slugify": heading_id},
    },
    "output_format": "html",
}
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "auto_reload": False,
                     "extensions": []}
TEMPLATE_EXTENSIONS = [".html", ".xml", ".txt"]

ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "topik/{slug}/"
TAG_SAVE_AS = "topik/{slug}/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "404", "topik", "bp3mi", "cari", "en", "sitemap", "robots"]
TOPIK_SAVE_AS = "topik/index.html"
BP3MI_SAVE_AS = "bp3mi/index.html"
CARI_SAVE_AS = "cari/index.html"
EN_SAVE_AS = "en/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
ROBOTS_SAVE_AS = "robots.txt"

DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"category": None, "tag": None, "office": None}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{url}hal-{number}/", "{base_name}/hal-{number}/index.html"),
]

FEED_ALL_ATOM = "feed/semua.atom.xml"
FEED_ALL_RSS = "feed/semua.rss.xml"
CATEGORY_FEED_ATOM = "feed/{slug}.atom.xml"
CATEGORY_FEED_RSS = "feed/{slug}.rss.xml"
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 50
