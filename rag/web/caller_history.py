"""The history of the caller of a request: on the server with an account, else in the browser."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from rag.errors import RequestRefused
from rag.errors.service import LoginNeeded
from rag.messages import Message
from rag.server import AccessControl
from rag.web.account_histories import AccountHistories
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
_WRONG = RequestRefused(cause=Message("causes.malformed", where="past_answer"))


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
        return {watch_key(each) for each in self.stored("").watched}

    def keep(self, turns: Sequence[PageTurn]) -> None:
        """Stores the conversation of an account, with the question that is not answered yet.

        An answer is shown even if it cannot be stored; the log of the service says so.
        """
        today = dt.date.today()
        kept = [past for turn in turns if (past := turn.past_answer(today)) is not None]
        if self._histories is None or not kept or not self.on_server:
            return
        try:
            self._histories.keep(self._access.account_name(), turns[0].conversation, kept)
        except OSError as error:
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
            return conversation, dict(self.stored("").conversations).get(conversation, ())
        return conversation, parse_past_answers(json.dumps(value.get("turns")))

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
                    raise _WRONG from error
                self._histories.watch(name, past, on=act == "watch")
