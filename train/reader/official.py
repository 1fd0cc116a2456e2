"""Examples from official text of both languages: rules, marginal notes, lists, tables, across."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.records import Language
from train.reader.examples import Bounds, Example, holding
from train.reader.rules import MadeQuestion, asked, is_whole
from train.reader.sections import LANGUAGES, SOURCE, Clause, Section, clauses, unmarked
from train.reader.sources import bounds, parallel

_SCOPED = 0.35  # of the questions by rule name the regulation that they are about
_LINES = 0.6  # of the translated lines are asked about
_LONGEST_SPAN = 400  # characters; a longer answer is its sentences
_LONGEST = 4_000  # characters of a passage; the tokens of a longer one are cut anyway
_ABOUT: dict[Language, tuple[str, ...]] = {
    "en": (
        "{note}", "{note}?", "What are the rules on this: {note}?",
        "What does the regulation say about {note}?", "Which section deals with {note}?",
    ),
    "fr": (
        "{note}", "{note} ?", "Quelles règles pour : {note} ?",
        "Que dit le règlement à ce sujet : {note} ?", "Quel article traite de ceci : {note} ?",
    ),
}  # fmt: skip
# A lead-in to items: what it asks for is conditions, or the object of a verb that has none yet.
_HOLDS: dict[Language, str] = {
    "en": r"contain|include|specify|indicate|set out|state|provide|submit|keep|consist of"
    r"|be accompanied by|describe|identify|ensure|show|bear",
    "fr": r"contenir|comporter|inclure|préciser|indiquer|fournir|conserver|présenter|comprendre"
    r"|énoncer|satisfaire|respecter",
}
_LEADS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?P<s>(?:The|An?|Every|Each) [^,;:()]{2,80}?) (?P<m>must|shall|may) "
        rf"(?:(?P<holds>{_HOLDS['en']})(?: that)?(?: (?:all )?(?:of )?the following[^:]*)?"
        r"|(?P<v>(?!not\b)[a-z][^;:()]{2,90}?),? (?:only )?if\b[^:]{0,60}):?$"
    ),
    "fr": re.compile(
        r"^(?P<s>(?:Le |La |L’|Les |Tout |Toute |Un |Une )[^,;:()]{2,80}?) "
        rf"(?P<m>doit|doivent|peut|peuvent) (?:(?P<holds>{_HOLDS['fr']})"
        r"(?: (?:à |aux |les |la |le )[^:]*(?:suivante?s?|ci-après)[^:]*)?"
        r"|(?P<v>[a-zà-ÿ][^;:()]{2,90}?),? (?:si\b|s’il|dans les cas suivants)[^:]{0,60}) ?:$"
    ),
}
_ACCORDING = {
    "Règlement": "selon le ", "Décret": "selon le ", "Tarif": "selon le ", "Règles": "selon les ",
    "Ordonnance": "selon l'", "Arrêté": "selon l'", "Proclamation": "selon la ",
}  # fmt: skip
_HEADS: dict[Language, tuple[str, str]] = {"en": ("Matter", "Period"), "fr": ("Objet", "Durée")}
_OF_TABLE: dict[Language, tuple[str, ...]] = {
    "en": ("{note}: what period?", "What is the period for this: {note}?", "{note} period"),
    "fr": ("{note} : quelle durée ?", "Quelle est la durée prévue : {note} ?", "durée {note}"),
}
_FOR_NAMES = ("rule-who", "rule-agent")
_PRONOUN = re.compile(r"(?:il|elle|ils|elles|celui-ci|celle-ci|it|he|she|they) ", re.IGNORECASE)
_TIMED = ("deadline", "notice", "duration", "validity")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table made from the sections of one regulation."""

    note: str
    value: str


def from_section(section: Section, rng: random.Random) -> Iterator[Example]:
    """What a section answers by rule, by its marginal note and by its lists."""
    if not 40 <= len(section.text) <= _LONGEST:
        return
    for clause in clauses(section):
        if clause.items:
            yield from _listed(section, clause, rng)
            continue
        start, end = section.sentences[clause.lead]
        sentence, begin = unmarked(section.text[start:end])
        for found in asked(sentence, section.language, rng):
            span = (start + begin + found.span[0], start + begin + found.span[1])
            yield _of(section, f"rule-{found.rule}", _scoped(found.question, section, rng), span)
    yield from _noted(section, section.language, section.note, rng)


def across(
    one: Section, other: Section, made: Iterable[Example], rng: random.Random
) -> Iterator[Example]:
    """Questions ``made`` on a section asked of its translation; clauses match by their places."""
    yield from _noted(other, one.language, one.note, rng)
    if len(one.sentences) != len(other.sentences):
        return
    for example in made:
        # Definitions stand in the order of the alphabet, another one in each language.
        if example.kind in ("note", "rule-definition") or not example.answering:
            continue
        known = _same_rule(example, other, rng)
        if known is None and _unnamed(example.kind, other, example.answering[0]):
            continue
        yield replace(
            example, language=other.language, title=other.title, headings=(other.note,),
            passage=other.text, sentences=other.sentences, span=known,
        )  # fmt: skip


def _unnamed(kind: str, section: Section, place: int) -> bool:
    """Whether a question for a name meets a sentence that has a pronoun for it."""
    sentence, _ = unmarked(section.text[slice(*section.sentences[place])])
    return kind in _FOR_NAMES and _PRONOUN.match(sentence) is not None


def _same_rule(example: Example, other: Section, rng: random.Random) -> Bounds | None:
    """The short answer in the translation, where the rule that made the question is met there."""
    assert example.answering
    first, last = example.answering[0], example.answering[-1]
    if example.kind == "list":
        span = (other.sentences[first + 1][0], other.sentences[last][1])
        return span if example.span else None
    start, end = other.sentences[first]
    sentence, begin = unmarked(other.text[start:end])
    for found in asked(sentence, other.language, rng):
        if f"rule-{found.rule}" == example.kind:
            return (start + begin + found.span[0], start + begin + found.span[1])
    return None


def _of(section: Section, kind: str, question: str, span: Bounds) -> Example:
    short = span if span[1] - span[0] <= _LONGEST_SPAN else None
    return Example(
        kind, SOURCE, question, section.language, section.language, section.title, section.text,
        section.sentences, True, (section.note,), span=short,
        answering=holding(section.sentences, span),
    )  # fmt: skip


def _scoped(question: str, section: Section, rng: random.Random) -> str:
    """Sometimes with the regulation that is meant; a question of another body has none of it."""
    if rng.random() > _SCOPED:
        return question
    name = section.title
    if section.language == "en":
        return f"{question.rstrip('?')} under the {name}?"
    head = name.split()[0] if name else ""
    return f"{question.rstrip(' ?')} {_ACCORDING.get(head, 'selon : ')}{name} ?"


def _noted(
    section: Section, language: Language, note: str, rng: random.Random
) -> Iterator[Example]:
    """The note as a question; the section answers, by its only sentence where it has one."""
    if len(note.split()) < 2:
        return
    way = rng.choice(_ABOUT[language])
    wording = note if way == "{note}" else note[0].lower() + note[1:]
    only = (0,) if len(section.sentences) == 1 else None
    yield Example(
        "note", SOURCE, way.format(note=wording), language, section.language, section.title,
        section.text, section.sentences, True, answering=only,
    )  # fmt: skip


def _listed(section: Section, clause: Clause, rng: random.Random) -> Iterator[Example]:
    """What a lead-in asks for: its items, all of them."""
    start, end = section.sentences[clause.lead]
    sentence, _ = unmarked(section.text[start:end])
    match = _LEADS[section.language].match(sentence)
    if match is None or len(clause.items) < 2:
        return
    question = _lead_question(match, section.language, rng)
    if not is_whole(question, match["s"]):
        return
    first, last = clause.items[0], clause.items[-1]
    span = (section.sentences[first][0], section.sentences[last][1])
    found = _of(section, "list", question, span)
    yield replace(found, answering=(clause.lead, *clause.items))


def _lead_question(match: re.Match[str], language: Language, rng: random.Random) -> str:
    subject = match["s"][0].lower() + match["s"][1:]
    verb, modal = (match["v"] or match["holds"]).removeprefix("only "), match["m"]
    if language == "en":
        ways = ("Under what conditions", "When") if match["v"] else ("What",)
        return f"{rng.choice(ways)} {modal} {subject} {verb}?"
    que = "est-ce qu'" if subject.startswith("un") else "est-ce que "
    if match["v"]:
        ways = ("À quelles conditions ", "Dans quels cas ")
        return f"{rng.choice(ways)}{que}{subject} {modal} {verb} ?"
    return f"Que {modal} {verb} {subject} ?"


def tables(sections: Sequence[Section], rng: random.Random) -> Iterator[Example]:
    """Periods of one regulation as a table, in the form the product gives it; a question a row."""
    for _, group in itertools.groupby(
        sections, key=lambda section: (section.doc, section.language)
    ):
        found = list(group)
        kept = {row.note: row for row in _rows(found, rng)}
        if len(kept) >= 3 and len({row.value for row in kept.values()}) >= 2:
            yield from _table(found[0], list(kept.values())[:8], rng)


def _rows(sections: Iterable[Section], rng: random.Random) -> Iterator[TableRow]:
    for section in sections:
        for clause in clauses(section):
            start, end = section.sentences[clause.lead]
            sentence, _ = unmarked(section.text[start:end])
            for found in asked(sentence, section.language, rng):
                if found.rule in _TIMED:
                    yield TableRow(section.note, sentence[slice(*found.span)])
                    break


def _table(section: Section, found: list[TableRow], rng: random.Random) -> Iterator[Example]:
    language = section.language
    head, value = _HEADS[language]
    text = "\n".join(f"{head}: {row.note} | {value}: {row.value}" for row in found)
    found_in = bounds(text)
    for line, row in zip(text.split("\n"), found, strict=True):
        begin = text.index(line)
        start = begin + len(line) - len(row.value)
        question = rng.choice(_OF_TABLE[language]).format(note=row.note[0].lower() + row.note[1:])
        span = (start, start + len(row.value))
        yield Example(
            "table", SOURCE, question, language, language, section.title, text, found_in,
            True, span=span, answering=holding(found_in, span),
        )  # fmt: skip


def from_parallel(root: Path, rng: random.Random) -> Iterator[Example]:
    """Questions by rule on translated lines, asked of a passage in either language.

    A passage is the line with its neighbours in the source, which are of the same regulation.
    """
    lines = [(en, fr) for source, en, fr in parallel(root) if source == SOURCE]
    for place, line in enumerate(lines):
        if rng.random() >= _LINES:
            continue
        found = {
            language: _of_line(line[at], language, rng) for at, language in enumerate(LANGUAGES)
        }
        if not found["en"] or ("definition" in found["fr"]) != ("definition" in found["en"]):
            found["fr"].pop("definition", None)
        for at, language in enumerate(LANGUAGES):
            for one in found[language].values():
                to = rng.randrange(2)
                known = one if to == at else found[LANGUAGES[to]].get(one.rule)
                if known is None and f"rule-{one.rule}" in _FOR_NAMES and _PRONOUN.match(line[to]):
                    continue
                near = neighbours(lines, place, to, rng)
                yield _among(one, language, known, LANGUAGES[to], near)


def _of_line(line: str, language: Language, rng: random.Random) -> dict[str, MadeQuestion]:
    return {one.rule: one for one in asked(line, language, rng)}


def neighbours(
    lines: Sequence[tuple[str, str]], place: int, at: int, rng: random.Random
) -> tuple[list[str], int]:
    """The texts around a line, and its own place among them."""
    first = max(0, place - rng.randint(0, 4))
    texts = [line[at] for line in lines[first : place + 1 + rng.randint(0, 4)]]
    return texts, place - first


def _among(
    one: MadeQuestion, asked_in: Language, known: MadeQuestion | None, language: Language,
    near: tuple[list[str], int],
) -> Example:  # fmt: skip
    """A question on a line among others; its span where the rule is met in that language too."""
    texts, own = near
    text = "\n".join(texts)
    begin = sum(len(before) + 1 for before in texts[:own])
    line = (begin, begin + len(texts[own]))
    found_in = bounds(text)
    span = (begin + known.span[0], begin + known.span[1]) if known else None
    if span and span[1] - span[0] > _LONGEST_SPAN:
        span = None
    return Example(
        f"rule-{one.rule}", SOURCE, one.question, asked_in, language, "", text, found_in,
        True, span=span, answering=holding(found_in, span or line),
    )  # fmt: skip
