"""The histories of accounts on the server: one file for each account, in the browser's own form."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rag.accounts import Accounts
from rag.errors import RequestRefused
from rag.errors.service import AccountUnknown
from rag.language.well_formed import well_formed
from rag.messages import Message
from rag.records import as_json
from rag.web.past_answers import MOST_TURNS, History, PastAnswer, read_history, watch_key

LARGEST = 400_000  # bytes of the conversations in a file, about a thousand answers
LARGEST_WATCHED, MOST_WATCHED = 100_000, 50  # bytes of the watched questions, and how many
_AROUND = 280  # bytes around the turns of a conversation, its id among them
_ENDING, _FRESH, _DAMAGED = ".json", ".new", ".damaged"
_log = logging.getLogger(__name__)


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
        """The history of an account; raises AccountUnknown, and OSError if it cannot be read."""
        return _load(self._path(name))

    def keep(
        self,
        name: str,
        conversation: str,
        turns: Sequence[PastAnswer],
        typed: Sequence[str] = (),
        *,
        starts: bool = True,
    ) -> None:
        """Stores a conversation as the latest, in place of what it was.

        ``typed`` are the questions of the turns as they were typed. Only what ``starts`` may store
        a conversation that is not there: it may have been deleted since. A conversation that
        another page has continued is left as it is.
        """

        def kept(history: History) -> History:
            stored = dict(history.conversations).get(conversation)
            if (stored is None and not starts) or not continues(turns, typed, stored or ()):
                return history
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

        self._change(name, changed)

    def add(self, name: str, other: History) -> None:
        """Adds what is not there yet, as older than what is there; watched, as many as fit."""

        def added(history: History) -> History:
            known, watched = dict(history.conversations), list(history.watched)
            keys = {watch_key(each) for each in watched}
            for past in other.watched:
                if watch_key(past) not in keys and _has_room([*watched, past]):
                    watched.append(past)
            older = tuple(each for each in other.conversations if each[0] not in known)
            return History((*history.conversations, *older), tuple(watched))

        self._change(name, added)

    def _change(self, name: str, change: Callable[[History], History]) -> None:
        with self._lock:
            path = self._path(name)
            if not path.exists():
                self._delete_orphans()
            found = _load(path, sets_aside=True)
            changed = change(found)
            if changed is not found:
                _save(path, changed)

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
        """Deletes the files of accounts that were removed, also those half written or damaged."""
        known = {file for file, _ in self._files()}
        for path in self._folder.glob(f"*{_ENDING}*"):
            if path.name.removesuffix(_FRESH).removesuffix(_DAMAGED) not in known:
                path.unlink(missing_ok=True)


def continues(
    turns: Sequence[PastAnswer], typed: Sequence[str], stored: Sequence[PastAnswer]
) -> bool:
    """Whether turns hold all stored ones in one piece, by their questions.

    A question that had no answer yet is stored as it was typed, later as it was understood.
    """
    names = [{well_formed(each.question)} for each in turns]
    for known, text in zip(names, typed, strict=False):
        known.add(well_formed(text))
    places = range(len(names) - len(stored) + 1)
    return any(
        all(past.question in known for past, known in zip(stored, names[at:], strict=False))
        for at in places
    )


def _besides(history: History, conversation: str) -> tuple[tuple[str, tuple[PastAnswer, ...]], ...]:
    return tuple(each for each in history.conversations if each[0] != conversation)


def _load(path: Path, *, sets_aside: bool = False) -> History:
    """The history of a file, an empty one if it is missing or damaged; raises OSError.

    A damaged file can be set aside, so that the next one does not take its place.
    """
    try:
        return read_history(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return History()
    except ValueError:  # of the encoding, of the JSON or of its form
        _log.warning("a history is damaged: %s", path)
        if sets_aside:
            path.replace(path.with_name(f"{path.name}{_DAMAGED}"))
        return History()


def _save(path: Path, history: History) -> None:
    """Writes a whole new file beside the old one, then takes its place."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}{_FRESH}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
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
