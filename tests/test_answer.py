"""Sentences chosen, short answers found, confidence computed: in French and English."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tolerances import FLOAT16, apart

from rag.answering.choice import Choice, choose
from rag.answering.confidence import ConfidenceFeatures, confidence
from rag.answering.late_interaction import MaxSim, QueryTokens, idf_weights
from rag.answering.question import answer_kind, parse_question
from rag.answering.reading import Models
from rag.answering.spans import candidates, of_year_asked, read_answer, short_answer
from rag.encoders import HashingEncoder, Tokens, load_encoder
from rag.language.questions.questions import AnswerKind
from rag.passage_reader import load_reader
from rag.records import Document, Hit, Language, Passage, Span

PREFACE = "Préambule du règlement. "


def hit(text: str, language: Language = "fr", *, score: float = 0.6, title: str = "Titre") -> Hit:
    """A passage that starts behind a preface, found with a score."""
    document = Document("a" * 64, "/", "a.txt", title, "text", language, None, None, 1)
    start = len(PREFACE)
    headings = ("Article 5. Mandat",)
    passage = Passage(document.id, None, start, start + len(text), text, language, headings)
    return Hit(passage, document, None, score, score, score)


def long_is_rare(word: str, language: Language) -> float:
    return len(word)


def chosen(question: str, language: Language, *hits: Hit) -> Choice:
    parsed = parse_question(question, language, long_is_rare)
    return choose(
        parsed, hits, passages=1_000, models=Models(HashingEncoder().tokens, load_reader())
    )


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("Qui préside le conseil ?", "fr", "person"),
        ("Par qui le procès-verbal est-il signé ?", "fr", "person"),
        ("Quel est le nom du centre ?", "fr", "person"),
        ("Quand le règlement entre-t-il en vigueur ?", "fr", "time"),
        ("En quelle année fut-il créé ?", "fr", "time"),
        ("Où siège le conseil ?", "fr", "place"),
        ("Dans quelle ville siège-t-il ?", "fr", "place"),
        ("Combien de membres compte le conseil ?", "fr", "count"),
        ("Quel est le montant de l’indemnité ?", "fr", "count"),
        ("Combien de temps dure le mandat ?", "fr", "duration"),
        ("Quelle est la durée du mandat ?", "fr", "duration"),
        ("Pourquoi le centre a-t-il été créé ?", "fr", "other"),
        ("Est-ce le conseil ou le bureau qui décide ?", "fr", "other"),
        ("D’où viennent les fonds et où vont-ils ?", "fr", "place"),
        ("Ou siege le conseil ?", "fr", "place"),
        ("Who signs the minutes?", "en", "person"),
        ("When did it open?", "en", "time"),
        ("What year was it founded?", "en", "time"),
        ("How long ago was it founded?", "en", "time"),
        ("Where does the council meet?", "en", "place"),
        ("Which country hosts the centre?", "en", "place"),
        ("How many members are there?", "en", "count"),
        ("How many days ahead must one ask?", "en", "duration"),
        ("How long is the term of office?", "en", "duration"),
        ("Why was it founded?", "en", "other"),
        ("", "en", "other"),
    ],
)
def test_the_kind_of_answer_that_a_question_asks_for(
    question: str, language: Language, kind: AnswerKind
) -> None:
    assert answer_kind(question, language) == kind


MEETING = "Le conseil siège le 3 mars 2024 à Paris."
DELAY = "La réponse suit sous dix jours ouvrables."
WELCOME = "« Tout est gratuit », dit M. Aubry, qui dirige l’accueil."
HALE = "The board is chaired by Mary Hale since 2019."


@pytest.mark.parametrize(
    ("question", "sentence", "language", "answer"),
    [
        ("Quand le conseil siège-t-il ?", MEETING, "fr", "3 mars 2024"),
        ("Où le conseil siège-t-il ?", MEETING, "fr", "Paris"),
        ("À quelle heure ferme la salle ?", "La salle ferme à 16 h.", "fr", "16 h"),
        ("Combien de membres ?", "Le conseil compte quinze membres.", "fr", "quinze"),
        ("Combien de temps dure le mandat ?", "Le mandat dure trois ans.", "fr", "trois ans"),
        ("Quel est le délai de réponse ?", DELAY, "fr", "dix jours ouvrables"),
        ("Qui dirige l’accueil ?", WELCOME, "fr", "Aubry"),
        ("Qui dirige M. Aubry ?", "M. Aubry dirige.", "fr", None),
        ("When does it open?", "It opens on 3 March 2024.", "en", "3 March 2024"),
        ("How much is the fee?", "The fee is €25 a year.", "en", "€25"),
        ("How long is the term?", "Members hold office for three years.", "en", "three years"),
        ("Who chairs the board?", HALE, "en", "Mary Hale"),
        ("When was Mary Hale chosen?", HALE, "en", "2019"),
        ("Where is the seat?", "The seat is in Rabat.", "en", "Rabat"),
        ("When was it printed?", "It was printed in bronze from 1275 on.", "en", "1275"),
        ("When was it sold?", "It was sold for 1275 euros.", "en", None),
        ("What year did it open?", "It opened on 3 March 2024.", "en", "2024"),
        ("En quelle année ?", "Le 15 novembre 2023, à Paris.", "fr", "2023"),
        ("Quel pourcentage vote ?", "Sur 711 inscrits, 56 % votent.", "fr", "56 %"),
        ("What was the cost?", "The 12 rooms cost €300 in all.", "en", "€300"),
        ("Qui signe l’accord ?", "À Rabat, l’accord est signé par Anna Bell.", "fr", "Anna Bell"),
        ("Who keeps them?", "They go to the archives of the Institute.", "en", None),
        ("Who signs?", "They are signed by the President.", "en", "President"),
        ("Why is it closed?", "It is closed since 3 March 2024.", "en", None),
    ],
)
def test_the_short_answer_of_a_sentence(
    question: str, sentence: str, language: Language, answer: str | None
) -> None:
    parsed = parse_question(question, language, long_is_rare)
    span = short_answer(sentence, language, parsed)
    assert (span.text if span else None) == answer
    assert span is None or sentence[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("question", "language", "found", "answer"),
    [
        ("How many articles in 2022?", "en", "512 articles", "468"),
        ("How many articles in 2023?", "en", "512 articles", "512 articles"),
        ("How many articles in 2023?", "en", "468", None),
        ("How many articles in 2022?", "en", "468", "468"),
        ("Who published in 2022?", "en", "The laboratories", "The laboratories"),
        ("Combien d’articles en 2022 ?", "fr", "512 articles", "468"),
        ("Combien d’articles en 2023 ?", "fr", "468", None),
        ("Combien d’articles ?", "fr", "512 articles", "512 articles"),
    ],
)
def test_the_figure_of_another_year_is_no_short_answer(
    question: str, language: Language, found: str, answer: str | None
) -> None:
    sentence = {
        "en": "The laboratories published 512 articles, against 468 in 2022.",
        "fr": "Les laboratoires ont publié 512 articles, contre 468 en 2022.",
    }[language]
    start = sentence.index(found)
    parsed = parse_question(question, language, long_is_rare)
    span = of_year_asked(sentence, language, parsed, Span(start, start + len(found), found))
    assert (span.text if span else None) == answer
    assert span is None or sentence[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        (
            "Combien de postes pour 2024 ?",
            "Le plan prévoit 30 postes au lieu de 25 pour 2024.",
            "30 postes",
        ),
        (
            "Combien d’agents vaccinés ?",
            "Le vaccin contre la grippe a été donné à 120 agents en 2023.",
            "120 agents",
        ),
    ],
)
def test_another_figure_or_word_beside_a_year_is_not_compared_with(
    question: str, sentence: str, found: str
) -> None:
    start = sentence.index(found)
    span = Span(start, start + len(found), found)
    parsed = parse_question(question, "fr", long_is_rare)
    assert of_year_asked(sentence, "fr", parsed, span) == span


@pytest.mark.parametrize(
    ("question", "sentence", "language", "read", "answer"),
    [
        ("Quelles bourses verse-t-on ?", "La bourse est de 900 euros.", "fr", "La bourse", None),
        ("Which grants are paid?", "The grant is €900.", "en", "grant", None),
        (
            "Which grants are paid?",
            "The travel grant is €900.",
            "en",
            "travel grant",
            "travel grant",
        ),
    ],
)
def test_words_of_the_question_are_no_short_answer(
    question: str, sentence: str, language: Language, read: str, answer: str | None
) -> None:
    parsed = parse_question(question, language, long_is_rare)
    start = sentence.index(read)
    span = read_answer(sentence, language, parsed, (start, start + len(read)))
    assert (span.text if span else None) == answer


def test_the_sentence_with_the_words_of_the_question_is_first() -> None:
    text = "Le bureau prépare les séances. Le président est nommé pour trois ans. Il vote."
    choice = chosen("Pour combien de temps le président est-il nommé ?", "fr", hit(text))
    first = choice.quotes[0]
    assert first.text == "Le président est nommé pour trois ans."
    assert first.span is not None
    page = PREFACE + text
    assert page[first.start : first.end] == first.text
    assert page[first.span.start : first.span.end] == first.span.text == "trois ans"


def test_the_sentence_before_gives_its_words_to_the_next() -> None:
    text = "Qui signe le procès-verbal ? Le secrétaire de séance, avec la présidente du bureau."
    choice = chosen("Qui signe le procès-verbal ?", "fr", hit(text))
    assert [quote.text for quote in choice.quotes] == [text.partition("? ")[2]]


def test_headings_and_questions_are_never_quoted() -> None:
    choice = chosen(
        "Quelle est la durée du mandat ?", "fr", hit("Mandat\nQuelle durée de mandat ?")
    )
    assert choice.quotes == ()
    assert choice.confidence == 0


def test_a_sentence_that_quotes_a_question_is_quoted() -> None:
    text = "Le président a demandé : « Qui paie la cotisation annuelle ? »"
    choice = chosen("Qu'a demandé le président ?", "fr", hit(text))
    assert [quote.text for quote in choice.quotes] == [text]


def test_the_first_sentence_of_a_text_without_a_title_is_quoted() -> None:
    text = "La cotisation annuelle est de douze euros."
    choice = chosen("De combien est la cotisation ?", "fr", hit(text, title=text))
    assert [quote.text for quote in choice.quotes] == [text]


def test_the_same_sentence_is_quoted_once() -> None:
    text = "The council meets twice a year in the old harbour hall."
    choice = chosen("How often does the council meet?", "en", hit(text, "en"), hit(text, "en"))
    assert len(choice.quotes) == 1


def test_a_sentence_far_behind_the_first_is_left_out() -> None:
    text = "The council meets twice a year in the harbour hall. Bicycles are kept in the cellar."
    choice = chosen("How often does the council meet in the harbour hall?", "en", hit(text, "en"))
    assert [quote.text for quote in choice.quotes] == [text.partition(" Bicycles")[0]]


def test_confidence_grows_with_what_is_found() -> None:
    near = hit("The council meets twice a year in Rabat.", "en", score=0.9)
    far = hit("Bicycles are kept in the cellar of the house.", "en", score=0.2)
    question = "How often does the council of Rabat meet?"
    assert chosen(question, "en", near).confidence > chosen(question, "en", far).confidence


def test_no_hit_gives_no_quote() -> None:
    assert chosen("Qui ?", "fr") == Choice((), 0.0, chosen("Qui ?", "fr").threshold)


def test_hits_are_reranked_by_how_much_of_the_question_they_cover() -> None:
    near = hit("The council meets twice a year in Rabat.", "en", score=0.58)
    far = hit("Bicycles are kept in the cellar of the house.", "en", score=0.6)
    reranked = chosen("How often does the council of Rabat meet?", "en", far, near).hits
    assert [one.passage.text for one in reranked] == [near.passage.text, far.passage.text]


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=60), st.floats(0, 1)), max_size=5))
def test_the_hits_of_a_choice_are_those_given(
    question: str, found: list[tuple[str, float]]
) -> None:
    hits = [hit(text or "-", score=score) for text, score in found]
    hits.sort(key=lambda one: -one.score)
    reranked = chosen(question, "fr", *hits).hits
    assert sorted(map(repr, reranked)) == sorted(map(repr, hits))


@given(st.text(max_size=200), st.text(min_size=1, max_size=400), st.sampled_from(["fr", "en"]))
def test_any_text_gives_quotes_of_itself(question: str, text: str, language: Language) -> None:
    choice = chosen(question, language, hit(text, language))
    assert 0 <= choice.confidence <= 1
    for quote in choice.quotes:
        inside = slice(quote.start - len(PREFACE), quote.end - len(PREFACE))
        assert text[inside] == quote.text
        assert 0 <= quote.score <= 1
        if quote.span:
            assert quote.start <= quote.span.start < quote.span.end <= quote.end


@given(st.text(max_size=200), st.sampled_from(["fr", "en"]))
def test_candidates_are_inside_the_text(text: str, language: Language) -> None:
    for kind in ("person", "time", "place", "count", "duration", "other"):
        assert all(
            0 <= left < right <= len(text) for left, right in candidates(text, language, kind)
        )


def obvious(query: QueryTokens, tokens: Tokens, start: int, end: int) -> float:
    """The coverage of the question between two characters, in ten obvious lines."""
    total = 0.0
    for vector, weight in zip(query.vectors, query.weights, strict=True):
        greatest = 0.0
        for row, (left, right) in zip(tokens.vectors, tokens.spans, strict=True):
            if left >= start and right <= end:
                greatest = max(greatest, float(vector @ row.astype(np.float32)))
        total += float(weight) * greatest
    return total


LONGEST = 60  # characters, so no more tokens
TEXTS = st.text(alphabet="abéô cd.,\n'1", max_size=LONGEST)
# Of float32 sums: of the products of two vectors of 64 dimensions, and of weighted tokens.
NEAR = apart(2 * (64 + LONGEST))
# Rows of norm 1 are kept in float16: each may be longer by one rounding.
MOST = (1 + FLOAT16) ** 2 + NEAR


@given(TEXTS, TEXTS, st.integers(0, 60), st.integers(0, 60), st.sampled_from(["fr", "en"]))
def test_coverage_is_that_of_ten_obvious_lines(
    question: str, text: str, one: int, other: int, language: Language
) -> None:
    encoder, (start, end) = HashingEncoder(), sorted((one, other))
    parsed = parse_question(question, language, long_is_rare)
    query = QueryTokens.of(parsed, encoder.tokens([question], kind="query")[0])
    tokens = encoder.tokens([text], kind="passage")[0]
    max_sim = MaxSim(query, tokens)
    inside = max_sim.between(start, end)
    coverage = float(max_sim.scores(inside) @ query.weights)
    assert coverage == pytest.approx(obvious(query, tokens, start, end), abs=NEAR)
    assert coverage <= max_sim.coverage() + NEAR <= MOST + NEAR
    weights = idf_weights(query, [max_sim.scores(inside), max_sim.scores()])
    assert weights.min(initial=0) >= 0
    assert weights.sum() == pytest.approx(float(query.weights.sum()), abs=NEAR)
    assert -1 - NEAR <= max_sim.similarity(inside) <= 1 + NEAR
    assert all(left >= start and right <= end for left, right in tokens.spans[inside])


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le mandat ? " * 300,
        "Qu'est-ce que l'İ et le 𝕸andat ?",
        "東京の市長?",
        "…",
        "\ud7ff",
    ],
)
def test_any_question_has_query_tokens_as_far_as_it_was_encoded(question: str) -> None:
    (tokens,) = load_encoder().tokens([question], kind="query")
    query = QueryTokens.of(parse_question(question, "fr", long_is_rare), tokens)
    assert len(query.weights) == len(query.families) == len(query.vectors)
    total = 1.0 if query.families else 0.0
    assert query.weights.sum() == pytest.approx(total, abs=apart(2 * len(query.weights)))


def test_a_sentence_that_matches_by_meaning_is_first() -> None:
    text = "Les séances sont publiques. Son traitement s'élève à mille euros. Il pleut souvent."
    question = parse_question("Combien gagne le président ?", "fr", lambda *_: 1.0)
    models = Models(load_encoder().tokens, load_reader())
    choice = choose(question, [hit(text)], passages=1_000, models=models)
    assert choice.quotes[0].text == "Son traitement s'élève à mille euros."


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_more_passages_there_are_the_more_it_takes_to_be_sure(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    features = ConfidenceFeatures(0.4, 0.4, 0.5, 0.4, 0.4, 0.4, 0.1, 0.1, -1.0, 0.5)
    sure = [confidence(features, "fr", "fr", count) for count in (fewer, more)]
    assert sure[0] >= sure[1]
    assert sure[0] > sure[1] or fewer >= 1_000 or max(fewer, 1) == max(more, 1)
