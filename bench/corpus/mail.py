"""Sources as mails, EML and MSG, with the files of their folder attached."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage

from bench.corpus.compound_files import compound_file
from bench.corpus.plain import html_blocks, text_blocks
from bench.corpus.source import CorpusSource

Attached = Sequence[tuple[str, bytes]]
_ADDRESS = {"fr": "service@ifsv.example", "en": "office@fisv.example"}


def eml(source: CorpusSource, attached: Attached) -> bytes:
    """A mail as it travels, its body plain text."""
    made = EmailMessage()
    made["Subject"] = source.title
    made["From"] = Address(source.issuer, addr_spec=_ADDRESS[source.language])
    made["To"], made["Date"] = source.fields["to"], f"{source.date:%d %b %Y} 09:30:00 +0200"
    made.set_content("\n\n".join(text_blocks(source.blocks[1:])) + "\n")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    made.set_boundary("=_sample_")
    return made.as_bytes()


def msg(source: CorpusSource, attached: Attached) -> bytes:
    """A mail as Outlook saves it, its body HTML."""
    body = f"<html><body>{''.join(html_blocks(source.blocks[1:]))}</body></html>"
    texts = {
        "0037": source.title, "0C1A": source.issuer, "0C1F": _ADDRESS[source.language],
        "0E04": source.fields["to"],
    }  # fmt: skip
    return outlook_file(texts, body, source.date, attached)


def outlook_file(texts: Mapping[str, str], body: str, day: dt.date, attached: Attached) -> bytes:
    """A MSG file of the texts of its properties by tag, an HTML body, and attachments."""
    streams = {f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in texts.items()}
    streams["__substg1.0_10130102"] = body.encode()
    sent = int((day - dt.date(1601, 1, 1)).total_seconds()) * 10_000_000
    streams["__properties_version1.0"] = bytes(32) + struct.pack("<IIQ", 0x00390040, 6, sent)
    storages = {
        f"__attach_version1.0_#{number:08X}": {
            "__substg1.0_37010102": data,
            "__substg1.0_3707001F": name.encode("utf-16-le"),
        }
        for number, (name, data) in enumerate(attached)
    }
    return compound_file(streams, storages)
