"""Frozen dataclasses that cross stage boundaries.

One article flows: Source -> Entry -> Article -> Tags -> Clip (article, tags, story) -> Digest.
The digest's own shapes live in `monitor.digest.model`, since nothing below it needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """How a source is read: the first three are pages fetched from an address, the others platforms asked by API."""

    FEED = "feed"
    GOOGLE_NEWS = "google-news"
    LISTING = "listing"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    YOUTUBE = "youtube"
    TELEGRAM = "telegram"
    GDELT = "gdelt"
    REDDIT = "reddit"
    X = "x"
    THREADS = "threads"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    PLAY = "play"


class ItemKind(StrEnum):
    """What an item is: press coverage, or a citizen's or account's post."""

    NEWS = "news"
    POST = "post"


class TextKind(StrEnum):
    """How much of the original we hold.

    `full` is the whole article, `summary` a title with or without the feed's teaser,
    `stub` a page that was opened but withheld its text (paywall, empty page).
    """

    FULL = "full"
    SUMMARY = "summary"
    STUB = "stub"


class TimeOrigin(StrEnum):
    """Where a published time was read: the feed, the page's JSON-LD, the page itself, an import, or nowhere."""

    FEED = "feed"
    JSON_LD = "json-ld"
    PAGE = "page"
    IMPORT = "import"
    FETCHED = "fetched"


class ToneLabel(StrEnum):
    """Tone toward the ministry's and the state's protection work."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Polarity(StrEnum):
    """Polarity of the event itself, whoever handled it."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class SourceStatus(StrEnum):
    """How one source ended in one run."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment as it was written.

    `at` is aware and keeps the original offset; `dated_only` marks a date without a time (00:00 is then a filler).
    """

    at: datetime
    origin: TimeOrigin
    dated_only: bool = False


@dataclass(frozen=True, slots=True)
class ListingRules:
    """CSS selectors that read an HTML listing page; `link`, `title`, `date`, `summary` are relative to `item`."""

    item: str
    link: str = "a[href]"
    title: str = ""
    date: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class SearchRules:
    """What a platform is asked for, and how much of it.

    `accounts` are channels, pages or apps as the platform names them. `pages` bounds the pages read per question and
    visit, `days` how far back a first visit looks, `pause` the seconds between two calls. `cap` is the most US dollars
    per calendar month (UTC) that reading may cost at `price` dollars per post; 0 where reading is free. `languages`
    (ISO 639-1) leaves out posts that state another one; empty keeps all.
    """

    queries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    comments: bool = False
    pages: int = 5
    days: int = 7
    pause: float = 0.0
    cap: float = 0.0
    price: float = 0.0
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One place that is read for new items; configured in sources.toml."""

    id: str
    name: str
    url: str
    kind: SourceKind
    tier: int
    region: str = "ID"
    language: str = "id"
    timezone: str = "Asia/Jakarta"
    enabled: bool = True
    full_text: bool = True
    sample: bool = False
    listing: ListingRules | None = None
    note: str = ""
    search: SearchRules | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the last visits to a source taught us; kept in the store.

    `url` is the configured address these lessons were learnt at; once sources.toml names another, the rest is void.
    For a platform, `etag` holds how far each question was read (see monitor.connectors.harvest).
    `moved_to` is where the address has permanently moved; with `moving_since` that was seen on one day only, so the
    configured address is still the one to ask.
    """

    source_id: str
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    disabled_reason: str = ""
    wait_until: datetime | None = None
    url: str = ""
    moving_since: datetime | None = None

    @property
    def address(self) -> str:
        """The address to ask: where the source has moved for good, else where it is configured."""
        return self.url if self.moving_since else self.moved_to or self.url


@dataclass(frozen=True, slots=True)
class SourceResult:
    """How one source ended in one run. `seen` entries were read, `new` of them stored; `cause` is for staff."""

    source_id: str
    source_name: str
    status: SourceStatus
    seen: int = 0
    new: int = 0
    cause: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed, listing or import file says of one item. Texts are plain, without markup."""

    source_id: str
    url: str
    title: str
    summary: str = ""
    body: str = ""
    published: Timestamp | None = None
    author: str = ""
    outlet: str = ""
    image: str = ""
    language: str = ""
    kind: ItemKind = ItemKind.NEWS


@dataclass(frozen=True, slots=True)
class Article:
    """One item ready for tagging.

    `id` is the first 16 hex digits of SHA-256 over the canonical URL (see monitor.urls.item_id), so that a repeated
    run stores nothing twice. `published.origin` is `fetched` when nobody stated a time. `text` excludes the title.
    """

    id: str
    url: str
    title: str
    text: str
    text_kind: TextKind
    kind: ItemKind
    source_id: str
    outlet: str
    tier: int
    published: Timestamp
    fetched_at: datetime
    author: str = ""
    image: str = ""
    language: str = "id"
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Tone:
    """Tone of one item toward the ministry.

    `label` is the best guess even when `abstained`; it is None, with `reason` set, when the text is not scored at all
    (stub, unsupported language, not relevant). `scores` sum to 1 over the three labels, or are empty.
    """

    label: ToneLabel | None
    scores: Mapping[str, float] = field(default_factory=dict)
    abstained: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A named mention. `label` is PER, ORG or LOC; `link` an id from officials/regions/organisations or empty."""

    text: str
    label: str
    start: int
    end: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words put on record. `speaker` is the name as written, empty when the text does not say who spoke."""

    text: str
    speaker: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tagger says of one item; topics, regions and destinations are ids from the TOML files."""

    relevant: bool
    relevance_reason: str
    tone: Tone
    event: Polarity
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    evidence: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where one item belongs: `story_id` joins syndicated copies, `event_id` joins stories of the same event.

    Both are the id of the earliest item in the group.
    """

    item_id: str
    story_id: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Split:
    """A decision of staff, by number: the items `out` are not the same story (or event) as the items `kept`.

    No later grouping joins the two sides; each side stays together.
    """

    number: int
    out: frozenset[str]
    kept: frozenset[str]
    of_event: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Clip:
    """A tagged item in its group: what digests, searches and exports are made of."""

    article: Article
    tags: Tags | None = None
    grouping: Grouping | None = None


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Relevant items, stories and outlets of one ISO week (`2026-W34`), and how many sources worked.

    `sources_expected` is 0 when no collection ran in that week (imported data, or the monitor was off).
    """

    week: str
    items: int
    stories: int
    outlets: int
    sources_working: int
    sources_expected: int


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """How one source did over a period: runs that tried it, runs that read it, and its last failure if any.

    `out_days` are the local days on which every visit failed. `silent`: it was read without an error and brought
    nothing, longer than ever before (see monitor.health.judge); `last_cause` then says since when.
    """

    source_id: str
    source_name: str
    visits: int
    successes: int
    last_cause: str = ""
    last_success: datetime | None = None
    out_days: tuple[date, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class SourceDay:
    """How one source did on one local day (WIB): visits, those that read it, those that failed, and what came of them.

    `new` items were stored that day; `seen` is the most entries that one visit read.
    """

    day: date
    visits: int
    reads: int
    failed: int
    new: int
    seen: int


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The visits to one source over a period, by day, oldest first; `streak` counts failures since the last read."""

    source_id: str
    days: tuple[SourceDay, ...] = ()
    last_success: datetime | None = None
    streak: int = 0


@dataclass(frozen=True, slots=True)
class Explainer:
    """A published page that answers a theme: an explainer or a clarification.

    `topics` are taxonomy slugs. A page with `destinations` answers only what is said about one of these countries.
    """

    slug: str
    title: str
    topics: tuple[str, ...]
    url: str
    kind: str
    destinations: tuple[str, ...] = ()
