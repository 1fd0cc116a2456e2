"""Whether other sentences make a claim unsure that one of them supports."""

from __future__ import annotations

from collections.abc import Sequence

from rag.checking.findings import WeighedSentence
from rag.weights import VerdictThresholds


def is_only_supposed(
    sentences: Sequence[WeighedSentence], first: WeighedSentence, limits: VerdictThresholds
) -> bool:
    """Whether the words of a claim are those of a sentence that supposes them, and of none else."""
    if first.compared.in_quote >= limits.same_words:
        return False
    return any(
        one.compared.supposed and one.compared.in_quote >= limits.same_words for one in sentences
    )


def is_outdone_across(
    sentences: Sequence[WeighedSentence], first: WeighedSentence, limits: VerdictThresholds
) -> bool:
    """Whether the network doubts a sentence in the other language, and is sure that one differs.

    "The lighthouse was built in 1821" beside "The harbour was founded in 1784", of the founding of
    the harbour: no rule compares their words.
    """
    if not first.compared.across or first.signals.agrees >= 0:
        return False
    return any(
        one.signals.about > 0
        and one.signals.agrees <= -limits.network_alone
        and one.compared.count("differs", "figure", "date") > 0
        and not one.superseded
        for one in sentences
    )
