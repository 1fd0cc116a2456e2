"""What the cell of a table says where there is no value: "n. d.", "s.o."."""

from __future__ import annotations

from rag.records import Language

MISSING_VALUES: dict[Language, str] = {
    "fr": r"n\.?\s?[adc]\.?|s\.?o\.?",
    "en": r"n\.?\s?a\.?",
}
