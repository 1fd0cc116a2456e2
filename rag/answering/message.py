"""A message to its answer: its questions found, understood, and answered one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.answering.combined import combine
from rag.answering.comparisons import compared
from rag.answering.followups import asked_again, meanings
from rag.answering.library_answers import answer_from_library, list_document, listing, saying
from rag.answering.outline import outline, page_text
from rag.answering.repeats import not_repeating, repeats_turn, says_nothing_new
from rag.answering.several_documents import each_document
from rag.answering.signatures import answers_with_a_name, signature
from rag.answering.typed_message import TypedMessage
from rag.encoders import TextSimilarity
from rag.language.words import words
from rag.messages import say
from rag.messages.answers import quoted
from rag.questions.acronyms import with_acronyms
from rag.questions.comparisons import read_comparison
from rag.questions.documents import find_by_title, is_any_document, with_written_title
from rag.questions.extraction import courtesy_language, extract_question, starts_in_context
from rag.questions.language import question_language
from rag.questions.library_questions import (
    LibraryQuestion,
    read_library_question,
    read_small_talk,
)
from rag.questions.named_things import NamedThings, read_named_things
from rag.questions.relative_years import with_calendar_years
from rag.questions.spelling import corrected
from rag.questions.splitting import split_questions
from rag.questions.year_ends import with_last_day
from rag.records import LANGUAGES, Answer, Exchange, Hit, Language
from rag.store import Library

MOST_QUESTIONS = 5  # answered of one message
_MOST_CHOICES = 10  # documents to choose from
_PRECISE = 2  # words of a name that means one document


# The answer of the passages of a library to a question that was read.
AnswerFromPassages = Callable[[NamedThings], Answer]
# The passages nearest to a topic that is written in a language.
SearchPassages = Callable[[str, Language], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class MessageReader:
    """Answers messages over a library, with the parts of the engine that it needs."""

    library: Library
    answer: AnswerFromPassages
    search: SearchPassages
    similarity: TextSimilarity
    today: dt.date

    def answered(self, message: TypedMessage) -> Answer:
        """The answer to a message; one of several questions has a part for each.

        A question is asked of the passages at most twice, and its halves once each if that finds
        nothing. A comparison counts as two questions.
        """
        if message.exact:
            return replace(self._exactly(message.text), exact=True)
        question = extract_question(message.text)
        language = question_language(question, self.library)
        if not question:
            language = courtesy_language(message.text, language)
        if said := self._small_talk(message.text, question, language):
            return said
        questions = split_questions(question, language)
        if len(questions) > 1:
            return self._one_by_one(message, questions, language)
        if again := asked_again(questions[0], message.conversation):
            return self._one_by_one(replace(message, conversation=()), again, language)
        found = self._whole(message, questions[0])
        halves = split_questions(question, language, short=True)
        if found.found or len(halves) == 1 or _lacks(found, halves[0]):
            return found
        parted = self._one_by_one(message, halves, language, retry=False)
        return parted if parted.found else found

    def _one_by_one(
        self,
        message: TypedMessage,
        questions: Sequence[str],
        language: Language,
        *,
        retry: bool = True,
    ) -> Answer:
        """The answers to several questions, under the message as it was typed.

        Each is tried a second time, with its acronyms spelt out, only if ``retry``.
        """
        turns, parts = tuple(message.conversation), []
        for question in questions[:MOST_QUESTIONS]:
            before = turns if starts_in_context(question) else message.conversation
            part = self._one(question, before, message, retry=retry)
            turns = (*turns, Exchange.from_answer(part))
            parts.append(part)
        note = say("library.several", language, count=len(parts))
        if len(questions) > MOST_QUESTIONS:
            values = {"most": MOST_QUESTIONS, "count": len(questions)}
            note = say("library.too_many", language, **values)
        return combine(message.text, parts[0].language, parts, note=note)

    def _exactly(self, question: str) -> Answer:
        asked = read_named_things(question, question_language(question, self.library))
        return self.answer(replace(asked, anywhere=True))

    def _whole(self, message: TypedMessage, question: str) -> Answer:
        """The answer to a message of one question, under the message as it was typed."""
        found = self._one(question, message.conversation, message)
        understood = found.understood or (question if message.is_more_than(question) else "")
        return replace(found, question=message.text, understood=understood)

    def _one(
        self,
        question: str,
        turns: Sequence[Exchange],
        message: TypedMessage,
        *,
        retry: bool = True,
    ) -> Answer:
        """The answer to one question; ``understood`` says how it was taken, if otherwise.

        Of two questions that it can mean, the second is asked only if the first has no answer, or
        that of the turn before again. It leads if its own answer is more than that.
        """
        wholes = self._completed(question, turns, message.limit)
        found = self._taken(question, wholes[0], message.limit, retry=retry)
        if wholes[0] != question and turns:
            again = partial(self._again, question, wholes[0], found.language)
            found = not_repeating(question, found, turns, again)
        if len(wholes) == 1:
            return found
        if not found.found or says_nothing_new(question, found, turns):
            other = self._taken(question, wholes[1], message.limit, retry=retry)
            if other.found and not repeats_turn(other, turns):
                found, wholes = other, wholes[::-1]
        return replace(found, meanings=wholes)

    def _again(
        self, question: str, whole: str, language: Language, shown: frozenset[str]
    ) -> Answer:
        """The answer to a question without quotes that were shown before."""
        asked = replace(read_named_things(whole, language), shown=shown)
        return self._under(question, whole, self.answer(asked))

    def _taken(self, question: str, whole: str, limit: int, *, retry: bool) -> Answer:
        """The answer to a question that is taken as another one."""
        language = question_language(whole, self.library)
        for spoken in (language, *(one for one in LANGUAGES if one != language)):
            if found := self._in_parts(whole, spoken):
                return self._under(question, whole, found)
            asked = read_library_question(whole, spoken, self.today)
            if asked and (found := self._about_library(asked, whole, spoken)):
                return self._under(question, whole, found)
        dated = with_last_day(with_calendar_years(whole, language, self.today), language)
        whole, answer = self._asked(dated, language, limit, retry=retry)
        return self._under(question, whole, answer)

    def _under(self, question: str, whole: str, found: Answer) -> Answer:
        return replace(found, question=question, understood="" if whole == question else whole)

    def _completed(self, question: str, turns: Sequence[Exchange], limit: int) -> tuple[str, ...]:
        """What the question can mean after earlier turns, if that stays within the limit."""
        found = meanings(question, turns, similarity=self.similarity)
        return tuple(whole for whole in found if len(whole) <= limit) or (question,)

    def _asked(
        self, question: str, language: Language, limit: int, *, retry: bool = True
    ) -> tuple[str, Answer]:
        """A question as it was understood, and its answer.

        Its typing errors are corrected. Acronyms are joined to their long forms if the search
        cannot find them, or, on a ``retry``, if it finds nothing: two names of one thing may rank
        worse than one.
        """
        spelt = corrected(question, language, self.library)
        tries = (
            with_acronyms(spelt, self.library, unsearched=True),
            with_acronyms(spelt, self.library),
        )
        wholes = [whole if len(whole) <= limit else question for whole in tries]
        found = self.answer(read_named_things(wholes[0], language))
        if found.found or not retry or wholes[1] == wholes[0]:
            return wholes[0], found
        joined = self.answer(read_named_things(wholes[1], language))
        return (wholes[1], joined) if joined.found else (wholes[0], found)

    def _small_talk(self, text: str, question: str, language: Language) -> Answer | None:
        for spoken in (language, *(one for one in LANGUAGES if one != language)):
            kind = read_small_talk(text, question, spoken)
            if kind and not (kind == "help" and self._is_known(question, language)):
                count = len(self.library.documents())
                said = say(f"library.{kind}", spoken, count=count)
                return saying(text, spoken, self.library, said)
        return None

    def _is_known(self, word: str, language: Language) -> bool:
        """Whether the documents have a word that could also ask for help: "aide"."""
        return len(word.split()) == 1 and self.library.terms.frequency(word, language) > 0

    def _about_library(
        self, asked: LibraryQuestion, question: str, language: Language
    ) -> Answer | None:
        if asked.kind == "outline":
            return self._outline(asked, question, language)
        if asked.kind == "page":
            found = find_by_title(asked.subject, self.library)[:1]
            pages = [page_text(one, asked.page, question, language, self.library) for one in found]
            return pages[0] if pages else None
        if asked.kind == "signed":
            return self._signed(asked, question, language)
        answer = self._answer_from_library(asked, question, language)
        if answer is None and asked.kind == "author":
            return self._unknown_author(asked, question, language)
        return answer

    def _answer_from_library(
        self, asked: LibraryQuestion, question: str, language: Language
    ) -> Answer | None:
        def nearest(topic: str) -> Sequence[Hit]:
            return self.search(topic, language)

        return answer_from_library(asked, question, language, self.library, nearest)

    def _signed(self, asked: LibraryQuestion, question: str, language: Language) -> Answer | None:
        """The signature of the document that is meant; ``None`` if it is not clear which."""
        found = find_by_title(asked.subject, self.library)
        if len(found) != 1 or len(words(asked.subject)) < _PRECISE:
            return None
        if signed := signature(found[0], question, language, self.library):
            return signed
        answered = self.answer(read_named_things(question, language))
        if answered.found and answers_with_a_name(answered.citations[0], found[0].id):
            return answered  # "the minutes are signed by Amina Diallo"
        title = quoted(found[0].title, language)
        unknown = say("library.no_signature", language, title=title)
        return listing(question, language, self.library, [unknown], [list_document(found[0])])

    def _unknown_author(
        self, asked: LibraryQuestion, question: str, language: Language
    ) -> Answer | None:
        """What names the author of the one document that is meant, or that nothing does."""
        found = find_by_title(asked.subject, self.library)
        if len(found) != 1 or is_any_document(asked.subject):
            return None
        answered = self.answer(read_named_things(question, language))
        if answered.found and answers_with_a_name(answered.citations[0], found[0].id):
            return answered  # "written by the firm Pyrès"
        title = quoted(found[0].title, language)
        unknown = say("library.no_author", language, title=title)
        return listing(question, language, self.library, [unknown], [list_document(found[0])])

    def _outline(self, asked: LibraryQuestion, question: str, language: Language) -> Answer | None:
        """The outline of the document that is meant, or what the documents say of a topic."""
        documents = with_written_title(asked.subject, find_by_title(asked.subject, self.library))
        if len(documents) != 1 and is_any_document(asked.subject):
            all_of_them = LibraryQuestion("list", "documents")
            return self._answer_from_library(all_of_them, question, language)
        if len(documents) == 1:
            return outline(documents[0], question, language, self.library)
        if 1 < len(documents) <= _MOST_CHOICES:
            which = say("library.which_document", language, count=len(documents))
            listed = [list_document(each) for each in documents]
            return listing(question, language, self.library, [which], listed)
        if not asked.addressed:
            return None
        _, found = self._asked(asked.subject, language, 2 * len(question))
        return replace(found, note=say("library.no_summary", language))

    def _in_parts(self, question: str, language: Language) -> Answer | None:
        """What the documents say of each side, or each document that is named; else ``None``."""

        def ask(side: str) -> Answer:
            whole, found = self._asked(side, language, 2 * len(question) + len(side))
            return self._under(side, whole, found)

        asked = read_comparison(_one_line(question), language)
        found = compared(asked, question, language, self.library, ask) if asked else None
        return found or each_document(question, language, self.library, ask)


def _one_line(question: str) -> str:
    return " ".join(question.replace("’", "'").split()).strip(" ?!.…:;,")


def _lacks(refused: Answer, half: str) -> bool:
    """Whether the library lacks something that half a question names: it has no answer either."""
    named = half.casefold()
    return any(absent.text.casefold() in named for absent in refused.absent)
