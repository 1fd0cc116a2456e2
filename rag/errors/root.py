"""What all errors share: their two sentences, and how they cross processes."""

from __future__ import annotations

import re
from typing import ClassVar, NamedTuple

from rag.records import Language


class Cause(NamedTuple):
    """A cause told in both languages, as the value ``cause`` of an error."""

    fr: str
    en: str


# Names of files and the causes that libraries give may hold some.
_LINE_ENDS = re.compile(r" *[\r\n\v\f\x85\u2028\u2029]+ *")


class RagError(Exception):
    """Base of all: ``message(language)`` is one line for a person; ``str`` gives the English."""

    fr: ClassVar[str] = "Erreur de Verbatim."
    en: ClassVar[str] = "Verbatim error."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """The sentence in that language, with the values in place; line ends in them as blanks."""
        template = self.fr if language == "fr" else self.en
        told = {
            name: getattr(value, language) if isinstance(value, Cause) else value
            for name, value in self.values.items()
        }
        return _LINE_ENDS.sub(" ", template.format(**told))

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (readers run in workers): rebuild from the values.
        return (_rebuild, (type(self), self.values))


def _rebuild(kind: type[RagError], values: dict[str, object]) -> RagError:
    return kind(**values)
