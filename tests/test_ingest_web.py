"""Pages by address: fetched once, asked again politely, never from a private network."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from documents import ENGLISH, FRENCH, html, pdf
from test_cli import rag

from rag.encoders import HashingEncoder
from rag.errors import DocumentError, FormatUnknown, RemovalRefused
from rag.ingest import LibraryWriter, WebLimits, fetch_pages, ingest
from rag.ingest.web.addresses import checked, is_public, plain
from rag.ingest.web.fetched_page import load_pages
from rag.ingest.web.mirror import WebMirror
from rag.records import Document, IngestReport
from rag.store import GenerationBuilder, Store
from rag.store.decisions import Decisions
from rag.store.layout import METADATA

WebResponse = tuple[int, dict[str, str], bytes]
PAGE = html(FRENCH)


@dataclass
class WebSite:
    """A site on 127.0.0.1 that answers from ``pages`` and notes what it is asked."""

    pages: dict[str, WebResponse] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    origin: str = ""

    def serve(self, path: str, body: bytes, kind: str = "text/html", **more: str) -> str:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        self.pages[path] = (200, {"Content-Type": kind, **named}, body)
        return self.origin + path

    def redirect(self, path: str, target: str) -> str:
        self.pages[path] = (302, {"Location": target}, b"")
        return self.origin + path

    def answer(self, path: str, headers: dict[str, str]) -> WebResponse:
        self.asked.append(path)
        self.headers.append(headers)
        status, sent, body = self.pages.get(path, (404, {}, b""))
        unchanged = status == 200 and (
            ("ETag" in sent and headers.get("If-None-Match") == sent["ETag"])
            or (
                "Last-Modified" in sent
                and headers.get("If-Modified-Since") == sent["Last-Modified"]
            )
        )
        return (304, sent, b"") if unchanged else (status, sent, body)


@pytest.fixture
def site() -> Iterator[WebSite]:
    made = WebSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = made.answer(self.path, dict(self.headers))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    made.origin = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


LOCAL = WebLimits(allow_private=True, pause=0.0, seconds=20.0)
Fetch = Callable[..., list[DocumentError]]


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    """Fetches addresses into ``tmp_path / "web"``; returns what failed."""

    def run(*urls: str, limits: WebLimits = LOCAL) -> list[DocumentError]:
        failures: list[DocumentError] = []
        WebMirror(tmp_path / "web", limits).update(urls, failures.append)
        return failures

    return run


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")
    return {
        path.relative_to(folder).as_posix().partition("/")[2]: path.read_bytes() for path in found
    }


def messages(failures: list[DocumentError]) -> str:
    return " ".join(error.message("en") for error in failures)


def sitemap(*urls: str, kind: str = "urlset") -> bytes:
    inner = "sitemap" if kind == "sitemapindex" else "url"
    entries = "".join(f"<{inner}><loc>{url}</loc></{inner}>" for url in urls)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{kind} xmlns="{namespace}">{entries}</{kind}>'.encode()


def indexed(index: Path, *urls: str, limits: WebLimits = LOCAL) -> IngestReport:
    folders, failures = fetch_pages(urls, index, limits)
    return replace(ingest(folders, index, HashingEncoder()), failures=failures)


def test_a_page_becomes_a_document_that_knows_its_address(site: WebSite, tmp_path: Path) -> None:
    url = site.serve("/notes/centre", PAGE)
    report = indexed(tmp_path / "index", url)
    assert (report.failures, report.documents) == ((), 1)
    with Store.open(tmp_path / "index") as store:
        [document] = store.documents()
    assert document.title == FRENCH.title
    assert document.path.endswith("/notes/centre.html")
    assert document.metadata == {"url": url}


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ({"ETag": '"a1"'}, ("If-None-Match", '"a1"')),
        (
            {"Last_Modified": "Wed, 15 Nov 2023 12:00:00 GMT"},
            ("If-Modified-Since", "Wed, 15 Nov 2023 12:00:00 GMT"),
        ),
    ],
    ids=["etag", "date"],
)
def test_an_unchanged_page_is_not_sent_and_not_read_again(
    sent: dict[str, str], asked: tuple[str, str], site: WebSite, tmp_path: Path
) -> None:
    url = site.serve("/a", PAGE, **sent)
    first, second = indexed(tmp_path / "index", url), indexed(tmp_path / "index", url)
    assert (len(first.added), len(second.added), len(second.unchanged)) == (1, 0, 1)
    assert site.headers[-1][asked[0]] == asked[1]


def test_a_changed_page_replaces_its_document(site: WebSite, tmp_path: Path) -> None:
    url = site.serve("/a", PAGE, ETag='"1"')
    indexed(tmp_path / "index", url)
    site.serve("/a", PAGE.replace(b"Rabat", b"Agadir"), ETag='"2"')
    report = indexed(tmp_path / "index", url)
    assert (len(report.added), report.documents) == (1, 1)


def test_other_folders_and_pages_stay(site: WebSite, tmp_path: Path) -> None:
    url, other = site.serve("/a", PAGE), site.serve("/b", PAGE + b"<p>Autre texte.</p>")
    indexed(tmp_path / "index", url)
    assert indexed(tmp_path / "index", other).documents == 2
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("Le bac part à neuf heures.", encoding="utf-8")
    assert ingest([folder], tmp_path / "index", HashingEncoder()).documents == 3


def test_a_sitemap_gives_its_pages_and_takes_back_those_it_drops(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    a, b = site.serve("/a", PAGE), site.serve("/b", PAGE)
    other = "http://203.0.113.5/c"
    url = site.serve("/sitemap.xml", sitemap(a, b, other), "application/xml")
    assert fetch(url) == []
    assert sorted(files(tmp_path / "web")) == ["a.html", "b.html"]
    site.serve("/sitemap.xml", sitemap(b), "application/xml")
    assert fetch(url) == []
    assert sorted(files(tmp_path / "web")) == ["b.html"]


def test_a_sitemap_of_another_name_is_known_by_its_start(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    made_by = b'<?xml version="1.0"?><!-- by <a href="x">y</a> -->\n'
    listed = sitemap(site.serve("/a", PAGE)).removeprefix(b'<?xml version="1.0"?>')
    assert fetch(site.serve("/post-map.xml", made_by + listed, "application/xml")) == []
    assert sorted(files(tmp_path / "web")) == ["a.html"]


def test_sitemaps_inside_sitemaps_are_followed_to_a_depth(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    page = site.serve("/a", PAGE)
    deepest = site.serve("/3.xml.gz", gzip.compress(sitemap(page)), "application/gzip")
    middle = site.serve("/2.xml", sitemap(deepest, kind="sitemapindex"), "text/xml")
    top = site.serve("/1.xml", sitemap(middle, kind="sitemapindex"), "text/xml")
    assert fetch(top) == []
    assert list(files(tmp_path / "web")) == ["a.html"]
    outer = site.serve("/0.xml", sitemap(top, kind="sitemapindex"), "text/xml")
    assert "more than 3 sitemaps inside each other" in messages(fetch(outer))
    endless = site.origin + "/endless.xml"
    site.serve("/endless.xml", sitemap(endless, kind="sitemapindex"), "text/xml")
    fetch(endless)
    assert site.asked.count("/endless.xml") == 2


def localhost(url: str) -> str:
    """The same address on another host, which is this machine as well."""
    return url.replace("//127.0.0.1:", "//localhost:")


def test_a_sitemap_that_redirects_to_another_host_gives_the_pages_of_that_host(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    a, url = site.serve("/a", PAGE), site.serve("/sitemap.xml", sitemap(site.origin + "/a"))
    assert fetch(url) == []
    moved = localhost(site.serve("/plan.xml", sitemap(localhost(a))))
    site.redirect("/sitemap.xml", moved)
    assert fetch(url) == []
    assert list(files(tmp_path / "web")) == ["a.html"]
    assert [*load_pages(tmp_path / "web")] == [localhost(a)]


def test_the_letters_of_a_host_have_no_case(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    page = localhost(site.serve("/A", PAGE))
    capital = page.replace("localhost", "LocalHost").replace("http", "HTTP")
    url = localhost(site.serve("/sitemap.xml", sitemap(capital), "text/xml"))
    assert fetch(url.replace("localhost", "LOCALHOST"), page) == []
    assert list(files(tmp_path / "web")) == ["A.html"]
    assert plain("http://Example.org:80/A#b") == "http://example.org/A"
    assert plain("https://example.org:80/a?B") == "https://example.org:80/a?B"


@pytest.mark.parametrize("urls", [(), ("http://203.0.113.5/c", "http://[/")], ids=["none", "other"])
@pytest.mark.parametrize("kind", ["urlset", "sitemapindex"])
def test_a_sitemap_without_a_page_of_its_site_takes_nothing_back(
    kind: str, urls: tuple[str, ...], site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    url = site.serve("/sitemap.xml", sitemap(site.serve("/a", PAGE)), "text/xml")
    assert fetch(url) == []
    site.serve("/sitemap.xml", sitemap(*urls, kind=kind), "text/xml")
    assert "lists no page of its own site" in messages(fetch(url))
    assert list(files(tmp_path / "web")) == ["a.html"]


def test_sitemaps_over_the_limit_are_named_and_take_nothing_back(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    inner = [
        site.serve(f"/{name}.xml", sitemap(site.serve(f"/{name}", PAGE)), "text/xml")
        for name in "abc"
    ]
    url = site.serve("/sitemap.xml", sitemap(*inner, kind="sitemapindex"), "text/xml")
    assert fetch(url) == []
    said = messages(fetch(url, limits=replace(LOCAL, pages=2)))
    assert "more than 2 sitemaps" in said
    assert sorted(files(tmp_path / "web")) == ["a.html", "b.html", "c.html"]
    assert fetch(url, limits=replace(LOCAL, pages=3)) == []


@pytest.mark.parametrize("sent", [{}, {"ETag": '"1"'}], ids=["sent", "unchanged"])
@pytest.mark.parametrize("sitemap_first", [True, False])
def test_a_page_given_by_itself_stays_when_a_sitemap_drops_it(
    sitemap_first: bool, sent: dict[str, str], site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    a, b = site.serve("/a", PAGE, **sent), site.serve("/b", PAGE)
    url = site.serve("/sitemap.xml", sitemap(a, b), "text/xml")
    for given in (url, a) if sitemap_first else (a, url):
        assert fetch(given) == []
    site.serve("/sitemap.xml", sitemap(b), "text/xml")
    assert fetch(url) == []
    assert sorted(files(tmp_path / "web")) == ["a.html", "b.html"]


def test_a_page_of_two_sitemaps_goes_when_both_have_dropped_it(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    a, b = site.serve("/a", PAGE, ETag='"1"'), site.serve("/b", PAGE)
    first = site.serve("/1.xml", sitemap(a, b), "text/xml")
    second = site.serve("/2.xml", sitemap(a, b), "text/xml")
    assert fetch(first, second) == []
    site.serve("/1.xml", sitemap(b), "text/xml")
    assert fetch(first) == []
    assert sorted(files(tmp_path / "web")) == ["a.html", "b.html"]
    site.serve("/2.xml", sitemap(b), "text/xml")
    assert fetch(second) == []
    assert sorted(files(tmp_path / "web")) == ["b.html"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(sitemap("http://127.0.0.1/a")[:-9], id="cut"),
        pytest.param(b"", id="empty"),
        pytest.param(b"<feed><entry>Une page.</entry></feed>", id="another"),
        pytest.param(PAGE, id="page"),
        pytest.param(gzip.compress(sitemap("http://127.0.0.1/a"))[:-20], id="cut-gzip"),
    ],
)
def test_a_damaged_sitemap_is_no_document(
    content: bytes, site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    url = site.serve("/sitemap.xml", content, "application/xml")
    [failure] = fetch(url)
    assert "not a sitemap that can be read" in failure.message("en")
    assert "\n" not in failure.message("fr")
    assert files(tmp_path / "web") == {}


def test_a_damaged_sitemap_of_another_name_is_no_document(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    cut = b"<!-- plan -->\n<sm:urlset xmlns:sm='x'><sm:url>"
    assert "not a sitemap" in messages(fetch(site.serve("/plan", cut, "text/xml")))
    law = b"<loi><titre>Le phare</titre><p>Le phare est ouvert. Voir &lt;urlset&gt;.</p></loi>"
    about = PAGE.replace(b"<body>", b"<body><p>A sitemap starts with &lt;urlset.</p>")
    assert fetch(site.serve("/loi.xml", law, "text/xml"), site.serve("/about", about)) == []
    assert sorted(files(tmp_path / "web")) == ["about.html", "loi.xml"]


def test_a_sitemap_that_fails_takes_nothing_back(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    inner = site.serve("/2.xml", sitemap(site.serve("/a", PAGE)), "text/xml")
    top = site.serve("/1.xml", sitemap(inner, kind="sitemapindex"), "text/xml")
    assert fetch(top) == []
    site.pages["/2.xml"] = (500, {}, b"")
    assert len(fetch(top)) == 1
    assert list(files(tmp_path / "web")) == ["a.html"]


def test_robots_txt_is_obeyed(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /private\n", "text/plain")
    site.serve("/private/a", PAGE)
    failures = fetch(site.origin + "/private/a", site.serve("/b", PAGE))
    assert "robots.txt" in messages(failures)
    assert list(files(tmp_path / "web")) == ["b.html"]
    assert site.asked == ["/robots.txt", "/b"]


def test_robots_txt_is_obeyed_for_the_target_of_a_redirect(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /private\n", "text/plain")
    site.serve("/private/a", PAGE)
    assert "robots.txt" in messages(fetch(site.redirect("/a", "/private/a")))
    assert files(tmp_path / "web") == {}
    assert "/private/a" not in site.asked
    site.serve("/b", PAGE)
    assert fetch(site.redirect("/c", localhost(site.origin) + "/b")) == []
    assert site.asked.count("/robots.txt") == 3  # of two runs, and of both hosts


def test_a_site_whose_robots_txt_fails_is_left_alone(site: WebSite, fetch: Fetch) -> None:
    site.pages["/robots.txt"] = (503, {}, b"")
    assert "robots.txt" in messages(fetch(site.serve("/a", PAGE)))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.8/",
        "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/", "http://100.64.0.1/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(url: str, fetch: Fetch) -> None:
    assert "--allow-private" in messages(fetch(url, limits=WebLimits(pause=0.0, seconds=2.0)))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://a.org/", "http://", "http://u:p@a.org/", "http://a.org/a b",
        "http://a.org:0/", "http://a.org:99999/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    with pytest.raises(DocumentError, match="not the address of a web page"):
        checked(url)


def test_addresses_of_the_public_internet_are_known() -> None:
    assert all(
        map(is_public, ("8.8.8.8", "2001:4860:4860::8888", "2a00:1450::5", "64:ff9b::808:808"))
    )
    private = ("127.0.0.1", "10.1.2.3", "172.16.0.1", "::1", "fe80::1%eth0", "224.0.0.1",
               "2002:7f00:1::", "::ffff:10.0.0.1", "64:ff9b::a00:1", "nonsense",
               "::127.0.0.1", "::a00:1", "fec0::1", "fd00::1", "64:ff9b:1::a00:1", "100::1",
               "5f00::1", "4000::1", "2001:db8::1", "2002:a00:1::", "::ffff:8.8.8.8",
               "ff0e::1", "::")  # fmt: skip
    assert not any(map(is_public, private))


def test_a_redirect_is_followed_and_its_target_checked(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    site.serve("/new", PAGE)
    assert fetch(site.redirect("/old", "/new")) == []
    assert list(files(tmp_path / "web")) == ["old.html"]
    for target in ("file:///etc/passwd", "http://u:p@127.0.0.1/", "gopher://127.0.0.1/"):
        assert "not the address of a web page" in messages(fetch(site.redirect("/out", target)))


def test_endless_redirects_end(site: WebSite, fetch: Fetch) -> None:
    assert "redirects more than 5 times" in messages(fetch(site.redirect("/a", "/a")))


def test_pages_that_are_too_large_are_left_out(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    url = site.serve("/a", PAGE + b"x" * 90_000)
    limits = WebLimits(allow_private=True, pause=0.0, page_bytes=50_000)
    assert "limit" in messages(fetch(url, limits=limits))
    both = WebLimits(allow_private=True, pause=0.0, bytes=len(PAGE) + 50)
    failures = fetch(site.serve("/b", PAGE), site.serve("/c", PAGE), limits=both)
    assert len(failures) == 1
    assert list(files(tmp_path / "web")) == ["b.html"]


def test_a_page_that_is_gone_loses_its_file_and_one_that_fails_keeps_it(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    gone, failing = site.serve("/gone", PAGE), site.serve("/failing", PAGE)
    fetch(gone, failing)
    del site.pages["/gone"]
    site.pages["/failing"] = (500, {}, b"")
    said = messages(fetch(gone, failing))
    assert "status 404" in said
    assert "status 500" in said
    assert list(files(tmp_path / "web")) == ["failing.html"]


def test_the_document_of_the_last_page_goes_with_it(site: WebSite, tmp_path: Path) -> None:
    index = tmp_path / "index"
    url = site.serve("/gone", PAGE)
    assert indexed(index, url).documents == 1
    del site.pages["/gone"]
    report = indexed(index, url)
    assert (len(report.removed), report.documents, len(report.failures)) == (1, 0, 1)


def test_pages_that_are_gone_are_no_folder_that_is_not_mounted(
    site: WebSite, tmp_path: Path
) -> None:
    index = tmp_path / "docs" / "index"
    pages = [site.serve(f"/{n}", PAGE.replace(b"Rabat", b"%d" % n)) for n in range(9)]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("Le bac part à neuf heures.", encoding="utf-8")
    url = site.serve("/sitemap.xml", sitemap(*pages), "text/xml")
    assert indexed(index, url).documents == 9
    ingest([tmp_path / "docs"], index, HashingEncoder())
    site.serve("/sitemap.xml", sitemap(pages[0]), "text/xml")
    assert len(indexed(index, url).removed) == 8
    (tmp_path / "docs" / "a.txt").unlink()
    with pytest.raises(RemovalRefused):
        ingest([tmp_path / "docs"], index, HashingEncoder())


def test_addresses_that_fail_leave_no_folder(site: WebSite, tmp_path: Path) -> None:
    folders, failures = fetch_pages([site.origin + "/none"], tmp_path / "index", LOCAL)
    assert (folders, len(failures)) == ([], 1)
    assert not (tmp_path / "index").exists()


def metadata(index: Path) -> list[dict[str, str]]:
    with Store.open(index) as store:
        return [document.metadata for document in store.documents()]


def test_fetching_writes_nothing_that_another_writer_may_be_writing(
    site: WebSite, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    urls = [site.serve("/a", PAGE), site.serve("/b", html(ENGLISH))]
    indexed(index, urls[0])
    with GenerationBuilder.begin(index, HashingEncoder().card):
        fetch_pages(urls, index, LOCAL)
    assert not (index / METADATA).exists()


def unchanged(decisions: Decisions, _: tuple[Document, ...]) -> Decisions:
    return decisions


def test_metadata_given_by_hand_stays_beside_the_address(site: WebSite, tmp_path: Path) -> None:
    index = tmp_path / "index"
    url = site.serve("/a", PAGE)
    indexed(index, url)
    writer = LibraryWriter(index, HashingEncoder)
    [document] = writer.documents()
    writer.curate(unchanged, metadata={document.id: {"dossier": "A"}})
    assert metadata(index) == [{"url": url, "dossier": "A"}]
    site.serve("/a", PAGE.replace(b"Rabat", b"Agadir"))
    indexed(index, url)
    assert metadata(index) == [{"url": url, "dossier": "A"}]
    [document] = writer.documents()
    writer.curate(unchanged, metadata={document.id: {"url": "https://example.org/a"}})
    indexed(index, url)
    assert metadata(index) == [{"url": "https://example.org/a"}]
    [document] = writer.documents()
    writer.curate(unchanged, metadata={document.id: {}})
    assert metadata(index) == [{"url": url}]


def test_the_type_and_the_address_decide_the_ending(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    fetch(
        site.serve("/rapport", pdf(FRENCH), "application/pdf"),
        site.serve("/notes.md", b"# Un titre", "text/plain; charset=utf-8"),
        site.serve("/", PAGE),
        site.serve("/p?id=1", PAGE),
        site.serve("/p?id=2", PAGE),
        site.serve("/b", PAGE),
        site.serve("/b.html", PAGE),
    )
    names = sorted(files(tmp_path / "web"))
    assert {"rapport.pdf", "notes.md", "index.html", "b.html"} <= set(names)
    assert len(names) == 7
    [failure] = fetch(site.serve("/x", b"abc", "application/x-thing"))
    assert isinstance(failure, FormatUnknown)


@pytest.mark.parametrize("names", ["/r.pdf /r.pdf/view", "/R.PDF/view /r.pdf", "/a.html/b /a"])
def test_an_address_below_that_of_a_file_is_another_file(
    names: str, site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    bodies = {"/r.pdf": (pdf(FRENCH), "application/pdf")}
    urls = [site.serve(name, *bodies.get(name, (PAGE, "text/html"))) for name in names.split()]
    assert fetch(*urls) == []
    assert fetch(*reversed(urls)) == []
    assert len(files(tmp_path / "web")) == 2
    assert ingest([tmp_path / "web"], tmp_path / "index", HashingEncoder()).failures == ()


def test_letters_that_only_the_server_names_are_read(
    site: WebSite, fetch: Fetch, tmp_path: Path
) -> None:
    page = "<html><body><p>L’été à Agadir, près de l’océan.</p></body></html>"
    fetch(site.serve("/a", page.encode("cp1252"), "text/html; charset=windows-1252"))
    [data] = files(tmp_path / "web").values()
    assert data.decode("utf-8-sig") == page


def test_no_name_leads_out_of_the_folder(site: WebSite, fetch: Fetch, tmp_path: Path) -> None:
    fetch(site.serve("/%2e%2e/%2e%2e/%2e%2e/etc/x", PAGE), site.serve("/..%2f..%2fy", PAGE))
    found = {path.resolve() for path in tmp_path.rglob("*.html")}
    assert len(found) == 2
    assert all(path.is_relative_to((tmp_path / "web").resolve()) for path in found)
    (tmp_path / "web" / ".pages.json").write_text(json.dumps({"http://a/": {"file": "../../z"}}))
    assert load_pages(tmp_path / "web") == {}


def test_the_command_takes_addresses_and_needs_leave_for_private_ones(
    site: WebSite, tmp_path: Path
) -> None:
    url = site.serve("/a", PAGE)
    refused = rag(tmp_path, "index", url)
    assert refused.returncode == 1
    assert "--allow-private" in refused.stderr + refused.stdout
    done = rag(tmp_path, "index", url, "--allow-private", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["documents"] == 1
    assert rag(tmp_path, "index", url, "--watch").returncode == 2
