"""Fetches damaged and hostile pages, sitemaps and robots.txt from a server on this machine.

    python -m bench.fuzz_web --count 1000 --seed 1

Each of ``--count`` sites has a robots.txt, sitemaps and pages, some of which are mutated as the
files of ``bench.fuzz`` are, sent with odd statuses and headers, or redirected to odd addresses.
Each must be fetched, or refused in one line; no file may be written outside the folder of the
pages. The exit status is 1 if anything else happens.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.fuzz import mutated  # it also makes the modules of the tests known

from documents import ENGLISH, FRENCH, html, pdf  # isort: skip

from rag.ingest import WebLimits, fetch_pages
from rag.store.layout import WEB

LIMITS = WebLimits(
    pages=20, page_bytes=1 << 20, bytes=8 << 20, seconds=10.0, pause=0.0, allow_private=True
)
_TYPES = (
    "text/html", "text/html; charset=windows-1252", "text/html; charset=nonsense",
    "application/xml", "application/pdf", "application/x-thing", "", ";", "text/plain; charset=\"",
)  # fmt: skip
_TARGETS = ("/a", "/sitemap.xml", "//", "http://[", "file:///etc/passwd", "http:///a", "\\", "?#",
            "http://127.0.0.1:1/", "/%00", "/../../x", "http://a b/", "javascript:0")  # fmt: skip
_STATUSES = (200,) * 12 + (204, 301, 302, 304, 404, 410, 500)
_NAMES = ("/a", "/b?x=1", "/r.pdf", "/r.pdf/view", "/%2e%2e/x", "/" + "n" * 300, "/c%0a", "/é")
Sent = tuple[int, dict[str, str], bytes]


@dataclass
class MutatedSite:
    """What a server answers, by path; any other path is not found."""

    origin: str = ""
    answers: dict[str, Sent] = field(default_factory=dict)

    def fill(self, rng: random.Random) -> None:
        """Makes the answers of the next site."""
        bodies = [html(FRENCH), html(ENGLISH), pdf(FRENCH)]
        entries = "".join(f"<url><loc>{self.origin}{name}</loc></url>" for name in _NAMES)
        urlset = f"<urlset xmlns='x'>{entries}</urlset>".encode()
        inner = f"<sitemap><loc>{self.origin}/2.xml.gz</loc></sitemap>"
        files = {
            "/robots.txt": b"User-agent: *\nDisallow: /private\n",
            "/sitemap.xml": f"<sitemapindex>{inner}</sitemapindex>".encode(),
            "/plan.xml": urlset,
            "/2.xml.gz": gzip.compress(urlset, mtime=0),
        } | {name: rng.choice(bodies) for name in _NAMES}
        self.answers = {path: _sent(body, rng) for path, body in files.items()}


def _sent(body: bytes, rng: random.Random) -> Sent:
    if rng.random() < 0.5:
        body = mutated(body, body, rng)
    status = rng.choice(_STATUSES)
    headers = {"Content-Type": rng.choice(_TYPES)}
    if status in (301, 302):
        headers["Location"] = rng.choice(_TARGETS)
    if rng.random() < 0.1:
        headers["Content-Encoding"] = rng.choice(("gzip", "identity", "x"))
    return status, headers, body


@contextmanager
def serving(site: MutatedSite) -> Iterator[None]:
    """Answers requests on 127.0.0.1 from a site."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = site.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if status not in (204, 304):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    site.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def outcome(site: MutatedSite, work: Path) -> tuple[list[str], str]:
    """The lines of what was not fetched from a site, and what is wrong, "" if nothing is."""
    index = work / "index"
    urls = [f"{site.origin}{path}" for path in ("/sitemap.xml", "/plan.xml", "/a", "/r.pdf/view")]
    try:
        _, failures = fetch_pages(urls, index, LIMITS)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a bug
        return [], repr(error)
    lines = [line for failure in failures for line in failure.messages.values()]
    files = [path for path in work.rglob("*") if path.is_file()]
    strays = [path for path in files if not path.is_relative_to(index / WEB)]
    broken = [line for line in lines if "\n" in line]
    return lines, repr([*broken, *strays]) if broken or strays else ""


def main() -> int:
    """Fetches the sites; 1 if a bug was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30.0)
    options = parser.parse_args()
    end, counts, slowest = time.monotonic() + 60 * options.minutes, Counter[str](), 0.0
    with tempfile.TemporaryDirectory(prefix="rag-fuzz-web-") as folder:
        site = MutatedSite()
        with serving(site):
            for number in range(options.count):
                if time.monotonic() > end:
                    break
                site.fill(random.Random(f"{options.seed}web{number}"))
                start = time.perf_counter()
                # Every fifth site is a new one; the others change what was fetched before.
                lines, wrong = outcome(site, Path(folder) / str(number // 5))
                slowest = max(slowest, time.perf_counter() - start)
                counts.update(sites=1, refused=len(lines) // 2, wrong=bool(wrong))
                if wrong:
                    print(f"  {number}: {wrong}")
    print(f"{dict(counts)}, slowest {slowest:.1f} s")
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
