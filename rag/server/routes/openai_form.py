"""The bodies of requests in the form of OpenAI."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator


class OpenAIBody(BaseModel):
    """A body that its client may fill with more than matters here.

    ``null`` is as if it was left out, and what is ``ignored`` has no effect. Any other field is
    refused: a misspelt limit would otherwise change the answer without a word.
    """

    model_config = ConfigDict(extra="forbid")
    ignored: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _that_matter(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {
            name: value
            for name, value in given.items()
            if name not in cls.ignored and (value is not None or name not in cls.model_fields)
        }
