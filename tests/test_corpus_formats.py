"""The library of other formats: built from its sources, read whole, and each file answers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_readers_ocr import installed

from rag import Rag, Settings
from rag.encoders import load_encoder
from rag.ingest import ReadingLimits, ingest
from rag.readers.containers import PACKED
from rag.readers.formats import ENDINGS, FORMATS, KNOWN
from rag.store import Store

ROOT = Path(__file__).resolve().parents[1]
FOLDER, SAMPLE = ROOT / "corpus-formats", ROOT / "corpus"
FILES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.*")
    if path.is_file() and path.name != "README.md"
)
PICTURES = ("notices/coupure-d-eau.png", "notices/found-sextant.pdf")
# What the first quote has, for the question of each file in the README.
SAID = {
    "presentations/accueil-des-doctorants.pptx": "caution de 15 euros",
    "presentations/seagrass-survey.odp": "212 squares",
    "sheets/budget-de-la-bibliotheque.xlsx": "Reliure et restauration | 27 | 9,8",
    "sheets/equipment-loans.ods": "Underwater camera | 250 | 10",
    "sheets/bouees-de-mesure.csv": "V-03 | Détroit des Sarcelles | 41 | 09/09/2024",
    "books/walking-the-shore.epub": "seven kilometres long",
    "notes/consignes-du-laboratoire-des-brumes.rtf": "appeler le poste 4417",
    "mails/canteen-works.eml": "Tuesday: mackerel with barley.",
    "mails/garage-a-velos.msg": "Il comptera 64 places",
    "notices/coupure-d-eau.png": "le jeudi 6 mars 2025",
    "notices/found-sextant.pdf": "was found on Seahorse Quay on 11 June 2025.",
    "archives/comite-des-ateliers.zip": "sous la garde de Barnabé Lestrange",
    "archives/tide-gauge-log.txt.gz": "was built in 1931",
    "laws/protection-des-herbiers.xml": "une amende de 750 euros",
    "lists/questions-at-the-desk.jsonl": "60 euros an evening",
}
PAGES = {  # the page of the quote, as the README of the project counts pages in each format
    ".pptx": 2, ".odp": 2, ".xlsx": 1, ".ods": 1, ".epub": 2, ".png": 1, ".pdf": 1,
}  # fmt: skip


def rows() -> dict[str, str]:
    """The question of each file in the README."""
    lines = (FOLDER / "README.md").read_text("utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return {row[0]: row[-1] for row in cells[1:]}


def test_the_two_libraries_have_every_format_that_needs_no_other_program() -> None:
    endings = {Path(path).suffix for path in FILES}
    endings |= {path.suffix for path in SAMPLE.rglob("*.*")}
    needless = {"tsv", "jpeg", "tiff"}  # like CSV and PNG
    wanted = {one.name: one.endings for one in FORMATS if one.name not in needless}
    old = {name for name, one in wanted.items() if set(one) & {".doc", ".xls", ".ppt"}}
    assert [n for n, one in wanted.items() if n not in old and not endings & set(one)] == []
    assert endings >= set(PACKED)


def test_the_readme_has_a_question_for_every_file() -> None:
    assert sorted(rows()) == FILES == sorted(SAID)


def test_building_gives_the_files_that_are_kept(tmp_path: Path) -> None:
    for name in ("one", "two"):
        command = [sys.executable, "-m", "bench.corpus.build", "--formats"]
        command += ["--out", str(tmp_path / name)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    for path in FILES:
        first, second = ((tmp_path / name / path).read_bytes() for name in ("one", "two"))
        assert first == second, path
        # The bytes of an archive depend on the machine's zlib, those of a picture on its FreeType.
        if Path(path).suffix in (".eml", ".msg", ".csv", ".rtf", ".xml", ".jsonl"):
            assert first == (FOLDER / path).read_bytes(), path


def test_the_table_of_the_project_says_how_pages_of_each_format_are_counted() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").partition("| Format |")[2].split("\n\n")[0]
    table = {
        ending: cells[2]
        for cells in (line.strip("| ").split(" | ") for line in lines.splitlines()[2:])
        for ending in re.findall(r"`(\.\w+)`", cells[1])
    }
    assert set(table) == set(KNOWN.split())
    for ending, page in table.items():
        if ending in ENDINGS and "as for" not in page:
            assert ("without a number" not in page) is ENDINGS[ending].has_pages, ending


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    index, encoder = tmp_path_factory.mktemp("formats") / "index", load_encoder()
    report = ingest([FOLDER], index, encoder, limits=ReadingLimits(ocr=installed()))
    assert len(report.failures) == (0 if installed() else len(PICTURES))
    return Rag(Store.open(index), encoder, Settings())


@pytest.mark.parametrize(("path", "question"), sorted(rows().items()))
def test_each_file_answers_its_question(library: Rag, path: str, question: str) -> None:
    if path in PICTURES and not installed():
        pytest.skip("needs Debian's tesseract")
    cited = library.ask(question).citations[0]
    assert cited.path == path or cited.path.startswith(f"{path}/")
    assert SAID[path] in cited.text.replace("\u00a0", " ")
    assert cited.page == PAGES.get(Path(path).suffix)
    assert (cited.ocr is not None) is (path in PICTURES)


def test_each_document_says_its_title_and_most_their_day(library: Rag) -> None:
    documents = library.documents()
    pictures = 0 if installed() else len(PICTURES)
    # The archive holds two, and each mail has an attachment; the README is one too.
    assert len(documents) == len(FILES) + 4 - pictures
    undated = {each.path for each in documents if each.date is None}
    assert {Path(path).suffix for path in undated} == {".csv", ".jsonl", ".md"}
    assert all(each.title for each in documents)
