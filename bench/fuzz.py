"""Reads damaged and hostile files, made from sound ones by a seeded generator.

    python -m bench.fuzz --count 1000 --seed 1 --out fuzz.jsonl

For each format so many files are mutated (bytes flipped, cut, repeated, swapped with those of
another file, numbers blown up; inside the archive or the streams as well as outside) and read
as the indexing reads them: in a process with limits of time, memory and output. Each must give
a document or one clear line. Told at the end, by format: what became of the files, the slowest
one, and every file that ended its process, which is a fault of ours. The exit status is 1 where
there is one, or where a line is not one line, or a file was written anywhere. A run that was
stopped goes on where it was with the same ``--out``; ``--minutes`` stops it by itself.
"""

from __future__ import annotations

import argparse
import base64
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
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the sound files are those of the tests

from documents import ENDINGS, ENGLISH, FRENCH, Sample, write

from rag.errors import DocumentCrashes, DocumentError
from rag.ingest import ReadingLimits
from rag.ingest.process import ReaderProcess

LIMITS = ReadingLimits(seconds=20, memory=1 << 30, output=32 << 20)
TIMES = (1, 1, 1, 2, 3, 8, 40)  # mutations of one file: most files stay near to sound ones
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"1e400")
_ODD = (b"\x00", b"\xff\xfe", b"\xed\xa0\x80", "\u202e\u200b\ufeff".encode(), b"<![CDATA[", b"&a;")


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A file with some of its bytes changed; another file gives some of its own."""
    inner = chance.random() < 0.5
    if inner and data.startswith(b"PK"):
        return _rezipped(data, chance)
    if inner and data.startswith(b"%PDF"):
        return _restreamed(data, chance)
    return _changed(data, other, chance)


def _changed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(chance.choice(TIMES)):
        at = chance.randrange(len(content) + 1)
        length = chance.choice((1, 1, 4, 30, 300))
        match chance.randrange(7):
            case 0 if at < len(content):
                content[at] ^= 1 << chance.randrange(8)
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = content[at : at + length] * chance.choice((2, 50))
            case 3:
                start = chance.randrange(len(other))
                content[at : at + length] = other[start : start + length]
            case 4:
                content[at:at] = chance.choice(_ODD)
            case 5 if (found := _NUMBER.search(content, at)) is not None:
                content[found.start() : found.end()] = chance.choice(_NUMBERS)
            case 6 if chance.random() < 0.1:
                del content[at:]
            case _:
                content[at : at + length] = chance.randbytes(length)
    return bytes(content)


def _rezipped(data: bytes, chance: random.Random) -> bytes:
    """An archive that is sound, with an entry changed, dropped or named otherwise."""
    source, stored = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    victim = chance.choice(source.namelist())
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == victim and chance.random() < 0.1:
                continue
            if name == victim and chance.random() < 0.1:
                target.writestr(f"../../{name}", content)
            changed = name == victim
            target.writestr(name, _changed(content, content, chance) if changed else content)
    return stored.getvalue()


def _restreamed(data: bytes, chance: random.Random) -> bytes:
    """A PDF whose streams are unpacked, changed and packed again, some of them left alone."""

    def changed(found: re.Match[bytes]) -> bytes:
        if chance.random() < 0.5:
            return found.group()
        content, packed = found.group(1), True
        try:
            content = zlib.decompress(base64.a85decode(b"<~" + content.strip(), adobe=True))
        except (ValueError, zlib.error):
            packed = False
        content = _changed(content, content or b" ", chance)
        if packed:
            content = base64.a85encode(zlib.compress(content), adobe=True)[2:]
        return b"stream\n" + content + b"\nendstream"

    return _STREAM.sub(changed, data)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: the name of its error, or that it was indexed."""

    ending: str
    number: int
    became: str
    line: str
    seconds: float

    @property
    def wrong(self) -> bool:
        """Whether it ended its process, or is told in more than one line."""
        return self.became == DocumentCrashes.__name__ or "\n" in self.line


def outcomes(
    ending: str, numbers: range, seed: int, sources: Path, folder: Path
) -> Iterator[Outcome]:
    """The files of a format with these numbers, mutated and read."""
    sound = [_source(sample, ending, sources) for sample in (FRENCH, ENGLISH)]
    with closing(ReaderProcess(LIMITS)) as reader:
        for number in numbers:
            chance = random.Random(f"{seed}{ending}{number}")
            path = folder / f"mutated{ending}"
            data, other = chance.sample(sound, 2)
            path.write_bytes(mutated(data, other, chance))
            start = time.perf_counter()
            answer = reader.read(folder, path)
            seconds = time.perf_counter() - start
            became, line = "indexed", ""
            if isinstance(answer, DocumentError):
                became, line = type(answer).__name__, f"{answer.message('fr')} {answer}"
            yield Outcome(ending, number, became, line, round(seconds, 3))


def _source(sample: Sample, ending: str, folder: Path) -> bytes:
    """A sound file, the same in every run."""
    path = folder / f"{sample.title[:5]}{ending}"
    if not path.exists():
        write(sample, ending, folder).rename(path)
    return path.read_bytes()


def known(out: Path | None) -> list[Outcome]:
    """What an earlier run wrote."""
    if out is None or not out.exists():
        return []
    return [Outcome(**json.loads(line)) for line in out.read_text().splitlines()]


def tell(found: list[Outcome]) -> None:
    """Prints the figures of each format, then what went wrong."""
    for ending in dict.fromkeys(outcome.ending for outcome in found):
        ours = [outcome for outcome in found if outcome.ending == ending]
        counts = Counter(outcome.became for outcome in ours)
        slowest = max((outcome.seconds for outcome in ours), default=0.0)
        told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
        print(f"{ending}: {len(ours)} files, slowest {slowest:.1f} s: {told}")
    wrong = [outcome for outcome in found if outcome.wrong]
    for outcome in wrong[:20]:
        print(f"  {outcome.ending} {outcome.number}: {outcome.line}")
    print(f"wrong: {len(wrong)}")


def main() -> int:
    """Runs what is left of the trial."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=1_000, help="files of each format")
    parser.add_argument("--formats", nargs="+", choices=ENDINGS, default=ENDINGS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="outcomes, a line each; taken up again")
    parser.add_argument("--minutes", type=float, default=60.0)
    asked = parser.parse_args()
    end = time.monotonic() + 60 * asked.minutes
    found = known(asked.out)
    with tempfile.TemporaryDirectory(prefix="rag-fuzz-") as work:
        sources, folder = Path(work) / "sources", Path(work) / "docs"
        sources.mkdir()
        folder.mkdir()
        for ending in asked.formats:
            done = sum(outcome.ending == ending for outcome in found)
            for outcome in outcomes(ending, range(done, asked.count), asked.seed, sources, folder):
                found.append(outcome)
                if asked.out is not None:
                    with asked.out.open("a") as log:
                        log.write(json.dumps(_plain(outcome)) + "\n")
                if time.monotonic() > end:
                    break
        strays = [path for path in Path(work).rglob("*") if _stray(path, folder, sources)]
    tell(found)
    print(f"files written by readers: {len(strays)}")
    return 1 if strays or any(outcome.wrong for outcome in found) else 0


def _plain(outcome: Outcome) -> dict[str, object]:
    return {name: getattr(outcome, name) for name in Outcome.__slots__}


def _stray(path: Path, folder: Path, sources: Path) -> bool:
    """Whether a file is none of those that this program wrote."""
    if path in (folder, sources) or path.parent == sources:
        return False
    return not (path.parent == folder and path.stem == "mutated")


if __name__ == "__main__":
    sys.exit(main())
