"""The progress of long work, as a bar of rich."""

from __future__ import annotations

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rag.cli import show
from rag.messages import say


class ProgressBar:
    """A bar on stderr for long work; silent if stderr is not a terminal."""

    def __init__(self, work: str) -> None:
        self._bar = Progress(
            TextColumn(say(f"command.{work}", show.terminal_language())),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[step]}"),
            console=show.errors,
            transient=True,
            disable=show.is_quiet() or not show.errors.is_terminal,
        )
        self._task = self._bar.add_task(work, total=None, step="")

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def start(self, total: int) -> None:
        """Starts, with a number of steps."""
        self._bar.update(self._task, total=total)

    def advance(self, step: str) -> None:
        """One step is done."""
        self._bar.update(self._task, advance=1, step=escape(step[-40:]))

    def page(self, path: str, page: int, of: int) -> None:
        """OCR is reading a page."""
        step = say(
            "command.recognising", show.terminal_language(), path=path[-30:], page=page, of=of
        )
        self._bar.update(self._task, step=escape(step))

    def finish(self) -> None:
        """All steps are done."""
        self._bar.stop()
