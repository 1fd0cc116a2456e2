"""The fields of a form that a page without scripts sends."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import Request

from rag.errors import RequestRefused
from rag.messages import Message

_MOST = 20


async def form_fields(request: Request) -> dict[str, str]:
    """The fields of a submitted form; of two with one name, the last.

    Raises RequestRefused if there are more than 20.
    """
    form = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(form, keep_blank_values=True, max_num_fields=_MOST))
    except ValueError as error:
        raise RequestRefused(cause=Message("causes.malformed", where="body")) from error
