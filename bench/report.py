"""Markdown tables, and the sections of a results file that scripts rewrite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def command_line(words: Sequence[str]) -> str:
    """The command of a script of this folder as it can be given on any machine.

    ``words`` is ``sys.argv``. Of absolute paths the last name is kept; ``--out`` and the path
    after it are left out.
    """
    kept = list(words)
    if "--out" in kept:
        at = kept.index("--out")
        del kept[at : at + 2]
    rest = (Path(word).name if Path(word).is_absolute() else word for word in kept[1:])
    return " ".join(["python -m", f"bench.{Path(kept[0]).stem}", *rest])


def replace_section(path: Path, name: str, text: str) -> None:
    """Writes a text between the markers of a section; appends the section if the file lacks it."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    block = f"{begin}\n{text}\n{end}"
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    if begin in old and end in old:
        head, _, rest = old.partition(begin)
        new = head + block + rest.partition(end)[2]
    else:
        new = f"{old.rstrip()}\n\n{block}\n".lstrip()
    path.write_text(new, encoding="utf-8")


def publish(text: str, name: str, out: Path | None) -> None:
    """Writes a section of the file ``out``, or prints the text if ``out`` is None."""
    if out is None:
        print(text)
    else:
        replace_section(out, name, text)
