"""The rules that make English questions from English official text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COUNT = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|"
    r"twenty-one|thirty|forty-five|sixty|ninety)"
)
_UNIT = (
    r"(?:(?:business|working|calendar|consecutive) )?"
    r"(?:days?|weeks?|months?|years?|hours?|minutes?)"
)
_TIME = rf"{_COUNT} {_UNIT}"
_SUBJECT = r"(?P<s>(?:The|An?|Every|Each|Any) [^,;:()]{2,70}?)"
_MODAL = r"(?P<m>must|shall|may)"
_DOING = r"(?P<v>[a-z][^;:()]{3,110}?)"
_WHO = (
    r"(?:Minister|Governor|Board|Commission|Council|Court|Agency|Director|Registrar|Tribunal|"
    r"[Cc]ommittee|[Oo]fficer|[Pp]erson|[Ii]nspector|[Oo]perator|[Hh]older|[Mm]anager|[Aa]uthority|"
    r"[Mm]aster|[Cc]ompany|[Jj]udge|[Oo]wner|[Ee]mployer|[Ee]mployee|[Pp]roducer|[Ii]mporter|"
    r"[Aa]pplicant|[Ll]icensee|[Pp]hysician|[Pp]ilot|[Cc]arrier|[Ii]nstitution|[Pp]arty|"
    r"[Tt]rustee)s?"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_SUM = r"\$ ?\d[\d,.]*\d(?: (?:million|billion))?|\$\d|\d[\d.,]* ?%|\d+ per cent"
_HOLDS = (
    r"contain|include|specify|indicate|set out|state|bear|provide|submit|keep|consist of|"
    r"be accompanied by|describe|identify"
)
_PRICED = (
    r"fee|levy|levies|price|charge|rent|tax|rate|penalty|fine|amount|duty|allowance|deposit|"
    r"percentage|premium|contribution|cost"
)


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A pattern with the ways to ask for its group ``a``."""

    name: str
    pattern: re.Pattern[str]
    ways: tuple[str, ...]


RULES = (
    QuestionRule(
        "definition",
        re.compile(
            r"^(?:In [^,]{4,60}, )?(?P<x>[A-Za-z][^,.;:()]{1,50}?) means "
            r"(?P<a>(?:(?! means )[^:]){12,}?)"
            r"[.;]?(?: ?\([^()]*\)[.;]?)?$"
        ),
        (
            "What does {x} mean?", "What is meant by “{x}”?", "definition of {x}",
            "How is {x} defined?", "What is the meaning of {x}?", "What is understood by {x}?",
        ),
    ),
    QuestionRule(
        "deadline",
        re.compile(
            rf"^{_SUBJECT} (?:must|shall) {_DOING},? "
            rf"(?:within|not later than|no later than) (?P<a>{_TIME}\b)"
        ),
        (
            "How much time is there for {s} to {v}?", "Within what time must {s} {v}?",
            "What is the time limit for {s} to {v}?", "deadline for {s} to {v}",
            "By when must {s} {v}?",
        ),
    ),
    QuestionRule(
        "notice",
        re.compile(rf"^{_SUBJECT} (?:must|shall) {_DOING},? at least (?P<a>{_TIME}) before\b"),
        ("How long in advance must {s} {v}?", "How long beforehand must {s} {v}?"),
    ),
    QuestionRule(
        "duration",
        re.compile(
            rf"^{_SUBJECT} {_MODAL} {_DOING} for (?:a (?:minimum )?(?:period|term) of )?"
            rf"(?:at least |not more than |up to |a maximum of )?(?P<a>{_TIME}\b)"
        ),
        ("For how long {m} {s} {v}?", "How long {m} {s} {v}?"),
    ),
    QuestionRule(
        "validity",
        re.compile(
            rf"^{_SUBJECT} is valid for (?:a period of )?"
            rf"(?:at least |not more than |up to )?(?P<a>{_TIME}\b)"
        ),
        ("How long is {s} valid?", "For how long is {s} valid?", "validity of {s}"),
    ),
    QuestionRule(
        "amount",
        re.compile(
            rf"^(?P<s>(?:The|An?) [^,;:()]{{0,80}}?\b(?:{_PRICED})s?\b[^,;:()]{{0,80}}?) "
            rf"(?:is|are|must be|shall be) (?:equal to )?(?P<a>{_SUM})"
        ),
        ("How much is {s}?", "What is {s}?", "{s}: how much?"),
    ),
    QuestionRule(
        "limit",
        re.compile(
            rf"^(?P<s>(?:The|An?) [^,;:()]{{2,80}}?) (?:must|shall|may|does|do) not "
            rf"(?:exceed|be more than|be greater than) (?P<a>{_SUM}|\d[\d,.]* ?[a-zA-Z°]+)"
        ),
        ("What is the maximum for {s}?", "How high may {s} be at most?", "limit for {s}"),
    ),
    QuestionRule(
        "agent",
        re.compile(
            rf"^{_SUBJECT} (?P<m>must|shall|may) be "
            r"(?P<v>(?!accompanied|followed)\w+(?:ed|ade|ven|ken|sen|eld|ept)) by "
            rf"(?P<a>(?:the|an?) (?:[\w-]+ ){{0,3}}?{_WHO}(?: in Council)?)(?=[.,;]| |$)"
        ),
        ("By whom {m} {s} be {v}?", "{s}: {v} by whom?"),
    ),
    QuestionRule(
        "agent",
        re.compile(
            rf"^{_SUBJECT} (?P<m>is|are|was) (?P<v>appointed|established|approved|issued|designated"
            rf"|elected|chaired|chosen|signed|made|administered|managed|paid) by "
            rf"(?P<a>(?:the|an?) (?:[\w-]+ ){{0,3}}?{_WHO}(?: in Council)?)(?=[.,;]| |$)"
        ),
        ("By whom {m} {s} {v}?", "Who {m} {s} {v} by?"),
    ),
    QuestionRule(
        "who",
        re.compile(
            rf"^(?P<a>(?:The|An?|Every|Each) [^,;:()]{{0,50}}?{_WHO}(?: in Council)?) {_MODAL} "
            r"(?P<v>(?!not\b|be\b)[a-z][^;:()]{15,120}?)[.;,]?$"
        ),
        ("Who {m} {v}?", "Which person or body {m} {v}?"),
    ),
    QuestionRule(
        "what",
        re.compile(
            rf"^{_SUBJECT} (?P<m>must|shall) (?:also )?(?P<v>{_HOLDS}) (?P<a>[^:]{{10,300}}?)[.;]?$"
        ),
        ("What {m} {s} {v}?", "What exactly {m} {s} {v}?"),
    ),
    QuestionRule(
        "condition",
        re.compile(
            rf"^{_SUBJECT} {_MODAL} (?P<v>(?!not\b)[a-z][^;:()]{{3,110}}?),? (?:only )?"
            r"(?P<a>(?:if|unless|provided that) [^:]{10,300}?)[.;]?$"
        ),
        ("Under what conditions {m} {s} {v}?", "When {m} {s} {v}?", "In what case {m} {s} {v}?"),
    ),
    QuestionRule(
        "case",
        re.compile(
            r"^(?P<a>(?:If|Where|When) [^,:;]{20,200}), (?P<s>(?:the|an?|every) [^,;:()]{2,60}?) "
            rf"{_MODAL} (?P<v>(?!not\b)[a-z][^;:()]{{3,110}}?)[.;]?$"
        ),
        ("In what case {m} {s} {v}?", "When {m} {s} {v}?"),
    ),
    QuestionRule(
        "date",
        re.compile(
            r"^(?P<s>(?:These|This|The) [^,;:()]{2,70}?) (?P<v>comes?|ceases?) "
            rf"(?P<w>into force|to have effect) on (?P<a>{_MONTH} \d{{1,2}}, \d{{4}})"
        ),
        ("On what date {do} {s} {base} {w}?", "When {do} {s} {base} {w}?", "{s}: date {w}"),
    ),
    QuestionRule(
        "purpose",
        re.compile(
            r"^(?:The|Its) (?P<v>purpose|object|aim) of (?P<s>[^,;:()]{4,70}?) is "
            r"(?P<a>to [^:]{10,300}?)[.;]?$"
        ),
        ("What is the {v} of {s}?", "What is {s} for?", "Why is there {s}?"),
    ),
)  # fmt: skip


def worded(way: str, groups: dict[str, str]) -> str:
    """A way to ask with the groups of a sentence in it."""
    fitted = dict(groups)
    if "s" in fitted:
        fitted["s"] = _small(fitted["s"])
    verb = fitted.get("v", "").removeprefix("only ")
    fitted["v"], fitted["do"], fitted["base"] = (
        verb,
        ("does" if verb.endswith("s") else "do"),
        verb.removesuffix("s"),
    )
    text = way.format(**fitted)
    return text[0].upper() + text[1:] if text.endswith("?") else text


def _small(text: str) -> str:
    """With the article that opened the sentence in lower case."""
    return text[0].lower() + text[1:]
