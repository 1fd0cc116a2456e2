"""The data of tesseract for each language: their names, and the Debian packages that hold them."""

from __future__ import annotations

from rag.records import Language

TESSERACT_DATA: dict[Language, str] = {"fr": "fra", "en": "eng"}
TESSERACT_PACKAGES: dict[Language, str] = {
    "fr": "tesseract-ocr-fra",
    "en": "tesseract-ocr",  # the program itself
}
