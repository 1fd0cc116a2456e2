"""The server of the model: the only module that knows the openai client."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rag.errors import WriterUnavailable
from rag.records.drafts import DraftFault

_LONGEST = 4_000  # characters of a text: a few sentences; what comes after is not read


class Unwritten(Exception):
    """No whole text came: the fault says why."""

    def __init__(self, fault: DraftFault) -> None:
        super().__init__(fault)
        self.fault: DraftFault = fault


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server: Ollama, vLLM, llama.cpp, Mistral...

    ``key_env`` names the environment variable that holds the key, "" where none is needed;
    ``timeout`` is in seconds, for the whole text.
    """

    url: str
    model: str
    key_env: str
    timeout: float

    def require(self) -> None:
        """Nothing where the client is installed; raises WriterUnavailable with the command."""
        if importlib.util.find_spec("openai") is None:
            raise WriterUnavailable(cause="pip install 'verbatim-rag[writer]'")

    def stream(self, messages: Sequence[dict[str, str]]) -> str:
        """The text that the model writes, read as it comes; raises Unwritten."""
        import openai

        slow: tuple[type[Exception], ...] = (
            openai.APITimeoutError,
            *_transport("TimeoutException"),
        )
        # The three of Python: a piece of the stream without the form of one.
        failed: tuple[type[Exception], ...] = (
            *(openai.OpenAIError, ValueError, TypeError, AttributeError),
            *_transport("HTTPError"),
        )
        try:
            return self._read(messages, time.monotonic() + self.timeout)
        except slow as error:
            raise Unwritten("slow") from error
        except failed as error:
            raise Unwritten("failed") from error

    def _read(self, messages: Sequence[dict[str, str]], end: float) -> str:
        import openai

        key = os.environ.get(self.key_env, "") if self.key_env else ""
        options: dict[str, Any] = {"messages": list(messages), "temperature": 0, "max_tokens": 600}
        client = openai.OpenAI(
            base_url=self.url, api_key=key or "none", timeout=self.timeout, max_retries=0
        )
        written: list[str] = []
        with (
            client,
            client.chat.completions.create(model=self.model, stream=True, **options) as chunks,
        ):
            for chunk in chunks:
                if time.monotonic() > end:
                    raise Unwritten("slow")
                text, finished = _piece(chunk)
                written.append(text)
                if finished or sum(map(len, written)) > _LONGEST:
                    return "".join(written)
        raise Unwritten("failed")  # the stream broke off


def _transport(name: str) -> tuple[type[Exception], ...]:
    """The error of that name of what the client speaks HTTP with: httpx, later httpx2.

    Errors in mid-stream come through the client as they are.
    """
    loaded = (sys.modules.get(module) for module in ("httpx", "httpx2"))
    return tuple(getattr(module, name) for module in loaded if module is not None)


def _piece(chunk: Any) -> tuple[str, bool]:
    """The words of a piece of the stream, and whether the model says that it is done."""
    if not chunk.choices:
        return "", False
    choice = chunk.choices[0]
    return choice.delta.content or "", choice.finish_reason is not None
