"""Sentences that amend a rule: "article 5 is replaced by ...", "la note n° 12 est abrogée"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.language.figures.dates import find_dates
from rag.language.identifiers.references import Reference, find_references
from rag.language.statements.modality import SUPPOSES
from rag.records import AmendmentKind, Language

# What is done to a rule, by the participle or the verb that says so.
_DONE: dict[Language, tuple[tuple[AmendmentKind, str], ...]] = {
    "fr": (
        ("repealed", r"abrogée?s?|supprimée?s?|annulée?s?|rapportée?s?|retirée?s?"),
        ("replaced", r"remplacée?s?|(?:ainsi )?rédigée?s?|substituée?s?"),
        ("corrected", r"rectifiée?s?|corrigée?s?"),
        ("amended", r"modifiée?s?|complétée?s?|amendée?s?"),
    ),
    "en": (
        (
            "repealed",
            r"repealed|revoked|rescinded|deleted|struck out|abrogated|withdrawn|cancelled",
        ),
        ("replaced", r"replaced|substituted|superseded"),
        ("corrected", r"corrected"),
        ("amended", r"amended|modified"),
    ),
}
_DOES: dict[Language, tuple[tuple[AmendmentKind, str], ...]] = {
    "fr": (
        ("repealed", r"abroge(?:nt)?(?! et remplace)|annule(?:nt)?(?! et remplace)"),
        ("replaced", r"(?:(?:abroge|annule)(?:nt)? et )?remplace(?:nt)?"),
        ("corrected", r"rectifie(?:nt)?|corrige(?:nt)?"),
        ("amended", r"modifie(?:nt)?"),
    ),
    "en": (
        ("repealed", r"(?:repeal|revoke|rescind|cancel)s?(?! and replace)"),
        ("replaced", r"(?:(?:repeal|revoke|rescind|cancel)s? and )?(?:replace|supersede)s?"),
        ("corrected", r"corrects?"),
        ("amended", r"amends?|modif(?:y|ies)"),
    ),
}
# Words of a title that say that a document amends another one.
AMENDING_TITLE: dict[Language, str] = {
    "fr": r"modifi\w+|avenants?|rectificati\w+|errat(?:um|a)|corrigend\w+|abrog\w+|remplaçant",
    "en": r"amend\w+|repeal\w*|replacing",
}
# The same for a search: a word of each form, whose family the index finds.
AMENDING_WORDS: dict[Language, tuple[str, ...]] = {
    "fr": tuple(
        "abrogé abrogée abroge supprimé supprimée annulé annulée annule rapporté rapportée retiré "
        "retirée remplacé remplacée remplace rédigé rédigée substitué substituée rectifié "
        "rectifiée rectifie corrigé corrigée corrige modifié modifiée modifie complété complétée "
        "amendé amendée lire".split()
    ),
    "en": tuple(
        "repealed repeals revoked revokes rescinded rescinds deleted struck abrogated withdrawn "
        "cancelled replaced replaces substituted superseded supersedes corrected amended amends "
        "modified read".split()
    ),
}
_PASSIVE: dict[Language, str] = {
    "fr": r"\b(?:est|sont|a été|ont été|était|étaient)\s+"
    r"(?:ainsi\s+|désormais\s+|par la présente\s+)?",
    "en": r"\b(?:is|are|was|were|has been|have been)\s+(?:hereby\s+|further\s+|also\s+)*",
}
_ACTOR: dict[Language, str] = {
    "fr": r"\b(?:(?:le|la|les)\s+présente?s?|cette|cet|ce)\s+[\w’'-]+(?:\s+n°\s*\S+)?\s+",
    "en": r"\b(?:this|the present|these)\s+[\w-]+(?:\s+no\.?\s*\S+)?\s+(?:hereby\s+)?",
}
_QUOTED = r"[«“\"]\s*(?P<{}>[^»”\"\s](?:[^»”\"]*[^»”\"\s])?)\s*[»”\"]"
# "Au lieu de « X », lire « Y »", "for “X” read “Y”".
_CORRECTION: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"au lieu de\s*:?\s*{_QUOTED.format('old')}[,;.\s]*(?:il (?:faut|convient de) )?lire|"
        rf"lire\s*:?\s*{_QUOTED.format('new')}[,;.\s]*(?:et non|au lieu de)\s*:?\s*"
        rf"{_QUOTED.format('other')}",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"\b(?:for|instead of)\s*:?\s*{_QUOTED.format('old')}[,;.\s]*(?:please )?read|"
        rf"\bread\s*:?\s*{_QUOTED.format('new')}[,;.\s]*(?:instead of|and not|not)\s*:?\s*"
        rf"{_QUOTED.format('other')}",
        re.IGNORECASE,
    ),
}
_WORDS = re.compile(
    r"\b(?:mots?|chiffres?|nombres?|montants?|termes?|words?|figures?|terms?)\b", re.I
)
_ANY_QUOTED = re.compile(_QUOTED.format("text"))
_WHEN: dict[Language, str] = {
    "fr": r"(?:lorsque?|quand|jusqu|tant qu|avant qu|dès qu)",
    "en": r"(?:when|where|until|before|once|as long as)\b",
}
_ITSELF: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:du|de la|des|de|au|aux)\s+présente?s?\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:of|in|to)\s+(?:this|these|the present)\b", re.IGNORECASE),
}
_OF_RULE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"[\s,]*(?:du|des|de la|de l['’]|de|d['’]|au|aux|à la|à l['’])\s*", re.I),
    "en": re.compile(r"[\s,]*(?:of|to|in|from)\s+(?:the\s+|our\s+)?", re.I),
}
_IN_FORCE_FROM: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?:à (?:compter|partir) du|à effet du|dès le|en vigueur le|effet (?:le|au))\s+$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:with effect from|effective(?: from)?|as of|as from|from|(?:effect|force) on)\s+$", re.I
    ),
}
_AFTER_LABEL = re.compile(r"\s*[.:–—-]+\s*|\s+(?=[A-ZÀ-Þ])")
_STOP = re.compile(r"(?<=\w)\.(?:\s|$)")
_APPLIES: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:s['’]applique(?:nt)?|(?:entre|prend|prennent|entrent)\b)", re.IGNORECASE
    ),
    "en": re.compile(r"\b(?:applies|apply|takes? effect|comes? into)\b", re.IGNORECASE),
}
_SUB = re.compile(r"\bsub(?=(?:section|paragraph|rule|clause)s?\b)", re.IGNORECASE)
_DEEPER = frozenset({"paragraph"})  # kinds inside an article or a section
_OBJECT_END = re.compile(r"[.;:]|,?\s(?:et entre|and comes?|and enters?|par)\s|\sby\s|$")


@dataclass(frozen=True, slots=True)
class AmendingClause:
    """What a sentence does to a rule.

    parts      the parts that it amends; none if it amends a whole document
    inside     whether it amends a piece of them only: a paragraph, some words
    named      the words that name the document, "" if it names none
    itself     whether it amends the document that it stands in
    old_words  the words that it replaces, "" if it replaces all
    since      the day from which it applies, ``None`` if it gives none
    """

    kind: AmendmentKind
    parts: tuple[Reference, ...]
    inside: bool
    named: str
    itself: bool
    old_words: str = ""
    since: dt.date | None = None


def _forms(done: tuple[tuple[AmendmentKind, str], ...], before: str) -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{form})" for kind, form in done)
    return re.compile(rf"{before}(?:{kinds})(?!\w)", re.IGNORECASE)


_PASSIVES = {one: _forms(_DONE[one], _PASSIVE[one]) for one in _DONE}
_ACTIVES = {one: _forms(_DOES[one], _ACTOR[one]) for one in _DOES}
_NEGATED = re.compile(r"\b(?:not|never|ne|n['’])\s*$|\bn['’](?:est|sont)$", re.IGNORECASE)
_BREAK = re.compile(r"[;:]\s|\.\s(?=[A-ZÀ-Þ])")
_BREAK_AFTER = re.compile(rf"{_BREAK.pattern}|(?:,\s|\s)(?:et|and)\s")


def may_amend(text: str, language: Language) -> bool:
    """Whether a text has a form that amends something; it takes no sentences apart."""
    forms = (_PASSIVES[language], _ACTIVES[language], _CORRECTION[language])
    return any(form.search(text) for form in forms)


def find_amendments(sentence: str, language: Language) -> tuple[AmendingClause, ...]:
    """What a sentence amends, in order; nothing if it only supposes or denies an amendment."""
    sentence = _without_label(sentence, language)
    if (match := SUPPOSES[language].search(sentence)) and not sentence[: match.start()].strip():
        return ()
    return (*_passive(sentence, language), *_active(sentence, language), *_read(sentence, language))


def _without_label(sentence: str, language: Language) -> str:
    """A sentence without the label before it: "Article 1. Article 5 of the rules is repealed"."""
    first = next(iter(find_references(sentence, language)), None)
    if first is None or first.start or not first.is_part:
        return sentence
    mark = _AFTER_LABEL.match(sentence, first.end)
    return sentence[mark.end() :] if mark else sentence


def _passive(sentence: str, language: Language) -> Iterator[AmendingClause]:
    """ "Article 5 is replaced by ..."."""
    after, before = 0, None
    for match in _PASSIVES[language].finditer(sentence):
        start = _clause_start(sentence, after, match.start())
        subject = sentence[start : match.start()]
        after = match.end()
        if not _is_stated(subject, language):
            continue
        clause = _clause(subject, match, sentence, language, before)
        if clause is not None:
            before = clause
            yield clause


def _active(sentence: str, language: Language) -> Iterator[AmendingClause]:
    """ "This decision repeals the note of 2019"."""
    for match in _ACTIVES[language].finditer(sentence):
        end = _OBJECT_END.search(sentence, match.end())
        said = sentence[match.end() : end.start() if end else None]
        if (clause := _clause(said, match, sentence, language, None)) is not None:
            yield clause


def _read(sentence: str, language: Language) -> Iterator[AmendingClause]:
    """ "For “ten” read “twelve”"."""
    for match in _CORRECTION[language].finditer(sentence):
        besides = f"{sentence[: match.start()]} {sentence[match.end() :]}"
        parts, _, named, itself = _target(_ANY_QUOTED.sub(" ", besides), language)
        named = named if parts and match.start() else ""
        old = match["old"] or match["other"] or ""
        yield AmendingClause("corrected", parts, True, named, itself, old)


def _clause(
    subject: str, match: re.Match[str], sentence: str, language: Language,
    before: AmendingClause | None,
) -> AmendingClause | None:  # fmt: skip
    """What a verb does to what a text names; words alone stand in what the clause before names."""
    kind: AmendmentKind = next(name for name, _ in _DONE[language] if match[name])
    quoted = _ANY_QUOTED.search(subject)
    old = quoted["text"] if quoted else ""
    parts, inside, named, itself = _target(_ANY_QUOTED.sub(" ", subject), language)
    if old and before is not None and not parts:
        parts, named, itself = before.parts, before.named, before.itself
    if not (parts or named or itself) or (_WORDS.search(subject) and not old):
        return None
    inside = inside or bool(old) or kind == "amended"
    return AmendingClause(kind, parts, inside, named, itself, old, _since(sentence, language))


def _target(text: str, language: Language) -> tuple[tuple[Reference, ...], bool, str, bool]:
    """The parts that a text names, whether pieces of them, the words after them, "of this"."""
    plain = _SUB.sub("   ", text)
    found = [one for one in find_references(plain, language) if one.is_part]
    upper = [one for one in found if one.kind not in _DEEPER]
    parts = tuple(upper or found)
    inside = len(parts) < len(found) or any("(" in one.value for one in parts)
    inside = inside or bool(_PIECE[language].search(text))
    itself = bool(_ITSELF[language].search(text))
    rest = text[parts[-1].end :] if parts else text
    if parts:
        of = _OF_RULE[language].match(rest)
        rest = rest[of.end() :] if of else ""
    return parts, inside, "" if itself else " ".join(rest.split()).strip(" ,"), itself


_PIECE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\balinéas?\b|\bphrases?\b|\bpoints?\b|\btirets?\b", re.IGNORECASE),
    "en": re.compile(r"\bsub(?:section|paragraph)s?\b|\bsentences?\b|\bpoints?\b", re.IGNORECASE),
}


def _clause_start(sentence: str, after: int, end: int) -> int:
    """Where the clause of a verb starts: after the last break, or after the verb before it."""
    form = _BREAK_AFTER if after else _BREAK
    breaks = [match.end() for match in form.finditer(_masked(sentence), after, end)]
    return breaks[-1] if breaks else after


def _masked(sentence: str) -> str:
    """A sentence whose quotations are blank, of the same length."""
    return _ANY_QUOTED.sub(lambda match: " " * len(match[0]), sentence)


def _is_stated(subject: str, language: Language) -> bool:
    if re.search(rf"(?:^|[\s,]){_WHEN[language]}", subject, re.IGNORECASE):
        return False
    return not (_NEGATED.search(subject) or SUPPOSES[language].search(subject))


def find_start(after: str, language: Language) -> dt.date | None:
    """The day from which an amendment applies, by the sentence after it: "It applies from ..."."""
    first = _STOP.split(after, maxsplit=1)[0]
    return _since(first, language) if _APPLIES[language].search(first) else None


def _since(sentence: str, language: Language) -> dt.date | None:
    """The day from which an amendment applies."""
    for date in find_dates(sentence):
        if date.precision == "day" and _IN_FORCE_FROM[language].search(sentence[: date.start]):
            return date.date
    return None
