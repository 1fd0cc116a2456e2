"""Old Office files (DOC, XLS, PPT), converted by LibreOffice; the only module that runs it.

LibreOffice writes the file that Word, Excel or PowerPoint would write today, and the reader of that
format reads it. It runs within the limits of memory and written bytes of the process that reads
files, and within a limit of time; if that process is killed, so is LibreOffice.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rag.errors import DocumentLocked, DocumentUnreadable
from rag.messages import Message
from rag.readers import docx, guard
from rag.readers.content import Content
from rag.readers.document_format import DocumentFormat
from rag.readers.mail.msg import COMPOUND
from rag.readers.sheets import xlsx
from rag.readers.slides import pptx

PACKAGES = "libreoffice-writer libreoffice-calc libreoffice-impress"  # of Debian
_PROGRAMS = ("soffice", "libreoffice")
# Seconds of wall-clock time. A conversion takes three on an idle machine. The process that waits
# for the reader gives it a third more, so that it is this one that says what took so long.
_SECONDS, _SECONDS_PER_BYTE, _LONGEST = 24.0, 90e-6, 600.0
_PROCESSOR_SECONDS = 600  # ends a conversion that nobody waits for
# No macros, no files or pages that a document links to.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
_ENCRYPTED = 0x01  # a bit of the flags at byte 11 of a Word file: [MS-DOC] 2.5.1, fEncrypted


def libreoffice() -> str | None:
    """The path of the program; ``None`` if LibreOffice is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def version() -> str | None:
    """The name and version of LibreOffice; ``None`` if it is not installed or does not run."""
    program = libreoffice()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        try:
            line = _run([program, *_options(folder), "--version"], folder, 30.0)
        except (OSError, subprocess.SubprocessError):
            return None
    return " ".join(line.decode("utf-8", "replace").split()[:2]) or None


def converted(
    data: bytes, path: str, *, ending: str, target: str, seconds: float | None = None
) -> bytes:
    """A file with an ending such as ".doc" as a file of another, such as ".docx".

    ``seconds`` may be longer or shorter than what its size allows it.

    Raises DocumentUnreadable if LibreOffice is missing, fails or takes too long.
    """
    program = libreoffice()
    if program is None:
        raise _unread(path, "causes.no_libreoffice", packages=PACKAGES)
    seconds = seconds or min(_SECONDS + _SECONDS_PER_BYTE * len(data), _LONGEST)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, result = folder / f"document{ending}", folder / f"document{target}"
        source.write_bytes(data)
        kind = target.removeprefix(".")
        command = [program, *_options(folder), "--convert-to", kind, "--outdir", name, str(source)]
        try:
            _run(command, folder, seconds)
            return result.read_bytes()
        except subprocess.TimeoutExpired as error:
            raise _unread(path, "causes.libreoffice_slow", seconds=f"{seconds:.0f}") from error
        except (OSError, subprocess.SubprocessError) as error:
            raise _unread(path, "causes.libreoffice_failed") from error


def _unread(path: str, key: str, **values: object) -> DocumentUnreadable:
    return DocumentUnreadable(path=path, cause=Message(key, **values))


def _options(folder: Path) -> list[str]:
    """The options of a run with a profile of its own, which holds the settings."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return [
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
    ]


def _run(command: list[str], folder: Path, seconds: float) -> bytes:
    """The output of a command; if it takes longer, it ends with all that it started.

    So it does if this process is killed, and the folder is deleted then.
    """
    alive, writer = os.pipe()
    with open(alive, "rb") as reader, open(writer, "wb") as held:
        process = subprocess.Popen(  # noqa: S603 - a fixed program, a file of our own name
            [sys.executable, "-I", "-S", guard.__file__, str(folder), *command],
            stdin=reader,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_limit if sys.platform != "win32" else None,
        )
        with process:
            try:
                output, _ = process.communicate(timeout=seconds)
            finally:
                held.close()  # the guard ends what is left
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[0])
    return output


def _limit() -> None:
    """Limits the processor time of a program; lets it write as much as this process may allow."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def _read(
    reader: Callable[[bytes, str], Content], ending: str, target: str, data: bytes, path: str
) -> Content:
    """The content of a file, read as the file that it converts to.

    Raises DocumentUnreadable, DocumentLocked, and what the reader of the other format raises.
    """
    if _is_encrypted(data):
        raise DocumentLocked(path=path)
    return reader(converted(data, path, ending=ending, target=target), path)


def _is_encrypted(data: bytes) -> bool:
    """Whether a Word file says that it needs a password."""
    words = _stream(data, "WordDocument", 12)
    return len(words) == 12 and words[11] & _ENCRYPTED != 0


def _stream(data: bytes, name: str, size: int) -> bytes:
    """The first bytes of a stream of a compound file, b"" without it."""
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(data)) as file:
            return bytes(file.openstream(name).read(size)) if file.exists(name) else b""
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return b""


def _has_stream(names: tuple[str, ...], data: bytes, path: str) -> bool:
    """Whether a file is a compound file with one of these streams; ``path`` is not used."""
    return data.startswith(COMPOUND) and any(_stream(data, name, 1) for name in names)


def _old_format(newer: DocumentFormat, endings: tuple[str, ...], *streams: str) -> DocumentFormat:
    """The format whose files are converted to a newer one, and that has one of these streams."""
    (ending, target) = (endings[0], newer.endings[0])
    return DocumentFormat(
        name=ending.removeprefix("."),
        label=ending.removeprefix(".").upper(),
        endings=endings,
        media_type={".doc": "application/msword", ".xls": "application/vnd.ms-excel"}.get(
            ending, "application/vnd.ms-powerpoint"
        ),
        read=partial(_read, newer.read, ending, target),
        parsers=("olefile", *newer.parsers),
        signature=partial(_has_stream, streams),
        has_pages=newer.has_pages,
    )


FORMATS = (
    _old_format(docx.FORMAT, (".doc", ".dot"), "WordDocument"),
    _old_format(xlsx.FORMAT, (".xls", ".xlt"), "Workbook", "Book"),
    _old_format(pptx.FORMAT, (".ppt", ".pps"), "PowerPoint Document"),
)
