"""A follow-up as a complete question: fragments merged, pronouns replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answering.followups.complete_fragment import by_form, merge
from rag.answering.followups.referring import (
    Fragment,
    ReferringWord,
    find_fragment,
    find_referring_words,
)
from rag.answering.followups.same_place import (
    asks_about_documents,
    asks_which,
    with_meeting,
    with_other_act,
)
from rag.answering.followups.topic import TurnTopic, antecedents, dates_in, definite, read_topics
from rag.answering.followups.wording import Meaning
from rag.encoders import TextSimilarity
from rag.language import detect
from rag.language.detection import most_likely
from rag.language.figures.dates import find_dates
from rag.language.questions.fragments import QUESTION_MARK
from rag.language.questions.verbs import COMPOUND_VERBS, INVERTED_VERB, VERB_FIRST
from rag.language.statements.function_words import OF, PREPOSITIONS, QUESTION_WORDS, WHICH
from rag.language.statements.noun_phrases import (
    ARTICLE,
    DETERMINERS,
    OWNED_NOUN,
    POSSESSIVE_ARTICLES,
    POSSESSIVE_ENDING,
    contracted,
    starts_silent,
    with_definite_article,
)
from rag.language.words import STOP_WORDS, whole_words
from rag.messages.typography import capitalised
from rag.records import LANGUAGES, Exchange, Language
from rag.weights import WEIGHTS

REMEMBERED = 8  # turns; a pronoun seldom refers further back
# Words. In a shorter question, function words detect the language better than ``detect``.
_SHORT = 5
_WEIGHTS = WEIGHTS.fragments


def resolve(question: str, conversation: Sequence[Exchange], *, similarity: TextSimilarity) -> str:
    """The question as it is understood after the earlier turns, the latest turn last.

    The question itself, to the letter, if it is not a follow-up. ``similarity`` gives the
    cosines of a text with others.
    """
    return meanings(question, conversation, similarity=similarity)[0]


def meanings(
    question: str, conversation: Sequence[Exchange], *, similarity: TextSimilarity
) -> tuple[str, ...]:
    """The questions that a follow-up can mean, the likeliest first, as ``resolve`` gives them.

    A second one only if it is almost as likely. The earlier turns are read question by question:
    a fragment goes with the one of the last turn that it fits best.
    """
    turns = [read_topics(exchange) for exchange in conversation[-REMEMBERED:]]
    topics = [topic for turn in turns for topic in turn]
    if not topics:
        return (question,)
    language = _language(question, topics[-1].language)
    if asks_which(question, topics[-1]):
        return (f"{topics[-1].text}{QUESTION_MARK[topics[-1].language]}",)
    if other := with_other_act(question, topics[-1]):
        return (other,)
    fragment = find_fragment(question, language)
    if fragment is not None and asks_about_documents(question, language):
        return (question,)
    if fragment is not None:
        last = next(turn for turn in reversed(turns) if turn)
        return _merged(fragment, last, similarity) or (question,)
    words = find_referring_words(question, language)
    if not words:
        return (with_meeting(question, topics[-1]),)
    found = [_with_antecedents(question, words, topics, language, choice) for choice in (0, 1)]
    return tuple(dict.fromkeys(found))


def asked_again(question: str, conversation: Sequence[Exchange]) -> tuple[str, ...]:
    """The questions of the last turn, each with the fragment that a question is: "and in 2022?".

    () if the fragment continues one of them only, or the turn had only one.
    """
    turns = [read_topics(exchange) for exchange in conversation[-REMEMBERED:]]
    last = next((turn for turn in reversed(turns) if turn), [])
    if len(last) < 2:
        return ()
    fragment = find_fragment(question, _language(question, last[-1].language))
    if fragment is None or fragment.asks or fragment.depends:
        return ()
    found = [one for topic in last if (one := by_form(fragment, topic))]
    most = max((one.score for one in found), default=0.0)
    texts = dict.fromkeys(one.text for one in found if one.score == most)
    return tuple(texts) if len(texts) > 1 else ()


def _merged(
    fragment: Fragment, topics: Sequence[TurnTopic], similarity: TextSimilarity
) -> tuple[str, ...]:
    """The questions of one turn with a fragment in them, the two likeliest if they are close."""
    found = [
        Meaning(each.text, each.score + _WEIGHTS.later_question * number)
        for number, topic in enumerate(topics)
        for each in merge(fragment, topic, similarity)
    ]
    ranked = sorted(found, key=lambda one: -one.score)
    close = [one.text for one in ranked if one.score > ranked[0].score - _WEIGHTS.close]
    return tuple(dict.fromkeys(close))[:2]


def _language(question: str, before: Language) -> Language:
    """The language of a question; if it is short, by its function words or the turn before."""
    found = {word.folded for word in whole_words(question)}
    if len(found) > _SHORT:
        return detect(question, default=before)
    scores = {one: len(found & (STOP_WORDS[one] | QUESTION_WORDS[one])) for one in LANGUAGES}
    return most_likely(scores, before)


def _with_antecedents(
    question: str,
    words: Sequence[ReferringWord],
    topics: Sequence[TurnTopic],
    language: Language,
    choice: int,
) -> str:
    """The question with what each word refers to, in its place or at the end in brackets.

    ``choice`` is 0 for the likeliest antecedent, 1 for the next one of the words that have two.
    """
    referents: dict[str, tuple[ReferringWord, TurnTopic]] = {}
    for word in words:
        found = antecedents(word, topics, question)
        if found:  # "must it give its report": only the first word is replaced
            name, topic = found[min(choice, len(found) - 1)]
            referents.setdefault(name, (word, topic))
    if not referents:
        return question
    text = question
    for name, (word, _) in reversed(referents.items()):
        text = _replace(text, word, name, language)
    added = [name for name in referents if not _contains(text, name)]
    topic = next(iter(referents.values()))[1]
    more = _more_context(" ".join((text, *added)), topic, question)
    added += [one for one in more if not _repeats(one, referents)]
    unique = list(dict.fromkeys(added))
    return f"{text} ({', '.join(unique)})" if unique else text


def _repeats(phrase: str, names: Iterable[str]) -> bool:
    """Whether a phrase contains one of the names."""
    return any(name.lower() in phrase.lower() for name in names)


def _replace(text: str, word: ReferringWord, name: str, language: Language) -> str:
    """The question with a word replaced by a name; unchanged if its grammar does not allow it."""
    before, old, after = text[: word.start], text[word.start : word.end], text[word.end :]
    if word.role == "noun" and old.split()[-1].lower() not in name.lower():
        return text
    inverted_verb = INVERTED_VERB[language]
    if inverted_verb is None or word.role == "noun":
        ending = _possessive_ending(name, language) if word.role == "possessive" else ""
        return _capitalised_as(f"{before}{name}{ending}{after}", text)
    if word.role == "possessive":
        return _with_owner(text, word, name, language)
    verb = inverted_verb.search(before) if word.role == "subject" else None
    if verb is None:
        return _replace_before_verb(text, word, name) if word.role == "subject" else text
    start = verb.start()
    last = whole_words(text[:start])[-1:]
    if any(each.folded in WHICH[language] for each in last):
        return text  # no noun can follow "quels" in "quels sont-ils"
    if any(each.folded in VERB_FIRST[language] for each in last):
        return text[:start] + _noun_after_verb(verb[0], name, after, language)
    clause = text[start].lower() + text[start + 1 :]
    return _capitalised_as(f"{text[:start]}{name} {clause}", text)


def _possessive_ending(name: str, language: Language) -> str:
    """What makes a name the owner of the noun after it: "the Board’s", "the archives’"."""
    ending = POSSESSIVE_ENDING[language]
    return ending[:1] if name.lower().endswith("s") else ending


def _with_owner(text: str, word: ReferringWord, name: str, language: Language) -> str:
    """The question with the owner after its noun: "les tarifs de la salle" for "ses tarifs".

    Unchanged if the gender of the noun is not known, "leur", or more follows it.
    """
    article = POSSESSIVE_ARTICLES[language].get(text[word.start : word.end].lower())
    noun = OWNED_NOUN.match(text, word.end)
    if noun is None or (article is None and not starts_silent(noun["noun"])):
        return text
    gender = article or "m"
    owned = with_definite_article(noun["noun"], gender, language)
    owner = contracted("de", name, language)
    whole = f"{text[: word.start]}{owned} {owner}{text[noun.end() :]}"
    return _capitalised_as(whole, text)


def _replace_before_verb(text: str, word: ReferringWord, name: str) -> str:
    """The question with a subject before its verb replaced: "est-ce qu'il dure longtemps"."""
    before, after = text[: word.start], text[word.end :]
    if before.endswith(("qu'", "qu’")):
        before = before if starts_silent(name) else f"{before[:-1]}e "
    return _capitalised_as(f"{before}{name}{after}", text)


def _noun_after_verb(verb: str, name: str, after: str, language: Language) -> str:
    """The end of a question whose subject follows its whole verb: "(qu')avait fait le Conseil"."""
    verb = verb.removesuffix("-").removesuffix("-t")
    found = whole_words(after)[:1]
    simple = whole_words(verb)[-1].folded not in COMPOUND_VERBS[language]
    closing = PREPOSITIONS[language] | OF[language] | DETERMINERS[language]
    if not found or simple or found[0].folded in closing:
        return f"{verb} {name}{after}"
    return f"{verb}{after[: found[0].end]} {name}{after[found[0].end :]}"


def _capitalised_as(text: str, model: str) -> str:
    """The text with a capital if the model has one."""
    return capitalised(text) if model[:1].isupper() else text


def _more_context(text: str, topic: TurnTopic, question: str) -> list[str]:
    """What a question lacks of a turn: phrases and dates."""
    found = [definite(one, topic.language) for one in topic.mentions if not one.asked]
    if not find_dates(question):
        dates = dates_in(topic.text, topic.language)
        found += [topic.text[date.start : date.end] for date in dates]
    kept: list[str] = []
    for one in found:
        if not _contains(" ".join((text, *kept)), one):
            kept.append(one)
    return kept


def _contains(text: str, phrase: str) -> bool:
    """Whether a text has a phrase, whatever its article: "le Conseil" in "le budget du Conseil"."""
    return ARTICLE.sub("", phrase.lower()) in text.lower()
