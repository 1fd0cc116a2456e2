"""The BM25 index over the terms of the passages, in tantivy."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.language.words import fold, is_stop_word, words
from rag.records import LANGUAGES, Language
from rag.store.bm25_schema import make_analyser, make_schema
from rag.store.tantivy_files import openable, unpanicked
from rag.weights import WEIGHTS

if TYPE_CHECKING:
    from tantivy import Index, IndexWriter, Query, Schema

_TITLE_WEIGHT = WEIGHTS.bm25.title
_START = 4  # letters that the words of a family share: "Brest", "brestois"
# A part of fewer rows is searched alone: 0.4 ms for 34 of 17,842, not 1.6 ms among the best of all.
_FEW = 16
_LONG = 8  # letters of a word that may have two typing errors
_TOKEN = re.compile(r"[^\W_]+")  # a word as tantivy's simple tokenizer splits text
_WRITER_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Bm25Entry:
    """What is indexed of a passage: its words, under the rules of its language."""

    language: Language
    title: str
    headings: tuple[str, ...]
    text: str


class Bm25Index:
    """An inverted index over the passages' rows (BM25, Robertson & Zaragoza 2009).

    Words lose their accents *before* they are stemmed, so that "egalite" typed without
    accents finds "égalité" (+0.009 nDCG@10 on piaf-fr against stemming alone). A passage is
    indexed with the analyser of its language; a question is searched in both, so that names,
    figures and cognates are found across languages.
    """

    def __init__(self, index: Index, schema: Schema) -> None:
        self._index = index
        self._schema = schema
        # Analysers live in the process, not in the folder: each open registers them again.
        self._analysers = {language: make_analyser(language) for language in LANGUAGES}
        for language, analyser in self._analysers.items():
            index.register_tokenizer(language, analyser)
        # By default a thread reads the files again when meta.json changes; while a backup is
        # being copied in, that can end the whole process (SIGBUS).
        index.config_reader("Manual")
        self._writer: IndexWriter | None = None
        self._searcher = index.searcher()
        self._only: Collection[int] | None = None
        self._filter: Query | None = None

    @classmethod
    def create(cls, folder: Path) -> Bm25Index:
        """A new, empty index in a folder, created if missing."""
        from tantivy import Index

        folder.mkdir(parents=True, exist_ok=True)
        schema = make_schema()
        return cls(Index(schema, str(folder)), schema)

    @classmethod
    def open(cls, folder: Path) -> Bm25Index:
        """The index in a folder; raises ValueError if there is none."""
        from tantivy import Index

        if not Index.exists(str(folder)):
            raise ValueError(f"no tantivy index in {folder}")
        with unpanicked():
            index = Index.open(str(folder))
            return cls(index, index.schema)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    @property
    def searched(self) -> int:
        """How many passages a search goes through."""
        return len(self) if self._only is None else len(self._only)

    def add(self, rows: Sequence[int], entries: Iterable[Bm25Entry]) -> None:
        """Adds passages under their row numbers; they are found after the next ``commit``."""
        from tantivy import Document

        writer = self._open_writer()
        for row, entry in zip(rows, entries, strict=True):
            fields = {
                "key": str(row),
                "row": row,
                f"title_{entry.language}": " ".join((entry.title, *entry.headings)),
                f"text_{entry.language}": entry.text,
            }
            writer.add_document(Document.from_dict(fields, self._schema))

    def remove(self, rows: Iterable[int]) -> None:
        """Removes the passages of these rows; missing rows are not an error."""
        writer = self._open_writer()
        for row in rows:
            # By the text key: a delete on an unsigned field silently does nothing.
            writer.delete_documents_by_term("key", str(row))

    def commit(self) -> None:
        """Makes what was added and removed durable and searchable."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: str, *, language: Language, k: int) -> list[tuple[int, float]]:
        """The k best rows with their BM25 scores, best first; equal scores by row.

        A question without a word of content gives no row. Raises ValueError where the files
        were altered so that tantivy cannot read them.
        """
        query = self._query(question, language)
        return [] if query is None else self._best(query, k)

    def _best(self, query: Query, k: int) -> list[tuple[int, float]]:
        """The k best rows of a query with their scores, best first; equal scores by row."""
        from tantivy import Occur, Query

        if self._filter is not None:
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, self._filter)])
        depth = k
        while True:
            with unpanicked():
                hits = self._searcher.search(query, depth).hits
                found = self._rows(hits)
            if len(found) >= k or len(hits) < depth:
                return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]
            depth *= 4  # some of the best are hidden: search deeper

    def having(
        self, phrases: Sequence[str], *, question: str, language: Language, k: int
    ) -> list[int]:
        """At most k rows whose text, title or headings hold one of these phrases.

        The words of a phrase follow one another, whatever stands between them, and are stemmed as
        in any search. The rows best for the question come first. A phrase of stop words alone is
        in no row.
        """
        from tantivy import Occur, Query

        held = [one for phrase in phrases for one in self._phrase(phrase)]
        wanted = self._query(question, language)
        if not held:
            return []
        clauses = [(Occur.Must, Query.boolean_query([(Occur.Should, one) for one in held]))]
        if wanted is not None:
            clauses.append((Occur.Should, wanted))
        return [row for row, _ in self._best(Query.boolean_query(clauses), k)]

    def holding(self, word: str, language: Language) -> list[int]:
        """The rows of passages in a language whose text, title or headings hold a word, in order.

        Any form of the word counts. A word without a term, such as a stop word, is in no row.
        """
        from tantivy import Occur, Query

        clauses = [
            (Occur.Should, Query.term_query(self._schema, field, term))
            for term in self._analysers[language].analyze(word)
            for field in (f"text_{language}", f"title_{language}")
        ]
        found = self._best(Query.boolean_query(clauses), max(len(self), 1)) if clauses else []
        return sorted(row for row, _ in found)

    def resembles(self, word: str) -> bool:
        """Whether a passage has a word like this one, in any language.

        Its first letters are the same, or one letter differs, is missing, added or misplaced; two
        of a long word.
        """
        from tantivy import Occur, Query

        start = f"{re.escape(fold(word)[:_START])}.*"
        most = 2 if len(word) >= _LONG else 1
        clauses: list[tuple[Occur, Query]] = []
        for language, analyser in self._analysers.items():
            for field in (f"text_{language}", f"title_{language}"):
                clauses.append((Occur.Should, Query.regex_query(self._schema, field, start)))
                for term in analyser.analyze(word):
                    like = Query.fuzzy_term_query(self._schema, field, term, most, True, False)
                    clauses.append((Occur.Should, like))
        return bool(self._best(Query.boolean_query(clauses), 1))

    def only(self, rows: Collection[int]) -> Bm25Index:
        """The same terms, searched among these rows only; rarity stays that of all."""
        part = copy.copy(self)
        part._only, part._filter = rows, None
        if len(rows) * _FEW <= len(self):
            part._filter = self._having_row(rows)
        return part

    def _having_row(self, rows: Collection[int]) -> Query:
        """A query for some rows, which adds nothing to their scores."""
        from tantivy import Query

        keys = Query.term_set_query(self._schema, "key", [str(row) for row in rows])
        return Query.const_score_query(keys, 0.0)

    def frequency(self, word: str, language: Language) -> int:
        """How many passages of a language have the term of a word in their text or headings."""
        terms = self._analysers[language].analyze(word)
        fields = (f"text_{language}", f"title_{language}")
        with unpanicked():
            return max(
                (
                    min(self._searcher.doc_freq(field, term) for term in terms)
                    for field in fields
                    if terms
                ),
                default=0,
            )

    def rarity(self, word: str, language: Language) -> float:
        """The inverse document frequency of a word among the passages of a language, from 0."""
        terms = self._analysers[language].analyze(word)
        if not terms:
            return 0.0
        total, field = len(self), f"text_{language}"
        with unpanicked():
            count = min(self._searcher.doc_freq(field, term) for term in terms)
        return math.log(1 + (total - count + 0.5) / (count + 0.5))

    def _rows(self, hits: Sequence[tuple[Any, Any]]) -> list[tuple[int, float]]:
        """The rows of hits with their scores, without hidden ones."""
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        found = [(int(row or 0), float(score)) for (score, _), row in zip(hits, rows, strict=True)]
        only = self._only
        return found if only is None else [pair for pair in found if pair[0] in only]

    def _open_writer(self) -> IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_WRITER_BYTES, 1)
        return self._writer

    def _query(self, question: str, language: Language) -> Query | None:
        from tantivy import Occur, Query

        # Small words of the question's language would be rare, hence weighty, in the other.
        content = " ".join(
            word.folded for word in words(question) if not is_stop_word(word.folded, language)
        )
        clauses: list[tuple[Occur, Query]] = []
        for target, analyser in self._analysers.items():
            for term in sorted(set(analyser.analyze(content))):
                text = Query.term_query(self._schema, f"text_{target}", term)
                title = Query.term_query(self._schema, f"title_{target}", term)
                clauses.append((Occur.Should, text))
                clauses.append((Occur.Should, Query.boost_query(title, _TITLE_WEIGHT)))
        return Query.boolean_query(clauses) if clauses else None

    def _phrase(self, phrase: str) -> Iterator[Query]:
        """Queries for the words of a phrase one after another, in each field of a passage."""
        from tantivy import Query

        for target, analyser in self._analysers.items():
            # A stop word leaves its place empty, as it does in the index.
            terms = [
                (place, term)
                for place, word in enumerate(_TOKEN.findall(phrase))
                for term in analyser.analyze(word)
            ]
            for field in (f"text_{target}", f"title_{target}") if terms else ():
                if len(terms) == 1:
                    yield Query.term_query(self._schema, field, terms[0][1])
                else:
                    yield Query.phrase_query(self._schema, field, list(terms))


def open_bm25(folder: Path, owner: object) -> Bm25Index:
    """The index in a folder that may be read-only; raises OSError, or ValueError if none."""
    return Bm25Index.open(openable(folder, owner))
