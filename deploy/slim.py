"""Prints the requirements of the slim way to install Verbatim, one a line, for ``pip install -r``.

They are those of pyproject.toml without sentence-transformers and torch, which the shipped encoder
and reader do not use: ONNX Runtime runs them. Other encoders and rerankers need both.
"""

import re
import sys
import tomllib
from pathlib import Path

HEAVY = {"sentence-transformers", "torch"}


def slim(pyproject: Path) -> list[str]:
    """The dependencies of a project without the heavy ones."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    return [one for one in project["dependencies"] if re.split(r"[^\w-]", one)[0] not in HEAVY]


if __name__ == "__main__":
    sys.stdout.write("\n".join(slim(Path(__file__).parent.parent / "pyproject.toml")) + "\n")
