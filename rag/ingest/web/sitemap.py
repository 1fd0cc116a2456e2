"""robots.txt and sitemaps: which pages a site offers, and which it keeps to itself."""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import time
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from rag.errors import DocumentError, PageUnavailable
from rag.ingest.web.addresses import plain, refused
from rag.ingest.web.fetch import AGENT, Fetched, Fetcher, WebLimits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LONGEST_PAUSE = 10.0  # seconds between two pages, whatever a site asks for
_LARGEST = 50_000_000  # bytes of a sitemap, the limit of the protocol
_ROBOTS = 500_000  # bytes of robots.txt that count (RFC 9309)
_OK, _CLIENT_ERRORS = 200, range(400, 500)
_NAMED = re.compile(r"sitemap[\w.-]*\.xml(?:\.gz)?", re.IGNORECASE)
# Before its root, XML may have a mark, a declaration, comments and a type.
_STARTS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*"
    rb"(?:(?:<!--(?:(?!-->).){0,2000}-->|<(?:\?|!(?!--))[^>]{0,2000}>)\s*){0,20}"
    rb"<(?:[\w-]+:)?(?:urlset|sitemapindex)\b",
    re.DOTALL,
)


class Robots:
    """What the robots.txt of each host allows; it is fetched once."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._rules: dict[str, RobotFileParser | DocumentError] = {}
        self._last: dict[str, float] = {}

    def wait_for(self, url: str) -> None:
        """Waits until the host may be asked again.

        Raises PageUnavailable for a page that robots.txt keeps from programs, and what fetching
        robots.txt raises.
        """
        rules = self._of(url)
        if isinstance(rules, DocumentError):
            raise PageUnavailable(path=url, cause=rules.values.get("cause", rules))
        if not rules.can_fetch(AGENT, url):
            raise refused(url, "causes.web_robots")
        host = urlsplit(url).netloc
        wanted = float(rules.crawl_delay(AGENT) or 0)
        pause = max(self._fetcher.limits.pause, min(wanted, _LONGEST_PAUSE))
        if host in self._last:
            time.sleep(max(0.0, self._last[host] + pause - time.monotonic()))
        self._last[host] = time.monotonic()

    def _of(self, url: str) -> RobotFileParser | DocumentError:
        origin = urljoin(url, "/robots.txt")
        if origin not in self._rules:
            try:
                self._rules[origin] = self._read(origin)
            except DocumentError as error:
                self._rules[origin] = error
        return self._rules[origin]

    def _read(self, origin: str) -> RobotFileParser:
        """The rules of a host: all is allowed without the file, nothing if the server fails."""
        rules = RobotFileParser(origin)
        found = self._fetcher.fetch(origin)
        if found.status == _OK:
            rules.parse(found.body[:_ROBOTS].decode("utf-8", "replace").splitlines())
        elif found.status in _CLIENT_ERRORS:
            rules.parse([])
        else:
            rules.parse(["User-agent: *", "Disallow: /"])
        return rules


class SitemapWalk:
    """The pages that a sitemap and those inside it list; each sitemap is fetched once.

    ``seen`` are the pages and sitemaps. ``complete`` says that nothing was left out.
    """

    def __init__(
        self,
        fetch: Callable[[str], Fetched],
        limits: WebLimits,
        failed: Callable[[DocumentError], None],
    ) -> None:
        self.seen: set[str] = set()
        self.complete = True
        self._fetch, self._limits, self._failed = fetch, limits, failed
        self._left = limits.pages  # sitemaps

    def pages(self, url: str, root: Element) -> list[str]:
        """The pages below a sitemap, given as its address after redirects and its root."""
        found = list(dict.fromkeys(self._below(url, root, 1)))
        if not found and self.complete:
            self._leave_out(refused(url, "causes.web_no_page"))
        return found

    def _below(self, url: str, root: Element, depth: int) -> Iterator[str]:
        index = _name(root) == "sitemapindex"
        if index and depth >= self._limits.depth:
            self._leave_out(refused(url, "causes.web_deep", depth=self._limits.depth))
            return
        listed = list(_listed(root, url))
        own = [each for each in listed if _host(each) == _host(url)]
        if listed and not own:
            self._leave_out(refused(url, "causes.web_no_page"))
        if not index:
            self.seen.update(own)
            yield from own
            return
        for inner in (each for each in own if each not in self.seen):
            if not self._left:
                limit = self._limits.pages
                self._leave_out(refused(url, "causes.web_many_sitemaps", limit=limit))
                return
            self.seen.add(inner)
            self._left -= 1
            yield from self._inside(inner, depth + 1)

    def _inside(self, url: str, depth: int) -> Iterator[str]:
        try:
            found = self._fetch(url)
            root = sitemap_of(url, found)
            if root is None:
                raise _no_sitemap(url, found)
        except DocumentError as error:
            self._leave_out(error)
            return
        yield from self._below(found.url, root, depth)

    def _leave_out(self, error: DocumentError) -> None:
        self.complete = False
        self._failed(error)


def sitemap_of(url: str, found: Fetched) -> Element | None:
    """The root of a sitemap; ``None`` for a page that is none.

    Raises PageUnavailable for what is a sitemap by its name or its start, and cannot be read.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if found.status != _OK:
        return None
    data = _inflated(found.body)
    named = _NAMED.fullmatch(urlsplit(url).path.rpartition("/")[2]) is not None
    if not named and not _STARTS.match(data):
        return None
    try:
        root: Element = fromstring(data)
    except (ParseError, ValueError, LookupError, DefusedXmlException) as error:
        raise refused(url, "causes.web_no_sitemap") from error
    if _name(root) not in ("urlset", "sitemapindex"):
        raise refused(url, "causes.web_no_sitemap")
    return root


def _no_sitemap(url: str, found: Fetched) -> PageUnavailable:
    if found.status != _OK:
        return refused(url, "causes.web_status", status=found.status)
    return refused(url, "causes.web_no_sitemap")


def _listed(root: Element, base: str) -> Iterator[str]:
    """The addresses of a sitemap, in order."""
    for entry in root:
        for each in entry:
            if _name(each) == "loc":
                with contextlib.suppress(ValueError):
                    yield plain(urljoin(base, (each.text or "").strip()))


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _inflated(data: bytes) -> bytes:
    """A compressed sitemap as text, up to its limit; anything else as it is."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return file.read(_LARGEST)
    except (OSError, EOFError, zlib.error):
        return b""
