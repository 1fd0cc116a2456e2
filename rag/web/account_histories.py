"""The histories of accounts on the server: one file for each account, in the browser's own form."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rag.accounts import Accounts
from rag.errors.service import AccountUnknown
from rag.records import as_json
from rag.web.past_answers import MOST_TURNS, History, PastAnswer, parse_history, watch_key

LARGEST = 400_000  # characters of a file, about a thousand answers
_ENDING = ".json"


class AccountHistories:
    """A folder of histories that only its owner can read; safe to share between threads.

    The file of an account has no name in it. It goes with the account: another one of the same
    name, created later, has a file of its own. The oldest conversations go when a file is full.
    """

    def __init__(self, folder: Path, accounts: Accounts) -> None:
        self._folder, self._accounts = folder, accounts
        self._lock = threading.Lock()
        self._delete_orphans()

    def of(self, name: str) -> History:
        """The history of an account; raises AccountUnknown."""
        return _load(self._path(name))

    def keep(self, name: str, conversation: str, turns: Sequence[PastAnswer]) -> None:
        """Stores a conversation as the latest, in place of what it was."""

        def kept(history: History) -> History:
            latest = (conversation, tuple(turns[-MOST_TURNS:]))
            return replace(history, conversations=(latest, *_besides(history, conversation)))

        self._change(name, kept)

    def delete(self, name: str, conversation: str) -> None:
        """Deletes a conversation."""
        self._change(
            name, lambda found: replace(found, conversations=_besides(found, conversation))
        )

    def delete_all(self, name: str) -> None:
        """Deletes all conversations; what is watched stays."""
        self._change(name, lambda found: replace(found, conversations=()))

    def watch(self, name: str, past: PastAnswer, *, on: bool) -> None:
        """Watches a question from this answer on, or no longer."""

        def changed(history: History) -> History:
            key = watch_key(past)
            others = tuple(one for one in history.watched if watch_key(one) != key)
            watched = (past, *others) if on else others
            return replace(history, watched=watched[:MOST_TURNS])

        self._change(name, changed)

    def _change(self, name: str, change: Callable[[History], History]) -> None:
        with self._lock:
            path = self._path(name)
            if not path.exists():
                self._delete_orphans()
            _save(path, change(_load(path)))

    def _path(self, name: str) -> Path:
        for file, owner in self._files():
            if owner.casefold() == name.casefold():
                return self._folder / file
        raise AccountUnknown(name=name)

    def _files(self) -> list[tuple[str, str]]:
        """The name of the file of each account, and the name of the account."""
        found = []
        for each in self._accounts.accounts():
            identity = f"{each.name.casefold()}\n{each.created.timestamp()}"
            digest = hashlib.sha256(identity.encode()).hexdigest()[:32]
            found.append((f"{digest}{_ENDING}", each.name))
        return found

    def _delete_orphans(self) -> None:
        """Deletes the files of accounts that were removed."""
        known = {file for file, _ in self._files()}
        for path in self._folder.glob(f"*{_ENDING}"):
            if path.name not in known:
                path.unlink(missing_ok=True)


def _besides(history: History, conversation: str) -> tuple[tuple[str, tuple[PastAnswer, ...]], ...]:
    return tuple(each for each in history.conversations if each[0] != conversation)


def _load(path: Path) -> History:
    """The history of a file; an empty one if it is missing or damaged."""
    try:
        return parse_history(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return History()


def _save(path: Path, history: History) -> None:
    """Writes a whole new file beside the old one, then takes its place."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_written(history))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _written(history: History) -> str:
    """The history as JSON, without the oldest that would make it too large."""
    watched = json.dumps([as_json(each) for each in history.watched], ensure_ascii=False)
    conversations: list[str] = []
    left = LARGEST - len(watched)
    for id_, turns in history.conversations:
        written = [json.dumps(as_json(each), ensure_ascii=False) for each in turns]
        while len(written) > 1 and sum(map(len, written)) > left and not conversations:
            del written[0]  # of the latest conversation, its latest turns stay
        entry = f'{{"id": {json.dumps(id_)}, "turns": [{", ".join(written)}]}}'
        left -= len(entry)
        if left < 0 and conversations:
            break
        conversations.append(entry)
    return f'{{"conversations": [{", ".join(conversations)}], "watched": {watched}}}'
