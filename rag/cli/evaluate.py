"""``rag evaluate``: questions of one's own on the index, or a labelled set with its own corpus."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rag.cli import show
from rag.cli.common import FILE, NOT_FOUND, library_of, settings_of, with_index, with_json
from rag.errors import EvaluationUnreadable, IndexUnwritable

if TYPE_CHECKING:
    from rag.evaluate import Estimate, LibraryEvaluation

_LEAST = re.compile(r"(?:([\w@\[\]-]+)=)?(\d{1,3}(?:\.\d+)?)(%?)")


@click.command()
@click.argument("source", type=FILE)
@with_index
@click.option(
    "--fail-under",
    "limits",
    multiple=True,
    metavar="NUMBER",
    callback=lambda _context, _option, limits: tuple(map(_limit, limits)),
    help="Exit with 3 under this share, such as 0.8 or first=0.6; can be repeated.",
)
@click.option("--report", type=FILE, metavar="FILE", help="Write a report with the worst answers.")
@click.option(
    "--compare", type=FILE, metavar="FILE", help="Compare with this result instead of the last."
)
@click.option(
    "--out", type=FILE, metavar="FILE", help="Write the result, or the details of a set, as JSON."
)
@click.option(
    "--answers",
    type=click.Choice(["sentences", "span"]),
    default="sentences",
    show_default=True,
    help="What the details of a set hold: sentences or the short answer.",
)
@with_json
@click.pass_context
def evaluate(
    context: click.Context,
    source: Path,
    index: Path,
    limits: tuple[tuple[str, float], ...],
    report: Path | None,
    compare: Path | None,
    out: Path | None,
    answers: Literal["sentences", "span"],
    as_json: bool,
) -> None:
    """Measure the answers to your own questions, or on a labelled set.

    SOURCE is a file (.csv .tsv .xlsx .jsonl) with the columns question, document, page and answer,
    or none as the answer. Its questions are put to the index. A folder is a labelled set with
    corpus.jsonl, queries.jsonl and qrels.tsv.

    Exit code: 0, or 3 if a share is under its limit.
    """
    if source.is_dir():
        if report is not None or compare is not None:
            raise click.BadParameter("--report | --compare", param_hint="SOURCE")
        figures = _labelled(context, source, limits, out, answers, as_json=as_json)
    else:
        from rag.evaluate import FIGURES

        _refuse_unknown(limits, FIGURES)
        figures = _own(context, source, index, (report, compare, out), as_json=as_json)
    _refuse_unknown(limits, figures)
    if missed := [each for each in limits if figures[each[0]].mean < each[1]]:
        from rag.cli import show_evaluation

        show_evaluation.missed(missed, figures)
        context.exit(NOT_FOUND)


def _own(
    context: click.Context,
    source: Path,
    index: Path,
    files: tuple[Path | None, Path | None, Path | None],
    *,
    as_json: bool,
) -> Mapping[str, Estimate]:
    """The figures of questions of one's own; the result is shown, saved and compared."""
    from rag.cli import show_evaluation
    from rag.cli.progress import ProgressBar
    from rag.evaluate import (
        changes_since,
        evaluate_library,
        last_run_of,
        load_evaluation,
        load_questions,
    )

    report, compare, out = files
    expected = load_questions(source)
    before = None if compare is None else load_evaluation(compare)
    library, kept = library_of(context, index), last_run_of(index, source)
    if before is None and kept.is_file():
        before = _kept(kept)
    with ProgressBar("evaluating") as ticker:
        found = evaluate_library(library, expected, name=source.stem, ticker=ticker)
    changes = None if before is None else changes_since(before, found)
    if report is not None:
        from rag.cli.evaluation_report import report_page

        page = report_page(found, library, changes, show.terminal_language())
        _write(report, page, "--report")
    if out is not None:
        _write(out, found.json(indent=1), "--out")
    _keep(found, kept)
    show_evaluation.own(found, changes, as_json=as_json)
    return found.figures


def _labelled(
    context: click.Context,
    folder: Path,
    limits: Sequence[tuple[str, float]],
    out: Path | None,
    answers: Literal["sentences", "span"],
    *,
    as_json: bool,
) -> Mapping[str, Estimate]:
    """The figures of a labelled set, which are shown; ``limits`` are those that are asked for."""
    from rag.cli import show_evaluation
    from rag.cli.progress import ProgressBar
    from rag.encoders import load_encoder
    from rag.evaluate import evaluate as run
    from rag.evaluate import figure_names, load_set, write_run
    from rag.runtime.threads import algebra_on_one_thread

    algebra_on_one_thread()
    settings, labelled = settings_of(context), load_set(folder)
    _refuse_unknown(limits, figure_names(labelled.questions))
    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    with ProgressBar("evaluating") as ticker:
        evaluation = run(labelled, encoder, settings, ticker=ticker)
    if out is not None:
        write_run(evaluation, out, answers=answers)
    show_evaluation.labelled(evaluation, as_json=as_json)
    return evaluation.figures


def _kept(path: Path) -> LibraryEvaluation | None:
    """The last result; ``None`` if its file is damaged, which this run replaces."""
    from rag.evaluate import load_evaluation

    try:
        return load_evaluation(path)
    except EvaluationUnreadable as error:
        show.notice(error.message(show.terminal_language()))
        return None


def _keep(found: LibraryEvaluation, path: Path) -> None:
    """Keeps a result as the last one; an index that cannot be written keeps none."""
    from rag.evaluate.last_run import keep_as_last

    try:
        keep_as_last(found, path)
    except IndexUnwritable as error:
        show.notice(error.message(show.terminal_language()))


def _limit(text: str) -> tuple[str, float]:
    """A figure and the least that it should be: "first=0.6", "0.8", "80%"."""
    found = _LEAST.fullmatch(text)
    value = float(found[2]) / (100 if found[3] else 1) if found else -1
    if found is None or not 0 <= value <= 1:
        raise click.BadParameter("0.8 | first=0.6 | 80%")
    return found[1] or "right", value


def _refuse_unknown(
    limits: Sequence[tuple[str, float]], known: Sequence[str] | Mapping[str, object]
) -> None:
    """Ends the command as a usage error if a limit is for a figure that there is not."""
    for name, _ in limits:
        if name not in known:
            raise click.BadParameter(f"{name}? {' | '.join(known)}", param_hint="--fail-under")


def _write(path: Path, text: str, option: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.BadParameter(f"{path}: {error.strerror}", param_hint=option) from error
