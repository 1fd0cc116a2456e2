"""A small library to ask as people do, in both languages, for the tests of questions."""

from __future__ import annotations

from pathlib import Path

from rag.encoders import HashingEncoder
from rag.ingest import ingest

TEXTS = {
    "tarifs-2024.md": """---
author: Service des publics
date: 2024-03-01
---
# Tarifs du musée 2024

## Entrée

Le tarif d'entrée est de neuf euros. Les étudiants paient six euros.

## Stationnement

Le stationnement coûte deux euros par heure. Le délai de remboursement est de trente jours.
""",
    "compte-epargne-temps.md": """# Compte épargne-temps

Le compte épargne-temps (CET) est ouvert à la demande de l'agent.

Le CET peut être alimenté par des jours de congé. La demande est adressée à la direction des
ressources humaines (DRH). Le comité social d'administration (CSA) est consulté.
""",
    "rapport-annuel-2022.md": """---
date: 2022-12-31
---
# Rapport annuel 2022

## Budget

Le budget de l'établissement est de 40 000 euros.

## Fréquentation

Le musée a reçu 12 000 visiteurs.
""",
    "rapport-annuel-2023.md": """---
date: 2023-12-31
---
# Rapport annuel 2023

## Budget

Le budget de l'établissement est de 50 000 euros.

Le conseil remet deux rapports annuels au ministre.
""",
    "loan-policy.md": """---
author: Ann Bright
date: 2023-06-15
---
# Loan policy

The library lends each book for three weeks. The chief information officer (CIO) keeps the
register. Parking is free for members.

## Returns

A late book costs one euro a day. Books are returned at the front desk.
""",
}


def write_texts(folder: Path) -> Path:
    """The folder with the texts as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build(folder: Path) -> Path:
    """The index of the texts, in a folder."""
    ingest([write_texts(folder / "docs")], folder / "index", HashingEncoder())
    return folder / "index"
