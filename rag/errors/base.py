"""What all errors share: their two sentences, and how they cross processes."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rag.records import Language


class Cause(NamedTuple):
    """A cause told in both languages, as the value ``cause`` of an error."""

    fr: str
    en: str


class RagError(Exception):
    """Base of all: ``message(language)`` is one line for a person; ``str`` gives the English."""

    fr: ClassVar[str] = "Erreur de Verbatim."
    en: ClassVar[str] = "Verbatim error."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """The sentence in that language, with the values in place."""
        template = self.fr if language == "fr" else self.en
        told = {
            name: getattr(value, language) if isinstance(value, Cause) else value
            for name, value in self.values.items()
        }
        return template.format(**told)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (readers run in workers): rebuild from the values.
        return (_rebuild, (type(self), self.values))


def _rebuild(kind: type[RagError], values: dict[str, object]) -> RagError:
    return kind(**values)
