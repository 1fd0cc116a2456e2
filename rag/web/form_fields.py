"""The fields of a form that a page without scripts sends."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import Request


async def form_fields(request: Request) -> dict[str, str]:
    """The fields of a submitted form, at most 20; of two with one name, the last."""
    body = await request.body()
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return dict(pairs)
