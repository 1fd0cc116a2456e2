"""The histories of accounts on the server: one file for each account, in the browser's own form."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rag.accounts import Account, Accounts
from rag.errors import RequestRefused
from rag.errors.service import AccountUnknown
from rag.language.well_formed import well_formed
from rag.messages import Message
from rag.records import as_json
from rag.runtime.process_lock import ProcessLock
from rag.web.merged_turns import merged
from rag.web.past_answers import MOST_TURNS, History, PastAnswer, read_history, watch_key

LARGEST = 400_000  # bytes of the conversations in a file, about a thousand answers
LARGEST_WATCHED, MOST_WATCHED = 100_000, 50  # bytes of the watched questions, and how many
_AROUND = 280  # bytes around the turns of a conversation, its id among them
_ENDING, _FRESH, _DAMAGED = ".json", ".new", ".damaged"
_NOTHING = History()  # of a file that is missing or damaged: what it lacks was not deleted
_log = logging.getLogger(__name__)


class AccountHistories:
    """A folder of histories that only its owner can read; safe to share between threads.

    Processes can share it too, with the same ``lock``.

    An account is given by its identity, which is the name of its file and does not tell its own.
    The file goes with the account: another one of the same name, created later, has another. The
    oldest conversations go when a file is full.
    """

    def __init__(self, folder: Path, accounts: Accounts, lock: ProcessLock | None = None) -> None:
        self._folder, self._accounts = folder, accounts
        self._lock = lock or ProcessLock()
        if folder.is_dir():
            folder.chmod(0o700)  # one that was restored from a copy may be open to others
        self._delete_orphans()

    def of(self, account: str) -> History:
        """The history of an account; raises AccountUnknown, and OSError if it cannot be read."""
        return _load(self._path(account))

    def begin(
        self,
        account: str,
        conversation: str,
        turns: Sequence[PastAnswer],
        typed: Sequence[str],
        *,
        asked: int = 1,
    ) -> tuple[str, bool]:
        """Stores the turns of a page, of which the last ``asked`` are new, as the latest.

        Returns the id of the conversation that holds them, and whether it holds the earlier turns
        too. If their conversation was deleted, these stay deleted. If another page has continued
        it meanwhile, both are kept, as two.
        """
        begun = conversation, True

        def changed(history: History) -> History:
            nonlocal begun
            kept, stored = tuple(turns), dict(history.conversations).get(conversation)
            if stored is None and len(kept) > asked and history is not _NOTHING:
                begun, kept = (new_id(), False), kept[-asked:]
            elif stored is not None:
                whole = merged(stored, kept, typed)
                begun, kept = (begun, whole) if whole else ((new_id(), True), kept)
            return _with_latest(history, begun[0], kept)

        self._change(account, changed)
        return begun

    def update(
        self, account: str, conversation: str, turns: Sequence[PastAnswer], typed: Sequence[str]
    ) -> None:
        """Stores the turns of a page in their conversation, unless it was deleted.

        ``typed`` are their questions as they were typed. What another page has stored stays.
        """

        def changed(history: History) -> History:
            stored = dict(history.conversations).get(conversation)
            whole = None if stored is None else merged(stored, turns, typed)
            if whole is None or whole == stored:
                return history
            return _with_latest(history, conversation, whole)

        self._change(account, changed)

    def delete(self, account: str, conversation: str) -> None:
        """Deletes a conversation."""
        self._change(
            account, lambda found: replace(found, conversations=_besides(found, conversation))
        )

    def delete_all(self, account: str) -> None:
        """Deletes all conversations, also those of a damaged file; what is watched stays."""
        self._change(account, lambda found: replace(found, conversations=()))
        path = self._path(account)
        path.with_name(f"{path.name}{_DAMAGED}").unlink(missing_ok=True)

    def watch(self, account: str, past: PastAnswer, *, on: bool) -> None:
        """Watches a question from this answer on, or no longer.

        Raises RequestRefused if there is no room for another.
        """

        def changed(history: History) -> History:
            key = watch_key(past)
            others = tuple(one for one in history.watched if watch_key(one) != key)
            watched = (past, *others) if on else others
            if on and not _has_room(watched):
                raise RequestRefused(cause=Message("causes.watched_full", most=MOST_WATCHED))
            return replace(history, watched=watched)

        self._change(account, changed)

    def add(self, account: str, other: History) -> None:
        """Adds what is not there yet, as older than what is there; watched, as many as fit.

        What is older than the account is that of an earlier one of the same name.
        """
        known_since = self._account(account).created.astimezone().date()
        other = _since(other, known_since)

        def added(history: History) -> History:
            known, watched = dict(history.conversations), list(history.watched)
            keys = {watch_key(each) for each in watched}
            for past in other.watched:
                if watch_key(past) not in keys and _has_room([*watched, past]):
                    watched.append(past)
            older = tuple(each for each in other.conversations if each[0] not in known)
            return History((*history.conversations, *older), tuple(watched))

        self._change(account, added)

    def _change(self, account: str, change: Callable[[History], History]) -> None:
        with self._lock:
            path = self._path(account)
            if not path.exists():
                self._delete_orphans()
            found = _load(path, sets_aside=True)
            changed = change(found)
            if changed is not found:
                _save(path, changed)

    def _path(self, account: str) -> Path:
        return self._folder / f"{self._account(account).identity}{_ENDING}"

    def _account(self, identity: str) -> Account:
        found = self._known().get(identity)
        if found is None:
            raise AccountUnknown(name=identity[:8])
        return found

    def _known(self) -> dict[str, Account]:
        """The accounts by their identities, which are the names of their files."""
        return {each.identity: each for each in self._accounts.accounts()}

    def _delete_orphans(self) -> None:
        """Deletes the files of accounts that were removed, also those half written or damaged."""
        known = self._known()
        for path in self._folder.glob(f"*{_ENDING}*"):
            if path.name.partition(".")[0] not in known:
                path.unlink(missing_ok=True)


def new_id() -> str:
    """The id of a new conversation."""
    return secrets.token_hex(8)


def _with_latest(history: History, conversation: str, turns: Sequence[PastAnswer]) -> History:
    latest = (conversation, tuple(turns[-MOST_TURNS:]))
    return replace(history, conversations=(latest, *_besides(history, conversation)))


def _since(history: History, first: dt.date) -> History:
    """What a history has of a day and later."""
    conversations = tuple(
        (id_, turns) for id_, turns in history.conversations if turns[-1].at >= first
    )
    return History(conversations, tuple(each for each in history.watched if each.at >= first))


def _besides(history: History, conversation: str) -> tuple[tuple[str, tuple[PastAnswer, ...]], ...]:
    return tuple(each for each in history.conversations if each[0] != conversation)


def _load(path: Path, *, sets_aside: bool = False) -> History:
    """The history of a file, an empty one if it is missing or damaged; raises OSError.

    A damaged file can be set aside, so that the next one does not take its place.
    """
    try:
        return read_history(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return _NOTHING
    except ValueError:  # of the encoding, of the JSON or of its form
        _log.warning("a history is damaged: %s", path)
        if sets_aside:
            path.replace(path.with_name(f"{path.name}{_DAMAGED}"))
        return _NOTHING


def _save(path: Path, history: History) -> None:
    """Writes a whole new file beside the old one, then takes its place."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}{_FRESH}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        fresh.chmod(0o600)  # it may be left over, with another mode
        file.write(_written(history))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _written(history: History) -> str:
    """The history as JSON, without the oldest that would make it too large."""
    conversations: list[str] = []
    left = LARGEST
    for id_, turns in history.conversations:
        written = [_dumped(each) for each in turns]
        while written and not conversations and _size(written) > left - _AROUND:
            del written[0]  # of the latest conversation, its latest turns stay
        left -= _size(written) + _AROUND
        if left < 0:
            break
        if written:
            conversations.append(f'{{"id": {json.dumps(id_)}, "turns": [{", ".join(written)}]}}')
    watched = ", ".join(map(_dumped, history.watched))
    return f'{{"conversations": [{", ".join(conversations)}], "watched": [{watched}]}}'


def _has_room(watched: Sequence[PastAnswer]) -> bool:
    fits = len(watched) <= MOST_WATCHED
    return fits and _size([_dumped(each) for each in watched]) <= LARGEST_WATCHED


def _dumped(past: PastAnswer) -> str:
    return well_formed(json.dumps(as_json(past), ensure_ascii=False))


def _size(written: Sequence[str]) -> int:
    """The bytes of entries with what separates them."""
    return sum(len(each.encode()) + 2 for each in written)
