"""What all errors share: how they are said, and how they cross processes."""

from __future__ import annotations

import re

from rag.messages import say
from rag.records import Language

# Names of files and the causes that libraries give may hold some.
_LINE_ENDS = re.compile(r" *[\r\n\v\f\x85\u2028\u2029]+ *")


class RagError(Exception):
    """Base of all: ``message(language)`` is one line for a person; ``str`` gives the English."""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message("en"))

    @property
    def key(self) -> str:
        """The key of its message in the catalogue: the name of its class."""
        return f"errors.{type(self).__name__}"

    def message(self, language: Language) -> str:
        """The message in that language, with the values in place; line ends in them as blanks."""
        return _LINE_ENDS.sub(" ", say(self.key, language, **self.values))

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (readers run in workers): rebuild from the values.
        return (_rebuild, (type(self), self.values))


def _rebuild(kind: type[RagError], values: dict[str, object]) -> RagError:
    return kind(**values)
