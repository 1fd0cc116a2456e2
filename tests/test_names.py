"""Names are found by their capitals, in both languages."""

import pytest

from rag.language.names import find_names
from rag.records import Language


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        pytest.param("Le Conseil nomme Amal El Fallah.", "fr", ["Conseil", "Amal El Fallah"]),
        pytest.param("Le siège est à Saint-Denis.", "fr", ["Saint-Denis"], id="hyphen"),
        pytest.param("Siège de l’Institut d’Ivoire", "fr", ["Institut", "Ivoire"], id="elision"),
        pytest.param("Hier, M. Aubry parlait.", "fr", ["Aubry"], id="title"),
        pytest.param("Le 3 mars 2024, Aubry parle.", "fr", ["Aubry"], id="date-apart"),
        pytest.param("On 3 March 2024 Mary Hale spoke.", "en", ["Mary Hale"], id="english-date"),
        pytest.param("Mary Hale signs the minutes.", "en", ["Mary Hale"], id="opens-with-a-name"),
        pytest.param("Minutes are signed.", "en", [], id="opens-with-a-common-word"),
        pytest.param("UNESCO granted it.", "en", ["UNESCO"], id="acronym"),
        pytest.param("", "en", [], id="empty"),
        pytest.param("Doors open at 10:30. Visitors queue.", "en", [], id="after-a-time"),
        pytest.param("Fees are due.\n3. Members may borrow.", "en", [], id="numbered-item"),
        pytest.param("We pay.\n(2) Members vote.", "en", [], id="bracketed-item"),
        pytest.param("Voir 3.2. Chaque membre vote.", "fr", [], id="after-a-section"),
        pytest.param("3. Tarifs", "fr", [], id="numbered-heading"),
    ],
)
def test_names_are_runs_of_capitals(text: str, language: Language, names: list[str]) -> None:
    assert [text[name.start : name.end] for name in find_names(text, language)] == names
