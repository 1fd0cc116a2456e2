"""The lines of an answer around its quotes, composed from records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from rag.messages.catalogue import say
from rag.messages.named import period, with_article
from rag.messages.typography import capitalised
from rag.records import Absent, Amendment, Citation, Conflict, Language
from rag.records.drafts import Draft

_MOST_TITLES = 3  # that a line names


def not_found(language: Language, documents: int) -> str:
    """The sentence of an honest refusal, with the number of documents searched."""
    return say("answers.not_found", language, count=documents)


def absent(found: Absent, language: Language) -> str:
    """That something the question names is not in the documents, and what is instead."""
    if found.kind == "document_outside":
        every = (found.text, *found.present)
        named = titles(every, language)
        return say("answers.absent_document_outside", language, asked=named, count=len(every))
    named = {
        "identifier": capitalised(with_article(found.text, language)),
        "name": found.text,
        "period": period(found.text, language),
        "phrase": quoted(found.text, language),
        "document": quoted(found.text, language),
    }[found.kind]
    write = {"identifier": with_article, "period": period, "document": quoted}.get(found.kind)
    present = [write(one, language) if write else one for one in found.present]
    near, count = joined(present, language), len(present)
    if count:
        return say(
            f"answers.absent_{found.kind}_near", language, asked=named, near=near, count=count
        )
    return say(f"answers.absent_{found.kind}", language, asked=named)


def joined(parts: Sequence[str], language: Language) -> str:
    """Several things in running text: "a, b and c"."""
    *first, last = parts or ("",)
    return say("words.and", language, first=", ".join(first), last=last) if first else last


def marks(language: Language) -> tuple[str, str]:
    """What stands before a quote and after it."""
    opening, _, closing = quoted("\0", language).partition("\0")
    return opening, closing


def quoted(text: str, language: Language) -> str:
    """A text between the quotation marks of a language."""
    return say("words.quoted", language, text=text)


def day_of_time(at: str, language: Language) -> str:
    """The day of a time in ISO 8601."""
    return day(dt.datetime.fromisoformat(at).date(), language)


def day(date: dt.date, language: Language) -> str:
    """A date as it is written in running text: "1er mars 2024", "1 March 2024"."""
    # Not by the standard library, whose names follow the locale of the machine.
    number = say("words.first_day", language) if date.day == 1 else date.day
    month = say(f"words.month_{date.month}", language)
    return say("words.day", language, day=number, month=month, year=date.year)


def day_or_undated(date: dt.date | None, language: Language) -> str:
    """A date as ``day`` writes it, or that there is none."""
    return say("words.undated", language) if date is None else day(date, language)


def place(page: int | None, label: str | None, language: Language) -> str:
    """Where a quote stands: "p. iv (PDF 4)", "p. 4", or nothing where there are no pages."""
    if page is None:
        return ""
    if label is None or label == str(page):
        return say("answers.place", language, page=page)
    return say("answers.place_printed", language, page=page, label=label)


def recognised(sure: float, language: Language) -> str:
    """That a text was read by OCR, and how sure that is: "OCR, 92 %"."""
    return say("answers.ocr", language, percent=round(sure * 100))


def remarks(citation: Citation, language: Language) -> list[str]:
    """What a reader must know of a quote: its language, if it is another, a newer version, OCR."""
    other = citation.language != language
    said = [
        say(f"answers.quote_{citation.language}", language) if other else "",
        superseded(citation, language),
        "" if citation.ocr is None else recognised(citation.ocr, language),
    ]
    return [each for each in said if each]


def superseded(citation: Citation, language: Language) -> str:
    """That a newer version of the cited document is there, "" where none is."""
    newer = citation.superseded_by
    return (
        "" if newer is None else say("answers.superseded", language, day=day(newer.date, language))
    )


def amended(found: Amendment, language: Language) -> str:
    """What an amendment did to a rule and from when: "rule replaced from 1 May 2022"."""
    kind = "partly" if not found.whole and found.kind != "amended" else found.kind
    state = say(f"answers.amended_{kind}", language)
    if found.since is None:
        return state
    return say("answers.amended_since", language, state=state, day=day(found.since, language))


def amendment(found: Amendment, language: Language) -> str:
    """An amendment in one line: what it did, its words, its document and page."""
    where = ", ".join(filter(None, (found.title, place(found.page, found.page_label, language))))
    quote = quoted(" ".join(found.quote.split()), language)
    state = capitalised(amended(found, language))
    return say("answers.amendment", language, state=state, quote=quote, where=where)


def reference(citation: Citation, language: Language) -> str:
    """A citation in one line: title, date, page, whether by OCR or superseded, path."""
    parts = [citation.title]
    if citation.date is not None:
        parts.append(day(citation.date, language))
    parts.append(place(citation.page, citation.page_label, language))
    if citation.ocr is not None:
        parts.append(recognised(citation.ocr, language))
    parts.append(superseded(citation, language))
    parts += [amended(one, language) for one in citation.amendments]
    parts.append(citation.path)
    return ", ".join(part for part in parts if part)


def understood(question: str, language: Language) -> str:
    """How a follow-up was understood, completed from the questions before it."""
    return say("answers.understood", language, question=quoted(question, language))


def understood_in(named: Sequence[str], language: Language) -> str:
    """That a question was taken to ask the documents that it names, by their titles."""
    return say("answers.understood_in", language, titles=titles(named, language))


def titles(named: Iterable[str], language: Language) -> str:
    """The titles of documents in running text, each once, the first ones of many."""
    all_of_them = list(dict.fromkeys(named))
    first = [quoted(each, language) for each in all_of_them[:_MOST_TITLES]]
    if left := len(all_of_them) - len(first):
        first.append(say("words.others", language, count=left))
    return joined(first, language)


def as_of(date: dt.date, language: Language) -> str:
    """That the documents dated after a day were left out."""
    return say("answers.as_of", language, day=day(date, language))


def fallback(created: str, language: Language) -> str:
    """That an older generation answers for a damaged one; ``created`` is its time, ISO 8601."""
    made = dt.datetime.fromisoformat(created).date()
    return say("answers.fallback", language, day=day(made, language))


def is_update(found: Conflict, citations: Sequence[Citation]) -> bool:
    """Whether one side of a conflict is a version that was replaced by the time of the other."""
    cited = {citation.n: citation for citation in citations}
    first, second = cited[found.first], cited[found.second]
    return _replaced(first, second) or _replaced(second, first)


def _replaced(older: Citation, newer: Citation) -> bool:
    if older.superseded_by is None or newer.superseded_by is not None or newer.date is None:
        return False
    return older.superseded_by.date <= newer.date


def conflict(found: Conflict, citations: Sequence[Citation], language: Language) -> str:
    """That two of the citations disagree, on which words, and their dates where they differ.

    If one of them was replaced since, this is an update and no warning; see ``is_update``.
    """
    cited = {citation.n: citation for citation in citations}
    first, second = cited[found.first], cited[found.second]
    dated = first.date != second.date
    if is_update(found, citations):
        sides = [(first, found.first_span), (second, found.second_span)]
        (newer, now), (older, before) = sides if _replaced(second, first) else sides[::-1]
        return say(
            "answers.updated",
            language,
            newer=f"[{newer.n}]",
            older=f"[{older.n}]",
            now=quoted(now.text, language),
            before=quoted(before.text, language),
            day=day_or_undated(newer.date, language),
        )
    return say(
        f"answers.conflict_{found.topic}",
        language,
        first=_numbered(first, language, dated=dated),
        second=_numbered(second, language, dated=dated),
        one=quoted(found.first_span.text, language),
        other=quoted(found.second_span.text, language),
    )


def _numbered(citation: Citation, language: Language, *, dated: bool) -> str:
    number = f"[{citation.n}]"
    return f"{number} ({day(citation.date, language)})" if dated and citation.date else number


def by_model(draft: Draft, language: Language) -> str:
    """The line over what a model wrote, or why nothing of it is shown."""
    key = f"answers.draft_{draft.fault}" if draft.fault else "answers.written"
    return say(key, language, model=draft.model)


def struck_lines(draft: Draft, language: Language) -> list[str]:
    """A line for each sentence that was removed: its words and why."""
    return [
        say(
            "answers.struck",
            language,
            sentence=quoted(one.text, language),
            reason=say(f"answers.struck_{one.struck}", language),
        )
        for one in draft.sentences
        if one.struck
    ]
