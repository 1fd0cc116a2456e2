"""Draws docs/images/architecture-light.svg and -dark.svg: rag/ and what flows in it.

python -m bench.architecture [--out docs/images]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 1080, 560
FONT = "ui-sans-serif, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a drawing."""

    page: str
    text: str
    quiet: str
    line: str
    room: str
    edge: str
    value: str
    stored: str


LIGHT = Colours(
    "#ffffff", "#1b1f24", "#57606a", "#8c959f", "#f3f6fa", "#b6c2cf", "#fff4d6", "#dcebe3"
)
DARK = Colours(
    "#14181d", "#e6edf3", "#9aa6b2", "#6b7682", "#1f262e", "#3d4852", "#3a3217", "#1d3a2e"
)


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box of the drawing: its top left corner, its size, its name and the line under the name."""

    x: int
    y: int
    name: str
    below: str = ""
    width: int = 128
    height: int = 58
    look: str = "room"

    @property
    def left(self) -> tuple[int, int]:
        """The middle of its left side."""
        return self.x, self.y + self.height // 2

    @property
    def right(self) -> tuple[int, int]:
        """The middle of its right side."""
        return self.x + self.width, self.y + self.height // 2

    @property
    def top(self) -> tuple[int, int]:
        """The middle of its upper side."""
        return self.x + self.width // 2, self.y

    @property
    def bottom(self) -> tuple[int, int]:
        """The middle of its lower side."""
        return self.x + self.width // 2, self.y + self.height


FILE = DrawnBox(24, 64, "a file", "PDF, DOCX, …", 96, look="value")
READERS = DrawnBox(156, 64, "readers/", "file → pages")
PASSAGES = DrawnBox(320, 64, "passages", "pages → passages")
ENCODERS = DrawnBox(484, 64, "encoders/", "text → vectors")
STORE = DrawnBox(648, 64, "store/", "BM25, vectors, pages", 152, look="stored")
QUESTION = DrawnBox(24, 206, "a question", "French, English", 96, look="value")
QUESTIONS = DrawnBox(156, 206, "questions/", "what it asks for")
RETRIEVAL = DrawnBox(320, 206, "retrieval/", "question → hits", 152)
ANSWERING = DrawnBox(510, 206, "answering/", "hits → quotes", 128)
CITATIONS = DrawnBox(676, 206, "citations/", "read again, cited", 124)
TEXT = DrawnBox(24, 330, "a text", "to check", 96, look="value")
CHECKING = DrawnBox(156, 330, "checking/", "claims → verdicts")
FACTS = DrawnBox(320, 330, "facts/", "figures, dates, names", 152)
PASSAGE_READER = DrawnBox(494, 284, "passage_reader/", "question + passage", 160, 42)
ENGINE = DrawnBox(840, 206, "engine/", "class Rag", 92, 182)
EDGES = (
    DrawnBox(964, 64, "evaluate/", "", 92, 38),
    DrawnBox(964, 112, "export/", "", 92, 38),
    DrawnBox(958, 160, "integrations/", "", 104, 38),
    DrawnBox(964, 206, "server/", "HTTP", 92, 50),
    DrawnBox(964, 272, "web/", "page", 92, 50),
    DrawnBox(964, 338, "cli/", "terminal", 92, 50),
)
SHARED = (
    ("records/", "frozen records"),
    ("messages/", "shown sentences"),
    ("errors/", "one tree"),
    ("language/", "words and names"),
    ("runtime/", "time, threads"),
    ("config/", "rag.toml, variables"),
    ("weights/", "fitted numbers"),
    ("accounts/", "who sees what"),
    ("notebooks/", "kept quotes"),
)
ROOMS = (
    *(
        READERS,
        PASSAGES,
        ENCODERS,
        STORE,
        QUESTIONS,
        RETRIEVAL,
        ANSWERING,
        PASSAGE_READER,
        CITATIONS,
    ),
    *(CHECKING, FACTS),
    *(ENGINE, *EDGES),
)


def drawing(colours: Colours) -> str:
    """The drawing as SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-labelledby="title" font-family="{FONT}">',
        '<title id="title">The rooms of rag/ and what flows between them</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.page}"/>',
        _marker(colours),
        *_arrows(colours),
        *(_box(box, colours) for box in (FILE, QUESTION, TEXT, *ROOMS)),
        *_labels(colours),
        *_shared(colours),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _marker(colours: Colours) -> str:
    return (
        '<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="{colours.line}"/>'
        "</marker></defs>"
    )


def _arrows(colours: Colours) -> list[str]:
    """The arrows: along each lane, down from the index, up from a check."""
    lanes = (
        (FILE, READERS, PASSAGES, ENCODERS, STORE),
        (QUESTION, QUESTIONS, RETRIEVAL, ANSWERING, CITATIONS, ENGINE),
        (TEXT, CHECKING, FACTS),
    )
    lines = [
        [one.right, (other.left[0], one.right[1])]
        for lane in lanes
        for one, other in pairwise(lane)
    ]
    lines += [
        [(700, STORE.bottom[1]), (700, 164), (RETRIEVAL.top[0], 164), RETRIEVAL.top],
        [(760, STORE.bottom[1]), (760, CITATIONS.top[1])],
        [(270, CHECKING.y), (270, 290), (360, 290), (360, RETRIEVAL.bottom[1])],
        [PASSAGE_READER.top, ANSWERING.bottom],
        [FACTS.right, (CITATIONS.bottom[0], FACTS.right[1]), CITATIONS.bottom],
        *([(ENGINE.right[0], box.left[1]), box.left] for box in EDGES[2:]),
        [(ENGINE.top[0], ENGINE.top[1]), (ENGINE.top[0], EDGES[1].left[1]), EDGES[1].left],
        [(ENGINE.top[0], EDGES[1].left[1]), (ENGINE.top[0], EDGES[0].left[1]), EDGES[0].left],
    ]  # fmt: skip
    return [_line(points, colours) for points in lines]


def _line(points: list[tuple[int, int]], colours: Colours) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colours.line}" stroke-width="1.5" '
        'marker-end="url(#end)"/>'
    )


def _box(box: DrawnBox, colours: Colours) -> str:
    fill = {"room": colours.room, "value": colours.value, "stored": colours.stored}[box.look]
    middle, name = box.x + box.width // 2, box.y + box.height // 2 + (5 if not box.below else -3)
    shape = (
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="8" '
        f'fill="{fill}" stroke="{colours.edge}"/>'
    )
    first = f'font-size="15" font-weight="600" text-anchor="middle" fill="{colours.text}"'
    second = f'font-size="11.5" text-anchor="middle" fill="{colours.quiet}"'
    return (
        shape + _words(box.name, middle, name, first) + _words(box.below, middle, name + 19, second)
    )


def _words(words: str, x: int, y: int, style: str) -> str:
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>' if words else ""


def _head(words: str, y: int, colours: Colours) -> str:
    return _words(words, 24, y, f'font-size="13" font-weight="600" fill="{colours.quiet}"')


def _labels(colours: Colours) -> list[str]:
    """The title of each lane."""
    lanes = (
        (48, "ingest/: a file becomes passages of an index"),
        (194, "ask: a question becomes an answer"),
        (318, "check: a verdict for each claim"),
    )
    return [_head(words, y, colours) for y, words in lanes]


def _shared(colours: Colours) -> list[str]:
    """The packages that all others use, in one row."""
    gap = 12
    width = (WIDTH - 48 - gap * (len(SHARED) - 1)) // len(SHARED)
    boxes = [
        DrawnBox(24 + place * (width + gap), 470, name, below, width)
        for place, (name, below) in enumerate(SHARED)
    ]
    return [
        _head("shared by the rooms above", 456, colours),
        *(_box(box, colours) for box in boxes),
    ]


def main() -> None:
    """Writes both drawings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    folder = parser.parse_args().out
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        (folder / f"architecture-{name}.svg").write_text(drawing(colours), encoding="utf-8")


if __name__ == "__main__":
    main()
