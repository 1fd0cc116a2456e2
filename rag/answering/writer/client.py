"""The server of the model. The only module that uses the openai client."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from rag.config import read_secret
from rag.errors import SettingsInvalid, WriterUnavailable
from rag.records.drafts import DraftFault
from rag.runtime.cancellation import seconds_left

_FOR_THE_QUOTES = 1.0  # seconds of a question's time that are left when the writer gives up
_MAX_LENGTH = 4_000  # characters: a few sentences; the rest of a text is not read
_MAX_BYTES = 4_000_000  # of a response: 4,000 messages of one character each, a few times over


class Unwritten(Exception):
    """The model did not write a complete text; ``fault`` is the reason."""

    def __init__(self, fault: DraftFault) -> None:
        super().__init__(fault)
        self.fault: DraftFault = fault


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server: Ollama, vLLM, llama.cpp, Mistral...

    ``key_env`` is the environment variable with the key, "" if none is needed. ``timeout`` is
    in seconds, for the whole text.
    """

    url: str
    model: str
    key_env: str
    timeout: float

    def require(self) -> None:
        """Raises WriterUnavailable, with the command to run, if the client is not installed."""
        if importlib.util.find_spec("openai") is None:
            raise WriterUnavailable(cause="pip install openai")

    def stream(self, messages: Sequence[dict[str, str]]) -> str:
        """The text that the model writes, read as it arrives; raises Unwritten."""
        import openai

        slow: tuple[type[Exception], ...] = (
            openai.APITimeoutError,
            *_transport("TimeoutException"),
        )
        # Python's own three: a chunk of the stream without the expected fields.
        failed: tuple[type[Exception], ...] = (
            *(openai.OpenAIError, ValueError, TypeError, AttributeError),
            SettingsInvalid,  # the file of the key cannot be read: the quotes stand
            *_transport("HTTPError"),
        )
        try:
            return self._in_time(messages)
        except slow as error:
            raise Unwritten("slow") from error
        except failed as error:
            raise Unwritten("failed") from error

    def _in_time(self, messages: Sequence[dict[str, str]]) -> str:
        """The text, read in a thread that is left behind if it takes too long.

        The client's own timeout begins again with each byte, so a slow server may never end it.
        """
        import openai

        key = read_secret(self.key_env)
        headers = {"accept-encoding": "identity"}  # see ``_bound``
        http = openai.DefaultHttpxClient(headers=headers, event_hooks={"response": [_bound]})
        client = openai.OpenAI(
            base_url=self.url, api_key=key or "none", timeout=self.timeout, max_retries=0,
            http_client=http,
        )  # fmt: skip
        thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        text = thread.submit(self._read, client, messages)
        thread.shutdown(wait=False)
        with client:  # its end closes a connection that is still read
            try:
                return text.result(min(self.timeout, seconds_left() - _FOR_THE_QUOTES))
            except TimeoutError as error:
                raise Unwritten("slow") from error

    def _read(self, client: Any, messages: Sequence[dict[str, str]]) -> str:
        options: dict[str, Any] = {"messages": list(messages), "temperature": 0, "max_tokens": 600}
        written: list[str] = []
        with client.chat.completions.create(model=self.model, stream=True, **options) as chunks:
            for chunk in chunks:
                text, finished = _read_chunk(chunk)
                written.append(text)
                if finished or sum(map(len, written)) > _MAX_LENGTH:
                    return "".join(written)[:_MAX_LENGTH]
        raise Unwritten("failed")  # the stream broke off


def _bound(response: Any) -> None:
    """Bounds what is read of a response: a line without end, or one that inflates, fills memory."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ValueError("a compressed response")

    library: Any = sys.modules[type(response).__module__.partition(".")[0]]

    class Counted(library.SyncByteStream):  # type: ignore[misc]  # as the library requires
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            count = 0
            for part in self._stream:
                count += len(part)
                if count > _MAX_BYTES:
                    raise ValueError("a response of more than 4 MB")
                yield part

        def close(self) -> None:
            self._stream.close()

    response.stream = Counted(response.stream)


def _transport(name: str) -> tuple[type[Exception], ...]:
    """The error of that name in the HTTP library of the client: httpx, later httpx2.

    The client does not wrap errors in the middle of a stream.
    """
    loaded = (sys.modules.get(module) for module in ("httpx", "httpx2"))
    return tuple(getattr(module, name) for module in loaded if module is not None)


def _read_chunk(chunk: Any) -> tuple[str, bool]:
    """The text of a chunk of the stream, and whether it is the last one."""
    if not chunk.choices:
        return "", False
    choice = chunk.choices[0]
    return choice.delta.content or "", choice.finish_reason is not None
