"""Hits to quotes: the sentences that answer a question, and how sure we are."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from rag.answering.confidence import ConfidenceFeatures, confidence, confidence_features
from rag.answering.late_interaction import QueryTokens
from rag.answering.question import LibraryTerms, ParsedQuestion, parse_question
from rag.answering.selection import Candidate, TokenEncoder, in_order, ranked, read_hits
from rag.answering.spans import short_answer
from rag.citations.quotes import Quote
from rag.records import Hit, Language

# A further sentence is quoted where its score reaches this share of the first one's.
_CLOSE = 0.86
# The confidence from which the documents are taken to answer, chosen on half of the
# development sets so that false answers and false refusals are about as many
# (bench/RESULTS.md, "Refusal").
THRESHOLDS: dict[Language, float] = {"fr": 0.38, "en": 0.4}


@dataclass(frozen=True, slots=True)
class Choice:
    """The quotes chosen, best first, and the confidence in 0..1 that they answer.

    ``others`` are the next sentences, which say less of what is asked; they name no short answer.
    ``hits`` are those read, in the order of how much of the question they meet.
    """

    quotes: tuple[Quote, ...]
    confidence: float
    threshold: float
    signs: ConfidenceFeatures | None = None
    others: tuple[Quote, ...] = ()
    hits: tuple[Hit, ...] = ()


def choose(
    question: str,
    language: Language,
    hits: Sequence[Hit],
    *,
    terms: LibraryTerms,
    read: TokenEncoder,
    older: Container[str] = (),
) -> Choice:
    """The sentences of the hits that answer a question best, each once.

    ``terms`` are those of the library; ``read`` gives the tokens of texts, questions and
    passages alike. Of a sentence that several documents hold, one whose id is not among
    ``older`` is quoted before one that is.
    """
    asked = parse_question(question, language, terms.rarity)
    sought = QueryTokens.of(question, read([question], kind="query")[0], asked)
    through = read_hits(sought, hits, read)
    found, moved = ranked(asked, sought, through), tuple(in_order(sought, through))
    if not found:
        return Choice((), 0.0, THRESHOLDS[language], hits=moved)
    best = found[0]
    signs = confidence_features(asked, hits, best)
    sure = confidence(signs, language, best.hit.passage.language, terms.searched)
    kept: dict[str, Candidate] = {}
    for one in found:
        text = " ".join(one.sentence.text.split())
        first = kept.setdefault(text, one)
        if first.hit.document.id in older and one.hit.document.id not in older:
            kept[text] = replace(one, score=first.score)  # the newer version says it too
    order = list(kept.values())
    close = sum(one.score >= _CLOSE * best.score for one in order)
    return Choice(
        quotes=tuple(_answering(asked, one, best.score, sure) for one in order[:close]),
        confidence=sure,
        threshold=THRESHOLDS[language],
        signs=signs,
        others=tuple(_quote(one, best.score, sure) for one in order[close:]),
        hits=moved,
    )


def _quote(one: Candidate, best: float, sure: float) -> Quote:
    """A sentence as a quote, its score a share of the best one's."""
    start = one.hit.passage.start + one.sentence.start
    score = sure * max(0.0, min(1.0, one.score / best)) if best > 0 else 0.0
    return Quote(one.hit, start, start + len(one.sentence.text), one.sentence.text, score)


def _answering(asked: ParsedQuestion, one: Candidate, best: float, sure: float) -> Quote:
    """The same with its short answer, where the question asks for one."""
    quote = _quote(one, best, sure)
    span = short_answer(quote.text, one.hit.passage.language, asked)
    if span is None:
        return quote
    start, end = quote.start + span.start, quote.start + span.end
    return replace(quote, span=replace(span, start=start, end=end))
