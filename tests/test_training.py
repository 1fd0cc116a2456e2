"""The scripts that make the encoder, from data to a model: each command, on a few rows."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tolerances import NetworkSizes, apart, furthest

ROOT = Path(__file__).parent.parent
WORDS = {
    "keeper": "gardien", "council": "conseil", "harbour": "port", "library": "bibliothèque",
    "log": "registre", "chair": "président", "room": "salle", "budget": "budget",
    "letter": "courrier", "minutes": "procès-verbal", "agreement": "accord", "plan": "plan",
}  # fmt: skip
PROGRAM = """
import json, sys
from pathlib import Path
import torch
from train.data import searches
from train.tasks import SearchTask, Sizes, Student
from transformers import AutoModel, BertTokenizerFast
from sentence_transformers import SentenceTransformer

root, folder = Path(sys.argv[1]), sys.argv[2]
network = AutoModel.from_pretrained(folder + "/0_network")
tokenizer = BertTokenizerFast.from_pretrained(folder + "/0_network")
student = Student(network, tokenizer, "cpu", torch.float32)
texts = ["Le gardien signe le registre.", "x", "", "The council meets in the great room."]
tokenized = student.tokenized(texts, 64)
plain = tokenizer(texts, padding=True, truncation=True, max_length=7, return_tensors="pt")
made = tokenized.batch([0, 1, 2, 3], 7)
search = SearchTask(student, searches(root)["squad"], Sizes(8, 8, 16, 32, 2))
search.mine()
model = SentenceTransformer(folder + "/model", device="cpu")
vectors = model.encode(texts, normalize_embeddings=True).tolist()
rough = Student(network, tokenizer, "cpu", torch.bfloat16).encode(tokenized, 64)
print(json.dumps({
    "ids": made["input_ids"].tolist() == plain["input_ids"].tolist(),
    "mask": made["attention_mask"].tolist() == plain["attention_mask"].tolist(),
    "vectors": vectors,
    "float32": student.encode(tokenized, 64).tolist(),
    "bfloat16": rough.tolist(),
    "own": int((search._negatives == search._answers[:, None]).sum()),
    "loss": next(iter(search)).item(),
}))
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of the form that the scripts read: a few dozen rows of each kind."""
    root = tmp_path_factory.mktemp("root")
    (root / "train").mkdir()
    (root / "data").mkdir()
    chance = np.random.default_rng(1)
    sentences = []
    for number in range(120):
        one, two, three = (str(word) for word in chance.choice(sorted(WORDS), 3, replace=False))
        sentences.append(
            (
                f"The {one} of number {number} keeps the {two} under the {three} all year.",
                f"Le {WORDS[one]} du numéro {number} garde le {WORDS[two]} sous le {WORDS[three]}.",
            )
        )
    lines = [f"laws\t{english}\t{french}\n" for english, french in sentences]
    with gzip.open(root / "train/parallel.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(lines)
    for name in ("debian_po", "debian_handbook", "gnome_help"):
        with gzip.open(root / f"data/pairs_{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.writelines(line.split("\t", 1)[1] for line in lines[:9])
    write(
        root / "train/questions.jsonl.gz",
        [{"question": f"Who keeps number {n}?", "title": "Log", "passage": en}
         for n, (en, _) in enumerate(sentences)],
    )  # fmt: skip
    write(root / "data/qa_medquad_en.jsonl.gz", [{"q": en, "a": fr} for en, fr in sentences])
    write(
        root / "data/sections_regulations_canada.jsonl.gz",
        [
            {
                "title_en": "Rules", "title_fr": "Règles", "note_en": en, "note_fr": fr,
                "text_en": " ".join([en] * 3), "text_fr": " ".join([fr] * 3),
            }
            for en, fr in sentences[:40]
        ],
    )  # fmt: skip
    return root


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of two thin layers that reads English letter by letter."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(7)
    folder = tmp_path_factory.mktemp("teacher")
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,:'?"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (folder / "vocab.txt").write_text("\n".join(pieces))
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=2,
        num_attention_heads=2, intermediate_size=32, max_position_embeddings=512,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def run(*arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=ROOT,
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "HF_HUB_OFFLINE": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_data_become_a_vocabulary_a_teacher_students_and_their_mean(
    root: Path, teacher: Path, tmp_path: Path
) -> None:
    vocabulary, better = tmp_path / "vocabulary", tmp_path / "teacher"
    run("-m", "train.vocabulary", root, teacher, vocabulary)
    run("-m", "train.teacher", root, teacher, better, "--steps", 3)
    one, two, average = (tmp_path / name for name in ("one", "two", "average"))
    run("-m", "train.transformer", root, teacher, vocabulary, one, "--steps", 12)
    run("-m", "train.transformer", root, better, vocabulary, two, "--steps", 3)
    run("-m", "train.average", vocabulary, average, one, two)
    weights = [load_file(folder / "0_network/model.safetensors") for folder in (one, two, average)]
    for name, mean in weights[2].items():
        expected = (weights[0][name] + weights[1][name]) / 2  # one rounding, that of the sum
        assert mean == pytest.approx(expected, rel=apart(1), abs=0), name
    words = [each["embeddings.word_embeddings.weight"] for each in weights]
    # Adam moves a weight by about its rate, 5e-4 for words; without this the two could be one.
    assert np.abs(words[0] - words[1]).max() > 1e-4
    found = json.loads(run("-c", PROGRAM, root, average).splitlines()[-1])
    assert found["ids"]
    assert found["mask"]  # as the tokenizer cuts and pads them
    # The training's vectors are those of the model that is written, whichever of the two kinds
    # of products the processor makes faster.
    network = NetworkSizes.of(average / "0_network")
    written, *trained = (np.array(found[name]) for name in ("vectors", "float32", "bfloat16"))
    assert furthest(trained[0], written) <= network.apart
    assert furthest(trained[1], written) <= network.apart_in_bfloat16
    assert found["own"] == 0  # no query has its answer as a negative
    assert 0 < found["loss"] < 20
