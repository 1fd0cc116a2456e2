"""The body of a request, read before the application runs: whole, sent on, and its fields."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rag.records.json_text import parse_json

if TYPE_CHECKING:
    from starlette.types import Message, Receive


async def whole_body(receive: Receive) -> bytes | None:
    """The body of a request, ``None`` if the client disconnects before its end."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def replay(body: bytes, gone: asyncio.Event) -> Receive:
    """A ``receive`` that returns the body already read, then the disconnect once it comes."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    return receive


def question_of(body: bytes) -> str | None:
    """The question in a body, for the access log; ``None`` if there is none."""
    found = body_field(body, "question") or _last_message(body_field(body, "messages"))
    return found if isinstance(found, str) else None


def _last_message(messages: object) -> object:
    """What the last message of a chat says."""
    last = messages[-1] if isinstance(messages, list) and messages else None
    return last.get("content") if isinstance(last, dict) else None


def body_field(body: bytes, name: str) -> object:
    """A field of the JSON object in a body; ``None`` if there is none."""
    try:
        value = parse_json(body)
    except ValueError:  # nested too deeply
        return None
    return value.get(name) if isinstance(value, dict) else None
