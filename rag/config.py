"""The settings, one frozen record; read from ``rag.toml``, unknown keys refused."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import SettingsInvalid

FILE = "rag.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; creating it does no work.

    encoder           the shipped one, a folder, or the name of a hub model
    encoder_revision  the hub model's pinned revision; empty: its latest
    candidates        passages that each ranking gives to the fusion
    hits              passages kept after the fusion
    statements        quoted sentences shown at most
    threshold         confidence in 0..1 under which the answer is "not in these documents";
                      negative: the measured default of each language
    question_limit    characters of a question at most
    check_limit       characters of a text at most whose claims are checked
    ocr               whether pages of PDFs that are pictures are recognised (needs tesseract)
    host, port        where the page is served
    """

    encoder: str = ""
    encoder_revision: str = ""
    candidates: int = 100
    hits: int = 10
    statements: int = 3
    threshold: float = -1.0
    question_limit: int = 2_000
    check_limit: int = 20_000
    ocr: bool = False
    host: str = "127.0.0.1"
    port: int = 7860

    def __post_init__(self) -> None:
        for name in ("candidates", "hits", "statements", "question_limit", "check_limit"):
            if getattr(self, name) < 1:
                raise SettingsInvalid(path=FILE, cause=f"{name} = {getattr(self, name)}")
        if self.threshold > 1:
            raise SettingsInvalid(path=FILE, cause=f"threshold = {self.threshold}")
        if not 0 <= self.port < 65_536:
            raise SettingsInvalid(path=FILE, cause=f"port = {self.port}")


def load_settings(path: Path | None = None) -> Settings:
    """The settings of a TOML file; the defaults where no path is given and no rag.toml is here.

    Raises SettingsInvalid for a file that cannot be read, an unknown key or a wrong type.
    """
    if path is None and not Path(FILE).is_file():
        return Settings()
    source = path or Path(FILE)
    try:
        values = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsInvalid(path=source, cause=str(error)) from error
    return Settings(**_checked(values, source))


def _checked(values: dict[str, Any], source: Path) -> dict[str, Any]:
    types = {field.name: type(field.default) for field in dataclasses.fields(Settings)}
    for key, value in values.items():
        if key not in types:
            raise SettingsInvalid(path=source, cause=f"{key} ?")
        whole_for_real = types[key] is float and type(value) is int
        if type(value) is not types[key] and not whole_for_real:
            raise SettingsInvalid(path=source, cause=f"{key} = {value!r}")
    return values
