"""The scripts that make the entailment network, from data to thresholds: few rows, thin layers."""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from labelled_sets import write_rows
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from rag.checking.entailment import Premise
from rag.checking.entailment.layout import PairLayout
from rag.records import Language
from train.data import EvaluationTexts
from train.entailment import calibrate, data, export, network, packed, train
from train.entailment.batches import DeviceRows
from train.entailment.calibrate import Thresholds
from train.entailment.changes import CHANGES
from train.entailment.facts import FACTS
from train.entailment.names import Names, other_office
from train.entailment.packed import LABELS, Packed
from train.entailment.rows import CONTRADICTS, NEUTRAL, SUPPORTS, Row
from train.entailment.templates import rows as of_fact
from train.reader.data import RandomStreams

ENCODER = Path("rag/models/verbatim-fr-en")
LAWS = "justicecanada+laws-lois-xml"
EVALUATED = "The harbour master must report every ship that enters the port of Lenny at night."
SECTION = {
    "doc": "X", "title_en": "Park Regulations", "title_fr": "Règlement sur les parcs",
    "note_en": "Register", "note_fr": "Registre",
    "text_en": (
        "(1)The warden must keep the register of visitors for five years. Report(2)The warden "
        "must notify the Minister within 30 days after the loss of a register. Access(3)All "
        "visitors may consult the register at the office."
    ),
    "text_fr": (
        "(1)Le gardien doit conserver le registre des visiteurs pendant cinq ans. Rapport(2)Le "
        "gardien doit aviser le ministre dans les 30 jours suivant la perte du registre. "
        "Accès(3)Tous les visiteurs peuvent consulter le registre au bureau."
    ),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Thin layers are slower on several threads that wait for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few rows of every source, and one evaluation text."""
    root = tmp_path_factory.mktemp("root")
    published = {
        "lang_premise": "en", "lang_hypothesis": "fr", "label": "supports", "kind": "title-scope",
        "source": "regulations-canada", "hypothesis": "Le gardien garde la clé du parc.",
        "premise": "Park Regulations — Keys. The warden keeps the key of the park.",
    }  # fmt: skip
    write_rows(root / "train/entailment.jsonl.gz", [
        published, {**published, "premise": EVALUATED, "kind": "modality"},
    ])  # fmt: skip
    write_rows(root / "data/sections_regulations_canada.jsonl.gz", [
        SECTION, {**SECTION, "doc": "Y", "title_en": "Forest Rules", "title_fr": "Règles des bois"},
    ])  # fmt: skip
    write_rows(root / "train/questions_fr.jsonl.gz", [{
        "kind": "question", "question": "Qui paie ?", "title": "Permis",
        "source": "service-public.fr",
        "passage": "Le demandeur paie 25 euros au guichet. Il reçoit son permis en deux semaines.",
    }])  # fmt: skip
    write_rows(root / "train/reader.jsonl.gz", [{
        "lang": "en", "title": "Lenny", "passage": f"{EVALUATED} The port was dug by Carl Weber."},
    ])  # fmt: skip
    write_rows(
        root / "data/qa_medquad_en.jsonl.gz", [{"q": "What is it?", "a": "It is a mild disease."}]
    )
    lines = [
        ("tatoeba-anki", f"Tom gave Mary {n} books for her school.",
         f"Tom a donné {n} livres à Mary.")
        for n in range(3, 40)
    ]  # fmt: skip
    with gzip.open(root / "train/parallel.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines("\t".join(line) + "\n" for line in lines)
    kept_out = root / "eval/set/corpus.jsonl"
    kept_out.parent.mkdir(parents=True)
    kept_out.write_text(json.dumps({"text": EVALUATED}) + "\n")
    return root


def build(root: Path) -> list[Row]:
    return list(data.build(root, EvaluationTexts(root / "eval"), RandomStreams(7), 60))


@pytest.fixture(scope="module")
def made(root: Path) -> list[Row]:
    return build(root)


def test_the_same_seed_gives_the_same_rows(root: Path, made: list[Row]) -> None:
    assert build(root) == made
    assert {row.label for row in made} == set(LABELS)


def test_evaluation_texts_are_kept_out(made: list[Row]) -> None:
    assert not [row for row in made if EVALUATED in row.evidence or EVALUATED in row.claim]
    assert not [row for row in made if "Carl Weber" in row.evidence]


def test_a_published_premise_has_its_title_above(made: list[Row]) -> None:
    (row,) = (row for row in made if row.kind == "title-scope")
    assert (row.above, row.evidence) == (
        "Park Regulations › Keys", "The warden keeps the key of the park.",
    )  # fmt: skip


def test_nothing_is_shared_between_train_and_held_out_rows(made: list[Row]) -> None:
    parts = list(data.split(made))
    held = {text for row, out in parts if out for text in row.texts}
    assert held
    assert not [row for row, out in parts if not out and held & set(row.texts)]


@pytest.mark.parametrize(("change", "language", "text", "wanted"), [
    ("number", "en", "The fee is 40 euros under section 12.",
     r"The fee is (?!40\b)\d+ euros under section 12\."),
    ("modality", "fr", "Le gardien doit ouvrir le parc.", "Le gardien peut ouvrir le parc."),
    ("negation", "fr", "Le registre est public.", "Le registre n’est pas public."),
    ("affirmed", "en", "The fee is not due.", "The fee is due."),
    ("quantifier", "fr", "Tous les parcs ouvrent.", "Seuls certains des parcs ouvrent."),
    ("opposite", "en", "It opens before noon.", "It opens after noon."),
    ("role", "en", "Tom called Mary.", "Mary called Tom."),
    ("date", "en", "It opened on 3 July 1999.", r"It opened on 3 (?!July)[A-Z][a-z]+ 1999\."),
])  # fmt: skip
def test_a_change_turns_what_a_sentence_says(
    change: str, language: Language, text: str, wanted: str
) -> None:
    changed = CHANGES[change](text, language, random.Random(3))
    assert changed is not None
    assert re.fullmatch(wanted if "(?!" in wanted else re.escape(wanted), changed)


@pytest.mark.parametrize(("change", "language", "text"), [
    ("number", "en", "This is set out in section 12."),
    ("modality", "en", "No permit shall be granted."),
    ("modality", "fr", "Il ne doit pas fumer."),
    ("negation", "en", "A park that is closed stays so."),
    ("negation", "fr", "Le parc n’est pas ouvert."),
    ("role", "en", "Tom met Mary."),
    ("date", "en", "They may march."),
])  # fmt: skip
def test_a_change_leaves_alone_what_it_would_not_turn(
    change: str, language: Language, text: str
) -> None:
    assert CHANGES[change](text, language, random.Random(3)) is None


def test_another_name_stands_where_a_name_stood() -> None:
    names = Names([("He came from Dover to York.", "en"), ("She came from Calais.", "en")])
    text = names.other_name("The mail came from Ghent.", "en", random.Random(1))
    assert text in ("The mail came from Dover.", "The mail came from Calais.")
    assert other_office("The Court sat.", "en", random.Random(1)) is None
    assert other_office("It is sent to the Court.", "en", random.Random(1)) is not None


@pytest.mark.parametrize("make", list(FACTS), ids=lambda each: each.__name__)
def test_a_fact_has_claims_of_several_labels_in_both_languages(make: Any) -> None:
    rng = random.Random(5)
    found = [row for number in range(60) for row in of_fact(make(rng), str(number), rng)]
    assert {row.label for row in found} >= {CONTRADICTS, SUPPORTS} or make.__name__ == "supposed"
    assert len({(row.claimed, row.language) for row in found}) == 4
    assert all(row.claim[0] == row.claim[0].upper() and row.evidence for row in found)
    assert not [row for row in found if "  " in row.claim + row.evidence]


def test_who_is_listed_as_absent_was_not_there() -> None:
    rng = random.Random(2)
    (attendance,) = (make for make in FACTS if make.__name__ == "attendance")
    rows = [row for _ in range(200) for row in of_fact(attendance(rng), "x", rng)]
    absents = [row for row in rows if row.evidence.startswith("Absents")]
    present = Counter(row.label for row in absents if "participé" in row.claim)
    assert present[CONTRADICTS] > 0
    assert present[SUPPORTS] == 0


# Tokens, network, training


@pytest.fixture(scope="module")
def rows_packed(made: list[Row]) -> Packed:
    return packed.pack(data.split(made), *data.cutter(ENCODER))


def test_a_packed_file_gives_the_same_rows(rows_packed: Packed, tmp_path: Path) -> None:
    rows_packed.save(tmp_path / "packed.xz")
    found = packed.load(tmp_path / "packed.xz")
    assert found.names == rows_packed.names
    assert (found.tokens == rows_packed.tokens).all()
    assert (found.rows == rows_packed.rows).all()


def test_a_row_is_claim_context_and_evidence_between_marks() -> None:
    row = Row("A b.", "C d.", "en", "fr", NEUTRAL, "x", "s", above="T", before="B")
    long = Row("A b.", "C. " * 200, "en", "fr", NEUTRAL, "x", "s")
    words = {"A b.": [10, 11], "C d.": [12], "T": [13], "B": [14], "": [], "C. " * 200: [15] * 400}
    found = packed.pack(
        [(row, False), (long, False)], lambda texts: [words[text] for text in texts], 1, 2
    )
    flat = packed.flat(found, np.array([0]))
    assert flat.ids.tolist() == [1, 10, 11, 2, 13, 14, 2, 12, 2]
    assert flat.parts.tolist() == [0, 1, 1, 0, 2, 2, 2, 3, 2]
    assert len(found.rows) == 1  # the row that would be cut is left out
    assert packed.PAIRS[found.pairs[0]] == "en-fr"


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thin encoder with the vocabulary of the shipped one."""
    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(1)
    config = BertConfig.from_pretrained(
        ENCODER, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def test_batches_hold_each_row_once_and_no_more(rows_packed: Packed) -> None:
    rows = DeviceRows(rows_packed, np.arange(len(rows_packed.rows)), "cpu")
    shuffled = np.concatenate(list(rows.shuffled(8, np.random.default_rng(1))))
    assert len(set(shuffled)) == len(shuffled) > len(rows) - 8
    batch = rows.batch(np.array([3, 0]))
    for row, place in enumerate((3, 0)):
        own = packed.flat(rows_packed, np.array([place]))
        inside = batch.attention_mask[row] > 0
        assert batch.input_ids[row][inside].tolist() == own.ids.tolist()
        assert batch.parts[row][inside].tolist() == own.parts.tolist()


def test_padding_does_not_change_what_the_network_says(encoder: Path, rows_packed: Packed) -> None:
    net = network.started(encoder).eval()
    rows = DeviceRows(rows_packed, np.arange(len(rows_packed.rows)), "cpu")
    longest, shortest = int(rows.lengths.argmax()), int(rows.lengths.argmin())
    batch = rows.batch(np.array([longest, shortest]))
    with torch.inference_mode():
        alone = net(*rows.batch(np.array([shortest])).read)[0]
        padded = net(*batch.read)[1]
        all_read = net(batch.input_ids, batch.parts, torch.ones_like(batch.attention_mask))[1]
    # The sums over padded tokens have further terms, all zero, and may be added in another order:
    # so many float32 roundings lie between the two, whatever the processor.
    near = export.allowed(net, int(rows.lengths.max()))
    assert float((alone - padded).abs().max()) <= near
    assert float((alone - all_read).abs().max()) > 10 * near


def test_calling_a_false_claim_supported_costs_most() -> None:
    labels = torch.tensor([LABELS.index(CONTRADICTS)])
    sure = {each: 4.0 * torch.eye(3)[LABELS.index(each)][None] for each in (SUPPORTS, NEUTRAL)}
    assert train.cost(sure[SUPPORTS], labels, 0.5) > train.cost(sure[NEUTRAL], labels, 0.5) + 1


def test_a_training_learns_and_its_files_give_the_same_network(
    encoder: Path, rows_packed: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_packed.save(tmp_path / "packed.xz")
    monkeypatch.setattr(sys, "argv", [
        "train", str(tmp_path / "packed.xz"), str(tmp_path / "out"), "--steps", "20", "--batch",
        "16", "--rate", "0.003", "--encoder", str(encoder), "--device", "cpu",
    ])  # fmt: skip
    train.main()
    with np.load(tmp_path / "out/held.npz") as held:
        found, labels = held["logits"], held["labels"]
    assert found.shape == (rows_packed.held.sum(), 3)
    net = network.loaded(tmp_path / "out", encoder)
    rows = DeviceRows(rows_packed, np.flatnonzero(rows_packed.held), "cpu")
    assert np.abs(train.logits(net, rows) - found).max() < 0.05  # float16 and bfloat16
    words = load_file(encoder / "model.safetensors")["embeddings.word_embeddings.weight"]
    assert torch.equal(net.embeddings.word_embeddings.weight, words)
    assert not [name for file in network.FILES for name in load_file(tmp_path / "out" / file)
                if name == network.WORDS]  # fmt: skip
    assert (tmp_path / "out/figures.txt").read_text().startswith("all ")
    assert len(labels) == len(found)


def test_weights_of_another_network_are_refused(encoder: Path, tmp_path: Path) -> None:
    for file in network.FILES:
        save_file({f"{file}.x": torch.zeros(2)}, tmp_path / file)
    with pytest.raises(ValueError, match="no entailment network"):
        network.loaded(tmp_path, encoder)


def test_the_loss_falls(encoder: Path, rows_packed: Packed) -> None:
    torch.manual_seed(3)
    training = train.EntailmentTraining(network.started(encoder), "cpu")
    rows = DeviceRows(rows_packed, np.flatnonzero(~rows_packed.held), "cpu")
    places = np.arange(24)
    first = training.loss(rows, places, 0.5).item()
    for _ in range(30):
        training.learn(training.loss(rows, places, 0.5), 0.003)
    assert training.loss(rows, places, 0.5).item() < 0.7 * first


def test_minutes_limit_the_epochs(encoder: Path, rows_packed: Packed) -> None:
    training = train.EntailmentTraining(network.started(encoder), "cpu")
    before = [each.clone() for each in training.network.parameters()]
    rows = DeviceRows(rows_packed, np.arange(16), "cpu")
    options = train.options().parse_args(
        ["x", "y", "--epochs", "3", "--minutes", "0.0001", "--batch", "4"]
    )
    assert train.planned(training, rows, options).steps == 1
    options.minutes = 60
    assert train.planned(training, rows, options).steps == 12
    assert all(map(torch.equal, before, training.network.parameters()))  # timing taught nothing


def test_the_rate_rises_and_falls_to_zero() -> None:
    plan = train.EntailmentPlan(100, 8)
    rates = [plan.rate(step) for step in range(100)]
    assert 0 < rates[0] < rates[5] >= rates[50] > rates[99] > 0
    assert max(rates) == pytest.approx(plan.peak, rel=0.02)


def test_training_needs_no_more_than_torch_and_transformers() -> None:
    """The machine that trains has none of the product's dependencies."""
    code = (
        "import sys; import train.entailment.train, train.entailment.calibrate; "
        "print([name for name in ('rag', 'faiss', 'onnxruntime', 'syntok') "
        "if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


# Thresholds


def logits_of(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits that are right most often, surer than they may be."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, count)
    logits = rng.normal(size=(count, 3))
    logits[np.arange(count), labels] += 2.0
    return (3 * logits).astype(np.float32), labels


def test_thresholds_keep_false_support_under_one_in_a_hundred() -> None:
    logits, labels = logits_of(6_000, 1)
    at = calibrate.fitted(logits, labels)
    assert at.temperature == pytest.approx(1.5, rel=0.1)  # logits that are 3 rather than 2
    given, found = calibrate.judged(logits, labels)
    false = labels != LABELS.index(SUPPORTS)
    assert (given[false] == LABELS.index(SUPPORTS)).mean() < 0.015
    assert (given[~false] == LABELS.index(SUPPORTS)).mean() > 0.3
    assert np.allclose(found.sum(axis=1), 1)


def test_a_claim_below_its_threshold_is_not_sure() -> None:
    found = np.array([[0.8, 0.1, 0.1], [0.95, 0.03, 0.02], [0.2, 0.7, 0.1], [0.1, 0.2, 0.7]])
    assert calibrate.verdicts(found, Thresholds(1, 0.9, 0.75)).tolist() == [-1, 0, -1, 2]


def test_no_threshold_lets_pass_what_cannot_be_separated() -> None:
    logits = np.tile(np.array([[9.0, 0, 0]], dtype=np.float32), (200, 1))
    at = calibrate.fitted(logits, np.arange(200) % 3)
    assert (calibrate.verdicts(calibrate.probabilities(logits, at.temperature), at) == -1).all()


# Export


# torch warns that its older exporter is old; train/export.py says why it is used.
older = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def trained(encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a thin network, and beside it the encoder in float16."""
    folder = tmp_path_factory.mktemp("trained")
    torch.manual_seed(4)
    network.save(network.started(encoder), folder)
    words = load_file(encoder / "model.safetensors")
    save_file({name: each.half() for name, each in words.items()}, folder / "model.safetensors")
    (folder / "config.json").write_bytes((encoder / "config.json").read_bytes())
    return folder


@older
def test_the_graph_of_eight_bits_gives_what_torch_gives(trained: Path) -> None:
    net = export.export(trained, trained)
    for texts, tokens in ((1, 9), (3, 40)):
        bound = export.allowed(net, tokens)
        assert 0 < bound < 0.01
        assert export.difference(trained, net, texts, tokens) <= bound
    with torch.no_grad():
        net.head.weight[0, 0] += 0.1
    assert export.difference(trained, net, 3, 40) > export.allowed(net, 40)


@older
def test_eight_bits_move_logits_a_little(trained: Path, rows_packed: Packed) -> None:
    full, net = network.loaded(trained, trained), export.export(trained, trained)
    rows = DeviceRows(rows_packed, np.arange(len(rows_packed.rows)), "cpu")
    before, after = train.logits(full, rows), train.logits(net, rows)
    assert 1e-6 < np.abs(after - before).max() < 0.05
    line = export.moved(before, after)
    assert line.startswith(f"{len(rows)} rows: logits 0.0")


def test_a_scale_is_the_largest_weight_of_its_output(trained: Path) -> None:
    before = network.loaded(trained, trained).layers[0].attention.self.query.weight
    matrices, others = export.rounded(network.loaded(trained, trained))
    steps, scale = matrices["layers.0.attention.self.query.weight"]
    assert torch.allclose(scale * export.STEPS, before.abs().amax(dim=1))
    assert int(steps.abs().max()) == export.STEPS
    assert ((steps.T * scale[:, None] - before).abs() <= scale[:, None] * 0.5001).all()
    assert len(others["embeddings.position_embeddings.weight"]) == packed.MOST


def test_the_product_lays_pairs_out_as_the_training_does() -> None:
    rows = [
        Row("The keeper keeps the key.", "A key is kept by the keeper.", "en", "en", NEUTRAL,
            "x", "s", above="Park › Keys " * 9, before="The keeper is named by the board. " * 5),
        Row("Le gardien.", "La clé est rouge.", "fr", "fr", NEUTRAL, "x", "s"),
    ]  # fmt: skip
    cut, begin, end = data.cutter(ENCODER)
    found = packed.pack([(row, False) for row in rows], cut, begin, end)
    layout = PairLayout(Tokenizer.from_file(str(ENCODER / "tokenizer.json")))
    laid_out = layout([(row.claim, Premise(row.evidence, row.above, row.before)) for row in rows])
    for place, one in enumerate(laid_out):
        own = packed.flat(found, np.array([place]))
        assert (one.ids, one.parts) == (own.ids.tolist(), own.parts.tolist())
