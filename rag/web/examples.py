"""Questions to try: those of the settings, of the sample library, or from the documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from rag.language import detect
from rag.language.any_language import any_word
from rag.language.documents.issuers import SAMPLE_ISSUERS
from rag.messages import say
from rag.records import LANGUAGES, Document, Language, Page
from rag.server import Engine, EngineLoader

_SAMPLE_ISSUERS = any_word(SAMPLE_ISSUERS)
_SAMPLE_SHARE = 0.9
_MOST_ASKED = 12
_MOST, _MOST_DOCUMENTS, _FIRST_PAGES, _MOST_REMEMBERED = 3, 300, 3, 16
# A heading that asks, without its number: "3.2 Who may apply?"
_NUMBER = r"(?:[\divxIVX]+[.)°-]?\s+|\d+(?:\.\d+)+\.?\s+)?"
_QUESTION = re.compile(_NUMBER + r"(?P<text>\w.{12,110}\?)")
# A heading that names a subject: words alone, neither a label nor a whole sentence.
_TOPIC = re.compile(_NUMBER + r"(?P<text>[^\W\d_](?:[^\W\d_]|[ ’'-]){9,69}[^\W\d_])")
_FEWEST, _LONGEST, _MOST_TOPICS = 3, 8, 24  # words of a topic; topics that are tried

Questions = dict[Language, tuple[str, ...]]


class Examples:
    """Questions to try over the library of a loader; ``chosen`` come from the settings.

    A page waits ``patience`` seconds for those that the documents ask.
    """

    def __init__(
        self, loader: EngineLoader, chosen: Sequence[str] = (), *, patience: float = 0.5
    ) -> None:
        self._loader = loader
        self._chosen = chosen
        self._patience = patience
        self._found: dict[tuple[int, str], Future[Questions]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="examples")

    def questions(self) -> Questions:
        """The questions by language, three of each at most; none while the library opens.

        Those of the documents come from documents that the caller may see, and each is answered:
        headings that ask, or else titles and headings that name a subject.
        The first visitors may see none, since they are asked in the background.
        """
        if self._chosen:
            return _by_language(self._chosen)
        if self._loader.state != "ready":
            return {}
        engine = self._loader.engine()
        if is_sample(engine):
            return {each: sample_questions(each) for each in LANGUAGES}
        key = (id(engine), engine.index_id)
        if key not in self._found:
            if len(self._found) >= _MOST_REMEMBERED:
                self._found.pop(next(iter(self._found)))
            self._found[key] = self._thread.submit(_answered_by, engine)
        try:
            return self._found[key].result(self._patience)
        except TimeoutError:
            return {}

    def texts(self, language: Language) -> tuple[str, ...]:
        """Texts to check in a language; only the sample library has any."""
        if self._loader.state != "ready" or not is_sample(self._loader.engine()):
            return ()
        return _lines("page.example_texts", language)


def sample_questions(language: Language) -> tuple[str, ...]:
    """Questions in a language that the sample library answers."""
    return _lines("page.example_questions", language)


def is_sample(engine: Engine) -> bool:
    """Whether the library is the one that comes with Verbatim, nearly all of it."""
    documents = engine.documents()
    ours = sum(each.issuer in _SAMPLE_ISSUERS for each in documents)
    return bool(documents) and ours >= _SAMPLE_SHARE * len(documents)


def _lines(key: str, language: Language) -> tuple[str, ...]:
    return tuple(say(key, language).splitlines())


def _by_language(questions: Iterable[str]) -> Questions:
    found: Questions = {}
    for question in questions:
        language = detect(question)
        if len(found.get(language, ())) < _MOST:
            found[language] = (*found.get(language, ()), question)
    return found


def _answered_by(engine: Engine) -> Questions:
    """Questions that the documents ask themselves and answer, or else titles and headings."""
    asked = _of_documents(engine, _questions)[:_MOST_ASKED]
    found = _by_language(text for text, _ in asked if engine.ask(text).found)
    return found or _by_language(_answered_topics(engine))


def _answered_topics(engine: Engine) -> Iterator[str]:
    """Titles and headings whose first quote is from their own document, and not themselves."""
    for text, document_id in _of_documents(engine, _topics)[:_MOST_TOPICS]:
        citations = engine.ask(text, exact=True).citations
        if citations and citations[0].document == document_id:
            quote = citations[0].quote.strip("*# .").casefold()
            if quote != text.casefold():
                yield text


def _of_documents(
    engine: Engine, texts_of: Callable[[Engine, Document], Iterator[str]]
) -> list[tuple[str, str]]:
    """Texts of the documents with the id of their document, one of each document first."""
    documents = engine.documents()
    step = max(1, len(documents) // _MOST_DOCUMENTS)
    of_each = [
        [(text, each.id) for text in dict.fromkeys(texts_of(engine, each))]
        for each in documents[::step]
    ]
    longest = max(map(len, of_each), default=0)
    turns = [one[n] for n in range(longest) for one in of_each if n < len(one)]
    return list({text: (text, document_id) for text, document_id in reversed(turns)}.values())[::-1]


def _questions(engine: Engine, document: Document) -> Iterator[str]:
    """The questions among the headings of a document's first pages."""
    for heading in _headings(engine, document):
        found = _QUESTION.fullmatch(heading)
        if found and detect(found["text"], document.language) == document.language:
            yield found["text"]


def _topics(engine: Engine, document: Document) -> Iterator[str]:
    """The title of a document and its headings that say what a part is about."""
    for heading in (document.title, *_headings(engine, document)):
        found = _TOPIC.fullmatch(heading)
        if found and _FEWEST <= len(found["text"].split()) <= _LONGEST:
            yield found["text"]


def _headings(engine: Engine, document: Document) -> Iterator[str]:
    """The headings of a document's first pages."""
    for number in range(1, min(document.page_count, _FIRST_PAGES) + 1):
        for heading in _page(engine, document, number).headings:
            yield heading.title.strip()


def _page(engine: Engine, document: Document, number: int) -> Page:
    """A page of a document; the only one of a document without pages has no number."""
    try:
        return engine.page(document.id, number)
    except KeyError:
        return engine.page(document.id, None)
