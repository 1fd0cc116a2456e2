"""The folder of the pages that were fetched: a file for each, and what its server said of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from rag.errors import DocumentError, FormatUnknown, IndexUnwritable
from rag.ingest.web.addresses import checked, plain, refused
from rag.ingest.web.fetch import Fetched, Fetcher, WebLimits
from rag.ingest.web.fetched_page import ITSELF, STATE, FetchedPage, dumped, load_pages
from rag.ingest.web.sitemap import Robots, SitemapWalk, sitemap_of
from rag.readers import ENDINGS, FORMATS, KNOWN

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


def is_address(text: str) -> bool:
    """Whether a text is the address of a web page, and no path."""
    return _ADDRESS.match(text) is not None


class WebMirror:
    """Fetches pages into a folder; a page that has not changed keeps its file as it is."""

    def __init__(self, folder: Path, limits: WebLimits) -> None:
        self.folder = folder
        self._fetcher = Fetcher(limits)
        self._robots = Robots(self._fetcher)
        self._pages = load_pages(folder)

    def update(self, urls: Sequence[str], failed: Failed) -> None:
        """Fetches pages, and all pages of those that are sitemaps.

        A page that its server no longer has, or that was given by sitemaps alone and that none of
        them lists any more, loses its file.
        ``failed`` is called with what becomes of each page that cannot be fetched. Raises
        IndexUnwritable.
        """
        for url in urls:
            try:
                self._given(plain(url), failed)
            except DocumentError as error:
                failed(error)
            finally:
                self._save()

    def _given(self, url: str, failed: Failed) -> None:
        checked(url)
        found = self._fetch(url)
        root = sitemap_of(url, found)
        if root is None:
            self._keep(url, found, ITSELF)
            return
        walk = SitemapWalk(self._fetch, self._fetcher.limits, failed)
        self._given_sitemap(url, walk.pages(found.url, root), failed)
        if walk.complete:
            self._take_back(url, walk.seen)

    def _take_back(self, sitemap: str, listed: Collection[str]) -> None:
        """Forgets the pages that a sitemap no longer lists, unless something else gives them."""
        for url, page in list(self._pages.items()):
            others = tuple(each for each in page.given_by if each != sitemap)
            if sitemap in page.given_by and url not in listed:
                self._pages[url] = replace(page, given_by=others)
                if not others:
                    self._forget(url)

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
        known, conditions = self._pages.get(url), dict[str, str]()
        if known is not None and (self.folder / known.file).exists():
            conditions |= {"If-None-Match": known.etag} if known.etag else {}
            conditions |= {"If-Modified-Since": known.modified} if known.modified else {}
        return self._fetcher.fetch(url, conditions, self._robots.wait_for)

    def _keep(self, url: str, found: Fetched, giver: str) -> None:
        """Writes the file of a page that has changed; raises DocumentError for one not got."""
        known = self._pages.get(url)
        givers = (giver,) if known is None else tuple(sorted({giver, *known.given_by}))
        if found.status == _UNCHANGED and known is not None:
            self._pages[url] = replace(known, given_by=givers)
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
            givers,
        )
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

    def _save(self) -> None:
        state = self.folder / STATE
        if self._pages or state.exists():
            self._write(state, dumped(self._pages))


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
    host, *folders, last = safe
    # Files have known endings and folders have none: /r.pdf and /r.pdf/view are both kept.
    known = [PurePosixPath(each).suffix.lower() in ENDINGS for each in folders]
    folders = [each + "_" * marked for each, marked in zip(folders, known, strict=True)]
    return "/".join((host, *folders, last)) + ending


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
