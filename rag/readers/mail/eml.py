"""Mails as they travel (EML, RFC 5322), parsed by the standard library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath

from rag.errors import DocumentTooLarge, DocumentUnreadable
from rag.messages import Message
from rag.readers.archive import megabytes
from rag.readers.content import Content
from rag.readers.document_format import DocumentFormat
from rag.readers.mail.message import LARGEST, MOST_ATTACHMENTS, MailMessage
from rag.readers.text import BYTE_ORDER_MARKS, decode, utf16_of

# Of mails that an editor saved as text: UTF-16, or UTF-8 with a mark, which hides the first header.
_MARKS = (*BYTE_ORDER_MARKS, b"\xef\xbb\xbf")
_HEADERS = ("From", "To", "Cc", "Date")
# What the parser and the decoders of the standard library raise for malformed mails.
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read(data: bytes, path: str) -> Content:
    """The headers and the body as one page; raises DocumentUnreadable and DocumentTooLarge."""
    mail = _parse(data, path)
    try:
        shown = MailMessage(
            _header(mail, "Subject"), _sender(mail), _date(mail),
            [(name, _header(mail, name)) for name in _HEADERS],
            _body(mail, "plain"), _body(mail, "html"),
        )  # fmt: skip
    except _DAMAGE as error:
        raise _damaged(path, error) from error
    if not any(value for _, value in shown.headers):
        raise DocumentUnreadable(path=path, cause=Message("causes.not_format", format="EML"))
    return shown.content()


def attachments(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each attachment, also of mails that are attached.

    Pictures that the body shows are none. Raises DocumentUnreadable and DocumentTooLarge.
    """
    mail = _parse(data, path)
    try:
        for count, part in enumerate(_attached(mail)):
            if count >= MOST_ATTACHMENTS:
                return
            yield _name(part, count), _content(part)
    except _DAMAGE as error:
        raise _damaged(path, error) from error


def _parse(data: bytes, path: str) -> EmailMessage:
    if len(data) > LARGEST:
        size, limit = megabytes(len(data)), megabytes(LARGEST)
        raise DocumentTooLarge(path=path, size=size, limit=limit)
    if data.startswith(_MARKS) or utf16_of(data) is not None:
        data = decode(data).encode("utf-8", "replace")
    try:
        return BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    except _DAMAGE as error:
        raise _damaged(path, error) from error


def _damaged(path: str, error: Exception) -> DocumentUnreadable:
    cause = Message("causes.damaged_file", format="EML", error=error)
    return DocumentUnreadable(path=path, cause=cause)


def _header(mail: EmailMessage, name: str) -> str:
    """A header; as it is written if it has no sense, such as a date in the year 2147483648."""
    try:
        return str(mail.get(name, ""))
    except _DAMAGE:
        written = dict(reversed([(key.lower(), value) for key, value in mail.raw_items()]))
        return str(written.get(name.lower(), ""))


def _sender(mail: EmailMessage) -> str:
    return parseaddr(_header(mail, "From"))[0]


def _date(mail: EmailMessage) -> dt.date | None:
    try:
        return parsedate_to_datetime(_header(mail, "Date")).date()
    except _DAMAGE:
        return None


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return "" if part is None else _text(part)


def _text(part: MIMEPart) -> str:
    """The text of a part; one in an unknown charset is read as UTF-8."""
    data = part.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _attached(mail: EmailMessage) -> Iterator[EmailMessage]:
    for part in mail.iter_attachments():
        inline = part.get_content_disposition() == "inline" or part.get("Content-ID") is not None
        shown = inline and part.get_content_maintype() == "image"
        if isinstance(part, EmailMessage) and not shown:
            yield part


def _name(part: EmailMessage, count: int) -> str:
    """The name of an attachment, with an ending."""
    name = part.get_filename() or ""
    if part.get_content_type() == "message/rfc822" and not PurePosixPath(name).suffix:
        return f"{name or 'message'}.eml"
    return name or f"{count + 1}.{part.get_content_subtype()}"


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, EmailMessage) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


FORMAT = DocumentFormat(
    name="eml",
    label="EML",
    endings=(".eml",),
    media_type="message/rfc822",
    read=read,
    parsers=("lxml",),
    is_text=True,
)
