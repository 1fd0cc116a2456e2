"""Mails that Outlook saves (MSG, [MS-OXMSG]): properties in the streams of a compound file."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from rag.errors import DocumentUnreadable
from rag.messages import Message
from rag.readers.content import Content
from rag.readers.document_format import DocumentFormat
from rag.readers.mail.message import MOST_ATTACHMENTS, MailMessage
from rag.readers.text import decode

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the first bytes of a compound file
_PROPERTIES = "__properties_version1.0"
_SUBJECT, _SENDER, _ADDRESS, _TO, _CC, _BODY = "0037", "0C1A", "0C1F", "0E04", "0E03", "1000"
_HTML, _DATA, _LONG_NAME, _SHORT_NAME = "1013", "3701", "3707", "3704"
_CONTENT_ID = "3712"
_DATES = (0x00390040, 0x0E060040)  # sent, received
_HEAD, _ENTRY = 32, 16  # bytes of the stream of properties before and of each entry
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_UNICODE, _ANSI, _BINARY = "001F", "001E", "0102"
# What olefile raises for damaged files.
_DAMAGE = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error,
           OverflowError, RecursionError)  # fmt: skip


def read(data: bytes, path: str) -> Content:
    """The headers and the body as one page; raises DocumentUnreadable."""
    try:
        with _open(data) as file:
            sender, address = _text(file, _SENDER), _text(file, _ADDRESS)
            date = _date(file)
            headers = (
                ("From", f"{sender} <{address}>" if "@" in address else sender),
                ("To", _text(file, _TO)),
                ("Cc", _text(file, _CC)),
                ("Date", "" if date is None else date.isoformat()),
            )
            mail = MailMessage(
                _text(file, _SUBJECT), sender, date, headers, _text(file, _BODY), _html(file)
            )
    except _DAMAGE as error:
        raise _damaged(path, error) from error
    return mail.content()


def attachments(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each attached file, without pictures that the body shows.

    Raises DocumentUnreadable.
    """
    try:
        with _open(data) as file:
            folders = sorted({entry[0] for entry in file.listdir() if len(entry) > 1})
            found = [folder for folder in folders if folder.startswith("__attach_version1.0_")]
            for count, folder in enumerate(found[:MOST_ATTACHMENTS]):
                content = _stream(file, [folder], _DATA, _BINARY)
                name = _text(file, _LONG_NAME, folder) or _text(file, _SHORT_NAME, folder)
                if content and not _text(file, _CONTENT_ID, folder):
                    yield name or str(count + 1), content
    except _DAMAGE as error:
        raise _damaged(path, error) from error


def is_mail(data: bytes) -> bool:
    """Whether a file is a compound file with the properties of a mail."""
    return data.startswith(COMPOUND) and _PROPERTIES.encode("utf-16-le") in data


def _open(data: bytes) -> Any:
    from olefile import OleFileIO

    return OleFileIO(io.BytesIO(data))


def _damaged(path: str, error: Exception) -> DocumentUnreadable:
    cause = Message("causes.damaged_file", format="MSG", error=error)
    return DocumentUnreadable(path=path, cause=cause)


def _stream(file: Any, folder: Sequence[str], number: str, kind: str) -> bytes:
    """The content of a property, b"" if it is missing."""
    place = [*folder, f"__substg1.0_{number}{kind}"]
    return bytes(file.openstream(place).read()) if file.exists(place) else b""


def _text(file: Any, number: str, folder: str = "") -> str:
    at = [folder] if folder else []
    if found := _stream(file, at, number, _UNICODE):
        return found.decode("utf-16-le", "replace").strip("\0 ")
    return _stream(file, at, number, _ANSI).decode("cp1252", "replace").strip("\0 ")


def _html(file: Any) -> str:
    return decode(_stream(file, [], _HTML, _BINARY).rstrip(b"\0")) or _text(file, _HTML)


def _date(file: Any) -> dt.date | None:
    """The day on which the mail was sent or received, from its properties of fixed length."""
    if not file.exists(_PROPERTIES):
        return None
    entries = file.openstream(_PROPERTIES).read()
    dates: dict[int, int] = {}
    for at in range(_HEAD, len(entries) - _ENTRY + 1, _ENTRY):
        tag, _, value = struct.unpack_from("<IIQ", entries, at)
        dates[tag] = value
    for tag in _DATES:
        with suppress(OverflowError):
            if tag in dates:
                return (_EPOCH + dt.timedelta(microseconds=dates[tag] // 10)).date()
    return None


def _has_signature(data: bytes, path: str) -> bool:
    """Whether a file is a mail of Outlook; ``path`` is not used."""
    return is_mail(data)


FORMAT = DocumentFormat(
    name="msg",
    label="MSG",
    endings=(".msg",),
    media_type="application/vnd.ms-outlook",
    read=read,
    parsers=("olefile", "lxml"),
    signature=_has_signature,
)
