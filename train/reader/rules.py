"""Questions made by rule from sentences of official text, with the answer to the letter.

A rule is a pattern whose group ``a`` is the answer, and the ways to ask for it. The other groups
go into the question: ``s`` the subject, ``m`` the modal verb, ``v`` the rest. The patterns are in
``rules_en`` and ``rules_fr``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.records import Language
from train.reader import rules_en, rules_fr
from train.reader.examples import Bounds

_LONGEST = 170  # characters of a question
_REFERENCE = re.compile(
    r"\b(?:sub)?(?:section|paragraph|clause|paragraphe|alinéa)e?s?\b|\(\d|"
    r"\bthis (?:rule|part|division)\b|"
    r"\b(?:rule|article|règle)s? \d|\bprésente? (?:article|partie|règle)\b", re.I
)  # fmt: skip
# What cannot end a question or a part of one: the text went on where the pattern stopped.
_GOES_ON = re.compile(
    r"(?:[,;:]|\b(?:that|which|who|whom|of|the|an?|and|or|but|if|unless|where|when|to|by|with|for|"
    r"from|in|on|at|be|is|are|de|des|du|que|qui|dont|où|et|ou|mais|si|sauf|à|au|aux|par|pour|dans|"
    r"en|sur|le|la|les|un|une|est|sont|être|ne|dépose|conserve|avise|remet|fournit|"
    r"transmet))$", re.I
)  # fmt: skip
# A subject that a clause of its own makes ambiguous, or that runs over its verb.
_RUNS_ON = re.compile(r" (?:qui|dont|must|shall|may|peut|doit) ", re.I)
_NOBODY = re.compile(
    r"^(?:(?:the|an?|any|every|each) persons?|(?:la|une|toute) personne|(?:le|un) particulier)$",
    re.I,
)
_VAGUE = re.compile(
    r"^(?:it|they|he|she|this|that|those|these|the (?:person|individual|following|latter)|"
    r"il|ils|elle|elles|celui-ci|celle-ci|ce dernier|ceux-ci|le présent|la présente)\b", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question made from a sentence: the name of its rule, and where the answer stands."""

    rule: str
    question: str
    span: Bounds


def asked(sentence: str, language: Language, rng: random.Random) -> Iterator[MadeQuestion]:
    """The questions that the rules of a language make from one sentence, one a rule."""
    module = rules_en if language == "en" else rules_fr
    for rule in module.RULES:
        match = rule.pattern.search(sentence)
        if match is None:
            continue
        groups = {name: (text or "").strip() for name, text in match.groupdict().items()}
        if _unclear(groups) or not groups["a"]:
            continue
        question = module.worded(rng.choice(rule.ways), groups)
        if is_whole(question, groups.get("s", "")):
            start = match.start("a")
            yield MadeQuestion(
                rule.name, question, (start, start + len(match["a"].rstrip(" ,;.:")))
            )


def is_whole(question: str, subject: str) -> bool:
    """Whether a question is neither too long nor cut short, and its subject has no verb."""
    short = len(question) <= _LONGEST and not _GOES_ON.search(question.rstrip(" ?"))
    return short and not _RUNS_ON.search(f"{subject} ")


def _unclear(groups: dict[str, str]) -> bool:
    """Whether a question would be cut short, or point to what its reader does not see."""
    parts = [text for name, text in groups.items() if name not in "am" and text]
    return _NOBODY.match(groups["a"]) is not None or any(
        _REFERENCE.search(part) or _VAGUE.match(part) or _GOES_ON.search(part) for part in parts
    )
