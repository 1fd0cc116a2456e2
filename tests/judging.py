"""A claim judged by sentences without a library, with the networks of the product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rag.checking.candidates import ClaimCandidate, candidates_of
from rag.checking.entailment import load_entailment
from rag.checking.evidence import ClaimToCheck, SentenceWeigher
from rag.checking.findings import Finding
from rag.checking.outdated import OutdatedQuotes
from rag.checking.verdicts import judge
from rag.encoders import load_encoder
from rag.records import Document, Hit, Language, Passage, Successor
from rag.records.checks import Verdict


@dataclass(frozen=True, slots=True)
class Text:
    """A document of one passage; ``superseded``: there is a newer version."""

    text: str
    language: Language
    title: str = "Document"
    headings: tuple[str, ...] = ()
    superseded: bool = False


def findings(claim: str, language: Language, texts: Sequence[Text]) -> list[Finding]:
    """What the sentences of the texts say about a claim, the best evidence first."""
    encoder = load_encoder()
    (vector,) = encoder.encode([claim], kind="query")
    hits = hits_of(texts)
    newest = Successor("f" * 64, "newer.md", "Newer", dt.date(2025, 1, 1))
    newer = {
        hit.document.id: newest for hit, text in zip(hits, texts, strict=True) if text.superseded
    }
    candidates: list[ClaimCandidate] = [one for hit in hits for one in candidates_of(hit)]
    weigh = SentenceWeigher(encoder, load_entailment(), OutdatedQuotes(newer))
    (sentences,) = weigh([ClaimToCheck(claim, language, vector)], [candidates])
    return judge(claim, language, sentences)


def verdict(claim: str, language: Language, *texts: Text) -> Verdict:
    """The verdict of the texts on a claim."""
    found = findings(claim, language, texts)
    return found[0].verdict if found else "not found"


def hits_of(texts: Sequence[Text]) -> list[Hit]:
    """The passage of each text as a search finds it."""
    return [_hit(number, text) for number, text in enumerate(texts)]


def _hit(number: int, text: Text) -> Hit:
    document = Document(
        f"{number:064}", "/docs", f"{number}.md", text.title, "md", text.language,
        dt.date(2024, 1, 1), None, 1,
    )  # fmt: skip
    passage = Passage(document.id, None, 0, len(text.text), text.text, text.language, text.headings)
    return Hit(passage, document, None, 1.0, 1.0, 1.0)
