"""Writes the JSON Schemas of the records that are exchanged to ``docs/schemas/``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rag.evaluate import LibraryEvaluation
from rag.records import Answer, SearchResults
from rag.records.checks import Check
from rag.records.plain import JsonRecord
from rag.records.verification import Verification

RECORDS: tuple[type[JsonRecord], ...] = (
    Answer, Check, LibraryEvaluation, SearchResults, Verification,
)  # fmt: skip
FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


def main() -> None:
    """Writes a file for each record."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    FOLDER.mkdir(exist_ok=True)
    for record in RECORDS:
        file_of(record).write_text(written(record), encoding="utf-8")


def file_of(record: type[JsonRecord]) -> Path:
    """The file of a schema, named after the schema and its version: "answer-1.json"."""
    name, version = record.schema.split(":")[-2:]
    return FOLDER / f"{name}-{version}.json"


def written(record: type[JsonRecord]) -> str:
    """The schema of a record, as its file has it."""
    return json.dumps(record.json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
