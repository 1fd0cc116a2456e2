"""The optional cross-encoder, with small random models that are made here."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tolerances import NetworkSizes

from rag import Rag
from rag.cli.doctor import examine
from rag.config import Settings, SourcedSettings
from rag.encoders import load_encoder
from rag.errors import RerankerUnavailable
from rag.ingest import ingest_readings
from rag.records import Document, Hit, Page, Passage, Reading
from rag.retrieval.rerank import CrossEncoderReranker, load_reranker

TEXTS = [
    "Le mandat du président dure trois ans.",
    "The term of office of the chair is three years.",
    "Le conseil siège à Paris.",
    "The council meets twice a year.",
    "Le budget est voté en décembre.",
    "Minutes are signed by the secretary.",
]
QUESTION = "Quelle est la durée du mandat ?"


def made(place: Path, scores: int) -> Path:
    """A cross-encoder of one thin layer with so many scores, its weights drawn wide apart."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(7)
    signs = [*"abcdefghijklmnopqrstuvwxyz0123456789.,:'?", *(f"##{c}" for c in "abcdelimnoprstu")]
    place.mkdir()
    (place / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *signs])
    )
    config = BertConfig(
        vocab_size=5 + len(signs), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, num_labels=scores, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(place)
    BertTokenizerFast(vocab=str(place / "vocab.txt"), model_max_length=64).save_pretrained(place)
    return place


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("cross") / "tiny", scores=1)


def document(text: str) -> Document:
    return Document(
        text[:8].ljust(64, "0"), "/r", text[:8], "Notes", "text", "fr", dt.date(2024, 1, 2), None, 1
    )


def hit(text: str, score: float) -> Hit:
    one = document(text)
    return Hit(Passage(one.id, None, 0, len(text), text, "fr"), one, None, score, None, None)


HITS = [hit(text, 0.9 - 0.1 * place) for place, text in enumerate(TEXTS)]


def logits(folder: Path, texts: list[str]) -> list[float]:
    """What the network itself gives in float64, without sentence-transformers."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    model: Any = AutoModelForSequenceClassification.from_pretrained(folder).double().eval()
    found = []
    for text in texts:
        batch = tokenizer(QUESTION, f"Notes\n{text}", truncation=True, return_tensors="pt")
        with torch.inference_mode():
            found.append(float(model(**batch).logits[0, 0]))
    return found


def test_the_first_hits_come_in_the_order_of_the_model(folder: Path) -> None:
    found = CrossEncoderReranker.load(str(folder), depth=4).rerank(QUESTION, "fr", HITS)
    scores = logits(folder, TEXTS[:4])
    # Scores lie further apart than float32 can bring them, so one order is the right one.
    near = NetworkSizes.of(folder).apart * max(map(abs, scores))
    assert np.diff(np.sort(scores)).min() > near
    expected = [TEXTS[place] for place in np.argsort([-score for score in scores])]
    assert expected != TEXTS[:4]
    assert [one.passage.text for one in found] == expected + TEXTS[4:]


def test_scores_stay_with_the_places(folder: Path) -> None:
    found = CrossEncoderReranker.load(str(folder), depth=4).rerank(QUESTION, "fr", HITS)
    assert [one.score for one in found] == [one.score for one in HITS]


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_hits_are_left_alone(folder: Path, count: int) -> None:
    reranker = CrossEncoderReranker.load(str(folder), depth=4)
    assert reranker.rerank("Who signs the minutes?", "en", HITS[:count]) == HITS[:count]


def test_there_is_none_by_default() -> None:
    settings = Settings()
    assert load_reranker(settings.reranker, depth=settings.reranked) is None


def test_an_answer_holds_the_hits_in_the_order_of_the_model(folder: Path, tmp_path: Path) -> None:
    def asked(**chosen: Any) -> tuple[Hit, ...]:
        settings = Settings(encoder="hashing-64", **chosen)
        return Rag.open(tmp_path, settings=settings).ask(QUESTION).hits

    readings = [Reading(document(text), (Page(None, None, text),)) for text in TEXTS]
    ingest_readings(readings, tmp_path, load_encoder("hashing-64"))
    plain, read = asked(), asked(reranker=str(folder), reranked=3)
    expected = CrossEncoderReranker.load(str(folder), depth=3).rerank(QUESTION, "fr", plain)
    assert list(read) == expected
    assert {one.document.id for one in read} == {one.document.id for one in plain}


def test_a_model_of_classes_is_refused(tmp_path: Path) -> None:
    place = made(tmp_path / "classes", scores=3)
    with pytest.raises(RerankerUnavailable, match=r"classes .*num_labels = 3"):
        load_reranker(str(place), depth=4)


def test_a_hub_out_of_reach_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(RerankerUnavailable, match="nobody/no-such-model") as caught:
        load_reranker("nobody/no-such-model", "0" * 40, depth=4)
    assert "rag.toml" in caught.value.message("fr")
    assert "\n" not in str(caught.value)


def test_code_that_comes_with_a_model_is_not_run(folder: Path, tmp_path: Path) -> None:
    place = made(tmp_path / "hostile", scores=1)
    config = json.loads((place / "config.json").read_text())
    config |= {"model_type": "hostile", "auto_map": {"AutoConfig": "code.Config"}}
    (place / "config.json").write_text(json.dumps(config))
    (place / "code.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\n")
    with pytest.raises(RerankerUnavailable, match="hostile"):
        load_reranker(str(place), depth=4)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("name", "good"), [("tiny", True), ("none", False)])
def test_the_doctor_tells_whether_it_can_be_had(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, good: bool
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    place = folder if good else tmp_path / name
    settings = Settings(encoder="hashing-64", reranker=str(place))
    checks = {check.name: check for check in examine(tmp_path, SourcedSettings(settings))}
    assert checks["reranker"].good == good
    assert "reranker" not in {
        check.name for check in examine(tmp_path, SourcedSettings(Settings()))
    }
