"""Two rankings of passages fused into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def fuse(
    semantic: Mapping[int, float],
    lexical: Mapping[int, float],
    share: Callable[[int], float],
) -> list[tuple[int, float]]:
    """The rows of both rankings with their fused scores in 0..1, best first, ties by row.

    A convex combination of scores (Bruch et al. 2022, arXiv 2210.11934): the cosine, with
    negative ones as 0, and the BM25 score divided by the best one of the question. Reciprocal
    ranks would let a weak ranking pull a strong one down. ``semantic`` should hold the cosine of
    every row of ``lexical`` too; a row that a mapping lacks counts 0 there. ``share`` gives the
    share of the cosine for a row, in 0..1 (``FusionWeights``).
    """
    best = max(lexical.values(), default=0.0) or 1.0

    def score(row: int) -> float:
        of_cosine = share(row)
        cosine = max(semantic.get(row, 0.0), 0.0)
        return of_cosine * cosine + (1 - of_cosine) * lexical.get(row, 0.0) / best

    fused = [(row, score(row)) for row in semantic.keys() | lexical.keys()]
    return sorted(fused, key=lambda pair: (-pair[1], pair[0]))
