"""One address to its bytes, within limits; redirects are checked as the first address is."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from rag._version import __version__
from rag.errors import DocumentTooLarge
from rag.ingest.web.addresses import checked, connection, plain, refused
from rag.readers.archive import megabytes

AGENT = "Verbatim"
_USER_AGENT = f"{AGENT}/{__version__}"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_OK = 200
_CHUNK = 1 << 16
# What http.client and sockets raise for servers that do not answer as they should.
_FAILURES = (OSError, http.client.HTTPException, ValueError)


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What fetching may use.

    ``page_bytes`` are those of one page and ``bytes`` those of all of a run; ``pages`` how many a
    sitemap may list, ``depth`` how many sitemaps inside each other are followed. ``seconds`` is the
    longest that one page takes, ``pause`` the wait between two pages of a host.
    """

    pages: int = 500
    depth: int = 3
    page_bytes: int = 50_000_000
    bytes: int = 500_000_000
    seconds: float = 60.0
    pause: float = 0.2
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer of a server: 200 with a body, 304 without, or another status.

    ``url`` is the address after redirects. The names of ``headers`` are in lower case.
    """

    url: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Fetcher:
    """Fetches addresses one after the other, and counts their bytes against the limits."""

    def __init__(self, limits: WebLimits) -> None:
        self.limits = limits
        self._left = limits.bytes

    def fetch(
        self,
        url: str,
        conditions: dict[str, str] | None = None,
        wait_for: Callable[[str], None] = lambda url: None,
    ) -> Fetched:
        """The answer for an address; ``conditions`` are headers such as If-None-Match.

        ``wait_for`` is called with this address and that of each redirect before it is asked for,
        and may raise. Raises PageUnavailable for an address that may not be fetched or a server
        that does not answer, and DocumentTooLarge.
        """
        asked, deadline = url, time.monotonic() + self.limits.seconds
        for _ in range(_MOST_REDIRECTS + 1):
            checked(url)
            started = time.monotonic()
            wait_for(url)
            deadline += time.monotonic() - started
            try:
                found = self._once(url, conditions or {}, deadline)
            except _FAILURES as error:
                cause = getattr(error, "strerror", None) or str(error) or type(error).__name__
                raise refused(asked, "causes.web_failed", error=cause) from error
            target = found.headers.get("location")
            if found.status not in _REDIRECTS or not target:
                return found
            url = _joined(url, target)
        raise refused(asked, "causes.web_redirects", count=_MOST_REDIRECTS)

    def _once(self, url: str, conditions: dict[str, str], deadline: float) -> Fetched:
        limits = self.limits
        seconds = max(1.0, min(limits.seconds, deadline - time.monotonic()))
        link, parts = connection(url, allow_private=limits.allow_private, seconds=seconds)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
        try:
            link.request("GET", target, headers=headers | conditions)
            answer = link.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            with answer:
                body = self._body(answer, url, deadline) if answer.status == _OK else b""
        finally:
            link.close()
        return Fetched(url, answer.status, names, body)

    def _body(self, answer: http.client.HTTPResponse, url: str, deadline: float) -> bytes:
        parts: list[bytes] = []
        size, most = 0, min(self.limits.page_bytes, self._left)
        while chunk := answer.read1(_CHUNK):
            size += len(chunk)
            if size > most:
                more = megabytes(size)
                raise DocumentTooLarge(path=url, size=more, limit=megabytes(most))
            if time.monotonic() > deadline:
                raise TimeoutError("timed out")
            parts.append(chunk)
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        self._left -= size
        return b"".join(parts)


def _joined(url: str, target: str) -> str:
    """The address that a redirect leads to; the target itself if it is no address."""
    try:
        return plain(urljoin(url, target))
    except ValueError:
        return target
