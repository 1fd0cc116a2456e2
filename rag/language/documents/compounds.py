"""Parts of compound words, which keep their hyphen when a line breaks after it."""

from __future__ import annotations

from rag.records import Language

# Compounds keep their hyphen even if the document does not contain them elsewhere. No entry is
# a syllable at which a common word is broken ("mi-nistre", "ex-primer", "entre-prise" join).
COMPOUND_HEADS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        vice non demi semi quasi après avant sous porte chef grand grands grande grandes haut
        haute nord sud peut celui celle ceux celles franco anglo afro rez vis plus moins tout mot
        """.split()
    ),
    "en": frozenset(
        """
        vice non semi anglo afro self well cross long short high low full half follow one two
        three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty
        ninety
        """.split()
    ),
}
COMPOUND_TAILS: dict[Language, frozenset[str]] = {
    "fr": frozenset("il elle on ils elles même mêmes delà dessus dessous".split()),
    "en": frozenset("based related making term level driven oriented called".split()),
}
# Before them a hyphen stands for the rest of a word: "avant- et arrière-pays", "one- or two-year".
AFTER_A_HANGING_HYPHEN: dict[Language, frozenset[str]] = {
    "fr": frozenset(("et", "ou")),
    "en": frozenset(("and", "or")),
}
# In a chain ("c'est-à-dire", "state-of-the-art") these short words before a hyphen are whole.
CHAIN_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("à a en de la le les du des t y sur sous".split()),
    "en": frozenset("a of the to in by on and up".split()),
}
