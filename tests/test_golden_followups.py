"""Follow-ups of the sample library are answered as the committed table says.

A file of its own, so that it runs beside the questions and claims of test_golden.py.
"""

from __future__ import annotations

import pytest
from golden import conversations, differences, outcomes_in_conversation, read_halves, report

from rag import Rag


def test_follow_ups_are_answered_as_the_table_says(sample: Rag) -> None:
    _, talks = read_halves()
    if changed := list(differences(talks, outcomes_in_conversation(sample))):
        pytest.fail(report(changed), pytrace=False)


def test_every_conversation_is_in_the_table() -> None:
    alone, talks = read_halves()
    assert len(talks) == len(conversations())
    assert alone
