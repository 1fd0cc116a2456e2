"""Which documents speak of a topic, by its words in their passages and titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.language.words import is_small_word, stem, words
from rag.questions.documents import other_names
from rag.records import LANGUAGES
from rag.store import Library

_MOST_READ = 400  # passages read for a topic in a language


def passages_about(topic: str, library: Library) -> list[tuple[str, int]]:
    """The documents of a topic with the number of their passages about it, most passages first.

    A passage is about it if it has all words of the topic, in any of their forms, or what the
    other language calls a document of that kind. Its title and headings count as its own words.
    """
    content = [word.folded for word in words(topic) if not is_small_word(word.folded)]
    if not content:
        return []
    wanted = [(word, *other_names(word)) for word in content]
    counts: Counter[str] = Counter()
    for passage in library.passages(_rows(wanted, library)):
        title = library.document(passage.document_id).title
        text = " ".join((title, *passage.headings, passage.text))
        found = {stem(word.folded, passage.language) for word in words(text)}
        forms = ({stem(each, passage.language) for each in names} for names in wanted)
        counts[passage.document_id] += all(each & found for each in forms)
    return sorted((+counts).items(), key=lambda pair: (-pair[1], pair[0]))


def _rows(wanted: Sequence[Sequence[str]], library: Library) -> list[int]:
    """The rows of the passages that have one of the words, in order."""
    query = " ".join(name for names in wanted for name in names)
    found = (library.terms.search(query, language=one, k=_MOST_READ) for one in LANGUAGES)
    return sorted({row for rows in found for row, _ in rows})
