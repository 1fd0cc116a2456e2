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
# Bodies that deliberate, folded: each has members and rules of its own.
DELIBERATING: dict[Language, frozenset[str]] = {
    "fr": frozenset("conseil comite assemblee tribunal commission conference".split()),
    "en": frozenset(
        "council committee board assembly court tribunal commission conference".split()
    ),
}
# Those who hold an office, folded: another one does not do what this one does.
HOLDERS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        secretaire president presidente directeur directrice ministre maire prefet tresorier
        tresoriere gardien gardienne
        """.split()
    ),
    "en": frozenset(
        """
        secretary president director minister mayor chief chair chairman superintendent treasurer
        keeper accountant
        """.split()
    ),
}
# Further capitalised words that many bodies and texts share, so that they do not say which one.
COMMON_NAMES: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        etat gouvernement agence centre office autorite service direction parlement senat loi
        reglement code annexe rapport union fondation societe association universite ecole ville
        commune region departement membre membres europe france canada quebec euro euros titre
        partie chapitre section tableau national nationale federal federale public publique
        chambre couronne majeste cour
        """.split()
    ),
    "en": frozenset(
        """
        state government agency centre center authority service parliament senate act law code
        regulation regulations schedule report union foundation society association university
        school city town county region department member members trustees europe france canada
        part chapter section table national federal public royal crown governor order schedule
        house commons majesty commissioner
        """.split()
    ),
}
# Words in the titles of texts of rules, folded: each speaks of its own subject.
LAWS: dict[Language, frozenset[str]] = {
    "fr": frozenset("loi reglement decret arrete code ordonnance convention accord".split()),
    "en": frozenset("act regulation regulations order code bylaws convention agreement".split()),
}
