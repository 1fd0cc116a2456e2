"""Two rankings of passages made one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

# The share of the cosine in the fused score. Between two texts of one language shared words
# say much; across languages only names and figures are shared, and the best of few shared
# words is made 1 all the same. Measured on the development sets (bench/RESULTS.md, "Fusion").
SAME_LANGUAGE = 0.7
ACROSS_LANGUAGES = 0.92


def fuse(
    semantic: Mapping[int, float],
    lexical: Mapping[int, float],
    weight: Callable[[int], float],
) -> list[tuple[int, float]]:
    """The rows of both rankings with their fused scores in 0..1, best first, ties by row.

    A convex combination of scores (Bruch et al. 2022, arXiv 2210.11934): the cosine as it is,
    negative ones as 0, and the BM25 score over the best one of the question. Reciprocal ranks
    would let a weak ranking pull a strong one down. ``semantic`` should hold the cosine of
    every row of ``lexical`` too; a row that a mapping lacks counts 0 there. ``weight`` is the
    share of the cosine, in 0..1, for a row.
    """
    best = max(lexical.values(), default=0.0) or 1.0

    def score(row: int) -> float:
        share = weight(row)
        cosine = max(semantic.get(row, 0.0), 0.0)
        return share * cosine + (1 - share) * lexical.get(row, 0.0) / best

    fused = [(row, score(row)) for row in semantic.keys() | lexical.keys()]
    return sorted(fused, key=lambda pair: (-pair[1], pair[0]))
