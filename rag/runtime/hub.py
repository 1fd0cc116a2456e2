"""The model hub: whether it can be reached."""

from __future__ import annotations

import os
from pathlib import Path

_TIMEOUT = 5.0  # seconds


def within_reach(source: str) -> bool:
    """Whether a model can be loaded: a folder always, a hub model if the hub answers.

    The client of the hub retries for over a minute before it gives up, so the hub is tried once
    here. A model fetched earlier is loaded from its cache when the hub cannot be reached.
    """
    if Path(source).exists():
        return True
    import urllib.error  # 40 ms, which most commands never need
    import urllib.request

    try:
        endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
        urllib.request.urlopen(endpoint, timeout=_TIMEOUT).close()  # noqa: S310 - the user's own
    except urllib.error.HTTPError:
        return True  # it answered
    except (OSError, ValueError):
        return False
    return True
