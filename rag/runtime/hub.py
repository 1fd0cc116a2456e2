"""The hub that models can be fetched from, asked once whether it is there."""

from __future__ import annotations

import os
from pathlib import Path

_PATIENCE = 5.0  # seconds


def within_reach(source: str) -> bool:
    """Whether a model may be fetched: a folder needs nothing, a hub model needs the hub.

    Asked once, here: the hub's own client tries again for over a minute before it gives up,
    and a model fetched earlier is used from its cache when the hub cannot be reached.
    """
    if Path(source).exists():
        return True
    import urllib.error  # 40 ms of a command's start, which most never need
    import urllib.request

    try:
        endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
        urllib.request.urlopen(endpoint, timeout=_PATIENCE).close()  # noqa: S310 - the user's own
    except urllib.error.HTTPError:
        return True  # it answered
    except (OSError, ValueError):
        return False
    return True
