"""The records of a draft: what a model wrote over the quotes of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Struck = Literal["", "uncited", "foreign", "contradicted", "unsupported"]
DraftFault = Literal["", "slow", "failed", "unsupported", "withheld"]


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote, with the numbers of the citations that it gives.

    ``struck`` says why it is not shown as supported: it cites no quote that the model was given,
    holds a link or markup, differs from its quote on a fact, or says what its quote does not say.
    "" if it is supported.
    """

    text: str
    citations: tuple[int, ...]
    struck: Struck = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote over the quotes of an answer, kept apart from them.

    ``fault`` is "" if at least one sentence is supported. Otherwise only the quotes are shown: the
    model took too long, failed, wrote nothing that its quotes support, or was shown no quote
    because all of them give orders to a model.
    """

    model: str
    sentences: tuple[Written, ...]
    fault: DraftFault = ""
