"""Rows in tokens, in one small file, and how they become arrays again.

A row is ``[CLS] claim [SEP] title › headings, sentence before [SEP] evidence [SEP]``. Each
distinct text is kept once, with the texts made from it beside it, so that the file stays small.
"""

from __future__ import annotations

import io
import json
import lzma
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from train.entailment.rows import Row

LABELS = ("supports", "contradicts", "neutral")
PAIRS = ("en-en", "en-fr", "fr-en", "fr-fr")  # languages of claim and evidence
MOST = 128  # tokens of a row
CLAIM, ABOVE, BEFORE = 56, 24, 24  # most tokens of each part; evidence has the rest
_EMPTY, _BEGIN, _END = 0, 1, 2  # places of texts: nothing, [CLS], [SEP]
# What each piece of a row is: a mark or the claim (0, 1), what stands around (2), evidence (3).
_PIECES = (0, 1, 0, 2, 2, 2, 3, 2)
PART_CLAIM, PART_ABOVE, PART_EVIDENCE = 1, 2, 3
_AT_ONCE = 5_000
_FILTER = {"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 0, "lp": 1, "pb": 1}  # for 16-bit numbers
Cut = Callable[[Sequence[str]], list[list[int]]]


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Rows in tokens.

    ``tokens`` are all texts end to end, ``lengths`` (texts,) theirs; ``rows`` (n, 4) are the places
    of claim, title, sentence before and evidence. ``labels``, ``kinds`` and ``pairs`` (n,) are
    places in LABELS, ``names`` and PAIRS. ``held`` (n,) are rows kept apart.
    """

    tokens: np.ndarray
    lengths: np.ndarray
    rows: np.ndarray
    labels: np.ndarray
    kinds: np.ndarray
    pairs: np.ndarray
    held: np.ndarray
    names: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Writes one compressed file."""
        buffer = io.BytesIO()
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        np.savez(buffer, names=np.array(json.dumps(self.names)), **arrays)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(lzma.compress(buffer.getvalue(), filters=[_FILTER]))


_ARRAYS = ("tokens", "lengths", "rows", "labels", "kinds", "pairs", "held")


def load(path: Path) -> Packed:
    """The rows of a file that ``save`` wrote."""
    with np.load(io.BytesIO(lzma.decompress(path.read_bytes()))) as found:
        names = tuple(json.loads(str(found["names"])))
        return Packed(names=names, **{name: found[name] for name in _ARRAYS})


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """Rows end to end: ``ids`` and ``parts`` of each token, ``starts`` and ``lengths`` (n,)."""

    ids: np.ndarray
    parts: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray


def flat(packed: Packed, chosen: np.ndarray) -> Flat:
    """The rows at some places with their marks."""
    claim, above, before, evidence = packed.rows[chosen].astype(np.int64).T
    begin, end = np.full_like(claim, _BEGIN), np.full_like(claim, _END)
    pieces = np.stack([begin, claim, end, above, before, end, evidence, end], axis=1)
    sizes = packed.lengths.astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    of_piece = sizes[pieces].ravel()
    places = np.cumsum(of_piece) - of_piece
    at = np.repeat(starts[pieces].ravel() - places, of_piece) + np.arange(of_piece.sum())
    parts = np.repeat(np.tile(np.array(_PIECES, dtype=np.uint8), len(chosen)), of_piece)
    lengths = of_piece.reshape(len(chosen), -1).sum(axis=1)
    return Flat(packed.tokens[at].astype(np.int32), parts, np.cumsum(lengths) - lengths, lengths)


def pack(rows: Iterable[tuple[Row, bool]], cut: Cut, begin: int, end: int) -> Packed:
    """Rows, each with whether it is held out, in tokens.

    A row whose claim or evidence does not fit is left out: cut, its label might be false.
    """
    table = _Table(cut, begin, end)
    kept: list[tuple[tuple[int, ...], Row, bool]] = []
    source = iter(rows)
    while part := list(islice(source, _AT_ONCE)):
        for (row, held), places in zip(part, table.places([row for row, _ in part]), strict=True):
            if places is not None:
                kept.append((places, row, held))
    names = tuple(sorted({row.kind for _, row, _ in kept}))
    return Packed(
        *table.arrays(),
        rows=np.array([places for places, _, _ in kept], dtype=np.int32),
        labels=np.array([LABELS.index(row.label) for _, row, _ in kept], dtype=np.uint8),
        kinds=np.array([names.index(row.kind) for _, row, _ in kept], dtype=np.uint8),
        pairs=np.array(
            [PAIRS.index(f"{row.claimed}-{row.language}") for _, row, _ in kept], dtype=np.uint8
        ),
        held=np.array([held for _, _, held in kept], dtype=bool),
        names=names,
    )


class _Table:
    """Distinct texts in tokens."""

    def __init__(self, cut: Cut, begin: int, end: int) -> None:
        self._cut = cut
        self._tokens: list[list[int]] = [[], [begin], [end]]
        self._places: dict[tuple[str, int], int] = {}

    def places(self, rows: Sequence[Row]) -> Iterator[tuple[int, ...] | None]:
        """The places of a row's texts; None for a row that is too long."""
        known: dict[str, list[int]] = {}
        for texts in zip(*((r.claim, r.evidence, r.above, r.before) for r in rows), strict=True):
            known.update(zip(texts, self._cut(texts), strict=True))
        for row in rows:
            claim, evidence = known[row.claim], known[row.evidence]
            above, before = known[row.above][:ABOVE], known[row.before][:BEFORE]
            if len(claim) > CLAIM or len(claim) + len(evidence) + 4 > MOST:
                yield None
                continue
            space = MOST - 4 - len(claim) - len(evidence)
            above = above[:space]
            before = before[: max(0, space - len(above))]
            yield tuple(map(self._place, (claim, above, before, evidence)))

    def _place(self, tokens: list[int]) -> int:
        if not tokens:
            return _EMPTY
        key: Any = tuple(tokens)
        if key not in self._places:
            self._places[key] = len(self._tokens)
            self._tokens.append(tokens)
        return self._places[key]

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """All tokens end to end, and how many each text has."""
        tokens = np.concatenate([np.array(each, dtype=np.uint16) for each in self._tokens])
        return tokens, np.array([len(each) for each in self._tokens], dtype=np.uint8)
