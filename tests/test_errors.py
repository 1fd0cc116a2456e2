"""Every error says what, where and what to do, in both languages, and crosses processes."""

import pickle
import string

import pytest

import rag.errors
from rag.errors import Cause, DocumentUnreadable, RagError


def tree(root: type[RagError]) -> list[type[RagError]]:
    return [root, *(found for child in root.__subclasses__() for found in tree(child))]


LEAVES = [error for error in tree(RagError) if not error.__subclasses__()]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.__name__)
def test_both_languages_name_the_same_values(error: type[RagError]) -> None:
    assert fields(error.fr) == fields(error.en)
    assert error.fr != RagError.fr
    values = dict.fromkeys(fields(error.fr), "x")
    assert "{" not in error(**values).message("fr") + str(error(**values))
    assert "\n" not in error(**values).message("fr")


@pytest.mark.parametrize("error", tree(RagError), ids=lambda error: error.__name__)
def test_every_error_stands_in_the_drawing_of_the_tree(error: type[RagError]) -> None:
    assert rag.errors.__doc__ is not None
    assert f" {error.__name__}" in f" {rag.errors.__doc__}".replace("\n", " ")


def test_an_error_crosses_processes_with_its_values() -> None:
    error = DocumentUnreadable(path="a.pdf", cause=Cause("abîmé", "damaged"))
    again = pickle.loads(pickle.dumps(error))
    assert (again.message("fr"), str(again)) == (error.message("fr"), str(error))
    assert "abîmé" in again.message("fr")
    assert "damaged" in str(again)


@pytest.mark.parametrize("cause", ["a\nb", "a\r\n b", "a \u2028b"])
def test_a_message_is_one_line_whatever_its_cause(cause: str) -> None:
    assert "(a b)" in DocumentUnreadable(path="x.pdf", cause=cause).message("fr")
