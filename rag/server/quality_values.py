"""What a client accepts, by the quality values of its headers (RFC 9110, 12.4.2)."""

from __future__ import annotations


def accepts(header: str, name: str) -> bool:
    """Whether a header names a value, and not with the quality 0; "*" and "*/*" name none."""
    for each in header.lower().split(",")[:100]:
        value, *parameters = (part.strip() for part in each.split(";"))
        if value == name:
            return not any(_is_zero(parameter) for parameter in parameters)
    return False


def _is_zero(parameter: str) -> bool:
    key, _, number = parameter.replace(" ", "").partition("=")
    return key == "q" and number.strip("0.") == "" and number[:1] == "0"
