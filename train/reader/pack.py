"""The examples cut into tokens once, in a file that a training reads at once.

    python -m train.reader.pack DATA

Writes DATA/train.tokens.xz and DATA/held.tokens.xz, which is all of DATA that a training needs: a
machine with a GPU needs neither the texts nor the packages that read them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

from train.data import SEED
from train.reader import examples
from train.reader.batches import TokenizedExamples, tokenized
from train.reader.examples import ENCODER, Example
from train.reader.tokenized import ExampleTokenizer, Limits


def packed(path: Path, encoder: Path) -> TokenizedExamples:
    """The examples of a file in tokens, from the packed file beside it if there is one."""
    if pack_of(path).is_file():
        return TokenizedExamples.load(pack_of(path))
    return in_tokens(examples.read(path), encoder)


def in_tokens(rows: Iterable[Example], encoder: Path) -> TokenizedExamples:
    """Examples in the tokens of an encoder."""
    tokenize = ExampleTokenizer(Tokenizer.from_file(str(encoder / "tokenizer.json")))
    return tokenized(rows, tokenize, Limits(), SEED)


def pack_of(path: Path) -> Path:
    """Where the packed form of a file of examples is."""
    return path.with_name(path.name.removesuffix(".jsonl.gz") + ".tokens.xz")


def main() -> None:
    """Packs the examples of a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoder", type=Path, default=ENCODER)
    chosen = parser.parse_args()
    for name in ("train", "held"):
        path = chosen.data / f"{name}.jsonl.gz"
        # What lies together is compressed together; the order of the training is drawn later.
        rows = sorted(examples.read(path), key=lambda one: (one.title, one.passage))
        made = in_tokens(rows, chosen.encoder)
        made.save(pack_of(path))
        size = pack_of(path).stat().st_size / 1e6
        print(f"{pack_of(path)}: {len(made)} examples, {size:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
