"""``rag ask -``: a question a line from standard input, an answer for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from rich.markup import escape

from rag.cli import show, show_answer
from rag.cli.common import NOT_FOUND
from rag.errors import RagError, RequestRefused
from rag.language.figures.dates import read_day
from rag.messages import Message
from rag.records import LANGUAGES, Answer
from rag.records.json_text import parse_json

_FAILED = 1
_AROUND = " \t\r\n\ufeff"  # pipes of Windows begin with a byte order mark
_FIELDS = {"id": object, "question": str, "as_of": str, "exact": bool, "scope": dict}


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line of the input: the question, the keywords of ``Rag.ask`` that it sets, its id."""

    question: str
    keywords: dict[str, Any] = field(default_factory=dict)
    id: object = None


def read_line(line: str) -> AskedLine:
    """The question of a line: its text, or the fields of a JSON object.

    These are ``question`` and, if wanted, ``id``, ``as_of``, ``exact`` and ``scope``. Raises
    RequestRefused, which names the field that is unknown or of another type, and DateInvalid.
    """
    if not line.startswith("{"):
        return AskedLine(line)
    try:
        values = parse_json(line)
    except ValueError as error:
        raise _refused("malformed", "JSON") from error
    for name, value in values.items():
        if name not in _FIELDS:
            raise _refused("unknown_field", name[:40])
        if not isinstance(value, _FIELDS[name]):
            raise _refused("malformed", name)
    question, number = values.pop("question", ""), values.pop("id", None)
    if "as_of" in values:
        values["as_of"] = read_day(values["as_of"])
    return AskedLine(question, values, number)


def ask_lines(lines: Iterable[str], ask: Callable[..., Answer], *, as_json: bool) -> int:
    """Answers each line that is not blank, as soon as it is read; returns the exit code.

    As JSON, each line has an object: the answer, with the ``id`` of its question if that has one,
    or the error. The code is 1 if a question could not be asked, else 3 if one is not answered,
    else 0.
    """
    code = 0
    for line in filter(None, (each.strip(_AROUND) for each in lines)):
        try:
            asked = read_line(line)
            answer = ask(asked.question, **asked.keywords)
        except RagError as error:
            _show_error(error, line, as_json=as_json)
            code = _FAILED
            continue
        _show(answer, asked, as_json=as_json)
        if not answer.found:
            code = code or NOT_FOUND
    return code


def _show(answer: Answer, asked: AskedLine, *, as_json: bool) -> None:
    if as_json:
        show.print_json(({} if asked.id is None else {"id": asked.id}) | answer.to_dict())
    else:
        show.out.print(f"\n[bold]{escape(answer.question)}[/]")
        show_answer.answer(answer, as_json=False)
    show.out.file.flush()
    show.steps(answer.timings_ms)


def _show_error(error: RagError, line: str, *, as_json: bool) -> None:
    if not as_json:
        show.error(error)
        return
    messages = {f"message_{language}": error.message(language) for language in LANGUAGES}
    number = _id_of(line)
    given = {} if number is None else {"id": number}
    show.print_json(given | {"error": type(error).__name__, "line": line[:1_000], **messages})


def _id_of(line: str) -> object:
    """The id of a line that could not be asked; ``None`` without one."""
    try:
        values = parse_json(line) if line.startswith("{") else {}
    except ValueError:
        return None
    return values.get("id")


def _refused(cause: str, where: str) -> RequestRefused:
    return RequestRefused(cause=Message(f"causes.{cause}", where=where))
