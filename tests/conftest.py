"""A small library, read, indexed and opened by the real code, for the tests of higher levels."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import open_sample
from hypothesis import HealthCheck, settings

from rag.config import Settings
from rag.encoders import HashingEncoder, load_encoder
from rag.engine import Rag
from rag.ingest import ingest
from rag.store import Store

# How long an example takes depends on the machine: bench/ measures times, tests do not.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")

GUIDE = (
    ("iii", "Purpose", "This guide explains how the Harbour Institute lends its reading rooms."),
    ("iv", "Opening", "The reading rooms open at nine in the morning from Monday to Friday."),
    ("1", "Requests", "A request for a room must reach the desk four working days ahead."),
)
NOTICE = """# Avis aux lecteurs

Émis par le secrétariat de l’Institut du Port, le 1er mars 2024.

## Horaires d’été

En juillet et en août, les salles de lecture ferment à seize heures. « L’accès reste
gratuit », précise M. Aubry, qui dirige l’accueil depuis 2019.

## Prêt

Chaque lecteur emprunte jusqu’à douze ouvrages pour une durée de trois semaines.
"""
HOSTILE = """<img src=x onerror="document.title='owned'"> ${document.title='owned'}

The crimson lighthouse keeper wrote <script>document.title='owned'</script> on the wall.

The second crimson lighthouse note says {{constructor}} and <b onclick="x()">bold</b> `tick`.
"""


def _write_guide(path: Path) -> None:
    """A PDF of three pages whose printed labels are iii, iv and 1."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(420, 595), invariant=True)
    canvas.setTitle("Guide to the reading rooms")
    canvas.addPageLabel(0, "ROMAN_LOWER", 3)
    canvas.addPageLabel(2, "ARABIC", 1)
    for _, heading, sentence in GUIDE:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(50, 520, heading)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 480, sentence)
        canvas.drawString(50, 464, "The desk stands at the foot of the great staircase.")
        canvas.showPage()
    canvas.save()


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small library: a PDF, a French notice, and a hostile text."""
    folder = tmp_path_factory.mktemp("documents")
    _write_guide(folder / "guide.pdf")
    (folder / "avis.md").write_text(NOTICE, encoding="utf-8")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def index(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the small library, made with the encoder of tests."""
    folder = tmp_path_factory.mktemp("library") / "index"
    report = ingest([documents], folder, HashingEncoder())
    assert not report.failures
    return folder


@pytest.fixture(scope="session")
def library(index: Path) -> Rag:
    """The small library, opened."""
    return Rag(Store.open(index), HashingEncoder(), Settings())


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    """The sample library of corpus/, with the encoder that is shipped: some four seconds."""
    return open_sample(tmp_path_factory.mktemp("sample") / "index", load_encoder())
