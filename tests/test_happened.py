"""What is only possible or planned is no fact, and what has happened is no plan."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.happened import happened_otherwise
from rag.facts.limits import limits_more
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "otherwise"),
    [
        ("Mediation has been made compulsory.", "Mediation may be made compulsory.", "en en", True),
        ("The lane is free.", "The lane might be free.", "en en", True),
        ("A shuttle links the station to the port.",
         "A shuttle should link the station to the port.", "en en", True),
        ("The Council planted 300 trees.", "The Council will plant 300 trees.", "en en", True),
        ("The lane will be built.", "The lane could be built.", "en en", True),
        ("The Board will repair the chapel.", "The Board repaired the chapel.", "en en", True),
        ("The levy might be abolished.", "The levy was abolished.", "en en", True),
        ("The lane was built.", "The Board decided that the lane will be built.", "en en", True),
        ("Mediation has been made compulsory.", "La médiation pourrait devenir obligatoire.",
         "en fr", True),
        ("La gratuité est étendue aux jeunes.", "La gratuité pourrait être étendue aux jeunes.",
         "fr fr", True),
        ("Le pont sera élargi.", "Le pont pourrait être élargi.", "fr fr", True),
        ("Une navette relie la gare au port.", "Une navette devrait relier la gare au port.",
         "fr fr", True),
        ("La taxe sera supprimée.", "Le conseil a supprimé la taxe.", "fr fr", True),
        ("La taxe pourrait être supprimée.", "La taxe a été supprimée.", "fr fr", True),
        ("Le pont a été élargi.", "Le conseil a décidé que le pont sera élargi.", "fr fr", True),
        ("Le pont a été élargi.", "The bridge could be widened.", "fr en", True),
        # The same, or a rule.
        ("Mediation may become compulsory.", "Mediation might become compulsory.", "en en", False),
        ("The Board has repaired the chapel.", "The Board repaired the chapel.", "en en", False),
        ("The lane will be built.", "The lane will be built.", "en en", False),
        ("The committee meets twice.", "The committee shall meet twice.", "en en", False),
        ("The hall holds 400 people.", "The hall can hold 400 people.", "en en", False),
        ("Who declines to vote is counted as voting yes.",
         "A member who refuses to vote shall be deemed to vote yes.", "en en", False),
        ("Members are entitled to vote.", "Members may vote.", "en en", False),
        ("The Board approved a plan.",
         "The Board approved a plan that could cut the cost by half.", "en en", False),
        ("The director will be chosen by the board.", "The director is chosen by the board.",
         "en en", False),
        ("Le comité se réunit deux fois.", "Le comité se réunira deux fois.", "fr fr", False),
        ("Le directeur sera nommé par le maire.", "Le directeur est nommé par le maire.", "fr fr",
         False),
        ("Le pont pourra être élargi.", "Le pont pourrait être élargi.", "fr fr", False),
        ("Le conseil a adopté un plan.",
         "Le conseil a adopté un plan qui pourrait réduire les coûts.", "fr fr", False),
        ("La taxe a été supprimée.", "The levy was abolished.", "fr en", False),
    ],
)  # fmt: skip
def test_whether_it_happened(claim: str, quote: str, languages: str, otherwise: bool) -> None:
    own, there = _languages(languages)
    texts = with_plain_bounds(claim, own), with_plain_bounds(quote, there)
    assert happened_otherwise(*texts) is otherwise


@pytest.mark.parametrize(
    ("quote", "language"),
    [
        ("Should funds be found, the tower will be restored.", "en"),
        ("Were the county to pay, the tower would be restored.", "en"),
        ("Dans l'hypothèse où le département paierait, la tour sera restaurée.", "fr"),
    ],
)
def test_a_condition_without_if(quote: str, language: Language) -> None:
    claim = {"en": "The tower will be restored.", "fr": "La tour sera restaurée."}[language]
    assert limits_more(with_plain_bounds(claim, language), with_plain_bounds(quote, language))


@pytest.mark.parametrize(
    ("claim", "quote", "language", "supported"),
    [
        ("Mediation has been made compulsory.", "Mediation may be made compulsory in 2026.", "en",
         False),
        ("The tower will be restored.", "Should funds be found, the tower will be restored.", "en",
         False),
        ("The Foundation will repair the chapel.", "The Foundation repaired the chapel.", "en",
         False),
        ("The Foundation has repaired the chapel.", "The Foundation repaired the chapel.", "en",
         True),
        ("La gratuité est étendue aux jeunes.", "La gratuité pourrait être étendue aux jeunes.",
         "fr", False),
        ("La taxe de séjour a été supprimée.", "Le conseil a supprimé la taxe de séjour.", "fr",
         True),
    ],
)  # fmt: skip
def test_the_verdict_on_a_plan(claim: str, quote: str, language: Language, supported: bool) -> None:
    assert (verdict(claim, language, Text(quote, language)) == "supported") is supported


def _languages(codes: str) -> tuple[Language, Language]:
    claim, quote = codes.split()
    return ("fr" if claim == "fr" else "en"), ("fr" if quote == "fr" else "en")
