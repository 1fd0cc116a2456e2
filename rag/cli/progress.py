"""How far long work is, as a bar of rich; imported by the commands that take long."""

from __future__ import annotations

from types import TracebackType

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rag.cli import show
from rag.messages import say


class ProgressBar:
    """A bar on stderr for long work; silent where stderr is no terminal."""

    def __init__(self, work: str) -> None:
        self._bar = Progress(
            TextColumn(say(f"command.{work}", show.terminal_language())),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[step]}"),
            console=show.errors,
            transient=True,
            disable=not show.errors.is_terminal,
        )
        self._task = self._bar.add_task(work, total=None, step="")

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def start(self, total: int) -> None:
        """The work begins, with so many steps."""
        self._bar.update(self._task, total=total)

    def advance(self, step: str) -> None:
        """A step is done."""
        self._bar.update(self._task, advance=1, step=escape(step[-40:]))

    def page(self, path: str, page: int, of: int) -> None:
        """A page is being recognised."""
        step = say(
            "command.recognising", show.terminal_language(), path=path[-30:], page=page, of=of
        )
        self._bar.update(self._task, step=escape(step))

    def finish(self) -> None:
        """The work is over."""
        self._bar.stop()
