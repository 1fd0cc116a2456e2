"""docs/architecture.md: its picture, its example and its places agree with the code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"\b\d+\.\d\d\b")
# Scores are printed with two decimals; the last one may differ by one between processors, whose
# sums of float32 are ordered differently.
LAST_DIGIT = 0.011


def run(script: str, *options: str) -> str:
    program = [sys.executable, "-m", f"bench.{script}", *options]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_is_what_happens() -> None:
    said = TEXT.partition("<!-- trace: begin -->\n")[2].partition("\n<!-- trace: end -->")[0]
    now = run("trace").rstrip("\n")
    assert NUMBER.sub("#", said) == NUMBER.sub("#", now)
    pairs = zip(NUMBER.findall(said), NUMBER.findall(now), strict=True)
    assert all(abs(float(one) - float(other)) < LAST_DIGIT for one, other in pairs)


def test_the_pictures_are_what_the_script_draws(tmp_path: Path) -> None:
    run("architecture", "--out", str(tmp_path))
    for name in ("architecture-light.svg", "architecture-dark.svg"):
        assert (tmp_path / name).read_bytes() == (ROOT / "docs" / "images" / name).read_bytes()


def test_the_picture_shows_every_room() -> None:
    picture = (ROOT / "docs" / "images" / "architecture-light.svg").read_text(encoding="utf-8")
    shown = set(re.findall(r">([a-z_]+)/?[<:]", picture))
    rooms = {path.name for path in (ROOT / "rag").iterdir() if (path / "__init__.py").exists()}
    assert rooms <= shown


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`(rag/[\w./]+)`", TEXT))))
def test_every_place_named_exists(place: str) -> None:
    assert (ROOT / place).exists()


def test_the_glossary_has_twenty_words_and_each_once() -> None:
    words = re.findall(r"^\| \*\*([\w\s-]+)\*\* \|", TEXT, re.M)
    assert len(words) >= 20
    assert len(set(words)) == len(words)
