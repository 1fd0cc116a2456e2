"""Spans of OpenTelemetry around the steps of some work; nothing where it is not in use.

A span has numbers, names and truths, and no text of a question or a document unless the settings
log questions. ``rag.server.telemetry`` sends them; a program with its own tracer gets them too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_API = "opentelemetry.trace"


@contextmanager
def span(name: str, **attributes: object) -> Iterator[None]:
    """A span around the code inside; an error of the code is noted by its class, without its text.

    Costs nothing where the process has not imported OpenTelemetry.
    """
    api: Any = sys.modules.get(_API)
    if api is None:
        yield
        return
    tracer = api.get_tracer("verbatim")
    started = tracer.start_as_current_span(
        f"verbatim.{name}", attributes=_named(attributes), record_exception=False,
        set_status_on_exception=False,
    )  # fmt: skip
    with started as current:
        try:
            yield
        except Exception as error:
            current.set_attribute("error.type", type(error).__name__)
            current.set_status(api.StatusCode.ERROR)
            raise


def annotate(**attributes: object) -> None:
    """Adds attributes to the current span, if there is one."""
    api: Any = sys.modules.get(_API)
    if api is not None:
        api.get_current_span().set_attributes(_named(attributes))


def _named(attributes: dict[str, object]) -> dict[str, object]:
    """Attributes under their names with our prefix; "http__route" is the name http.route."""
    return {
        name.replace("__", ".") if "__" in name else f"verbatim.{name}": value
        for name, value in attributes.items()
    }
