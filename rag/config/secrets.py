"""Secrets: in an environment variable, or in the file that NAME_FILE names; never in a setting."""

from __future__ import annotations

import os
import re
from pathlib import Path

from rag.errors import SettingsInvalid

_USER = re.compile(r"(?<=://)[^/@\s]+@")
_QUERY = re.compile(r"(://[^?\s]*\?)\S+")


def without_secrets(address: str) -> str:
    """An address as it may be shown: without the name and the password before its host, and
    without its query, which may have a key.
    """
    return _QUERY.sub(r"\1…", _USER.sub("…@", address))


def read_secret(name: str) -> str:
    """The secret of a variable, or of the file that the variable NAME_FILE names; "" for none.

    A file is what Docker, Kubernetes and systemd give; its last line end does not count. Raises
    SettingsInvalid if it cannot be read.
    """
    place = os.environ.get(f"{name}_FILE", "") if name else ""
    if not place:
        return os.environ.get(name, "") if name else ""
    try:
        return Path(place).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsInvalid(path=f"{name}_FILE", cause=f"{place}: {cause}") from error
