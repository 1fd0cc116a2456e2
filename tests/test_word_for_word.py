"""A sentence that stands in a document word for word is supported, with any encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import Rag, Settings
from rag.encoders import HashingEncoder
from rag.ingest import ingest
from rag.store import Store

DOCUMENTS = {
    "halle.md": """# La halle aux poissons

Elle ouvre à six heures, sauf le lundi. Si le quai est fermé, la halle reste ouverte. Les \
pêcheurs vendent leur poisson à la criée, et les restaurants l’achètent le matin, avant que le \
public n’entre, parce que le règlement de 1987, que le conseil n’a jamais voulu modifier malgré \
les demandes répétées des commerçants du quartier et de leurs deux associations, le prévoit ainsi \
depuis plus de trente ans. La halle ne vend pas de viande.
""",
    "port.md": """# The port

The port must not open before six. If the quay is closed, the hall stays open. The port has \
twelve cranes and the harbour master, who was appointed in 2019, lives in the old lighthouse.
""",
    "ville.md": """# La ville

La ville compte douze grues et deux halles. Le maire ouvre la halle à six heures le dimanche. \
La halle vend de la viande le jeudi. Le quai est fermé le lundi. The port opens before six.
""",
}
SENTENCES = [
    "Elle ouvre à six heures, sauf le lundi.",
    "Si le quai est fermé, la halle reste ouverte.",
    DOCUMENTS["halle.md"].split("ouverte. ")[1].split(" La halle")[0],
    "If the quay is closed, the hall stays open.",
    "The port has twelve cranes and the harbour master, who was appointed in 2019, lives in the "
    "old lighthouse.",
]


@pytest.fixture(scope="module")
def hashed(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("word-for-word")
    (folder / "docs").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", HashingEncoder())
    return Rag(Store.open(folder / "index"), HashingEncoder(), Settings())


@pytest.mark.parametrize("sentence", SENTENCES, ids=[one[:20] for one in SENTENCES])
def test_it_is_supported_with_an_encoder_that_knows_no_meaning(hashed: Rag, sentence: str) -> None:
    found = hashed.check(sentence)
    assert found.verdict == "supported"
    assert sentence in found.citations[0].quote


@pytest.mark.parametrize(
    "sentence",
    [
        "Elle ouvre à sept heures, sauf le lundi.",
        "The port has eleven cranes and the harbour master, who was appointed in 2019, lives in "
        "the old lighthouse.",
        "The port must open before six.",
    ],
)
def test_another_word_is_not(hashed: Rag, sentence: str) -> None:
    assert hashed.check(sentence).verdict != "supported"


def test_the_sentences_of_the_sample_library_are(tmp_path: Path) -> None:
    corpus = Path(__file__).parents[1] / "corpus"
    ingest([corpus], tmp_path / "index", HashingEncoder())
    rag = Rag(Store.open(tmp_path / "index"), HashingEncoder(), Settings())
    for sentence in (
        "Sa présidente exécutive est Amal El Fallah Seghrouchni.",
        "The reading room is open from Tuesday to Friday, from 9.30 a.m. to 5 p.m., and on "
        "Saturday from 9.30 a.m. to 12.30 p.m.",
    ):
        assert rag.check(sentence).claims[0].verdict == "supported", sentence
