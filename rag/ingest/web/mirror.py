"""The folder of the pages that were fetched: a file for each, and what its server said of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from rag.errors import DocumentError, FormatUnknown, IndexUnwritable
from rag.ingest.web.addresses import checked, refused
from rag.ingest.web.fetch import Fetched, Fetcher, WebLimits
from rag.ingest.web.sitemap import Robots, SitemapWalk, sitemap_of
from rag.readers import ENDINGS, FORMATS, KNOWN

_STATE = ".pages.json"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.()+-]+")
_LONGEST = 80  # characters of a part of a name
_OK, _UNCHANGED, _GONE = 200, 304, (404, 410)
_HTML, _TEXT = "text/html", "text/plain"
_MARK = "\ufeff".encode()
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
_ENDING_OF_TYPE = {each.media_type.partition(";")[0]: each.endings[0] for each in FORMATS} | {
    _HTML: ".html",
    "application/xhtml+xml": ".html",
    _TEXT: ".txt",
    "text/markdown": ".md",
}

Failed = Callable[[DocumentError], None]


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page that was fetched: its file, and what the server needs to say that it is unchanged.

    ``sitemap`` is the address that listed it, "" for a page given by itself.
    """

    file: str
    etag: str = ""
    modified: str = ""
    sitemap: str = ""


def is_address(text: str) -> bool:
    """Whether a text is the address of a web page, and no path."""
    return _ADDRESS.match(text) is not None


class WebMirror:
    """Fetches pages into a folder; a page that has not changed keeps its file as it is."""

    def __init__(self, folder: Path, limits: WebLimits) -> None:
        self.folder = folder
        self.unchanged = 0
        self._fetcher = Fetcher(limits)
        self._robots = Robots(self._fetcher)
        self._pages = self._load()

    def addresses(self) -> dict[Path, str]:
        """The address of each file of the folder."""
        return {self.folder / page.file: url for url, page in self._pages.items()}

    def update(self, urls: Sequence[str], failed: Failed) -> None:
        """Fetches pages, and all pages of those that are sitemaps.

        A page that its server no longer has, or that its sitemap no longer lists, loses its file.
        ``failed`` is called with what becomes of each page that cannot be fetched. Raises
        IndexUnwritable.
        """
        for url in urls:
            plain = url.partition("#")[0]
            try:
                self._given(plain, failed)
            except DocumentError as error:
                failed(error)
            finally:
                self._save()

    def _given(self, url: str, failed: Failed) -> None:
        checked(url)
        found = self._fetch(url)
        root = sitemap_of(found) if found.status == _OK else None
        if root is None:
            self._keep(url, found, "")
            return
        walk = SitemapWalk(self._fetch, self._fetcher.limits, failed)
        self._given_sitemap(url, list(dict.fromkeys(walk.pages(url, root))), failed)
        listed = walk.seen if walk.complete else None
        for old in [each for each, page in self._pages.items() if page.sitemap == url]:
            if listed is not None and old not in listed:
                self._forget(old)

    def _given_sitemap(self, url: str, pages: Sequence[str], failed: Failed) -> None:
        """Fetches the pages of a sitemap, up to the limit."""
        most = self._fetcher.limits.pages
        if len(pages) > most:
            failed(refused(url, "causes.web_many", count=len(pages), limit=most))
        for page in pages[:most]:
            try:
                self._keep(page, self._fetch(page), url)
            except DocumentError as error:
                failed(error)

    def _fetch(self, url: str) -> Fetched:
        """The answer for a page, which says only that it is unchanged if it is."""
        self._robots.wait_for(url)
        known, conditions = self._pages.get(url), dict[str, str]()
        if known is not None and (self.folder / known.file).exists():
            conditions |= {"If-None-Match": known.etag} if known.etag else {}
            conditions |= {"If-Modified-Since": known.modified} if known.modified else {}
        return self._fetcher.fetch(url, conditions)

    def _keep(self, url: str, found: Fetched, sitemap: str) -> None:
        """Writes the file of a page that has changed; raises DocumentError for one not got."""
        if found.status == _UNCHANGED and url in self._pages:
            self.unchanged += 1
            return
        if found.status in _GONE:
            self._forget(url)
        if found.status != _OK:
            raise refused(url, "causes.web_status", status=found.status)
        if found.headers.get("content-encoding", "identity") != "identity":
            raise refused(url, "causes.web_encoding")
        page = FetchedPage(
            self._free_name(url, _ending(url, found)),
            found.headers.get("etag", ""),
            found.headers.get("last-modified", ""),
            sitemap,
        )
        known = self._pages.get(url)
        if known is not None and known.file != page.file:
            self._forget(url)
        self._write(self.folder / page.file, _with_mark(found))
        self._pages[url] = page

    def _free_name(self, url: str, ending: str) -> str:
        """The name of the file of a page, which no other page has on any file system."""
        name = _file_name(url, ending)
        taken = {page.file.lower() for other, page in self._pages.items() if other != url}
        return name if name.lower() not in taken else _file_name(url, ending, marked=True)

    def _forget(self, url: str) -> None:
        page = self._pages.pop(url, None)
        if page is not None:
            (self.folder / page.file).unlink(missing_ok=True)

    def _write(self, path: Path, data: bytes) -> None:
        """Writes a file whole, if it is not the same already."""
        fresh = path.with_name(f".{path.name[:_LONGEST]}.new")
        try:
            if path.exists() and path.read_bytes() == data:
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(data)
            fresh.replace(path)
        except OSError as error:
            cause = error.strerror or type(error).__name__
            raise IndexUnwritable(index=self.folder, cause=cause) from error

    def _load(self) -> dict[str, FetchedPage]:
        """What is known of the pages; nothing if the file is missing or damaged."""
        try:
            rows = json.loads((self.folder / _STATE).read_bytes())
            pages = {str(url): FetchedPage(**values) for url, values in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
        inside = {url: page for url, page in pages.items() if ".." not in Path(page.file).parts}
        return {url: page for url, page in inside.items() if not Path(page.file).is_absolute()}

    def _save(self) -> None:
        rows = {url: asdict(page) for url, page in self._pages.items()}
        self._write(self.folder / _STATE, json.dumps(rows, indent=1).encode("ascii"))


def _ending(url: str, found: Fetched) -> str:
    """The ending of the file of a page, by its type, or else by its address."""
    kind = found.headers.get("content-type", "").partition(";")[0].strip().lower()
    named = PurePosixPath(urlsplit(url).path).suffix.lower()
    by_type = _ENDING_OF_TYPE.get(kind, "")
    if named in ENDINGS and (kind in ("", _TEXT) or by_type in ("", named)):
        return named
    if not by_type:
        raise FormatUnknown(path=url, known=KNOWN)
    return by_type


def _file_name(url: str, ending: str, *, marked: bool = False) -> str:
    """The file of an address below the folder: its host, its path, and a mark if letters went."""
    parts = urlsplit(url)
    path = PurePosixPath(unquote(parts.path).strip("/") or "index")
    stem = path.name.removesuffix(path.suffix) if path.suffix.lower() in ENDINGS else path.name
    names = [each for each in (parts.netloc, *path.parent.parts, stem) if each not in (".", "..")]
    safe = [_UNSAFE.sub("-", each).strip(".-")[:_LONGEST] or "-" for each in names]
    slash = parts.path.endswith("/") and parts.path != "/"
    if marked or parts.query or slash or safe[1:] != [*path.parent.parts, stem][-len(safe[1:]) :]:
        safe[-1] += f"-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
    return "/".join(safe) + ending


def _with_mark(found: Fetched) -> bytes:
    """The body of a page, marked as UTF-8 if only the server says in which letters it is."""
    charset = _CHARSET.search(found.headers.get("content-type", ""))
    if charset is None or found.body.startswith((_MARK, b"\xff\xfe", b"\xfe\xff")):
        return found.body
    kind = found.headers["content-type"].partition(";")[0].strip().lower()
    if kind not in (_HTML, _TEXT) or _CHARSET.search(found.body[:2_000].decode("latin-1")):
        return found.body
    try:
        return _MARK + found.body.decode(charset[1]).encode()
    except (LookupError, UnicodeError):
        return found.body
