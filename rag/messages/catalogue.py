"""The catalogue of what people read, and the one function that says it.

A TOML file holds the messages of one place, a table for each key, its languages side by side. A
language that an entry lacks is said in English. ``{name}`` stands for a value; ``{name:n}`` is a
number written as the language does ("2,700"), ``{name:.1n}`` one with a decimal. An entry may
have two forms, ``one`` and ``other``, between which the value ``count`` decides.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.messages.typography import typeset
from rag.records import LANGUAGES, Language

_Forms = str | dict[str, str]
_DEFAULT: Language = "en"


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A message that is said later, in a language not known yet: a value of another message."""

    key: str
    values: Mapping[str, object]

    def __init__(self, key: str, /, **values: object) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", values)

    def said(self, language: Language) -> str:
        """The message in a language."""
        return say(self.key, language, **self.values)


class Catalogue:
    """The messages in the TOML files of a folder; each file is read when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, dict[str, dict[str, _Forms]]] = {}

    def say(self, key: str, language: Language, /, **values: object) -> str:
        """The message of a key ("answers.not_found") in a language, with its values in place.

        Values that are a ``Message`` are said in the same language; all others stay as they are.
        Raises KeyError for an unknown key or a value that is missing.
        """
        spoken, forms = self._forms(key, language)
        if isinstance(forms, dict):
            singular = str(values["count"]) in self.say("words.singular", spoken).split()
            forms = forms["one" if singular else "other"]
        return _Filler(self, language).vformat(typeset(forms, spoken), (), values)

    def entries(self, place: str) -> Mapping[str, Mapping[str, _Forms]]:
        """The entries of one file, by name and by language; raises KeyError where it is missing."""
        if place not in self._places:
            path = self._folder / f"{place}.toml"
            if not (place.isidentifier() and path.is_file()):
                raise KeyError(place)
            import tomllib

            self._places[place] = tomllib.loads(path.read_text(encoding="utf-8"))
        return self._places[place]

    def as_written(self, key: str, language: Language) -> str:
        """The message of a key as the file has it: for a program that reads it, not a person.

        Raises KeyError for an unknown key or a message with two forms.
        """
        _, text = self._forms(key, language)
        if not isinstance(text, str):
            raise KeyError(key)
        return text

    def separators(self, language: Language) -> dict[int, str]:
        """What a language writes in the place of the comma and the point of "2,700.5"."""
        marks = {",": "words.thousands", ".": "words.decimal"}
        return str.maketrans({mark: self.say(key, language) for mark, key in marks.items()})

    def _forms(self, key: str, language: Language) -> tuple[Language, _Forms]:
        """What the file has for a key, and its language; raises KeyError for an unknown key."""
        place, _, name = key.partition(".")
        entry = self.entries(place)[name]
        spoken = language if language in entry else _DEFAULT
        return spoken, entry[spoken]


class _Filler(string.Formatter):
    """Puts values in the place of their names."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self._catalogue = catalogue
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """A value as text: a message said, a number written as the language does."""
        if isinstance(value, Message):
            return self._catalogue.say(value.key, self._language, **value.values)
        if not format_spec.endswith("n"):
            return format(value, format_spec)
        decimals = format_spec[:-1]
        written = format(value, f",{decimals}f" if decimals else ",")
        return written.translate(self._catalogue.separators(self._language))


def in_all_languages(said: Callable[[Language], str]) -> str:
    """What ``said`` returns for each language, in one line: for a reader not known yet."""
    return " / ".join(map(said, LANGUAGES))


CATALOGUE = Catalogue(Path(__file__).parent)
say = CATALOGUE.say
