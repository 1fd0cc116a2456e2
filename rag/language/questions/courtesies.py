"""What people write around a question: greetings, thanks, signatures, polite requests.

All are regular expressions on text that is not folded, to be matched without case.
"""

from __future__ import annotations

import re

from rag.language.statements.pronouns import IMPERSONAL
from rag.records import Language

_A = "['’]"  # an apostrophe
# At the start of a message, the person who is greeted included.
SALUTATIONS: dict[Language, str] = {
    "fr": r"(?:re-?)?bonjour|bjr|bsr|slt|bonsoir|salut|coucou|madame|monsieur|mesdames|messieurs|"
    r"ch[eè]re?s?(?= [^\n?,.!]{1,40}[,!\n])|à l"
    rf"{_A}attention d[eu]s? [^\n?,.!]{{1,60}}(?=[,.\n])",
    "en": r"hello|hi|hey|greetings|good (?:morning|afternoon|evening|day)|"
    r"dear(?= [^\n?,.!]{1,40}[,!\n])|to whom it may concern",
}
# The person who is greeted: only these words, so that a title that starts with one is left alone.
GREETED: dict[Language, str] = {
    "fr": r"(?:à )?(?:tous|toutes?|tout le monde|vous|toi|et|madame|monsieur|mesdames|messieurs|"
    rf"la|le|l{_A}|les|présidente?|directrice|directeur|maire|équipe|verbatim|collègues)",
    "en": r"(?:all|everyone|everybody|there|team|sir|madam|ma'am|or|and|mr|mrs|ms|you|verbatim|"
    r"colleagues)",
}
# "Madame Dupont, est-elle maire ?": the question is about a person whom it names first. A noun
# before the pronoun is what it means: "Madame Dupont, la piscine est-elle ouverte ?". English has
# no opening of a title alone.
_NO_NOUN = r"(?:(?!(?:l[ae]s?|l|une?|des|[nv]otre|[nv]os|cet?|cette|ces)\b)\w+\s){0,3}?"
_HIS = r"sa|son|ses"
NAMED_FIRST = re.compile(
    rf"(?:madame\s[^\n?,.!]+,\s*{_NO_NOUN}(?:[^\W\d]+-(?:t-)?elle|elle|{_HIS})|"
    rf"monsieur\s[^\n?,.!]+,\s*(?!{_NO_NOUN}(?:{IMPERSONAL['fr'].pattern}|"
    rf"il\s(?:y|faut|suffit|convient|est\s(?:possible|permis|interdit|nécessaire|obligatoire))))"
    rf"{_NO_NOUN}(?:[^\W\d]+-(?:t-)?il|il|{_HIS}))\b",
    re.IGNORECASE,
)
# A sentence of thanks, or thanks at the end of a question; it asks for nothing.
THANKS: dict[Language, str] = {
    "fr": r"(?:(?:ok|d'accord|super|parfait|très bien|c'est noté),? )?"
    r"(?:un grand |grand |mille )?mercis?(?: (?:d|par )?"
    rf"{_A}?(?:avance|beaucoup|bien|infiniment|à vous|à tous|encore|et bonne [a-zé]+|"
    rf"pour (?:votre|vos|l{_A}|ton|tes|cette|la|le|tout)[^?\n]{{0,60}}|"
    r"de votre (?:aide|réponse|retour|attention|temps)))*|"
    rf"je vous remercie[^?\n]{{0,60}}|en vous remerciant[^?\n]{{0,60}}|bonne (?:journée|soirée)|"
    rf"dans l{_A}attente de (?:votre|vos|vous)[^?\n]{{0,40}}|d{_A}avance merci",
    "en": r"(?:(?:ok|okay|great|perfect|alright),? )?(?:many )?thanks?(?: (?:you|a lot|a million|"
    r"so much|very much|again|in advance|"
    r"for (?:your|the|any|all)[^?\n]{0,60}))*|have a (?:nice|good|great) (?:day|one|evening)|"
    r"i look forward to (?:your|hearing)[^?\n]{0,40}|looking forward to (?:your|hearing)"
    r"[^?\n]{0,40}|any help (?:is|would be) (?:much |greatly )?appreciated|much appreciated|cheers",
}
# What closes a letter: a signature follows.
CLOSINGS: dict[Language, str] = {
    "fr": r"(?:bien |très )?cordialement|bien à (?:vous|toi)|sincères salutations|salutations|"
    r"respectueusement|amicalement|(?:je vous prie|nous vous prions|veuillez) (?:d"
    rf"{_A})?(?:agréer|croire|recevoir)|envoyé de(?:puis)? mon|cdlt",
    "en": r"(?:kind|best|warm|with kind) regards|regards|best wishes|yours (?:sincerely|"
    r"faithfully|truly)|sincerely|sent from my|all the best",
}
# Sentences of a letter that are about the writer or the letter, not about what is asked.
ABOUT_THE_WRITER: dict[Language, str] = {
    "fr": rf"je m{_A}appelle|je m{_A}adresse|je me permets|je vous (?:écris|contacte|sollicite)|"
    rf"j{_A}espère que (?:vous|tout)|suite à (?:notre|nos|votre|vos|mon)|comme convenu|"
    rf"je reviens vers|j{_A}ai une (?:petite )?question|une (?:petite )?question|"
    rf"j{_A}aurais une question|petite question|excusez|désolée?|ma question est la suivante|"
    rf"voici ma question|je suis (?:une?|le|la|l{_A})|nous sommes (?:une?|le|la|les|l{_A}|des)",
    "en": r"my name is|i hope (?:you|this|all)|i am (?:writing|contacting|reaching)|"
    r"i['’]m (?:writing|contacting|reaching)|i am an?|i['’]m an?|we are an?|"
    r"following (?:up|our|my)|as (?:agreed|discussed)|i have (?:a|one|two|some) (?:quick |small )?"
    r"questions?|(?:a )?quick question|sorry (?:to|for)|here is my question|my question is",
}
# A polite request before a question word or a noun: the question is what follows.
REQUESTS: dict[Language, str] = {
    "fr": rf"(?:pourriez|pouvez|pourrais|peux|auriez)[- ](?:vous|tu)(?:,? (?:s{_A}il (?:vous|te) "
    rf"pla[iî]t|svp|stp),?)? (?:(?:la )?(?:gentillesse|bonté|amabilité) de )?(?:me |m{_A}|nous )?"
    rf"(?:dire|indiquer|préciser|rappeler|expliquer|donner|communiquer)|"
    rf"(?:tu peux|vous pouvez) (?:me |m{_A}|nous )(?:dire|indiquer|expliquer)|"
    rf"(?:j{_A}aimerais|je (?:voudrais|souhaiterais|souhaite|veux)|nous (?:voudrions|"
    rf"souhaiterions|aimerions)) (?:bien )?(?:savoir|connaître)|"
    rf"merci de (?:bien vouloir )?(?:me |m{_A}|nous )(?:dire|indiquer|préciser|rappeler|donner|"
    rf"communiquer)|(?:dites|indiquez|rappelez)-(?:moi|nous)|savez-vous|sais-tu|"
    rf"je (?:me demande|cherche à savoir)|est-ce que (?:vous savez|quelqu{_A}un sait)",
    "en": r"(?:could|can|would|will) (?:you|anyone|somebody|someone) (?:please |kindly )?(?:tell|"
    r"inform|let|show|explain to|remind) (?:me|us)(?: know)?(?: about)?|"
    r"(?:i|we) (?:would like|['’]d like|want|wish|need) to know|i['’]d like to know|"
    r"(?:please |kindly )(?:tell|inform|let) (?:me|us)(?: know)?|do you know|i (?:was wondering|"
    r"wonder|am wondering)|i['’]m wondering|"
    r"(?:many )?thanks?(?: you)? (?:in advance )?for (?:telling|letting|showing|explaining to|"
    r"reminding|giving) (?:me|us)(?: know)?"
    r"(?=\s(?!know\b|that\b|this\b|it\b|about it|again|so\b)\w)",
}
# Polite words that may stand anywhere in a question.
PLEASE: dict[Language, str] = {
    "fr": rf"s{_A}il (?:vous|te) pla[iî]t|\bsvp\b|\bstp\b",
    "en": r"(?<!they )(?<!you )(?<!we )\bplease\b|\bkindly\b|\bpls\b",
}
# After a request, a clause that is answered by yes or no: "pouvez-vous me dire si ...".
WHETHER: dict[Language, str] = {"fr": rf"si |s{_A}(?=ils?\b)", "en": r"if |whether "}
