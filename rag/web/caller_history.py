"""The history of the caller of a request: on the server with an account, else in the browser."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rag.errors import RagError, RequestRefused
from rag.errors.service import LoginNeeded, TooManyRequests
from rag.messages import Message
from rag.records.json_text import parse_json
from rag.server import AccessControl
from rag.server.rate_limit import MOST_BUCKETS, RateLimit
from rag.web.account_histories import AccountHistories, new_id
from rag.web.past_answers import (
    MAX_QUESTION,
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
        lock = access.worker.lock("histories")
        self._histories = None if accounts is None else AccountHistories(folder, accounts, lock)
        # No more is written than a person may ask: a question is stored before it has its turn.
        begun = access.worker.shelf("questions stored", MOST_BUCKETS)
        self._begun = RateLimit(access.settings.service.asks_per_minute, buckets=begun)

    @property
    def on_server(self) -> bool:
        """Whether the server keeps the history of the caller, who has an account."""
        return self._histories is not None and bool(self._access.account())

    def stored(self, in_browser: str) -> History:
        """The history of the account, or the one that the browser sends as JSON."""
        if self._histories is not None and self.on_server:
            return self._histories.of(self._access.account())
        return parse_history(in_browser)

    def watched(self) -> Collection[str]:
        """The keys of the questions that the account watches; the browser knows its own."""
        return {watch_key(each) for each in self._readable().watched}

    def watched_among(self, sent: str, in_browser: str) -> list[PastAnswer]:
        """The watched questions, as they are stored, among past answers that a page sends."""
        keys = {watch_key(each) for each in parse_past_answers(sent)}
        return [each for each in self.stored(in_browser).watched if watch_key(each) in keys]

    def _may_store(self, account: str) -> bool:
        """Whether a new question of an account is stored, and not only refused."""
        try:
            self._begun.take(account)
        except TooManyRequests:
            return False
        return True

    def _readable(self) -> History:
        """The history of the account, an empty one if it cannot be read: the answers are shown."""
        try:
            return self.stored("")
        except (OSError, RagError) as error:
            _log.warning("a history cannot be read: %s", error)
            return History()

    def begin(
        self, turns: Sequence[PageTurn], asked: Sequence[PageTurn]
    ) -> tuple[list[PageTurn], list[PageTurn]]:
        """The turns of a page and new ones, in their conversation, stored if it is an account's.

        Turns of another account, whose page it was, are left out. An answer is shown even if it
        cannot be stored; the log of the service says so.
        """
        account = self._access.account()
        before = [each for each in turns if each.account == account]
        conversation = before[-1].conversation if before else new_id()
        new = [replace(each, account=account, conversation=conversation) for each in asked]
        together = [each for each in before if each.conversation == conversation]
        (kept, typed), (latest, _) = _kept([*together, *new]), _kept(new)
        if self._histories is None or not account or not (latest and self._may_store(account)):
            return before, new
        try:
            stored_as, whole = self._histories.begin(
                account, conversation, kept, typed, asked=len(latest)
            )
        except (OSError, RagError) as error:
            _log.warning("a conversation is not stored: %s", error)
            return before, new
        before = [
            replace(each, conversation=stored_as)
            if whole and each.conversation == conversation
            else each
            for each in before
        ]
        return before, [replace(each, conversation=stored_as) for each in new]

    def update(self, turns: Sequence[PageTurn]) -> None:
        """Stores what became of the last conversation of a page, unless it was deleted."""
        account = self._access.account()
        conversation = turns[-1].conversation
        kept, typed = _kept([each for each in turns if each.conversation == conversation])
        if self._histories is None or not kept or not account:
            return
        try:
            self._histories.update(account, conversation, kept, typed)
        except (OSError, RagError) as error:
            _log.warning("a conversation is not stored: %s", error)

    def resumed(self, in_browser: str) -> tuple[str, Sequence[PastAnswer]]:
        """The conversation that a reloaded page showed: its id, "" without one, and its turns.

        The browser sends the id as JSON, and the turns too if it stores them.
        """
        try:
            value = parse_json(in_browser)
            conversation = str(value["conversation"])
        except (ValueError, KeyError, TypeError):
            return "", ()
        if not _ID.fullmatch(conversation):
            return "", ()
        if self.on_server:
            return conversation, dict(self._readable().conversations).get(conversation, ())
        return conversation, parse_past_answers(json.dumps(value.get("turns")))

    def add(self, account: str, in_browser: dict[str, Any]) -> None:
        """Adds the history that an earlier release stored in the browser; raises as ``change``."""
        histories = self._of_page(account)
        histories.add(account, parse_history(json.dumps(in_browser)))

    def _of_page(self, account: str) -> AccountHistories:
        """The histories, if the page of an account is still that of the caller."""
        if self._histories is None or not account or account != self._access.account():
            raise LoginNeeded
        return self._histories

    def change(self, account: str, act: str, conversation: str, past_answer: object) -> None:
        """Deletes a conversation or all, or watches a question or no longer.

        ``account`` is that of the page, on which another one may have signed in meanwhile. Raises
        LoginNeeded if it is not the caller's, and RequestRefused.
        """
        histories = self._of_page(account)
        match act:
            case "delete":
                histories.delete(account, conversation)
            case "delete_all":
                histories.delete_all(account)
            case _:
                try:
                    past = parse_past_answer(past_answer)
                except ValueError as error:
                    raise RequestRefused(
                        cause=Message("causes.malformed", where="past_answer")
                    ) from error
                histories.watch(account, past, on=act == "watch")


def _kept(turns: Sequence[PageTurn]) -> tuple[list[PastAnswer], list[str]]:
    """What is stored of turns, and their questions as they were typed.

    A question that is too long to be read back is not stored.
    """
    today = dt.date.today()
    pairs = [(turn.past_answer(today), turn.question) for turn in turns]
    kept = [(past, typed) for past, typed in pairs if past and len(past.question) <= MAX_QUESTION]
    return [past for past, _ in kept], [typed for _, typed in kept]
