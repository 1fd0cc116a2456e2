"""The first words of sentences that speak to the reader: greetings, thanks, "read more"."""

from __future__ import annotations

from rag.records import Language

GREETINGS: dict[Language, str] = {
    "fr": r"bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chers?\b|chères?\b|cordialement|"
    r"bien à vous|salutations|veuillez agréer|merci\b|lire aussi|photo\b|crédits?\s:",
    "en": r"hello|good (?:morning|afternoon|evening)|dear\b|ladies and gentlemen|thanks?\b|"
    r"(?:kind |best )?regards|yours (?:sincerely|faithfully)|read (?:more|also)|see also",
}
