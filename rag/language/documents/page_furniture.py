"""What stands on a page and states nothing: page numbers, references, courtesies, addresses."""

from __future__ import annotations

from rag.records import Language

PAGE_COUNTS: dict[Language, str] = {
    "fr": r"(?:document de )?\d+ pages", "en": r"(?:document of )?\d+ pages",
}  # fmt: skip
# "N/Réf. : DG/2024/118", "Our ref.: 12/B", "Objet : congé annuel", "Copie à : Mme Roux"
LABELS_OF_LETTERS: dict[Language, str] = {
    "fr": r"(?:[nv]/|nos? |vos? |notre |votre )?réf(?:érences?)?\.?|objet|sujet|pièces? jointes?|"
    r"p\.?j\.?|copies? à|destinataires?|affaire suivie par",
    "en": r"(?:our |your )?ref(?:erences?)?\.?|subject|re|encl(?:osures?)?\.?|cc|copy to|"
    r"to whom it may concern",
}
# Words and numbers of an address.
STREET_WORDS: dict[Language, str] = {
    "fr": r"rue|avenue|boulevard|place|quai|chemin|allée|impasse|route|cours|cedex",
    "en": r"street|road|avenue|square|lane|quay|drive|place|terrace|way",
}
