"""What the terminal shows, printed with rich."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from rag.errors import RagError
from rag.messages import Message, say
from rag.messages.answers import (
    quoted,
)
from rag.messages.checks import became, in_newer, where
from rag.records import LANGUAGES, IngestReport, Language, as_json
from rag.records.plain import JsonRecord
from rag.records.verification import Verification

if TYPE_CHECKING:
    from rag.cli.doctor import DoctorCheck
    from rag.store import Health, Manifest

out = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


class _Detail:
    """How much a run prints besides its result."""

    quiet = False
    verbose = False


def set_detail(*, quiet: bool, verbose: bool) -> None:
    """Prints less, or more, from now on; what was asked for and errors are always printed."""
    _Detail.quiet, _Detail.verbose = quiet, verbose


def is_quiet() -> bool:
    """Whether only what was asked for is printed."""
    return _Detail.quiet


def steps(timings_ms: Mapping[str, float]) -> None:
    """The milliseconds of each step on stderr, if the run is verbose."""
    if _Detail.verbose and timings_ms:
        line = ", ".join(f"{name} {value:.0f} ms" for name, value in timings_ms.items())
        errors.print(escape(line), style="dim")


def terminal_language() -> Language:
    """The language of the locale, or English if Verbatim does not speak it."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return next((each for each in LANGUAGES if locale.startswith(each)), "en")


def error(fault: RagError) -> None:
    """One line on stderr, in the language of the terminal."""
    errors.print(escape(fault.message(terminal_language())), style="red")


def notice(line: str) -> None:
    """A notice on stderr before an answer; nothing if it is empty, or the run is quiet."""
    if line and not _Detail.quiet:
        errors.print(escape(line), style="yellow")


def ingested(report: IngestReport, *, as_json: bool = False) -> None:
    """The refused files, one line each on stderr, then the summary."""
    language = terminal_language()
    if as_json:
        print_json(report)
        return
    for line in () if _Detail.quiet else _remarks(report, language):
        errors.print(escape(line), style="dim")
    for failure in report.failures:
        errors.print(escape(failure.messages[language]), style="yellow")
    if not _Detail.quiet:
        out.print(_summary(report, language))


def _remarks(report: IngestReport, language: Language) -> list[str]:
    """The notices for the curator, and the files that hold what another one holds."""
    twice = [say("command.duplicate", language, path=path) for path in report.duplicates]
    return [*report.notices, *twice]


def _summary(report: IngestReport, language: Language) -> str:
    """What an indexing did, in one line."""
    return say(
        "command.indexed",
        language,
        documents=Message("words.documents", count=report.documents),
        passages=Message("words.passages", count=report.passages),
        added=Message("command.added", count=len(report.added)),
        unchanged=Message("command.unchanged", count=len(report.unchanged)),
        removed=Message("command.removed", count=len(report.removed)),
        refused=Message("command.refused", count=len(report.failures)),
        seconds=report.seconds,
    )


def watching(paths: Sequence[Path]) -> None:
    """The watched paths, and how to stop."""
    line = say("command.watching", terminal_language(), paths=", ".join(map(str, paths)))
    out.print(escape(line))


def round_done(outcome: IngestReport | RagError) -> None:
    """A round of indexing: its report or its error."""
    if isinstance(outcome, RagError):
        error(outcome)
    else:
        ingested(outcome)


def rolled_back(manifest: Manifest) -> None:
    """The generation that is live now."""
    date = manifest.created.replace("T", " ")
    line = say(
        "command.rolled_back",
        terminal_language(),
        date=date,
        documents=Message("words.documents", count=manifest.documents),
        passages=Message("words.passages", count=manifest.passages),
    )
    out.print(escape(line))


def health(found: Sequence[Health], notices: Mapping[str, Sequence[str]], *, as_json: bool) -> None:
    """The state of each generation, then the notices for the curator of the live one."""
    language = terminal_language()
    if as_json:
        states = [
            {name: getattr(one, name) for name in ("number", "role", "documents", "passages")}
            | {"fault": None if one.fault is None else one.fault.message(language)}
            for one in found
        ]
        print_json({"generations": states, "notices": dict(notices)})
        return
    for one in found:
        out.print(escape(_state(one, language)), style="red" if one.fault else "")
    for path, lines in notices.items():
        for line in lines:
            out.print(escape(f"{path}: {line}"), style="dim")


def _state(one: Health, language: Language) -> str:
    if one.fault is not None:
        fault = one.fault.message(language)
        return say(f"command.{one.role}_damaged", language, number=one.number, fault=fault)
    return say(
        f"command.{one.role}_sound",
        language,
        number=one.number,
        documents=Message("words.documents", count=one.documents),
        passages=Message("words.passages", count=one.passages),
    )


def read_question() -> str:
    """The next line that the person types, "" at the end of the input."""
    try:
        return out.input(f"\n[bold]{say('command.question', terminal_language())}[/] ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def verified(found: Verification, cited: str, *, as_json: bool) -> None:
    """What became of a quote of the document ``cited``, and the current text."""
    if as_json:
        print_json(found)
        return
    language = terminal_language()
    states = [(became(found, cited, language), found)]
    if found.newer is not None:
        states.append((in_newer(found.newer, language), found.newer))
    for sentence, one in states:
        out.print(escape(sentence), style="bold")
        for line in (one.text and quoted(one.whole_text, language), where(one, language)):
            if line:
                out.print(f"  {escape(line)}")


def examined(checks: Sequence[DoctorCheck], *, as_json: bool) -> None:
    """The checks of the doctor, one line each; a missing thing with how to install it."""
    if as_json:
        print_json(list(checks))
        return
    for check in checks:
        state = say("command.checked", terminal_language(), name=check.name, state=check.state)
        mark = "[green]✓[/]" if check.good else "[red]✗[/]"
        out.print(f"{mark} {escape(state)}")


def serving(host: str, port: int) -> None:
    """The address to open."""
    shown = f"[{host}]" if ":" in host else host
    line = say("command.serving", terminal_language(), address=f"http://{shown}:{port}")
    out.print(escape(line))


def print_json(value: object) -> None:
    """A record as one line of JSON."""
    plain = value.to_dict() if isinstance(value, JsonRecord) else as_json(value)
    out.file.write(json.dumps(plain, ensure_ascii=False) + "\n")
