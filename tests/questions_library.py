"""A small library to ask as people do, in both languages, for the tests of questions."""

from __future__ import annotations

from pathlib import Path

from rag.encoders import Encoder, HashingEncoder
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


TOWN = {
    "cr-2022.md": """---
date: 2022-04-09
---
# Compte rendu de l'assemblée générale du 9 avril 2022

Le trésorier présente le solde. Le stationnement de la piscine est gratuit.

Délibération n° 2022-018 : le tarif de la piscine est de quatre euros.
""",
    "minutes-2023.md": """---
date: 2023-05-10
---
# Minutes of the committee, 10 May 2023

The committee approved the purchase of new books. The late fee is twenty pence a day.

Resolution 7/2023: the reading room opens until eight. The chair is Amina Okafor.
""",
    "note-2023-45.md": """---
date: 2023-09-06
---
# Note de service n° 2023-45

Le compte épargne-temps est ouvert aux agents.

Claire Vasseur, directrice des ressources humaines
""",
    "note-2023-46.md": """---
date: 2023-10-20
---
# Note de service n° 2023-46

Les véhicules de service se réservent sur l'intranet, et le conducteur remplit le carnet.
""",
    "quality-manual.md": """# Quality manual

Samples are kept for thirty days. Each deviation is recorded.
""",
    "harbour-rules.md": """---
author: Port Authority of Eastmoor
date: 2021-06-04
---
# Harbour rules

Mooring is limited to ninety days in winter.
""",
    "survey.md": """---
date: 2021-02-01
---
# Staff survey 2021

Most of the staff like the canteen.
""",
}


def write_texts(folder: Path, texts: dict[str, str] = TEXTS) -> Path:
    """The folder with the texts as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, texts: dict[str, str] = TEXTS, encoder: Encoder | None = None) -> Path:
    """The index of the texts, in a folder; ``encoder`` is that of tests if ``None``."""
    ingest([write_texts(folder / "docs", texts)], folder / "index", encoder or HashingEncoder())
    return folder / "index"
