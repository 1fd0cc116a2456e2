"""Questions made of a sentence by taking its answer out (Lewis et al. 2019, "Unsupervised QA").

A date, a length of time, a quantity or a name of the sentence is the answer; the question is a word
that asks for such a thing and some of the sentence's other words. They read like what people type
in a hurry, exist for official text of both languages, and across them where the answer is found in
the translation too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from rag.answering.spans import candidates
from rag.language.figures.dates import find_dates
from rag.language.figures.numbers import find_quantities
from rag.language.questions.questions import AnswerKind
from rag.language.words import Word, fold, is_stop_word, words
from rag.records import Language
from train.reader.examples import Bounds, Example, holding
from train.reader.official import neighbours
from train.reader.sections import LANGUAGES, SOURCE
from train.reader.sources import bounds

_ASKS: dict[Language, dict[AnswerKind, tuple[str, ...]]] = {
    "en": {
        "time": ("when", "on what date", "in what year", "since when", "by when"),
        "duration": ("how long", "for how long", "within how much time", "how much time"),
        "count": ("how many", "how much", "what amount", "what is the number of", "what"),
        "person": ("who", "which body", "what", "which", "by whom"),
    },
    "fr": {
        "time": ("quand", "à quelle date", "en quelle année", "depuis quand", "c'est quand"),
        "duration": ("combien de temps", "pendant combien de temps", "quel délai", "quelle durée"),
        "count": ("combien", "combien de", "quel montant", "quel est le nombre de", "quel"),
        "person": ("qui", "quel organisme", "qu'est-ce qui", "quel", "par qui"),
    },
}
_KINDS: tuple[AnswerKind, ...] = ("time", "duration", "count", "person")
# Words before a number that is a mark and says nothing: "section 5", "l'article 12 ou 13".
_MARKS = frozenset(
    """section sections subsection subsections paragraph paragraphs article articles paragraphe
    paragraphes alinea alineas annexe annexes schedule schedules part partie parts parties chapter
    chapitre item items rule regle regles form formule formulaire note no n numero number numbers
    point sous or and ou et to a clause figure table tableau page""".split()
)
_FEWEST, _MOST = 3, 12  # words of content that a question has
_AROUND = 14  # words on each side of the answer that may be in the question
_LONGEST = 60  # characters of an answer
_KEPT, _STOPS = 0.75, 0.5  # the share of the words of content, and of others, that a question has
_TITLED = 0.4  # the share of the questions that also name the title


@dataclass(frozen=True, slots=True)
class Cloze:
    """A question made of a sentence, with its answer's place and value there."""

    question: str
    span: Bounds
    value: str


def ask(text: str, language: Language, rng: Random) -> Cloze | None:
    """A question made of a sentence; None where it has no answer or says too little."""
    kinds = rng.sample(_KINDS, len(_KINDS))
    for kind in kinds:
        found = [span for span in candidates(text, language, kind) if _fits(text, span, kind)]
        if not found:
            continue
        span = rng.choice(found)
        rest = _rest(text, span, language, rng)
        if rest is not None:
            asks = rng.choice(_ASKS[language][kind])
            mark = {"en": "?", "fr": " ?"}[language] if rng.random() < 0.6 else ""
            return Cloze(f"{asks} {rest}{mark}", span, _value(text[slice(*span)], language))
    return None


def _fits(text: str, span: Bounds, kind: AnswerKind) -> bool:
    """Whether a span can be asked for: no mark of a paragraph, and a name of several words."""
    start, end = span
    answer = text[start:end]
    if (
        not start
        or len(answer) > _LONGEST
        or text[start - 1] in "([."
        or text[end : end + 1] == "("
    ):
        return False
    if kind == "person":
        return len(answer.split()) > 1
    before = words(text[max(0, start - 20) : start])
    return kind != "count" or not (before and before[-1].folded in _MARKS)


def _rest(text: str, span: Bounds, language: Language, rng: Random) -> str | None:
    """Words around the answer, those after it first half of the time."""
    found = words(text)
    before = [word for word in found if word.end <= span[0]][-_AROUND:]
    after = [word for word in found if word.start >= span[1]][:_AROUND]
    parts = [_some(text, part, language, rng) for part in (before, after)]
    content = sum(count for _, count in parts)
    if not _FEWEST <= content <= _MOST:
        return None
    if rng.random() < 0.5:
        parts.reverse()
    return " ".join(part for part, _ in parts if part)


def _some(text: str, part: Sequence[Word], language: Language, rng: Random) -> tuple[str, int]:
    """Some of the words as one text, and how many of them are words of content."""
    kept: list[str] = []
    content = 0
    for word in part:
        stop = is_stop_word(word.folded, language)
        if rng.random() < (_STOPS if stop else _KEPT):
            kept.append(text[word.start : word.end])
            content += not stop
    return " ".join(kept), content


def _value(answer: str, language: Language) -> str:
    """What an answer says, the same in both languages where it is a figure, a date or a name."""
    dates = find_dates(answer)
    if dates:
        return f"{dates[0].date} {dates[0].precision}"
    quantities = find_quantities(answer, language)
    if quantities:
        return f"{quantities[0].value.normalize()} {quantities[0].unit}"
    return fold(answer)


def in_passages(examples: Iterable[Example], most: int, rng: Random) -> Iterator[Example]:
    """Questions on so many sentences of each passage at most."""
    passages = {example.passage: example for example in examples}
    drawn = [
        (one, place)
        for one in passages.values()
        for place in rng.sample(one.sentences, min(most, len(one.sentences)))
    ]
    for example, (start, end) in drawn:
        made = ask(example.passage[start:end], example.language, rng)
        if made is None:
            continue
        span = (start + made.span[0], start + made.span[1])
        question = made.question
        if example.title and rng.random() < _TITLED:
            question = f"{question} {example.title}"
        yield Example(
            "cloze", example.source, question, example.language, example.language,
            example.title, example.passage, example.sentences, True, example.headings,
            example.before, span, holding(example.sentences, span),
        )  # fmt: skip


def on_lines(lines: Sequence[tuple[str, str]], share: float, rng: Random) -> Iterator[Example]:
    """A question on a share of translated lines, English and French, asked of either side.

    A passage is the line with its neighbours, which are of the same regulation.
    """
    for place, line in enumerate(lines):
        if rng.random() >= share:
            continue
        asked, to = rng.randrange(2), rng.randrange(2)
        made = ask(line[asked], LANGUAGES[asked], rng)
        if made is None:
            continue
        answer = made.span if to == asked else _in_translation(line[to], LANGUAGES[to], made.value)
        if answer is None:
            continue
        texts, own = neighbours(lines, place, to, rng)
        passage = "\n".join(texts)
        start = sum(len(before) + 1 for before in texts[:own])
        span = (start + answer[0], start + answer[1])
        found = bounds(passage)
        yield Example(
            "cloze", SOURCE, made.question, LANGUAGES[asked], LANGUAGES[to], "", passage, found,
            True, span=span, answering=holding(found, span),
        )  # fmt: skip


def _in_translation(text: str, language: Language, value: str) -> Bounds | None:
    """The place of an answer in the translated line; None unless it is there once."""
    found = {
        span
        for kind in _KINDS
        for span in candidates(text, language, kind)
        if _value(text[slice(*span)], language) == value
    }
    return found.pop() if len(found) == 1 else None
