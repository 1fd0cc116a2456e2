"""The class ``Rag``: an index and its encoder, opened once, asked many times.

Each method names the module that does the work, and imports it when it is first called. So
``import rag`` is light, and ``Rag.open`` imports and reads the index while the encoder loads.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Self

from rag.config import Settings, load_settings
from rag.encoders import CachingEncoder, Encoder, TextKind, load_encoder
from rag.engine.changes import LibraryWriting
from rag.engine.reading import LibraryReading
from rag.errors import ClaimsInvalid, QuestionInvalid
from rag.language.well_formed import well_formed
from rag.records import Answer, Citation, Document, Exchange, Page, Scope
from rag.records.checks import Check
from rag.records.results import ResultOrder, SearchResults
from rag.records.verification import Verification
from rag.retrieval.rerank import load_reranker
from rag.runtime.announcements import announce
from rag.runtime.undoing import undoing
from rag.store import Latest, Library, Store, open_engine, open_usable

_DAMAGE_SIGNS = (LookupError, ValueError)  # errors that altered rows and terms may cause


class Rag(LibraryReading, LibraryWriting):
    """Answers questions over one index; safe to share between threads.

    A new generation of the index is used from the next question on, without a restart. ``close``
    releases the files; ``with Rag.open(...) as library`` does so too.
    """

    def __init__(self, store: Store, encoder: Encoder, settings: Settings) -> None:
        self._latest = Latest(store, encoder.card)
        self._encoder: Encoder = CachingEncoder(encoder)  # many questions read the same passages
        self._settings = settings
        super().__init__(store, encoder, settings)
        reranker = load_reranker(
            settings.reranker, settings.reranker_revision, depth=settings.reranked
        )
        from rag.answering.answerer import Answerer  # imported while the encoder loads
        from rag.answering.writer import ModelWriter
        from rag.questions.scope import ScopedLibraries

        self._scoped = ScopedLibraries()
        writer = ModelWriter.from_settings(settings)
        self._answerer = Answerer(self._encoder, settings, reranker, writer)

    @classmethod
    def open(
        cls,
        index: str | Path = "index",
        *,
        settings: Settings | None = None,
        loader: Callable[[str, str], Encoder] = load_encoder,
    ) -> Rag:
        """Opens the index in a folder with the encoder of the settings (``rag.toml`` by default).

        ``loader`` returns an encoder by its name and revision. If the live generation is damaged,
        the one kept beside it answers, and ``notice`` says so. Raises IndexMissing, IndexMismatch,
        SettingsInvalid, SearchUnavailable, SearchIncomplete, and EncoderUnavailable or its like.
        """
        chosen = settings or load_settings()
        with ThreadPoolExecutor(1, thread_name_prefix="encoder") as thread:
            encoder = thread.submit(loader, chosen.encoder, chosen.encoder_revision)
            store = open_usable(Path(index), open_engine(chosen.store))
            with undoing(store.close):
                from rag.answering.warmup import warm_up

                warm_up(store)
                return cls(store, encoder.result(), chosen)

    def close(self) -> None:
        """Releases the index when no question runs any more; others raise LibraryClosed."""
        self._closed = self._writable
        self._latest.close()
        self._scoped = type(self._scoped)()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(
        self,
        question: str,
        *,
        conversation: Sequence[Exchange] = (),
        as_of: dt.date | None = None,
        exact: bool = False,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> Answer:
        """The answer of the documents to a question, in quotes checked to the letter.

        ``conversation`` holds the earlier turns, the latest last: a follow-up is completed from
        them, and ``Answer.understood`` says how. ``as_of`` leaves out documents dated after that
        day. ``exact`` takes the question as it is typed: nothing is left out, completed,
        corrected or spelt out, and the catalogue answers nothing. ``scope`` limits the documents
        that are read; if these do not answer, ``Answer.note`` says whether the whole library does.
        Raises QuestionInvalid if the question is empty or past the limit of the
        settings, and ScopeInvalid, ScopeUnknown or ScopeEmpty if no document can be chosen.
        """
        text, limit = self._within_limit(question), self._settings.question_limit
        from rag.answering.typed_message import TypedMessage
        from rag.questions.scope_reading import to_scope

        message, chosen = TypedMessage(text, conversation, exact, limit), to_scope(scope)

        def read(library: Library) -> Answer:
            within = partial(self._scoped.within, library)
            return self._answerer.answered(message, within, chosen, as_of)

        answer = self._read(read, *_DAMAGE_SIGNS)
        announce(answer)
        return self._answerer.written(answer)

    def ask_many(
        self,
        questions: Iterable[str],
        *,
        threads: int = 1,
        as_of: dt.date | None = None,
        exact: bool = False,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> Iterator[Answer]:
        """The answers to questions, in order, each as soon as it and those before are there.

        None builds on another. Keywords and errors are those of ``ask``; an error ends the rest.
        """
        from rag.runtime.in_order import in_order

        ask = partial(self.ask, as_of=as_of, exact=exact, scope=scope)
        return in_order(ask, questions, threads)

    def search(
        self,
        query: str,
        *,
        order: ResultOrder = "relevance",
        page: int = 1,
        each: int = 3,
        as_of: dt.date | None = None,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> SearchResults:
        """Every passage that matches a query, by document, with the reason why each is there.

        Nothing is refused: passages hold the words, or are the nearest in meaning. ``order``
        sorts the documents, ``page`` counts from 1, ``each`` is how many passages are shown of
        each document. ``as_of`` and ``scope`` are those of ``ask``. Raises as ``ask``.
        """
        from rag.questions.scope_reading import to_scope
        from rag.retrieval.results import Wanted, find_results

        text, wanted, chosen = self._within_limit(query), Wanted(order, page, each), to_scope(scope)

        def read(library: Library) -> SearchResults:
            part = self._scoped.within(library, chosen, as_of)
            found = find_results(part, self._encoder, self._settings, text, wanted)
            return replace(found, scope=chosen)

        return self._read(read, *_DAMAGE_SIGNS)

    def check(self, text: str, *, scope: Scope | Mapping[str, object] | None = None) -> Check:
        """A verdict on each claim of a text, with the quotes that support or contradict it.

        ``scope`` limits the documents that are read. Raises ClaimsInvalid if the text is empty or
        past the limit of the settings, and as ``ask`` if no document can be chosen.
        """
        from rag.checking.pipeline import check_text
        from rag.questions.scope_reading import to_scope

        text = well_formed(text)
        length, limit = len(text) if text.strip() else 0, self._settings.check_limit
        if not 0 < length <= limit:
            raise ClaimsInvalid(length=length, limit=limit)
        chosen = to_scope(scope)

        def read(library: Library) -> Check:
            part = self._scoped.within(library, chosen, None)
            return replace(check_text(part, self._encoder, self._settings, text), scope=chosen)

        return self._read(read, *_DAMAGE_SIGNS)

    def verify(self, citation: Citation | str, quote: str = "") -> Verification:
        """Whether a quote is intact, moved, changed or gone, and what its page says now.

        The quote is given by its citation or its permalink. ``quote`` is its text, which helps to
        find an edited form; a citation has its own. Raises CitationInvalid.
        """
        from rag.citations.permalinks import Permalink
        from rag.citations.verify_permalinks import verify_permalink

        if isinstance(citation, Citation):
            link, quote = Permalink.of(citation), citation.quote
        else:
            link = Permalink.parse(citation)
        return self._read(lambda library: verify_permalink(library, link, well_formed(quote)))

    def documents(
        self, *, scope: Scope | Mapping[str, object] | None = None
    ) -> tuple[Document, ...]:
        """The documents of the index, or those in a scope, by path; raises as ``ask``."""
        from rag.questions.scope_reading import to_scope

        chosen = to_scope(scope)
        return self._read(lambda one: self._scoped.within(one, chosen, None).documents())

    def document(self, document_id: str) -> Document:
        """A document by its id; raises KeyError if the index does not hold it."""
        return self._read(lambda library: library.document(document_id))

    def page(self, document_id: str, number: int | None) -> Page:
        """A page of a document; raises KeyError if there is none with that number."""
        return self._read(lambda library: library.page(document_id, number))

    def page_image(
        self,
        document_id: str,
        number: int,
        *,
        highlights: Sequence[tuple[int, int]] = (),
        scale: float = 1.5,
    ) -> bytes:
        """A page of a PDF as PNG, ``scale`` pixels a point, with spans of its text highlighted.

        Raises SourceUnavailable if the file was moved or changed since it was indexed, or has no
        pages to draw.
        """
        from rag.citations.originals import page_image

        return page_image(self.document(document_id), number, self.page, highlights, scale)

    def original(self, document_id: str) -> Path:
        """The unchanged file that a document was read from; raises SourceUnavailable."""
        from rag.citations.originals import original

        return original(self.document(document_id))

    def seen_by(self, sees: Callable[[Document], bool]) -> Rag:
        """The same library for somebody who may see some documents only; nothing is copied.

        The others do not exist for it: not in answers, rankings, counts, pages or originals.
        """
        part = copy.copy(self)
        part._scoped = type(self._scoped)()
        part._latest = self._latest.restricted(sees)
        part._writable = False
        return part

    @property
    def encoder_name(self) -> str:
        """The name of the encoder."""
        return self._encoder.card.name

    def embed(self, texts: Sequence[str], *, kind: TextKind = "passage") -> list[list[float]]:
        """The vectors of texts, of unit length, as the encoder of the index has them."""
        vectors = self._encoder.encode([well_formed(text) for text in texts], kind=kind)
        return [[float(value) for value in vector] for vector in vectors]

    def _within_limit(self, question: str) -> str:
        """A question without the blanks around it; raises QuestionInvalid."""
        text, limit = well_formed(question).strip(), self._settings.question_limit
        if not text or len(text) > limit:
            raise QuestionInvalid(length=len(text), limit=limit)
        return text
