"""Quotations in a claim, held to the letter: the same words in a document, by the same speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rag.checking.candidates import ClaimCandidate, candidates_of
from rag.checking.findings import Finding
from rag.checking.signals import compare_by_rule
from rag.checking.speakers import find_speaker
from rag.citations.quotes import Quote
from rag.language.names import find_names
from rag.language.statements.negations import find_negations
from rag.language.statements.quotations import Quotation, find_quotations
from rag.language.statements.reported_speech import REPORTED_SPEECH
from rag.language.words import Word, terms, words
from rag.records import Hit, Language, Offsets, Span
from rag.records.checks import Evidence, Reason, Verdict
from rag.weights import WEIGHTS

_LEAST_WORDS = 4  # of a quotation that is compared; shorter ones are terms or titles
_NEAR = WEIGHTS.edited_quotes.words
_ROOM = 4  # words that an altered quotation may be longer in the document
_MOST_CHANGES = 3  # that are shown
_SURE = 100.0  # no other sentence is better evidence


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Where a document has the words of a quotation: a span of its passage, and what differs."""

    candidate: ClaimCandidate
    span: Offsets
    changes: tuple[Reason, ...]
    share: float


@dataclass(frozen=True, slots=True)
class JudgedQuotation:
    """What a document says of a quotation: the finding and the sentences that it quotes."""

    finding: Finding
    quote: Quote


def main_quotation(claim: str) -> Quotation | None:
    """The longest quotation of a claim that is compared to the letter, ``None`` without one."""
    long = [one for one in find_quotations(claim) if len(words(one.text)) >= _LEAST_WORDS]
    return max(long, key=lambda one: len(one.text), default=None)


def gives_words(claim: str, language: Language) -> bool:
    """Whether a claim gives somebody's words: a quotation with a speaker, or hardly else."""
    quotation = main_quotation(claim)
    if quotation is None:
        return False
    rest = terms(_besides(claim, quotation, language), language)
    return find_speaker(claim, language) is not None or len(rest) <= 1


def judge_quotation(
    claim: str, language: Language, candidates: Sequence[ClaimCandidate]
) -> JudgedQuotation | None:
    """What the documents say of the quotation of a claim; ``None`` if they have nothing like it.

    Supported if a document has its words to the letter, and does not give them to somebody else;
    contradicted if a word differs or the speaker does. What the claim says besides must be in the
    document too.
    """
    quotation = main_quotation(claim)
    if quotation is None:
        return None
    found = max(_places(quotation, candidates), key=lambda one: one.share, default=None)
    if found is None:
        return None
    quote = _sentences_at(found)
    document_speaker = _speaker_of(found, quote)
    reasons = (
        *(found.changes or (Reason("quotation", "agrees", quotation.text),)),
        *_speaker_reasons(claim, language, found, document_speaker),
        *_other_facts(claim, quotation, language, found.candidate),
    )
    verdict, unsure = _verdict(claim, quotation, language, found, reasons)
    speaker = document_speaker if _is_inside(document_speaker, quote) else None
    relative = speaker and Span(
        speaker.start - quote.start, speaker.end - quote.start, speaker.text
    )
    finding = Finding(-1, verdict, unsure, found.share, reasons, relative, _SURE)
    return JudgedQuotation(finding, quote)


def unquoted(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence on a quotation whose words no document has: it confirms nothing."""
    missing = Reason("quotation", "missing")
    return tuple(
        replace(one, verdict="partly", unsure=True, reasons=(missing, *one.reasons))
        if one.verdict == "supported"
        else one
        for one in evidence
    )


def _verdict(
    claim: str, quotation: Quotation, language: Language, found: QuotedWords,
    reasons: Sequence[Reason],
) -> tuple[Verdict, bool]:  # fmt: skip
    outcomes = {one.outcome for one in reasons}
    if "differs" in outcomes:
        return "contradicted", False
    rest = _besides(claim, quotation, language)
    known = {*terms(found.candidate.text, language), *terms(found.candidate.context, language)}
    said = set(terms(rest, language)) <= known and not find_negations(rest, language)
    return ("supported", False) if said and outcomes <= {"agrees"} else ("partly", False)


def _besides(claim: str, quotation: Quotation, language: Language) -> str:
    """A claim without its quotation, and without the words that say who speaks."""
    marked = f"{claim[: quotation.start]}\0{claim[quotation.end :]}"
    for form in REPORTED_SPEECH[language]:
        marked = form.sub(" ", marked)
    return marked.replace("\0", " ")


def _places(quotation: Quotation, candidates: Sequence[ClaimCandidate]) -> Iterator[QuotedWords]:
    """The places of the passages that have the words of a quotation, or nearly."""
    hits = {
        (one.quote.hit.passage.document_id, one.quote.hit.passage.start): one.quote.hit
        for one in candidates
    }
    for hit in hits.values():
        if (found := _compared(quotation, hit)) is not None:
            yield found


def _compared(quotation: Quotation, hit: Hit) -> QuotedWords | None:
    """The segments of a quotation in a passage; ``None`` if it has not most of their words."""
    text, own = hit.passage.text, words(hit.passage.text)
    spans: list[Offsets] = []
    changes: list[Reason] = []
    shared = total = 0
    for start, end in quotation.segments:
        segment = quotation.text[start:end]
        claimed = words(segment)
        place = _best_place(claimed, own)
        if place is None:
            return None
        inside = _inside_marks(text, own, own[place[1] : place[2]])
        if (closer := _best_place(claimed, inside)) is not None:
            place, own_words = closer, inside
        else:
            own_words = own
        matched, first, last = place
        quoted = own_words[first:last]
        shared, total = shared + matched, total + len(claimed)
        spans.append((quoted[0].start, quoted[-1].end))
        changes += _changes(segment, claimed, text, quoted)
    if not total or shared < _NEAR * total:
        return None
    start, end = min(one[0] for one in spans), max(one[1] for one in spans)
    candidate = _candidate_at(hit, start)
    if candidate is None:
        return None
    return QuotedWords(
        candidate,
        (start, end),
        tuple(changes[:_MOST_CHANGES]),
        shared / total - 0.01 * len(changes),
    )


def _inside_marks(text: str, own: Sequence[Word], quoted: Sequence[Word]) -> list[Word]:
    """The words of the quotation in a passage that holds the most of some words; none if none does.

    What stands after its closing mark is not part of it, however alike.
    """
    held = [
        (sum(one.start <= word.start and word.end <= one.end for word in quoted), one)
        for one in find_quotations(text)
    ]
    most, found = max(held, key=lambda one: one[0], default=(0, None))
    if found is None or 2 * most <= len(quoted):
        return []
    return [word for word in own if found.start <= word.start and word.end <= found.end]


def _best_place(claimed: Sequence[Word], own: Sequence[Word]) -> tuple[int, int, int] | None:
    """How many words of a segment some words of a passage have in order, and which they are."""
    wanted, known = [one.folded for one in claimed], [one.folded for one in own]
    for first in range(len(known) - len(wanted) + 1):
        if known[first : first + len(wanted)] == wanted:
            return len(wanted), first, first + len(wanted)
    longest = SequenceMatcher(None, wanted, known, autojunk=False).find_longest_match()
    if not longest.size:
        return None
    left = max(longest.b - longest.a - _ROOM, 0)
    window = known[left : longest.b - longest.a + len(wanted) + _ROOM]
    blocks = SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks()[:-1]
    first = max(blocks[0].b - blocks[0].a, 0)
    after = len(wanted) - blocks[-1].a - blocks[-1].size
    last = min(blocks[-1].b + blocks[-1].size + after, len(window))
    return sum(one.size for one in blocks), left + first, left + last


def _changes(
    segment: str, claimed: Sequence[Word], text: str, quoted: Sequence[Word]
) -> Iterator[Reason]:
    """The words of a segment that the document has otherwise."""
    wanted, known = [one.folded for one in claimed], [one.folded for one in quoted]
    steps = SequenceMatcher(None, wanted, known, autojunk=False).get_opcodes()
    for tag, one, other, left, right in steps:
        if tag != "equal":
            yield Reason(
                "quotation", "differs", _said(segment, claimed[one:other]),
                _said(text, quoted[left:right]),
            )  # fmt: skip


def _said(text: str, part: Sequence[Word]) -> str:
    return " ".join(text[part[0].start : part[-1].end].split()) if part else ""


def _candidate_at(hit: Hit, place: int) -> ClaimCandidate | None:
    """The sentence of a passage that holds a place; offsets are into the passage."""
    at = hit.passage.start + place
    found = candidates_of(hit)
    return next((one for one in found if one.quote.start <= at < one.quote.end), None)


def _sentences_at(found: QuotedWords) -> Quote:
    """The sentences of a passage that hold the words of a quotation."""
    first, passage = found.candidate.quote, found.candidate.quote.hit.passage
    held = [first]
    for one in candidates_of(first.hit):
        if first.start < one.quote.start < passage.start + found.span[1]:
            held.append(one.quote)
    start, end = first.start, max(one.end for one in held)
    text = passage.text[start - passage.start : end - passage.start]
    return Quote(first.hit, start, end, text, first.score)


def _speaker_of(found: QuotedWords, quote: Quote) -> Span | None:
    """Who says the words in the document: in their sentences, or in the one after or before."""
    passage = quote.hit.passage
    around = [(quote.start, quote.end)]
    others = [one.quote for one in candidates_of(quote.hit)]
    around += [(one.start, one.end) for one in others if one.start >= quote.end][:1]
    around += [(one.start, one.end) for one in others if one.end <= quote.start][-1:]
    for start, end in around:
        text = passage.text[start - passage.start : end - passage.start]
        if (speaker := find_speaker(text, passage.language)) is not None:
            return Span(speaker.start + start, speaker.end + start, speaker.text)
    return None


def _is_inside(speaker: Span | None, quote: Quote) -> bool:
    return speaker is not None and quote.start <= speaker.start and speaker.end <= quote.end


def _speaker_reasons(
    claim: str, language: Language, found: QuotedWords, known: Span | None
) -> Iterator[Reason]:
    """Whether the document gives the words to the person that the claim names."""
    named = find_speaker(claim, language)
    if named is None:
        return
    passage = found.candidate.quote.hit.passage
    wanted = _name_words(named.text, language)
    if not wanted:
        return
    speaker = _name_words(known.text, passage.language) if known else frozenset()
    if wanted & speaker:
        yield Reason("speaker", "agrees", named.text, known.text if known else "")
    elif known and speaker:
        yield Reason("speaker", "differs", named.text, known.text)
    elif not wanted & {one.folded for one in words(f"{passage.text}\n{found.candidate.context}")}:
        yield Reason("speaker", "missing", named.text)


def _name_words(text: str, language: Language) -> frozenset[str]:
    """The words of the names in a text."""
    return frozenset(part for name in find_names(f"… {text}", language) for part in name.parts)


def _other_facts(
    claim: str, quotation: Quotation, language: Language, candidate: ClaimCandidate
) -> Iterator[Reason]:
    """The figures and dates beside a quotation that the document has otherwise, or not."""
    rest = _besides(claim, quotation, language)
    for one in compare_by_rule(rest, language, candidate).reasons:
        if one.topic in ("figure", "date"):
            yield one
