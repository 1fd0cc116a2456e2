"""Small labelled sets for the scripts that fit and measure."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from rag.records import Language

CLUBS = {
    "fr": ("club de natation", "club de tennis", "club de danse", "club de chant"),
    "en": ("The chess club", "The film club", "The rowing club", "The poetry club"),
}


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows as gzipped JSON lines, the form of the training data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def write_set(folder: Path, *, corpus: Language, asked: Language, withheld: int) -> None:
    """A set of small facts; the questions on the last ``withheld`` have no passage."""
    facts = [
        (word, str(1900 + 7 * place))
        for place, word in enumerate("Rabat Lima Oslo Quito Turin Minsk Dakar Sofia".split())
    ]
    said = {"fr": "Le musée de {} a ouvert en {}.", "en": "The museum of {} opened in {}."}
    put = {"fr": "En quelle année a ouvert le musée de {} ?", "en": "When did {} open its museum?"}
    folder.mkdir()
    rows, queries, judged = [], [], ["query-id\tcorpus-id\tscore"]
    for place, (word, year) in enumerate(facts):
        kept = place < len(facts) - withheld
        name = hashlib.md5(word.encode()).hexdigest()[:6]
        text = said[corpus].format(word, year) + " " + said[corpus].format("Bern", 1800 + place)
        if kept:
            rows.append({"_id": name, "title": "", "text": text, "lang": corpus})
            judged.append(f"q{place}\t{name}\t1")
        about = {"text": put[asked].format(word), "lang": asked, "answerable": kept}
        kind = "" if kept else "off-corpus"
        queries.append({"_id": f"q{place}", "answers": [year], "kind": kind, **about})
    for file, lines in (("corpus.jsonl", rows), ("queries.jsonl", queries)):
        (folder / file).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "qrels.tsv").write_text("\n".join(judged) + "\n", encoding="utf-8")


def write_natural(folder: Path) -> None:
    """Natural questions over two files, some of them in the other language or without an answer."""
    for language, said in (("fr", "L'inscription au {} coûte {} euros."), ("en", "{} costs {}.")):
        (folder / "library" / language).mkdir(parents=True)
        lines = [f"{said.format(club, 10 + n)}\n" for n, club in enumerate(CLUBS[language])]
        path = folder / "library" / language / "clubs.md"
        path.write_text("# Clubs\n\n" + "\n".join(lines), encoding="utf-8")
    asked = {"fr": "Combien coûte le {} ?", "en": "How much is {}?"}
    rows = []
    for number in range(16):
        language, about = ("fr", "en")[number % 2], ("fr", "en")[number // 2 % 2]
        place = number // 4
        row = {"id": f"d{number}", "q": asked[language].format(CLUBS[about][place])}
        rows.append(row | {"answerable": place < 3, "any": [rf"\b{10 + place}\b"], "near": True})
    rows[3] |= {"q": "How high is the tower of Pisa?", "answerable": False, "near": False}
    text = "\n".join(map(json.dumps, rows))
    (folder / "questions.jsonl").write_text(text, encoding="utf-8")
