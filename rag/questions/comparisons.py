"""The two sides of a question that compares: documents, editions, years of one topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.questions.comparisons import (
    ASPECT,
    COMPARISONS,
    IN_YEAR,
    SAME_OF_YEAR,
    YEAR_ALONE,
)
from rag.language.questions.document_limits import RECENT_YEAR
from rag.language.statements.noun_phrases import ARTICLE
from rag.language.words import plain_letters
from rag.records import Language

_EDGES = " ,;:.?!"
_LONGEST = 200  # characters; a longer question asks for more than a comparison


@dataclass(frozen=True, slots=True)
class AskedSide:
    """One side of a comparison: ``name`` as it is typed, of ``year``, 0 for none.

    ``title`` is the name as that of a document. ``aspect`` is what of it is compared, "" for all
    of it.
    """

    name: str
    title: str
    year: int = 0
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class AskedComparison:
    """Two sides; ``of_years`` if they are two years of the same topic, or of the whole library.

    ``topic`` is then the topic, "" for the library. ``only_documents`` is true if there is no
    comparison unless each side is a document.
    """

    one: AskedSide
    other: AskedSide
    of_years: bool = False
    topic: str = ""
    only_documents: bool = False

    @property
    def sides(self) -> tuple[AskedSide, AskedSide]:
        """Both sides in their order."""
        return self.one, self.other


def read_comparison(text: str, language: Language) -> AskedComparison | None:
    """The comparison that a question asks for, ``None`` if it asks for none.

    ``text`` has straight apostrophes, single blanks and no final mark.
    """
    plain = plain_letters(text) if len(text) <= _LONGEST else ""
    for form in COMPARISONS[language]:
        if match := form.fullmatch(plain):
            groups = {
                name: text[match.start(name) : match.end(name)].strip(_EDGES)
                for name, value in match.groupdict().items()
                if value
            }
            return _compared(groups, language)
    return None


def _compared(groups: dict[str, str], language: Language) -> AskedComparison:
    only_documents = "first" in groups
    names = ("first", "last") if only_documents else ("one", "other")
    one, other = (groups[name] for name in names)
    other, aspect = _without_aspect(other, language, only_documents=only_documents)
    one, other = _whole_sides(one, other, language)
    topic = groups.get("topic", "")
    first, last = _year_alone(one, language), _year_alone(other, language)
    if first and last and not aspect:
        sides = (_of_year(topic, first, language), _of_year(topic, last, language))
        return AskedComparison(*sides, of_years=True, topic=topic)
    aspect = aspect or topic
    both = tuple(AskedSide(name, name, _year(name), aspect) for name in (one, other))
    return AskedComparison(both[0], both[1], only_documents=only_documents)


def _without_aspect(other: str, language: Language, *, only_documents: bool) -> tuple[str, str]:
    """The last side without what is compared of both, and that: "the 2023 rules", "fees"."""
    found = ASPECT[language].search(plain_letters(other))
    if found and (only_documents or RECENT_YEAR.search(other[: found.start()])):
        return other[: found.start()], other[found.end() :]
    return other, ""


def _of_year(topic: str, year: int, language: Language) -> AskedSide:
    name = f"{topic} {IN_YEAR[language]} {year}".strip()
    return AskedSide(name, f"{topic} {year}".strip(), year)


def _whole_sides(one: str, other: str, language: Language) -> tuple[str, str]:
    """Both sides in full: "le budget 2022 et 2023" says its noun once, at the start.

    So do "the 2022 and 2024 rules", at the end, and "le règlement de 2022 et celui de 2024".
    """
    if match := SAME_OF_YEAR[language].fullmatch(plain_letters(other)):
        return one, _with_year(one, next(filter(None, match.groups())))
    year, last = _year_alone(one, language), _year_alone(other, language)
    if last and not year and RECENT_YEAR.search(one):
        return one, _with_year(one, str(last))
    if year and not last and RECENT_YEAR.search(other):
        return _with_year(ASPECT[language].split(other)[0], str(year)), other
    return one, other


def _with_year(name: str, year: str) -> str:
    """A name with another year in the place of its last one."""
    found = [*RECENT_YEAR.finditer(name)]
    return f"{name[: found[-1].start()]}{year}{name[found[-1].end() :]}" if found else name


def _year_alone(side: str, language: Language) -> int:
    """The year that a side consists of, 0 if it has more."""
    match = YEAR_ALONE[language].fullmatch(plain_letters(side))
    return int(match[1]) if match else 0


def _year(name: str) -> int:
    found = RECENT_YEAR.findall(name)
    return int(found[-1]) if found else 0


def without_year(name: str) -> str:
    """A name without its years and its article: "règlement" of "le règlement de 2022"."""
    bare = re.sub(r"\s(?:d[e']|of|from|in|en)?\s?$", "", RECENT_YEAR.sub("", name))
    return ARTICLE.sub("", " ".join(bare.split())).strip(_EDGES)
