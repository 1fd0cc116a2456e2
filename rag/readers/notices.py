"""Lines for the curator that several formats give."""

from __future__ import annotations

from collections.abc import Iterable

from rag.errors import Cause

_EXCERPT = 60  # characters of hidden text


def left_out(hidden: Iterable[str]) -> tuple[Cause, ...]:
    """The line that tells of text that nobody sees and that is not indexed; none without any."""
    text = " ".join(" ".join(hidden).split())
    if not text:
        return ()
    shown = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
    return (Cause(f"texte invisible écarté : « {shown} »", f"invisible text left out: “{shown}”"),)
