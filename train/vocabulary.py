"""The vocabulary: word pieces of the teacher, for English, and new ones for French.

    python -m train.vocabulary DATA_ROOT TEACHER_FOLDER OUT_FOLDER

Writes a fast tokenizer and ``neighbours.npz``: for each piece, its English neighbours and their
weights, from which its first vector is computed. Case and accents are folded as the teacher does,
so that "egalite" is "égalité".
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from tokenizers import BertWordPieceTokenizer
from transformers import BertTokenizerFast, PreTrainedTokenizerFast

from train.data import Pair, pairs, searches

FRENCH_PIECES = 24_000
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_SEEN = 3  # occurrences in the training text; single characters are kept without any
_NEIGHBOURS = 6


def build(root: Path, teacher: Path, out: Path) -> None:
    """Writes the tokenizer and the neighbours of its pieces into a folder."""
    translated = pairs(root)
    texts = [search.passage for found in searches(root).values() for search in found]
    old = BertTokenizerFast.from_pretrained(teacher)
    french = _french_pieces(pair.fr for pair in translated)
    kept = _kept_pieces(old, [*(pair.en for pair in translated), *texts])
    vocabulary = [*_SPECIAL, *sorted(kept - set(_SPECIAL))]
    vocabulary += [piece for piece in french if piece not in kept]
    out.mkdir(parents=True, exist_ok=True)
    (out / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    new = BertTokenizerFast(vocab=str(out / "vocab.txt"), do_lower_case=True, strip_accents=True)
    new.save_pretrained(out)
    rows, weights = _neighbours(translated, new, old)
    np.savez(out / "neighbours.npz", rows=rows, weights=weights)
    print(f"{len(vocabulary)} pieces, {len(kept)} of the teacher's")


def _french_pieces(texts: object) -> list[str]:
    trainer = BertWordPieceTokenizer(lowercase=True, strip_accents=True)
    trainer.train_from_iterator(texts, vocab_size=FRENCH_PIECES, min_frequency=4)
    found = trainer.get_vocab()
    return [piece for piece in sorted(found, key=found.__getitem__) if piece not in _SPECIAL]


def _kept_pieces(old: PreTrainedTokenizerFast, texts: list[str]) -> set[str]:
    seen: Counter[int] = Counter()
    for start in range(0, len(texts), 10_000):
        for ids in old(texts[start : start + 10_000], add_special_tokens=False)["input_ids"]:
            seen.update(ids)
    pieces = old.get_vocab()
    latin = {
        piece for piece in pieces if len(piece.removeprefix("##")) == 1 and ord(piece[-1]) < 0x250
    }
    return {piece for piece, row in pieces.items() if seen[row] >= _SEEN} | latin


def _neighbours(
    translated: list[Pair], new: PreTrainedTokenizerFast, old: PreTrainedTokenizerFast
) -> tuple[np.ndarray, np.ndarray]:
    """The closest English pieces of each new piece, (n, 6) int32, and weights, rows of sum 1.

    A piece of the teacher stands for itself in English; as far as it occurs in French, its
    translations are mixed in. Association is Dice's coefficient over the pairs (Melamed 2000).
    """
    french = _presence([pair.fr for pair in translated], new)
    english = _presence([pair.en for pair in translated], old)
    joint = (french.T @ english).tocsr()
    counts_f, counts_e = (np.asarray(m.sum(axis=0)).ravel() for m in (french, english))
    in_english = _presence([pair.en for pair in translated], new)
    english_use = np.asarray(in_english.sum(axis=0)).ravel()
    rows = np.zeros((len(new), _NEIGHBOURS), dtype=np.int32)
    weights = np.zeros((len(new), _NEIGHBOURS), dtype=np.float32)
    known = old.get_vocab()
    for piece, row in new.get_vocab().items():
        start, end = joint.indptr[row], joint.indptr[row + 1]
        found, together = joint.indices[start:end], joint.data[start:end]
        own = known.get(piece)
        if (own is not None and together.sum() < 1) or not len(found):
            rows[row, 0], weights[row, 0] = own or known["[UNK]"], 1.0
            continue
        dice = (2 * together / (counts_f[row] + counts_e[found])) ** 2
        best = np.argsort(-dice)[:_NEIGHBOURS]
        rows[row, : len(best)] = found[best]
        weights[row, : len(best)] = dice[best] / dice[best].sum()
        if own is not None:
            # "the" is English, "thé" folded is rare: each language is weighted by its use.
            share = english_use[row] / (english_use[row] + counts_f[row])
            _mix_in(rows[row], weights[row], own, float(share))
    return rows, weights


def _mix_in(rows: np.ndarray, weights: np.ndarray, own: int, share: float) -> None:
    """Gives a share of the weight to the piece itself, in the last column if it has none yet."""
    weights *= 1.0 - share
    place = int(np.flatnonzero(rows == own)[0]) if own in rows else len(rows) - 1
    if rows[place] != own:
        rows[place], weights[place] = own, 0.0
    weights[place] += 1.0 - weights.sum()


def _presence(texts: list[str], tokenizer: PreTrainedTokenizerFast) -> sp.csr_matrix:
    """(texts, pieces) matrix, 1 where a piece occurs in a text."""
    indices: list[int] = []
    indptr = [0]
    for start in range(0, len(texts), 10_000):
        batch = tokenizer(texts[start : start + 10_000], add_special_tokens=False)["input_ids"]
        for ids in batch:
            indices += sorted(set(ids))
            indptr.append(len(indices))
    data = np.ones(len(indices), dtype=np.float32)
    return sp.csr_matrix((data, indices, indptr), shape=(len(texts), len(tokenizer)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    build(options.root, options.teacher, options.out)
