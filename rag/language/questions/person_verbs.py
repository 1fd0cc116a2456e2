"""Words of questions that say whether "il", "elle" or "she" is a person or a thing, folded."""

from __future__ import annotations

import re

from rag.records import Language

# "À qui a-t-il succédé ?": what only a person does, or what is done to persons only.
OF_PERSONS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:succed|nomm|recrut|demission|etudi|declar|repond|ecri|mort|mari|diplom|"
        r"(?:re)?elue?s?\b|nee?s?\b|dit\b|fait avant|quitte|remplac|pris (?:ses|sa|son)\b|"
        r"exerc|travaill|metier|parcours|formation|age\b)"
    ),
    "en": re.compile(
        r"\b(?:succeed|appoint|elect|hired|resign|stud(?:y|ied)|said|say|wr[io]te|born|died|"
        r"done before|do before|work(?:ed)? |career|replac)"
    ),
}
# "Combien de membres compte-t-il ?"
OF_THINGS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:compt|compr|comport|contien|contenai|reuni|situe|trouve|dur|cout|vaut|valent|"
        r"fonde|cree|construi|livre|publie|adopte|renouvel|mesur|pese|ouv[re]|ferm|entre en|"
        r"paye|verse|appliqu|disponible|valable|gratuit|expir|signe|modifi|obligatoire|commence)"
    ),
    "en": re.compile(
        r"\b(?:cost|contain|locat|found|creat|built|deliver|publish|adopt|renew|weigh|open|clos|"
        r"last|paid|appl(?:y|ies)|valid|expire)"
    ),
}
