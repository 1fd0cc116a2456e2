"""Words in the titles of documents that say whether a later one replaces an earlier one."""

from __future__ import annotations

from rag.records import Language

# Words that number an edition, folded: the titles of two versions may differ by them.
EDITION_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("edition version ed v n mise jour revisee".split()),
    "en": frozenset("edition version ed v no update updated revised".split()),
}
# Documents about one moment or period: the report of 2024 does not replace that of 2023.
DATED_KINDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        rapport bilan budget budgets proces compte communique resolution decision deliberation
        chiffres lettre bulletin agenda avis actes discours annuel
        enquete sondage barometre recensement
        """.split()
    ),
    "en": frozenset(
        """
        report budget budgets minutes press resolution decision figures letter newsletter
        bulletin agenda notice proceedings statement speech annual survey poll census
        """.split()
    ),
}
