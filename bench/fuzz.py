"""Reads damaged and hostile files, made from intact ones by a seeded generator.

    python -m bench.fuzz --count 1000 --seed 1 --out fuzz.jsonl

For each format, ``--count`` files are mutated (bytes flipped, cut, repeated, swapped with those of
another file, numbers made huge; inside archives and streams too) and read as indexing reads them:
they are found, and what is in them, and each document is read in a process with limits of time,
memory and output. Each must give a document or a one-line error. Pictures are read without OCR,
and .doc, .xls and .ppt only with ``--formats``: LibreOffice takes seconds for each.
At the end it prints for each format the outcomes, the slowest file, and every file that crashed
its process, which is always a bug. The exit status is 1 if there is one, if an error has more than
one line, or if a reader wrote a file. A run that was stopped continues with the same ``--out``;
``--minutes`` stops it.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import io
import json
import random
import re
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypdfium2

from bench import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the intact files are those of the tests

from documents import ENDINGS, ENGLISH, FRENCH, Sample, pdf, text, write

from rag.errors import DocumentCrashes, DocumentError
from rag.ingest import ReadingLimits
from rag.ingest.process import ReaderProcess
from rag.ingest.scan import scan
from rag.readers import office

LIMITS = ReadingLimits(seconds=20, memory=1 << 30, output=32 << 20)
TIMES = (1, 1, 1, 2, 3, 8, 40)  # mutations of one file: most files stay close to intact ones
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"1e400")
_ODD = (b"\x00", b"\xff\xfe", b"\xed\xa0\x80", "\u202e\u200b\ufeff".encode(), b"<![CDATA[", b"&a;")


def _picture(sample: Sample, kind: str) -> bytes:
    """The first page of a sample as a small picture."""
    stored = io.BytesIO()
    with pypdfium2.PdfDocument(pdf(sample)) as document:
        document[0].render(scale=0.5, grayscale=True).to_pil().save(stored, kind)
    return stored.getvalue()


def _archive(sample: Sample) -> bytes:
    """A text in a folder, and a compressed one."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("notes/a.txt", text(sample))
        file.writestr("b.md.gz", gzip.compress(text(sample), mtime=0))
    return stored.getvalue()


def _json_lines(sample: Sample) -> bytes:
    rows = [{"title": title, "texts": list(texts)} for title, texts, _ in sample.sections]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


# Besides those of the tests.
MORE: dict[str, Callable[[Sample], bytes]] = {
    ".jsonl": _json_lines,
    ".png": partial(_picture, kind="PNG"),
    ".jpg": partial(_picture, kind="JPEG"),
    ".tif": partial(_picture, kind="TIFF"),
    ".zip": _archive,
    ".gz": lambda sample: gzip.compress(text(sample), mtime=0),
}
FORMATS = (*ENDINGS, *MORE)


def _converted(sample: Sample, source: str, target: str) -> bytes:
    """A sample as an old Office file, converted from a new one by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        data = write(sample, source, Path(folder)).read_bytes()
    return office.converted(data, f"sample{source}", ending=source, target=target)


# Read by LibreOffice, some seconds a file: only where they are asked for.
OLD: dict[str, Callable[[Sample], bytes]] = {
    ".doc": partial(_converted, source=".docx", target=".doc"),
    ".xls": partial(_converted, source=".xlsx", target=".xls"),
    ".ppt": partial(_converted, source=".pptx", target=".ppt"),
}


def mutated(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A file with some of its bytes changed, some of them replaced by bytes of ``other``."""
    inner = rng.random() < 0.5
    if inner and data.startswith(b"PK"):
        return _rezipped(data, rng)
    if inner and data.startswith(b"%PDF"):
        return _restreamed(data, rng)
    if inner and data.startswith(b"\x1f\x8b"):
        content = gzip.decompress(data)
        return gzip.compress(_changed(content, content, rng), mtime=0)
    return _changed(data, other, rng)


def _changed(data: bytes, other: bytes, rng: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(rng.choice(TIMES)):
        at = rng.randrange(len(content) + 1)
        length = rng.choice((1, 1, 4, 30, 300))
        match rng.randrange(7):
            case 0 if at < len(content):
                content[at] ^= 1 << rng.randrange(8)
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = content[at : at + length] * rng.choice((2, 50))
            case 3:
                start = rng.randrange(len(other))
                content[at : at + length] = other[start : start + length]
            case 4:
                content[at:at] = rng.choice(_ODD)
            case 5 if (found := _NUMBER.search(content, at)) is not None:
                content[found.start() : found.end()] = rng.choice(_NUMBERS)
            case 6 if rng.random() < 0.1:
                del content[at:]
            case _:
                content[at : at + length] = rng.randbytes(length)
    return bytes(content)


def _rezipped(data: bytes, rng: random.Random) -> bytes:
    """A valid archive with one entry changed, dropped or renamed."""
    source, stored = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    victim = rng.choice(source.namelist())
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == victim and rng.random() < 0.1:
                continue
            if name == victim and rng.random() < 0.1:
                target.writestr(f"../../{name}", content)
            changed = name == victim
            target.writestr(name, _changed(content, content, rng) if changed else content)
    return stored.getvalue()


def _restreamed(data: bytes, rng: random.Random) -> bytes:
    """A PDF of which some streams are decompressed, changed and compressed again."""

    def changed(found: re.Match[bytes]) -> bytes:
        if rng.random() < 0.5:
            return found.group()
        content, packed = found.group(1), True
        try:
            content = zlib.decompress(base64.a85decode(b"<~" + content.strip(), adobe=True))
        except (ValueError, zlib.error):
            packed = False
        content = _changed(content, content or b" ", rng)
        if packed:
            content = base64.a85encode(zlib.compress(content), adobe=True)[2:]
        return b"stream\n" + content + b"\nendstream"

    return _STREAM.sub(changed, data)


@dataclass(frozen=True, slots=True)
class FuzzOutcome:
    """What a file led to: ``result`` is the name of its error or "indexed", ``line`` the error."""

    ending: str
    number: int
    result: str
    line: str
    seconds: float

    @property
    def wrong(self) -> bool:
        """Whether the file crashed its process, or its error has more than one line."""
        return self.result == DocumentCrashes.__name__ or "\n" in self.line


def outcomes(
    ending: str, numbers: range, seed: int, sources: Path, folder: Path
) -> Iterator[FuzzOutcome]:
    """The outcomes of the files of a format with these numbers."""
    intact = [_source(sample, ending, sources) for sample in (FRENCH, ENGLISH)]
    with closing(ReaderProcess(LIMITS)) as reader:
        for number in numbers:
            rng = random.Random(f"{seed}{ending}{number}")
            path = folder / f"mutated{'.txt' if ending == '.gz' else ''}{ending}"
            data, other = rng.sample(intact, 2)
            path.write_bytes(mutated(data, other, rng))
            start = time.perf_counter()
            result, line = _read(reader, folder, path)
            seconds = time.perf_counter() - start
            yield FuzzOutcome(ending, number, result, line, round(seconds, 3))


def _read(reader: ReaderProcess, folder: Path, path: Path) -> tuple[str, str]:
    """The name and the line of the worst that happens to a file and to what is in it."""
    try:
        found = scan([path], folder / "index")
        answers = [reader.read(folder, file.path) for file in found.found]
    except Exception as error:  # noqa: BLE001 - anything but a DocumentError is a bug
        return DocumentCrashes.__name__, repr(error)
    refused = [answer for answer in answers if isinstance(answer, DocumentError)]
    errors = sorted((*found.errors, *refused), key=lambda error: type(error) is DocumentCrashes)
    if errors:
        return type(errors[-1]).__name__, f"{errors[-1].message('fr')} {errors[-1]}"
    return ("indexed" if answers else "empty"), ""


def _source(sample: Sample, ending: str, folder: Path) -> bytes:
    """An intact file, the same in every run."""
    path = folder / f"{sample.title[:5]}{ending}"
    more = MORE | OLD
    if ending in more and not path.exists():
        path.write_bytes(more[ending](sample))
    elif not path.exists():
        write(sample, ending, folder).rename(path)
    return path.read_bytes()


def earlier(out: Path | None) -> list[FuzzOutcome]:
    """The outcomes that an earlier run wrote."""
    if out is None or not out.exists():
        return []
    return [FuzzOutcome(**json.loads(line)) for line in out.read_text().splitlines()]


def print_outcomes(found: list[FuzzOutcome]) -> None:
    """Prints the counts of each format, then the bugs."""
    for ending in dict.fromkeys(outcome.ending for outcome in found):
        same = [outcome for outcome in found if outcome.ending == ending]
        counts = Counter(outcome.result for outcome in same)
        slowest = max((outcome.seconds for outcome in same), default=0.0)
        shown = ", ".join(f"{name} {count}" for name, count in counts.most_common())
        print(f"{ending}: {len(same)} files, slowest {slowest:.1f} s: {shown}")
    wrong = [outcome for outcome in found if outcome.wrong]
    for outcome in wrong[:20]:
        print(f"  {outcome.ending} {outcome.number}: {outcome.line}")
    print(f"wrong: {len(wrong)}")


def main() -> int:
    """Reads the files that an earlier run has not read; 1 if a bug was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=1_000, help="files of each format")
    parser.add_argument("--formats", nargs="+", choices=(*FORMATS, *OLD), default=FORMATS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="file of outcomes; a stopped run continues")
    parser.add_argument("--minutes", type=float, default=60.0)
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    found = earlier(options.out)
    with tempfile.TemporaryDirectory(prefix="rag-fuzz-") as work:
        sources, folder = Path(work) / "sources", Path(work) / "docs"
        sources.mkdir()
        folder.mkdir()
        for ending in options.formats:
            done = sum(outcome.ending == ending for outcome in found)
            for outcome in outcomes(
                ending, range(done, options.count), options.seed, sources, folder
            ):
                found.append(outcome)
                if options.out is not None:
                    with options.out.open("a") as log:
                        log.write(json.dumps(_plain(outcome)) + "\n")
                if time.monotonic() > end:
                    break
        strays = [path for path in Path(work).rglob("*") if _stray(path, folder, sources)]
    print_outcomes(found)
    print(f"files written by readers: {len(strays)}")
    return 1 if strays or any(outcome.wrong for outcome in found) else 0


def _plain(outcome: FuzzOutcome) -> dict[str, object]:
    return {name: getattr(outcome, name) for name in FuzzOutcome.__slots__}


def _stray(path: Path, folder: Path, sources: Path) -> bool:
    """Whether this program did not write the file."""
    if path in (folder, sources) or path.parent == sources:
        return False
    return not (path.parent == folder and path.name.startswith("mutated."))


if __name__ == "__main__":
    sys.exit(main())
