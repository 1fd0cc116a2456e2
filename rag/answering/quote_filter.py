"""The quotes that speak of what a question names, and not of another thing like it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from rag.answering.choice import Choice
from rag.answering.days_asked import happened_on_day, lists_of_day
from rag.answering.documents_asked import of_documents
from rag.answering.kind_asked import of_kind_asked
from rag.answering.labels_asked import of_row_label
from rag.answering.periods_asked import of_periods
from rag.citations.quotes import Quote
from rag.language.identifiers.references import find_references
from rag.language.words import content_words
from rag.questions.aboutness import Aboutness
from rag.records import Absent, Hit
from rag.retrieval.lookup import Lookup
from rag.retrieval.narrowing import narrowed, of_editions, of_period
from rag.weights import WEIGHTS

_FEW_WORDS = 2  # of content, in a question that may be asked of any body

# What reads hits for a question.
ReadHits = Callable[[Sequence[Hit]], Choice]


@dataclass(frozen=True, slots=True)
class FilteredChoice:
    """A choice without the quotes of other things, and the periods that nothing answers for.

    ``best`` is the choice with these quotes.
    """

    choice: Choice
    absent: tuple[Absent, ...] = ()
    best: Choice | None = None

    @property
    def is_best(self) -> bool:
        """Whether no quote was left out or put in another place."""
        best = self.best
        return best is not None and not self.absent and self.choice.quotes == best.quotes


def choose_named(
    choose: ReadHits, hits: Sequence[Hit], lookup: Lookup, undated: ReadHits | None = None,
    editions: Collection[str] = (),
) -> FilteredChoice:  # fmt: skip
    """The choice among the hits that may answer what a question names; see ``narrowed``.

    ``choose`` reads hits. It is called again for the passages of the document that the question
    names, if the best hits do not answer, for those of its period, if the best hits are of others,
    and without the best one, if that is not the kind of thing asked for. ``undated`` reads them for
    the question without its period: if nothing else answers, those of the ``editions``, by id, that
    are dated in it, and of rules in force in it.
    """
    found = _chosen(choose, hits, lookup)
    if found.choice.confidence >= found.choice.threshold:
        return _in_own_language(choose, hits, lookup, found)
    found = _alone(choose, hits, lookup, found)
    if found.choice.confidence < found.choice.threshold:
        found = _of_kind(choose, hits, lookup, found)
    if undated is None or found.choice.confidence >= found.choice.threshold:
        return found
    return _of_rules(undated, hits, lookup, editions) or found


def _of_rules(
    undated: ReadHits, hits: Sequence[Hit], lookup: Lookup, editions: Collection[str]
) -> FilteredChoice | None:
    """The sure choice among the rules and the editions of the period; see ``of_editions``.

    Those in the language of the question answer alone, if they do: the rules of another body are
    like them in all but the language.
    """
    then = [] if lookup.is_refused else of_editions(hits, lookup, editions)
    found = _filtered(undated(then), lookup) if then else None
    if found is None or found.choice.confidence < WEIGHTS.named_things.edition:
        return None
    if found.choice.quotes[0].hit.passage.language == lookup.asked.language:
        return found
    own = [hit for hit in then if hit.passage.language == lookup.asked.language]
    alone = _filtered(undated(own), lookup) if own else found
    return alone if alone.choice.confidence >= alone.choice.threshold else found


def _in_own_language(
    choose: ReadHits, hits: Sequence[Hit], lookup: Lookup, found: FilteredChoice
) -> FilteredChoice:
    """A choice for a question of a few words, led by a quote in its language if there is one.

    Two words are like those of any body: "montant repas" is "the amount of a meal" of another
    one too. A quote in the language of the question leads if it answers nearly as surely.
    """
    asked, quotes = lookup.asked, found.choice.quotes
    if not quotes or quotes[0].hit.passage.language == asked.language:
        return found
    if len(set(content_words(asked.text, asked.language))) > _FEW_WORDS:
        return found
    read = next(narrowed(hits, lookup), [])
    own = [hit for hit in read if hit.passage.language == asked.language]
    alone = _filtered(choose(own), lookup).choice if own else replace(found.choice, quotes=())
    least = WEIGHTS.named_things.nearly_as_sure * found.choice.confidence
    if not alone.quotes or alone.confidence < max(alone.threshold, least):
        return found
    first = alone.quotes[0]
    rest = [one for one in (*quotes, *found.choice.others) if not _is_same(one, first)]
    return replace(found, choice=_with_quotes(found.choice, (first, *rest), quotes))


def _is_same(one: Quote, other: Quote) -> bool:
    return (one.hit.passage, one.start) == (other.hit.passage, other.start)


def _alone(
    choose: ReadHits, hits: Sequence[Hit], lookup: Lookup, refused: FilteredChoice
) -> FilteredChoice:
    """The choice among the passages of the period, if a better quote of another one hid theirs.

    They must answer nearly as surely as that quote answers for its own period, and surely.
    """
    best = refused.best
    if not (best and best.quotes and refused.absent):
        return refused
    own = [hit for hit in of_period(hits, lookup) if hit.passage != best.quotes[0].hit.passage]
    if not own:
        return refused
    alone = _filtered(choose(own), lookup)
    least = max(2 * best.threshold, WEIGHTS.named_things.nearly_as_sure * best.confidence)
    return alone if alone.choice.confidence >= least else refused


def _of_kind(
    choose: ReadHits, hits: Sequence[Hit], lookup: Lookup, refused: FilteredChoice
) -> FilteredChoice:
    """The choice among the other passages, if the best quote is not the kind of thing asked for.

    The definition of a quorum hides the sentence that says how many members it is.
    """
    best = refused.best
    if best is None or not best.quotes or best.confidence < best.threshold:
        return refused
    if of_kind_asked(best.quotes[:1], lookup.asked):
        return refused
    others = [hit for hit in hits if hit.passage != best.quotes[0].hit.passage]
    found = _filtered(choose(others), lookup) if others else refused
    is_sure = found.choice.confidence >= WEIGHTS.named_things.other_passage
    return found if is_sure else refused


def _chosen(choose: ReadHits, hits: Sequence[Hit], lookup: Lookup) -> FilteredChoice:
    found: FilteredChoice | None = None
    for read in narrowed(hits, lookup):
        best = choose(read)
        last, found = found, replace(_filtered(best, lookup), best=best)
        if found.choice.confidence < found.choice.threshold:
            is_last_sure = last and last.choice.confidence >= last.choice.threshold
            found = last if last and is_last_sure else found
        elif last or not _is_of_another(best, lookup):
            break
    return found or FilteredChoice(choose(()))


def _is_of_another(best: Choice, lookup: Lookup) -> bool:
    """Whether the best quote is of another document than the one that the question names.

    A sentence of the older version is like one of the newer in all that confidence is computed
    from, and its passage may come after all that were read: read alone, the document has a
    confidence of its own.
    """
    if not (lookup.documents.within and best.quotes):
        return False
    return best.quotes[0].hit.document.id not in lookup.documents.titles


def _filtered(choice: Choice, lookup: Lookup) -> FilteredChoice:
    """The quotes of a choice that speak of the identifiers, phrases and periods of a question."""
    every = [*choice.quotes, *choice.others]
    quotes = [quote for quote in every if quote.text not in lookup.asked.shown]
    if lookup.unknown and not _may_translate(choice, lookup):
        lacking = (Absent("name", name) for name in lookup.unknown)
        return FilteredChoice(_with_quotes(choice, (), ()), tuple(lacking))
    kept = of_documents(quotes, lookup)
    kept = _as_sure(_of_references(kept, lookup), choice, lookup) if lookup.references else kept
    if lookup.phrases:
        kept = sorted(kept, key=lambda quote: not _aboutness(quote, lookup))
    if lookup.classes:
        kept = _of_classes(kept, lookup)
    kept = of_kind_asked(of_row_label(kept, lookup.asked), lookup.asked)
    if listed := lists_of_day(kept, lookup):
        return FilteredChoice(_certain(listed, choice))
    if happened := happened_on_day(kept, lookup):
        return FilteredChoice(_certain(happened, choice))
    absent: tuple[Absent, ...] = ()
    close = set(choice.quotes)
    if lookup.asked.periods and kept:
        kept, close, absent = of_periods(kept, lookup, choice)
    if lookup.asked.is_bare and lookup.references and kept:
        return FilteredChoice(_certain(_in_order(kept, lookup), choice), absent)
    if kept == every and close == set(choice.quotes):
        return FilteredChoice(choice, absent)
    return FilteredChoice(_with_quotes(choice, kept, close), absent)


def _may_translate(choice: Choice, lookup: Lookup) -> bool:
    """Whether a choice answers in another language, which may have other names: "Germany"."""
    if choice.confidence < choice.threshold:
        return False
    return choice.quotes[0].hit.passage.language != lookup.asked.language


def _of_classes(quotes: Sequence[Quote], lookup: Lookup) -> list[Quote]:
    """The quotes of the classes asked for, "zone A", first; those of another letter left out."""
    found = [(quote, _aboutness(quote, lookup)) for quote in quotes]
    kept = [pair for pair in found if pair[1] != Aboutness.OTHER]
    return [quote for quote, level in sorted(kept, key=lambda pair: -min(pair[1], Aboutness.NEAR))]


def _with_quotes(choice: Choice, kept: Sequence[Quote], close: Collection[Quote]) -> Choice:
    """The choice with some of its quotes, in another order; the confidence is that of the first.

    Those that are ``close`` to it are shown.
    """
    if not kept:
        return replace(choice, quotes=(), others=(), confidence=0.0)
    first, *rest = kept
    quotes = (first, *(quote for quote in rest if quote in close))
    others = tuple(quote for quote in rest if quote not in close)
    return replace(choice, quotes=quotes, others=others, confidence=first.score)


def _certain(quotes: Sequence[Quote], choice: Choice) -> Choice:
    """The choice of quotes that a label or a number makes the answer."""
    confidence = WEIGHTS.named_things.confidence
    sure = tuple(replace(quote, score=confidence, span=None) for quote in quotes)
    return replace(choice, quotes=sure, others=(), confidence=confidence)


def _in_order(kept: Sequence[Quote], lookup: Lookup) -> list[Quote]:
    """The sentences of what a question names, in the order of their pages, without its label."""
    exact = [quote for quote in kept if _aboutness(quote, lookup) == Aboutness.EXACT] or kept
    said = [quote for quote in exact if not _is_label(quote)] or exact
    documents = list(dict.fromkeys(quote.hit.document.id for quote in said))
    return sorted(
        said,
        key=lambda quote: (
            documents.index(quote.hit.document.id), quote.hit.passage.page or 0, quote.start,
        ),
    )  # fmt: skip


def _is_label(quote: Quote) -> bool:
    """Whether a quote is an identifier and nothing else: "Article premier."."""
    found = find_references(quote.text, quote.hit.passage.language)
    return bool(found) and found[0].end >= len(quote.text.rstrip(" .:–—-"))


def _aboutness(quote: Quote, lookup: Lookup) -> Aboutness:
    start = quote.start - quote.hit.passage.start
    return lookup.aboutness(quote.hit, start, start + len(quote.text))


def _as_sure(kept: list[Quote], choice: Choice, lookup: Lookup) -> list[Quote]:
    """The quotes, the first with the confidence of the choice if only a neighbour was before it.

    A sentence on article 101 is like one on 102 in all that confidence is computed from.
    """
    if not kept or kept[0] in choice.quotes or _aboutness(kept[0], lookup) != Aboutness.EXACT:
        return kept
    return [replace(kept[0], score=choice.confidence), *kept[1:]]


def _of_references(quotes: Sequence[Quote], lookup: Lookup) -> list[Quote]:
    """The quotes of the identifiers asked for.

    A sentence of an article's passage counts if no sentence is surer. For a note or a code, the
    other passages of its document count too.
    """
    found = [(quote, _aboutness(quote, lookup)) for quote in quotes]
    if all(one.is_part for one in lookup.references):
        least = max((aboutness for _, aboutness in found), default=Aboutness.UNKNOWN)
        least = max(min(least, Aboutness.NUMBERED), Aboutness.NEAR)
        return [quote for quote, aboutness in found if aboutness >= least]
    return [
        quote
        for quote, aboutness in found
        if aboutness > Aboutness.UNKNOWN
        or (aboutness == Aboutness.UNKNOWN and not lookup.holds(quote.hit))
    ]
