"""Detection of French and English, short questions included."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rag.language
from rag.language import detect
from rag.records import LANGUAGES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qui a signé ?", "fr"),
        ("Et en 2024 ?", "fr"),
        ("Combien ?", "fr"),
        ("Who signed it?", "en"),
        ("And in 2024?", "en"),
        ("UNESCO category 2 centre", "en"),
        ("centre de catégorie 2", "fr"),
        ("QUI A SIGNÉ L'ACCORD ?", "fr"),
        ("WHO SIGNED THE AGREEMENT?", "en"),
        ("Der Hund schläft auf der Straße", "en"),
    ],
)
def test_the_language_of_a_short_question_is_detected(text: str, expected: str) -> None:
    assert detect(text) == expected


def test_a_text_without_words_takes_the_default() -> None:
    assert detect("2023 ?", default="fr") == "fr"
    assert detect("", default="en") == "en"


@given(st.text(max_size=100))
def test_any_text_has_one_of_the_two_languages(text: str) -> None:
    assert detect(text) in LANGUAGES
    assert detect(text + "\ud800") in LANGUAGES


def word_tables(folder: Path) -> Iterator[tuple[str, str, bool]]:
    """The constants of ``rag/language``: name, module, and whether they hold words by language."""
    for path in folder.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield node.target.id, path.stem, "Language" in ast.unparse(node.annotation)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    yield from (
                        (name, path.stem, False) for name in ast.unparse(target).split(", ")
                    )


def test_a_table_of_words_has_a_name_of_its_own() -> None:
    found = list(word_tables(Path(rag.language.__file__).parent))
    public: dict[str, set[str]] = {}
    for name, module, _ in found:
        if name.isupper() and not name.startswith("_"):
            public.setdefault(name, set()).add(module)
    assert len(public) > 100
    assert {name: modules for name, modules in public.items() if len(modules) > 1} == {}
    private = {(name, module) for name, module, words in found if words and name.startswith("_")}
    assert [one for one in private if public.get(one[0][1:], {one[1]}) != {one[1]}] == []
