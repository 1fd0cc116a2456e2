"""Images of pages: drawn in another process, which a hostile page cannot stop for long."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import FRENCH, pdf
from fastapi.testclient import TestClient
from test_hostile import blended, drawn_page, locked
from test_server_access import Site

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import (
    DocumentCrashes,
    DocumentLocked,
    DocumentTooLarge,
    DocumentTooSlow,
    DocumentUnreadable,
)
from rag.errors.service import ServiceBusy
from rag.ingest import ingest
from rag.readers.pdf.page_images import DrawingLimits, PageImages
from rag.readers.pdf.page_worker import draw_page
from rag.records import Box
from rag.store import Store

SLOW = DrawingLimits(seconds=1.0)


@pytest.fixture
def images() -> Iterator[PageImages]:
    found = PageImages(SLOW)
    yield found
    found.close()


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.pdf"
    path.write_bytes(pdf(FRENCH))
    return path


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    path = tmp_path / "slow.pdf"
    path.write_bytes(blended(100))
    return path


def test_a_page_is_the_same_image_as_drawn_here(images: PageImages, sound: Path) -> None:
    boxes = [Box(0, 4, 72.0, 72.0, 200.0, 90.0)]
    assert images.draw(sound, 1, boxes, 2.0) == draw_page(sound, 1, boxes, 2.0)


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_drawn(
    images: PageImages, slow: Path, sound: Path
) -> None:
    start = time.monotonic()
    with pytest.raises(DocumentTooSlow) as raised:
        images.draw(slow, 1, (), 2.0)
    assert time.monotonic() - start < 4 * SLOW.seconds + 1
    assert str(raised.value).startswith("slow.pdf: ")
    assert images.draw(sound, 1, (), 1.0).startswith(b"\x89PNG")


def given_up(images: PageImages, slow: Path, outcomes: list[str]) -> threading.Thread:
    """A thread in which a slow page is being drawn; its error goes to ``outcomes``."""

    def draw() -> None:
        try:
            images.draw(slow, 1, (), 2.0)
        except DocumentTooSlow as error:
            outcomes.append(type(error).__name__)

    thread = threading.Thread(target=draw)
    thread.start()
    return thread


def test_a_slow_page_holds_up_no_other(slow: Path, sound: Path) -> None:
    images = PageImages(DrawingLimits(seconds=4.0))
    outcomes: list[str] = []
    thread = given_up(images, slow, outcomes)
    while not images.pids():
        time.sleep(0.01)
    assert images.draw(sound, 1, (), 1.0).startswith(b"\x89PNG")
    assert thread.is_alive()
    thread.join(30)
    images.close()
    assert outcomes == ["DocumentTooSlow"]


@pytest.mark.skipif(os.name == "nt", reason="no signals on Windows")
def test_a_process_that_died_is_replaced(images: PageImages, sound: Path) -> None:
    images.draw(sound, 1, (), 1.0)
    (pid,) = images.pids()
    os.kill(pid, signal.SIGSEGV)
    with pytest.raises(DocumentCrashes):
        images.draw(sound, 1, (), 1.0)
    assert images.draw(sound, 1, (), 1.0).startswith(b"\x89PNG")
    assert images.pids() != [pid]


@pytest.mark.skipif(os.name == "nt", reason="no limit of memory on Windows")
def test_a_page_that_fills_the_memory_ends_only_its_own_image(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "large.pdf").write_bytes(drawn_page(b""))
    os.truncate(tmp_path / "large.pdf", 400 << 20)
    images = PageImages(DrawingLimits(memory=200 << 20))
    with pytest.raises(DocumentTooLarge):
        images.draw(tmp_path / "large.pdf", 1, (), 1.0)
    assert images.draw(sound, 1, (), 1.0).startswith(b"\x89PNG")
    images.close()


def test_errors_come_back_as_they_are(images: PageImages, sound: Path, tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(locked(pdf(FRENCH)))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    with pytest.raises(DocumentLocked):
        images.draw(tmp_path / "locked.pdf", 1, (), 1.0)
    with pytest.raises(DocumentUnreadable) as raised:
        images.draw(tmp_path / "broken.pdf", 1, (), 1.0)
    assert "endommagé" in raised.value.message("fr")
    with pytest.raises(DocumentUnreadable):
        images.draw(tmp_path / "gone.pdf", 1, (), 1.0)
    with pytest.raises(LookupError):
        images.draw(sound, 9, (), 1.0)


def test_past_so_many_that_wait_a_page_is_refused_as_busy(slow: Path, sound: Path) -> None:
    images, outcomes = PageImages(SLOW, waiting=0), list[str]()
    threads = [given_up(images, slow, outcomes) for _ in range(2)]
    while len(images.pids()) < 2:
        time.sleep(0.01)
    with pytest.raises(ServiceBusy):
        images.draw(sound, 1, (), 1.0)
    for thread in threads:
        thread.join(20)
    images.close()


def test_the_service_says_that_a_page_cannot_be_drawn_and_goes_on(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "seen.pdf").write_bytes(drawn_page(b"0 0 10 10 re f "))
    ingest([docs], tmp_path / "index", HashingEncoder())
    library = Rag(Store.open(tmp_path / "index"), HashingEncoder(), Settings())
    site = Site(library, tmp_path)
    (document,) = library.documents()
    with site.client() as client:
        found = page_image(client, site, document.id)
        assert (found[0], found[1][:4]) == (200, b"\x89PNG")
        (docs / "seen.pdf").write_bytes(b"%PDF-1.7 changed")
        assert page_image(client, site, document.id)[0] == 410


def page_image(client: TestClient, site: Site, document: str) -> tuple[int, bytes]:
    path = f"/api/documents/{document}/pages/1/image.png"
    found = client.get(path, headers=site.token())
    return found.status_code, found.content
