"""Page labels: those that the file states, unless the pages print others by a constant."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.readers.pdf.page_labels import page_labels


@pytest.mark.parametrize(
    ("stated", "printed", "labels"),
    [
        pytest.param(None, ["1", None], ["1", None], id="printed-alone"),
        pytest.param(["i", "ii"], [None, None], ["i", "ii"], id="stated-alone"),
        pytest.param(
            list("1234"), ["41", "42", "43", "44"], ["41", "42", "43", "44"], id="shifted"
        ),
        pytest.param(
            list("1234"), [None, "42", "43", "44"], ["41", "42", "43", "44"], id="no-first"
        ),
        pytest.param(
            ["i", "1", "2", "3"], [None, "5", "6", "7"], ["i", "5", "6", "7"], id="after-roman"
        ),
        pytest.param(list("1234"), list("1234"), list("1234"), id="the-same"),
        pytest.param(list("1234"), ["41", "42", "44", "45"], list("1234"), id="no-constant"),
        pytest.param(list("1234"), ["41", None, None, None], list("1234"), id="too-few"),
        pytest.param(["A-1", "A-2", "A-3"], list("567"), ["A-1", "A-2", "A-3"], id="prefix"),
        pytest.param(list("1234"), [None, "1", "2", "3"], ["1", "1", "2", "3"], id="cover"),
    ],
)
def test_printed_numbers_put_stated_labels_right(
    stated: Sequence[str] | None, printed: Sequence[str | None], labels: list[str | None]
) -> None:
    assert list(page_labels(stated, printed)) == labels
