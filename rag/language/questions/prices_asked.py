"""What a question wants the price of, in French and English; for folded text."""

from __future__ import annotations

import re

_ARTICLE_FR = r"(?:d'un |d'une |de la |de l'|de |d'|du |des |pour (?:un |une |le |la |les |l')?)"
_END_FR = r"(?=\s(?:a |au |aux |en |pour |dans |par |pendant |le |la |les |chez |l')|[?,.;:(]|$)"
_END_EN = r"(?=\s(?:at|in|on|for|per|to|with|during|from|cost|costs)\b|[?,.;:(]|$)"
# "Quel est le prix du ticket de cantine ?": the thing is in the group of that name.
PRICES_ASKED: tuple[re.Pattern[str], ...] = (
    re.compile(rf"\b(?:prix|tarifs?|couts?)\s{_ARTICLE_FR}(?P<thing>.+?){_END_FR}"),
    re.compile(
        rf"\bcombien (?:coute|coutent|vaut)(?:-t-(?:il|elle))?\s(?:l'|(?:le|la|les|un|une|des)\s)?"
        rf"(?P<thing>.+?){_END_FR}"
    ),
    re.compile(rf"\b(?:price|cost|fee|fare)s? (?:of|for) (?:an? |the )?(?P<thing>.+?){_END_EN}"),
    re.compile(rf"\bhow much (?:does|do|is|are) (?:an? |the )?(?P<thing>.+?){_END_EN}"),
)
