"""The figures of two quotes about one thing that cannot both be true."""

from __future__ import annotations

from rag.facts.contradictions import continue_alike, contradict, is_part
from rag.facts.facts import Facts, Figure
from rag.facts.figures import comparable, equal
from rag.facts.sources import SourceFacts
from rag.facts.subjects import are_versions
from rag.facts.version_subjects import are_said_of_one
from rag.language.figures.counted_nouns import same_noun
from rag.language.statements.clause_words import NO_KIND
from rag.language.words import is_stop_word, words
from rag.weights import WEIGHTS

_LIMITS = WEIGHTS.disagreements


def rival_figures(one: SourceFacts, other: SourceFacts) -> tuple[Figure, Figure] | None:
    """The first figure with a rival and without an equal in the other source, and that rival.

    Of several rates or prices, none is known to be the rival, unless the rest is word for word.
    """
    same_language = one.facts.language == other.facts.language
    word_for_word = _word_for_word(one.facts, other.facts)
    for figure in one.facts.figures:
        if figure.ordinal and not are_versions(one.source, other.source):
            continue  # "the 3rd session", "the 4th session": two of a kind
        if _is_note_number(one, figure, other):
            continue
        rivals = [
            f
            for f in other.facts.figures
            if comparable(figure, f, same_language=same_language)
            and (_near(figure, f) or word_for_word)
            and (not same_language or _one_subject(one, figure, other, f))
            and contradict(one, figure, other, f)
        ]
        has_equal = _has_equal(one, figure, other)
        rivals = [f for f in rivals if not _has_equal(other, f, one)]
        one_each = len(rivals) == 1 and not _alternatives(figure, one.facts)
        if rivals and not has_equal and (one_each or word_for_word):
            return figure, rivals[0]
    return None


def _has_equal(one: SourceFacts, figure: Figure, other: SourceFacts) -> bool:
    """Whether another source has a figure for as many of what that figure counts, not of a part.

    "Fifteen members, of whom twelve are elected", "... meets twelve times a year": not 12 members.
    """
    return any(
        equal(figure, each)
        and (is_part(one, figure) or not is_part(other, each))
        and (figure.unit != "" or _may_count_one(figure, one.facts, each, other.facts))
        for each in other.facts.figures
    )


def _may_count_one(figure: Figure, facts: Facts, other: Figure, others: Facts) -> bool:
    """Whether two figures without units may count the same, as far as both say what."""
    if not (figure.counted and other.counted):
        return True
    if facts.language != others.language:
        return same_noun(figure.counted, other.counted) is not False
    return figure.counted == other.counted


def _is_note_number(read: SourceFacts, figure: Figure, other: SourceFacts) -> bool:
    """Whether a figure is the number of a note that opens a text: "20 Ministry of Education".

    "12 Councillors" is none where the other text counts councillors.
    """
    after = read.source.text[figure.end :].lstrip()
    if read.source.text[: figure.start].strip() or not after[:1].isupper():
        return False
    return _word_after(read, figure) not in {_word_after(other, one) for one in other.facts.figures}


def _word_after(read: SourceFacts, figure: Figure) -> str:
    found = words(read.clause_after(figure.end))
    return found[0].folded if found else ""


def _alternatives(figure: Figure, facts: Facts) -> list[Figure]:
    """The other figures of a text that measure what a figure measures, with other values."""
    return [
        f
        for f in facts.figures
        if not equal(figure, f) and comparable(figure, f, same_language=True)
    ]


def _near(figure: Figure, rival: Figure) -> bool:
    """Whether two figures are of the same order of magnitude, so that one of them may be wrong."""
    least, most = sorted((abs(figure.value), abs(rival.value)))
    return not least or most <= _LIMITS.figure_ratio * least


def _word_for_word(one: Facts, other: Facts) -> bool:
    """Whether two texts of a language differ in little more than the figure."""
    left, right = set(one.terms), set(other.terms)
    shared = len(left & right) >= _LIMITS.shared_words * max(len(left), len(right), 1)
    return shared and one.language == other.language


def _one_subject(one: SourceFacts, figure: Figure, other: SourceFacts, rival: Figure) -> bool:
    """Whether two figures are about the same, by the words before them and right after.

    False for "The council has twelve members" and "The youth council has five members". Versions
    of a document may leave some of these words out.
    """
    if not continue_alike(one, figure, other, rival):
        return False
    if are_versions(one.source, other.source):
        return are_said_of_one(one, figure, other, rival)
    before, rival_before = one.words_before(figure.start), other.words_before(rival.start)
    return before == rival_before and _of_one_kind(one, figure, other, rival)


def _kind_counted(read: SourceFacts, figure: Figure) -> str:
    """The word right after the noun that a figure counts, where it says which ones, in French.

    English has it before the noun: "12 visiteurs étrangers", "12 foreign visitors".
    """
    after = read.clause_after(figure.end)
    found = words(after)
    if read.facts.language != "fr" or figure.unit or len(found) < 2:
        return ""
    noun, kind = found[0], found[1]
    is_next = after[noun.end : kind.start].isspace() and not is_stop_word(kind.folded, "fr")
    return kind.folded if is_next and not NO_KIND.fullmatch(kind.folded) else ""


def _of_one_kind(one: SourceFacts, figure: Figure, other: SourceFacts, rival: Figure) -> bool:
    """False where both say which ones they count, and not the same."""
    kinds = {_kind_counted(one, figure), _kind_counted(other, rival)} - {""}
    return len(kinds) < 2
