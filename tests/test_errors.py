"""Every error says what, where and what to do, in both languages, and crosses processes."""

import pickle

import pytest

import rag.errors
from rag.errors import ClaimsInvalid, DocumentUnreadable, QuestionInvalid, RagError
from rag.messages import Message
from rag.records import LANGUAGES, Scope


def tree(root: type[RagError]) -> list[type[RagError]]:
    return [root, *(found for child in root.__subclasses__() for found in tree(child))]


LEAVES = [error for error in tree(RagError) if not error.__subclasses__()]
# Every value that an error of the tree says.
VALUES = dict.fromkeys(
    "index path host port issuer name known cause built asked found packages text document page "
    "role model size seconds number least kind near count total".split(),
    "x",
) | {"length": 2_700, "limit": 2_000, "most": 1_024, "scope": Scope(languages=("fr",))}


@pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.__name__)
def test_an_error_is_one_line_in_each_language(error: type[RagError]) -> None:
    said = {language: error(**VALUES).message(language) for language in LANGUAGES}
    assert len(set(said.values())) == len(LANGUAGES)
    for line in said.values():
        assert "{" not in line + str(error(**VALUES))
        assert "\n" not in line


@pytest.mark.parametrize(
    ("error", "english", "french"),
    [
        (
            QuestionInvalid(length=0, limit=2_000),
            "The question is empty. Please type one.",
            "La question est vide. Veuillez en saisir une.",
        ),
        (
            QuestionInvalid(length=2_700, limit=2_000),
            "The question is too long (2,700 characters; the limit is 2,000). Please shorten it.",
            "La question est trop longue (2\u202f700 caractères, pour une limite de 2\u202f000). "
            "Veuillez la raccourcir.",
        ),
        (
            ClaimsInvalid(length=0, limit=2_000),
            "The text to check is empty. Please paste one.",
            "Le texte à vérifier est vide. Veuillez en coller un.",
        ),
    ],
)
def test_what_is_empty_is_not_called_too_long(error: RagError, english: str, french: str) -> None:
    assert (error.message("en"), error.message("fr")) == (english, french)


@pytest.mark.parametrize("error", tree(RagError), ids=lambda error: error.__name__)
def test_every_error_stands_in_the_drawing_of_the_tree(error: type[RagError]) -> None:
    assert rag.errors.__doc__ is not None
    assert f" {error.__name__}" in f" {rag.errors.__doc__}".replace("\n", " ")


def test_an_error_crosses_processes_with_its_values() -> None:
    error = DocumentUnreadable(path="a.pdf", cause=Message("causes.damaged_archive", error="x"))
    again = pickle.loads(pickle.dumps(error))
    assert (again.message("fr"), str(again)) == (error.message("fr"), str(error))
    assert "endommagée" in again.message("fr")
    assert "damaged" in str(again)


@pytest.mark.parametrize("cause", ["a\nb", "a\r\n b", "a \u2028b"])
def test_a_message_is_one_line_whatever_its_cause(cause: str) -> None:
    assert "(a b)" in DocumentUnreadable(path="x.pdf", cause=cause).message("fr")
