"""Claims about the real documents of the natural development library, and their figures.

The claims of claims_natural.jsonl are in other words than the documents. ``evidence`` is a piece of
the sentence that decides, to the letter, and ``document`` is where it stands. Claims with the same
evidence are in the same half, so that rules are written on one and measured on the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.report import markdown_table
from rag import Rag, Settings
from rag.readers import format_of

VERDICTS = ("supported", "contradicted", "partly", "not found")
UNSURE = "not sure"
COLUMNS = (*VERDICTS, UNSURE)
ClaimRow = dict[str, Any]


def require_evidence(rows: Sequence[ClaimRow], index: Path) -> None:
    """Raises ValueError with the claims whose evidence does not stand in their document."""
    texts = _texts(Rag.open(index, settings=Settings()))
    wrong = [row["claim"] for row in rows if row["evidence"] not in texts.get(row["document"], "")]
    if wrong:
        raise ValueError("no such evidence in the document: " + "; ".join(wrong))


def _texts(rag: Rag) -> dict[str, str]:
    """The text of each document by its path, its blanks made plain; "" has none."""
    found = {"": ""}
    for one in rag.documents():
        pages = range(1, one.page_count + 1) if format_of(one.format).has_pages else (None,)
        text = " ".join(rag.page(one.id, number).text for number in pages)
        found[one.path] = " ".join(text.split())
    return found


def natural_section(rows: Sequence[ClaimRow]) -> str:
    """The part of the results on real documents: both halves together, by kind and languages."""
    kinds = dict.fromkeys(row["kind"] for row in rows)
    groups = [("all", rows)]
    groups += [(split, [row for row in rows if row["split"] == split]) for split in ("dev", "test")]
    groups += [
        (name, [row for row in rows if languages_of(row) == name])
        for name in dict.fromkeys(map(languages_of, rows))
    ]
    groups.append(("across languages", [row for row in rows if _is_across(row)]))
    groups += [(f"kind: {kind}", [row for row in rows if row["kind"] == kind]) for kind in kinds]
    head = ("claims", "number", "right", "false supported", "others contradicted", "evidence first",
            *COLUMNS)  # fmt: skip
    return "\n\n".join((
        f"### Real documents ({len(rows)} claims)",
        "Claims in other words than the documents of the natural development library. "
        "“Supported” to “not sure” count the verdicts given; “partly” supports a part, “not sure” "
        "gives the nearest passage. “French, English” are claims in French about a document in "
        "English.",
        markdown_table(head, [(name, *counted(group)) for name, group in groups]),
        "What was given for each label, by kind and by languages:",
        confusion_by("kind", lambda row: str(row["kind"]), rows),
        confusion_by("languages", languages_of, rows),
    ))  # fmt: skip


def languages_of(row: ClaimRow) -> str:
    """The language of a claim and, if it is another one, that of its document."""
    names = {"fr": "French", "en": "English"}
    own = names[row["language"]]
    return f"{own}, {names[row['document'][:2]]}" if _is_across(row) else own


def _is_across(row: ClaimRow) -> bool:
    return bool(row["document"]) and row["document"][:2] != row["language"]


def given(row: ClaimRow) -> str:
    """The verdict that a claim got, with "not sure" for a part that is only near."""
    unsure = row["check"].claims and row["check"].claims[0].unsure
    return UNSURE if unsure else str(row["found"])


def counted(rows: Sequence[ClaimRow]) -> tuple[str, ...]:
    """The figures of some claims about real documents, a cell each."""
    said = Counter(map(given, rows))
    false = [row["found"] == "supported" for row in rows if row["verdict"] == "contradicted"]
    others = [row["found"] == "contradicted" for row in rows if row["verdict"] != "contradicted"]
    first = [_has_evidence_first(row) for row in rows if row["evidence"]]
    return (
        str(len(rows)), _ratio([is_right(row) for row in rows]), _ratio(false), _ratio(others),
        _ratio(first), *(str(said[one]) for one in COLUMNS),
    )  # fmt: skip


def is_right(row: ClaimRow) -> bool:
    """Whether a claim got its verdict; "not sure" is never right."""
    return bool(given(row) == row["verdict"])


def _has_evidence_first(row: ClaimRow) -> bool:
    quotes = [" ".join(one.quote.split()) for one in row["check"].citations[:1]]
    return any(row["evidence"] in quote for quote in quotes)


def _ratio(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.2f} ({sum(values)}/{len(values)})" if values else "-"


def confusion_by(name: str, of: Callable[[ClaimRow], str], rows: Sequence[ClaimRow]) -> str:
    """What was given for the claims of each group and label; ``of`` gives the group of a claim."""
    counts = Counter(((of(row), row["verdict"]), given(row)) for row in rows)
    keys = sorted({key for key, _ in counts})
    lines = [(*key, *(str(counts[key, verdict]) for verdict in COLUMNS)) for key in keys]
    return markdown_table((name, "label", *COLUMNS), lines)
