"""What the terminal shows of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from rag.cli.show import errors, is_quiet, notice, out, print_json, terminal_language
from rag.evaluate import Estimate, Evaluation, EvaluationChanges, JudgedAnswer, LibraryEvaluation
from rag.messages import say
from rag.records import Language

_MOST = 10  # questions listed of each kind


def labelled(evaluation: Evaluation, *, as_json: bool) -> None:
    """The figures of a set with their 95 % intervals."""
    if as_json:
        figures = {"set": evaluation.name, "seconds": evaluation.seconds}
        print_json(figures | {"figures": evaluation.figures})
        return
    _table(evaluation.name, evaluation.seconds, evaluation.figures)


def own(found: LibraryEvaluation, changes: EvaluationChanges | None, *, as_json: bool) -> None:
    """The figures of questions of one's own, what changed, and the answers not as expected."""
    language = terminal_language()
    notice(unknown(found.unknown_documents, language))
    if as_json:
        print_json(found.to_dict() | {"changes": changes})
        return
    _table(found.name, found.seconds, found.figures, changes, own_questions=True)
    if is_quiet():
        return
    if changes is not None:
        for key, questions in (("worse", changes.worse), ("better", changes.better)):
            _list(f"evaluation.now_{key}", questions, language)
    _list("evaluation.not_as_expected", [said(one, language) for one in found.worst], language)


def missed(limits: Sequence[tuple[str, float]], figures: Mapping[str, Estimate]) -> None:
    """A line on stderr for each figure that is under its limit."""
    language = terminal_language()
    for name, least in limits:
        line = say("evaluation.missed", language, name=name, value=figures[name].mean, least=least)
        errors.print(escape(line), style="red")


def said(one: JudgedAnswer, language: Language) -> str:
    """A question, and what is wrong with its answer."""
    return f"{one.expected.question} — {say(f'evaluation.{one.outcome}', language)}"


def unknown(names: Sequence[str], language: Language) -> str:
    """The line that names the expected documents which the index lacks; "" if it has all."""
    shown = [*names[:_MOST], *(["…"] if len(names) > _MOST else [])]
    return say("evaluation.unknown_documents", language, names=" | ".join(shown)) if names else ""


def meaning(name: str, language: Language) -> str:
    """What a figure of questions of one's own measures, "" for any other."""
    return say(f"evaluation.of_{name}", language)


def _table(
    name: str,
    seconds: float,
    figures: Mapping[str, Estimate],
    changes: EvaluationChanges | None = None,
    *,
    own_questions: bool = False,
) -> None:
    language = terminal_language()
    title = say("command.evaluated", language, name=name, seconds=seconds)
    table = Table(say("command.figure", language), title=title)
    if own_questions:
        table.add_column(say("evaluation.meaning", language))
    columns = [say("command.mean", language), "95 %", "n"]
    if changes is not None:
        columns.append(say("evaluation.change", language))
    for column in columns:
        table.add_column(column, justify="right")
    for each, value in figures.items():
        cells = [meaning(each, language)] if own_questions else []
        cells += [f"{value.mean:.4f}", f"{value.low:.3f}–{value.high:.3f}", str(value.count)]
        if changes is not None:
            cells.append(f"{changes.figures[each]:+.4f}" if each in changes.figures else "")
        table.add_row(escape(each), *cells)
    out.print(table)


def _list(key: str, lines: Sequence[str], language: Language) -> None:
    """Lines under a heading with their number; no more than ten."""
    if not lines:
        return
    out.print(escape(say(key, language, count=len(lines))), style="bold")
    for line in lines[:_MOST]:
        out.print(f"  {escape(line)}")
    if len(lines) > _MOST:
        out.print("  …")
