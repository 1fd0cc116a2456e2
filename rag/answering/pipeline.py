"""A question to its answer: language, search, sentences, verified citations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import replace
from functools import partial

from rag.answering.choice import Choice, choose
from rag.answering.combined import said_with_numbers
from rag.answering.conflicts import Encode, both_sides, conflicts, without_amended
from rag.answering.limited import within_named
from rag.answering.question import ParsedQuestion, parse_question
from rag.answering.quote_filter import FilteredChoice, ReadHits, choose_named
from rag.answering.reading import Models
from rag.answering.repeats import newer_before_older, without_repeats
from rag.answering.standalone import asks_for_list
from rag.answering.whole_quotes import whole_quotes
from rag.citations.amendments import find_library_amendments
from rag.citations.quotes import Quote, cite
from rag.citations.verify_quotes import verified
from rag.citations.versions import newer_versions, newest_first, replaced_versions
from rag.config import Settings
from rag.encoders import Encoder, weights_of
from rag.language import detect
from rag.language.figures.periods import without_period
from rag.messages.answers import absent, not_found
from rag.passage_reader import load_reader
from rag.questions.document_names import read_document_name
from rag.questions.named_things import NamedThings, read_named_things
from rag.records import Absent, Answer, Citation, Hit, Language, Statement, Successor
from rag.retrieval.absences import absences
from rag.retrieval.lookup import Lookup, look_up
from rag.retrieval.rerank import Reranker
from rag.retrieval.search import search_with
from rag.retrieval.stated_days import stated_days
from rag.runtime.stopwatch import Stopwatch
from rag.store import Library

# How many of the first hits are encoded token by token, which takes most of an answer's time.
# More of them if they are in another language, where no words help to rank them
# (bench/RESULTS.md, "Reading").
READ_DEPTH, READ_DEPTH_ACROSS = 8, 16
# How many of the first hits outside a scope tell whether the whole library has an answer.
GLANCE_DEPTH = 3


def answer_question(
    library: Library,
    encoder: Encoder,
    settings: Settings,
    question: str,
    reranker: Reranker | None = None,
    language: Language | None = None,
) -> Answer:
    """The answer of an index to one question: verified quotes, or that there is none.

    ``language`` is found out if ``None``. ``reranker`` reorders what the proximity reranker gives.
    """
    asked = read_named_things(question, language or detect(question))
    return answer_asked(library, encoder, settings, asked, reranker)


def answer_asked(
    library: Library,
    encoder: Encoder,
    settings: Settings,
    asked: NamedThings,
    reranker: Reranker | None = None,
    whole: Library | None = None,
) -> Answer:
    """``answer_question``, for a question that was read.

    ``whole`` is what the library is a part of: a document that the question names may be there.
    """
    watch, newer = Stopwatch(), newer_versions(library)
    encode = partial(encoder.encode, kind="passage")
    question, language = asked.text, asked.language
    lookup, hits = _searched(library, encoder, settings, asked, watch, whole)
    if reranker is not None:
        with watch.step("rerank"):
            hits = reranker.rerank(question, language, hits)
    with watch.step("answer"):
        parsed = parse_question(_read_as(lookup), language, library.terms.rarity)
        replaced = replaced_versions(library, newer, parsed.folded)
        editions = {*newer, *(one.document for one in newer.values())}
        reader = partial(_reader, library, encoder, settings, older=replaced)
        filtered = _chosen(library, reader, parsed, hits, lookup, editions)
        choice, lacking = filtered.choice, (*absences(lookup, hits), *filtered.absent)
        quotes, withheld = _shown(library, choice, settings.statements, replaced, encode, question)
    if reranker is None:  # otherwise its order is kept
        hits = _put_first(hits, choice.hits)
    sure = _is_sure(choice, settings)
    found = bool(quotes) and sure
    disputed = (
        conflicts(quotes, encode, replaced, (*choice.quotes, *choice.others)) if found else ()
    )
    citations = _cited(library, quotes, newer) if found else ()
    statements = tuple(Statement(cited.text, (cited.n,)) for cited in citations)
    answer = Answer(
        question=question,
        language=language,
        found=found,
        text=said_with_numbers(statements) or _refusal(library, language, lacking),
        statements=statements,
        citations=citations,
        hits=tuple(hits[: settings.hits]),
        confidence=choice.confidence,
        index_id=library.index_id,
        timings_ms=watch.timings_ms,
        withheld=withheld if sure else 0,
        conflicts=without_amended(disputed, citations),
        absent=lacking,
    )
    return within_named(answer, lookup.documents, library)


def _cited(
    library: Library, quotes: Sequence[Quote], newer: Mapping[str, Successor]
) -> tuple[Citation, ...]:
    """The quotes as citations, each with what amends it."""
    amendments = find_library_amendments(library)
    return tuple(cite(n, quote, newer, amendments.of(quote)) for n, quote in enumerate(quotes, 1))


def answering_titles(
    library: Library,
    encoder: Encoder,
    settings: Settings,
    asked: NamedThings,
    besides: Collection[str],
) -> tuple[str, ...]:
    """The titles of documents that answer a question, without those ``besides``, by id.

    Only the best few passages are read, and nothing is shown of them: this takes a fraction of
    the time of an answer.
    """
    lookup, hits = _searched(library, encoder, settings, asked, Stopwatch())
    others = [hit for hit in hits if hit.document.id not in besides][:GLANCE_DEPTH]
    parsed = parse_question(_read_as(lookup), asked.language, library.terms.rarity)
    read = _reader(library, encoder, settings, parsed, frozenset())
    choice = choose_named(read, others, lookup).choice
    quotes = choice.quotes[: settings.statements] if _is_sure(choice, settings) else ()
    return tuple(dict.fromkeys(quote.hit.document.title for quote in quotes))


def nearest_passages(
    library: Library, encoder: Encoder, settings: Settings, topic: str, language: Language
) -> list[Hit]:
    """The passages nearest to a topic, best first, in any language; none is read."""
    _, hits = _searched(library, encoder, settings, read_named_things(topic, language), Stopwatch())
    return hits[: settings.hits]


def _searched(
    library: Library, encoder: Encoder, settings: Settings, asked: NamedThings, watch: Stopwatch,
    whole: Library | None = None,
) -> tuple[Lookup, list[Hit]]:  # fmt: skip
    """What of a question the library has, and the passages found for it, best first."""
    with watch.step("encode"):
        vector = encoder.tokens([asked.text], kind="query")[0].whole
    with watch.step("search"):
        lookup = look_up(library, asked, whole)
        weights = weights_of(settings.encoder)
        hits = search_with(library, vector, lookup, k=settings.candidates, weights=weights)
        if asked.periods:
            lookup = replace(lookup, stated=stated_days(library, hits))
    return lookup, hits


def _reader(
    library: Library, encoder: Encoder, settings: Settings, parsed: ParsedQuestion,
    older: Container[str], *, every: bool = True,
) -> ReadHits:  # fmt: skip
    """What reads the first hits for a question; ``older`` are documents with a newer version.

    All of them if ``every``, or else those that can change what is quoted.
    """

    def read(hits: Sequence[Hit]) -> Choice:
        return choose(
            parsed, hits_to_read(hits, parsed.language), passages=library.terms.searched,
            models=Models(encoder.tokens, load_reader(), every), older=older,
            weights=weights_of(settings.encoder),
        )  # fmt: skip

    return read


def _chosen(
    library: Library, reader: Callable[..., ReadHits], parsed: ParsedQuestion,
    hits: Sequence[Hit], lookup: Lookup, editions: Collection[str],
) -> FilteredChoice:  # fmt: skip
    """The choice for a question; where quotes are left out, all hits are read: any may follow."""
    undated = _undated(lookup)
    then = parse_question(undated, parsed.language, library.terms.rarity) if undated else None

    def chosen(*, every: bool) -> FilteredChoice:
        read = partial(reader, every=every)
        return choose_named(read(parsed), hits, lookup, read(then) if then else None, editions)

    found = chosen(every=False)
    return found if found.is_best else chosen(every=True)


def _read_as(lookup: Lookup) -> str:
    """The question as the passages are read for it: without the name of their own document."""
    question, named = lookup.asked.text, lookup.documents
    name = read_document_name(question) if named.within or named.missing else None
    return (name and name.rest) or question


def _undated(lookup: Lookup) -> str:
    """The question without the one period that it is limited to, "" if there is none."""
    periods, text = lookup.asked.periods, lookup.asked.text
    is_limited = len(periods) == 1 and _read_as(lookup) == text
    return without_period(text, periods[0]) if is_limited else ""


def _is_sure(choice: Choice, settings: Settings) -> bool:
    threshold = settings.threshold if settings.threshold >= 0 else choice.threshold
    return choice.confidence >= threshold


def hits_to_read(hits: Sequence[Hit], language: Language) -> list[Hit]:
    """The hits that are encoded token by token for a question in a language."""
    further = hits[READ_DEPTH:READ_DEPTH_ACROSS]
    across = [hit for hit in further if hit.passage.language != language]
    return [*hits[:READ_DEPTH], *across]


def _put_first(hits: Sequence[Hit], first: Sequence[Hit]) -> list[Hit]:
    """The hits with some put first, in their order; each rank keeps its score.

    Scores say how well anything was found at all; late interaction changes only the order.
    """
    moved = {hit.passage for hit in first}
    order = [*first, *(hit for hit in hits if hit.passage not in moved)]
    return [replace(hit, score=before.score) for hit, before in zip(order, hits, strict=True)]


def _shown(
    library: Library, choice: Choice, count: int, newer: Mapping[str, Successor],
    encode: Encode, question: str,
) -> tuple[list[Quote], int]:  # fmt: skip
    """The quotes to show, ``count`` and those that disagree, and how many were withheld.

    A quote that is not in its page, or that repeats one before it, is replaced by the next one.
    Each is shown with what it needs to stand by itself.
    """
    correct = verified(library, choice.quotes)
    withheld = sum(quote not in correct for quote in choice.quotes[:count])
    distinct = without_repeats(correct)
    others = (*distinct[count:], *choice.others)
    leading = newer_before_older(distinct[:count], others, newer)
    chosen = newest_first(both_sides(leading, others, encode, newer), newer)
    whole = whole_quotes(library, chosen, whole_lists=asks_for_list(question))
    quotes = verified(library, whole)
    return quotes, withheld + len(whole) - len(quotes)


def _refusal(library: Library, language: Language, lacking: Sequence[Absent]) -> str:
    """What the library lacks of what the question names, or else that nothing was found."""
    said = " ".join(absent(one, language) for one in lacking)
    return said or not_found(language, len(library.documents()))
