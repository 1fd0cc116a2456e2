"""The words that changes look for and put, in both languages."""

from __future__ import annotations

import re

from rag.records import Language

PEOPLE = ("Tom", "Mary")  # of the everyday sentences
NUMBERS: dict[Language, str] = {
    "fr": "deux trois quatre cinq six sept huit dix douze quinze vingt trente quarante soixante",
    "en": "two three four five six seven eight nine ten twelve fifteen twenty thirty sixty",
}
MONTHS: dict[Language, str] = {
    "fr": "janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "en": "January February April June July August September October November December",
}
MODALITY: dict[Language, dict[str, str]] = {
    "en": {
        "must": "may", "shall": "may", "is required to": "is free to", "may not": "must",
        "has to": "may", "have to": "may", "must not": "may", "shall not": "may",
        "are required to": "are free to", "is entitled to": "is not entitled to", "can": "cannot",
        "is not required to": "must", "are not required to": "must", "should": "need not",
        "cannot": "can", "is optional": "is mandatory", "is mandatory": "is optional",
    },
    "fr": {
        "doit": "peut", "doivent": "peuvent", "est tenu de": "est libre de",
        "est tenue de": "est libre de", "sont tenus de": "sont libres de",
        "est obligatoire": "est facultatif",
        "est obligé de": "est libre de", "est facultatif": "est obligatoire",
        "n’est pas tenu de": "doit", "n'est pas tenu de": "doit", "n'est pas obligé de": "doit",
        "est autorisé à": "n’est pas autorisé à", "peuvent": "ne peuvent pas",
        "peut": "ne peut pas", "devez": "pouvez", "pouvez": "ne pouvez pas",
    },
}  # fmt: skip
QUANTIFIERS: dict[Language, dict[str, str]] = {
    "en": {
        "All": "Only some", "all the": "only some of the", "all of": "only some of",
        "all": "only some", "Every": "Not every", "every": "not every",
        "Each": "Not each", "always": "never", "never": "always", "usually": "rarely",
        "rarely": "usually", "Most": "Few", "most of": "hardly any of", "many": "few",
        "Many": "Few", "Some": "No", "some of": "none of", "None": "Some",
        "often": "seldom", "a majority of": "a minority of",
        "the majority of": "a minority of", "at all times": "at no time",
        "everyone": "no one", "nobody": "everybody", "sometimes": "always", "Everyone": "No one",
        "Few": "Most", "unanimously": "by a narrow majority", "half of": "all of",
    },
    "fr": {
        "Tous les": "Seuls certains des", "tous les": "seulement certains des",
        "toutes les": "seulement certaines des", "Toutes les": "Seules certaines des",
        "souvent": "rarement", "rarement": "souvent",
        "la plupart des": "très peu de", "La plupart des": "Très peu de",
        "Certains": "Aucun des", "beaucoup de": "peu de", "peu de": "beaucoup de",
        "la majorité des": "une minorité des", "Chaque": "Pas un seul",
        "uniquement": "notamment", "parfois": "toujours",
        "à l’unanimité": "à une courte majorité", "presque tous les": "presque aucun des",
        "généralement": "rarement", "la moitié des": "la totalité des",
        "en tout temps": "à aucun moment",
    },
}  # fmt: skip
_BOTH_WAYS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("before", "after"), ("at least", "at most"), ("more than", "less than"),
        ("at the latest", "at the earliest"), ("not less than", "not more than"),
        ("increase", "decrease"), ("increased", "decreased"), ("increases", "decreases"),
        ("higher", "lower"), ("highest", "lowest"), ("larger", "smaller"), ("largest", "smallest"),
        ("first", "last"), ("maximum", "minimum"), ("included", "excluded"), ("above", "below"),
        ("accepted", "refused"), ("approved", "rejected"), ("adopted", "rejected"),
        ("permanent", "temporary"), ("north", "south"), ("northern", "southern"),
        ("east", "west"), ("eastern", "western"), ("public", "private"), ("open", "closed"),
        ("opened", "closed"), ("with", "without"), ("oldest", "newest"),
        ("older", "younger"), ("longer", "shorter"), ("won", "lost"), ("success", "failure"),
        ("successful", "unsuccessful"), ("agreed", "disagreed"), ("began", "ended"),
        ("begins", "ends"), ("same", "opposite"), ("valid", "void"), ("rising", "falling"),
        ("rose", "fell"), ("gained", "lost"), ("strong", "weak"), ("inside", "outside"),
        ("prohibited", "permitted"), ("free", "subject to a charge"), ("early", "late"),
        ("enabled", "disabled"), ("true", "false"), ("positive", "negative"), ("upper", "lower"),
        ("directly", "only indirectly"), ("majority", "minority"), ("common", "rare"),
        ("alive", "dead"), ("rich", "poor"), ("possible", "impossible"), ("easy", "hard"),
        ("exceeds", "is below"), ("expensive", "cheap"), ("win", "lose"),
    ),
    "fr": (
        ("avant", "après"), ("au plus", "au moins"), ("au plus tard", "au plus tôt"),
        ("plus de", "moins de"), ("augmente", "diminue"), ("augmentation", "diminution"),
        ("augmenté", "diminué"), ("supérieur", "inférieur"), ("supérieure", "inférieure"),
        ("premier", "dernier"), ("première", "dernière"), ("maximal", "minimal"),
        ("maximale", "minimale"), ("minimum", "maximum"), ("inclus", "exclu"),
        ("accepté", "refusé"), ("acceptée", "refusée"), ("adopté", "rejeté"),
        ("adoptée", "rejetée"), ("approuvé", "rejeté"), ("approuvée", "rejetée"),
        ("définitif", "provisoire"), ("définitive", "provisoire"), ("nord", "sud"),
        ("est", "ouest"), ("public", "privé"), ("publique", "privée"), ("ouvert", "fermé"),
        ("ouverte", "fermée"), ("ouverts", "fermés"), ("avec", "sans"), ("gratuit", "payant"),
        ("gratuite", "payante"),
        ("interdit", "autorisé"), ("interdite", "autorisée"), ("élevé", "faible"),
        ("valable", "nul"), ("commence", "prend fin"), ("début", "terme"), ("meilleur", "pire"),
        ("possible", "impossible"), ("grand", "petit"), ("grande", "petite"),
        ("facile", "difficile"), ("hausse", "baisse"), ("gagné", "perdu"), ("vivant", "mort"),
        ("jusqu’au", "à partir du"), ("vrai", "faux"), ("majorité", "minorité"),
        ("identique", "différent"), ("temporaire", "permanente"),
    ),
}  # fmt: skip
_ONE_WAY = {"est", "ouest", "avec", "with", "early", "late", "upper", "lower", "same"}
OPPOSITES: dict[Language, dict[str, str]] = {
    language: {
        word: other
        for one, two in pairs
        for word, other in ((one, two), (two, one))
        if word not in _ONE_WAY
    }
    for language, pairs in _BOTH_WAYS.items()
}
NEGATED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:not|no|never|without|nor|neither|none|nobody|nothing|cannot|hardly|few|little|only|"
        r"unless|but|although|though)\b|n[’']t\b", re.IGNORECASE),
    "fr": re.compile(
        r"\b(?:ne|pas|jamais|aucune?|sans|ni|rien|nul|personne|guère|seul\w*|mais|sauf|que)\b|"
        r"\bn[’']", re.IGNORECASE),
}  # fmt: skip
NEGATIONS: dict[Language, dict[str, str]] = {
    "en": {
        "is": "is not", "are": "are not", "was": "was not", "were": "were not",
        "has been": "has not been", "have been": "have not been", "can be": "cannot be",
        "will": "will not", "could": "could not", "applies": "does not apply",
        "includes": "does not include", "contains": "does not contain", "became": "never became",
        "requires": "does not require", "provides": "does not provide",
        "allows": "does not allow", "won": "did not win", "received": "did not receive",
        "had": "did not have", "made": "did not make", "took": "did not take",
        "must be": "must not be", "shall be": "shall not be",
    },
    "fr": {
        "est": "n’est pas", "sont": "ne sont pas", "était": "n’était pas",
        "étaient": "n’étaient pas", "fut": "ne fut pas", "sera": "ne sera pas",
        "seront": "ne seront pas", "a été": "n’a pas été", "ont été": "n’ont pas été",
        "permet": "ne permet pas", "comprend": "ne comprend pas", "prévoit": "ne prévoit pas",
        "s’applique": "ne s’applique pas", "constitue": "ne constitue pas",
        "contient": "ne contient pas", "peut": "ne peut pas", "doit être": "ne doit pas être",
        "donne": "ne donne pas", "reçoit": "ne reçoit pas", "devient": "ne devient pas",
    },
}  # fmt: skip
