"""The history of the caller of a request: on the server with an account, else in the browser."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rag.errors import RagError, RequestRefused
from rag.errors.service import LoginNeeded
from rag.messages import Message
from rag.server import AccessControl
from rag.web.account_histories import AccountHistories, continues
from rag.web.past_answers import (
    History,
    PastAnswer,
    parse_history,
    parse_past_answer,
    parse_past_answers,
    watch_key,
)
from rag.web.state import PageTurn

_log = logging.getLogger(__name__)
_ID = re.compile(r"[\w-]{1,40}", re.ASCII)


class CallerHistory:
    """What is kept of the conversations of a caller."""

    def __init__(self, access: AccessControl) -> None:
        self._access, accounts = access, access.accounts
        folder = Path() if accounts is None else accounts.path.with_suffix(".history")
        self._histories = None if accounts is None else AccountHistories(folder, accounts)

    @property
    def on_server(self) -> bool:
        """Whether the server keeps the history of the caller, who has an account."""
        return self._histories is not None and bool(self._access.account_name())

    def stored(self, in_browser: str) -> History:
        """The history of the account, or the one that the browser sends as JSON."""
        if self._histories is not None and self.on_server:
            return self._histories.of(self._access.account_name())
        return parse_history(in_browser)

    def watched(self) -> Collection[str]:
        """The keys of the questions that the account watches; the browser knows its own."""
        return {watch_key(each) for each in self._readable().watched}

    def _readable(self) -> History:
        """The history of the account, an empty one if it cannot be read: the answers are shown."""
        try:
            return self.stored("")
        except (OSError, RagError) as error:
            _log.warning("a history cannot be read: %s", error)
            return History()

    def apart(self, turns: Sequence[PageTurn]) -> list[PageTurn]:
        """The turns; as another conversation, if another page has continued theirs meanwhile."""
        kept, typed = _kept(turns)
        known = dict(self._readable().conversations) if kept and self.on_server else {}
        if not turns or continues(kept, typed, known.get(turns[0].conversation, ())):
            return list(turns)
        conversation = secrets.token_hex(8)
        return [replace(each, conversation=conversation) for each in turns]

    def keep(self, turns: Sequence[PageTurn], *, starts: bool) -> None:
        """Stores the conversation of an account, with the question that is not answered yet.

        Without ``starts``, it is not stored if it was deleted meanwhile. An answer is shown even
        if it cannot be stored; the log of the service says so.
        """
        kept, typed = _kept(turns)
        if self._histories is None or not kept or not self.on_server:
            return
        name, conversation = self._access.account_name(), turns[0].conversation
        try:
            self._histories.keep(name, conversation, kept, typed, starts=starts)
        except (OSError, RagError) as error:
            _log.warning("a conversation is not stored: %s", error)

    def resumed(self, in_browser: str) -> tuple[str, Sequence[PastAnswer]]:
        """The conversation that a reloaded page showed: its id, "" without one, and its turns.

        The browser sends the id as JSON, and the turns too if it stores them.
        """
        try:
            value = json.loads(in_browser)
            conversation = str(value["conversation"])
        except (ValueError, KeyError, TypeError):
            return "", ()
        if not _ID.fullmatch(conversation):
            return "", ()
        if self.on_server:
            return conversation, dict(self._readable().conversations).get(conversation, ())
        return conversation, parse_past_answers(json.dumps(value.get("turns")))

    def add(self, in_browser: dict[str, Any]) -> None:
        """Adds the history that an earlier release stored in the browser; raises LoginNeeded."""
        if self._histories is None or not self.on_server:
            raise LoginNeeded
        history = parse_history(json.dumps(in_browser))
        self._histories.add(self._access.account_name(), history)

    def change(self, act: str, conversation: str, past_answer: object) -> None:
        """Deletes a conversation or all, or watches a question or no longer.

        Raises LoginNeeded without an account, and RequestRefused.
        """
        if self._histories is None or not self.on_server:
            raise LoginNeeded
        name = self._access.account_name()
        match act:
            case "delete":
                self._histories.delete(name, conversation)
            case "delete_all":
                self._histories.delete_all(name)
            case _:
                try:
                    past = parse_past_answer(past_answer)
                except ValueError as error:
                    raise RequestRefused(
                        cause=Message("causes.malformed", where="past_answer")
                    ) from error
                self._histories.watch(name, past, on=act == "watch")


def _kept(turns: Sequence[PageTurn]) -> tuple[list[PastAnswer], list[str]]:
    """What is stored of turns, and their questions as they were typed."""
    today = dt.date.today()
    pairs = [(turn.past_answer(today), turn.question) for turn in turns]
    kept = [(past, typed) for past, typed in pairs if past is not None]
    return [past for past, _ in kept], [typed for _, typed in kept]
