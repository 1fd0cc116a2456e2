"""What does not fit a route, in the words of who sent it: fields by their names, and no types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError

from rag.messages import Message


def misfit_of(error: RequestValidationError) -> Message:
    """The cause of a refusal: unknown fields first, then values; or where JSON is broken."""
    faults: Sequence[Mapping[str, Any]] = error.errors()
    if faults and faults[0]["type"] == "json_invalid":
        return _broken(str(error.body), faults[0]["loc"][-1])
    if isinstance(error.body, bytes) and any(fault["loc"] == ("body",) for fault in faults):
        return Message("causes.other_content_type")
    unknown = [fault for fault in faults if fault["type"] == "extra_forbidden"]
    places = dict.fromkeys(_place(fault, error.body) for fault in unknown or faults)
    cause = "causes.unknown_field" if unknown else "causes.malformed"
    # A value that may have several forms has a fault in each; the one further in says more.
    shown = [one for one in places if not any(each.startswith(f"{one}.") for each in places)]
    return Message(cause, where=", ".join(shown))


def _broken(text: str, at: int) -> Message:
    before = text[:at]
    column = at - (before.rfind("\n") + 1) + 1
    return Message("causes.broken_json", line=before.count("\n") + 1, column=column)


def _place(fault: Mapping[str, Any], body: Any) -> str:
    """Where a fault is: "body.messages.0.content".

    Within the body, a place of pydantic's also has the types that a value may have; only names
    and numbers that lead further in the body count, and the name of what is missing.
    """
    start, *path = fault["loc"]
    if start != "body":
        return ".".join(map(str, fault["loc"]))
    place, value = [start], body
    for part in path:
        inside = part in value if isinstance(value, dict) else isinstance(part, int)
        if inside and isinstance(value, dict | list):
            value = value[part]
            place.append(part)
    if fault["type"] == "missing" and path:
        place.append(path[-1])
    return ".".join(map(str, place))
