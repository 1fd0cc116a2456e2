"""Words for bodies, offices and texts: English writes them with a capital as it does names."""

from __future__ import annotations

from rag.records import Language

OFFICES: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        conseil comite archives secretaire secretariat president presidente vice directeur
        directrice general assemblee ministre ministere institut resolution article laboratoire
        bureau tribunal commission conference organisation
        """.split()
    ),
    "en": frozenset(
        """
        council committee board keeper archives secretary secretariat president vice director
        general chair chief accountant assembly captain minister ministry institute rules
        resolution article laboratory office bureau court tribunal commission conference
        organization organisation
        """.split()
    ),
}
