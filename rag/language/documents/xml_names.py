"""Names of elements in XML documents, in lower case: Akoma Ntoso, and what others call the same."""

from __future__ import annotations

TITLES = frozenset(
    "heading title titre head doctitle intitule libelle titrefull rubrique caption".split()
)
NUMBERS = frozenset("num number numero no".split())
DATES = ("frbrdate", "date", "datepubli", "date_publi", "published", "datepublication", "pubdate")
ISSUERS = ("frbrauthor", "publisher", "emetteur", "editeur", "issuer", "organisation")
# What is about the document, not its text.
NOT_READ = frozenset(
    "meta metadata meta_commun meta_spec teiheader script style remark authorialnote".split()
)
