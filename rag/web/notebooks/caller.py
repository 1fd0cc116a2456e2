"""What a person does with notebooks: who may, what is kept, and what still stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.citations.permalinks import Permalink
from rag.errors import RagError, SourceUnknown
from rag.errors.service import AccountUnknown, NotebookUnknown
from rag.export import cite_places, write_place
from rag.messages import say
from rag.messages.answers import place
from rag.notebooks import EVERYBODY, KeptQuote, Notebooks, QuoteNotebook
from rag.records import Citation, Language
from rag.records.verification import Verification
from rag.server import AccessControl, Engine, EngineLoader

MOST_CHARACTERS = 2_000  # of a comment and of a question
MOST_TITLE = 120


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A kept quote with what became of it; ``citation`` if it stands, to the letter.

    ``issuer`` is that of the cited document.
    """

    kept: KeptQuote
    found: Verification
    citation: Citation | None
    issuer: str | None = None


class CallerNotebooks:
    """The notebooks of the caller of a request; ``notebooks`` is ``None`` where there are none."""

    def __init__(
        self, notebooks: Notebooks | None, loader: EngineLoader, access: AccessControl
    ) -> None:
        self._notebooks, self._loader, self._access = notebooks, loader, access

    @property
    def allowed(self) -> bool:
        """Whether the caller may have notebooks: somebody who is known from others."""
        caller = self._access.current_caller()
        return (
            self._notebooks is not None and caller is not None and caller.authentication != "visit"
        )

    @property
    def can_share(self) -> bool:
        """Whether there is anybody to share with."""
        return self._access.accounts is not None

    @property
    def person(self) -> str:
        """The name of the caller's account, "" for the user of this machine."""
        caller = self._access.current_caller()
        return caller.name if caller else ""

    def own(self) -> tuple[QuoteNotebook, ...]:
        """The notebooks of the caller; those of an earlier account of the same name are deleted."""
        notebooks, person = self._open(), self.person
        accounts = self._access.accounts.accounts() if self._access.accounts else ()
        for account in accounts:
            if account.name == person:
                notebooks.forget(person, account.created)
        return notebooks.of(person)

    def shared(self) -> tuple[QuoteNotebook, ...]:
        """The notebooks that others share with the caller."""
        return self._open().shared_with(self.person)

    def get(self, notebook_id: str) -> QuoteNotebook:
        """A notebook that the caller may read; raises NotebookUnknown."""
        return self._open().get(notebook_id, self.person)

    def add(self, title: str, language: Language) -> QuoteNotebook:
        """A new notebook; raises NotebookFull."""
        return self._open().add(self.person, _title(title) or say("notebooks.untitled", language))

    def keep(
        self, permalink: str, asked: tuple[str, str], notebook_id: str, language: Language
    ) -> QuoteNotebook:
        """Keeps a quote that stands, as the library has it, in a notebook of the caller.

        ``asked`` is the question that found it, as typed and as understood ("" if the same).
        Without an id it is the one changed last, or a first one. Raises CitationInvalid,
        SourceUnknown, NotebookUnknown or NotebookFull.
        """
        engine, link = self._loader.engine(), Permalink.parse(permalink)
        found = engine.verify(permalink)
        citation = _citation(engine, found, 1)
        if citation is None:
            raise SourceUnknown(document=link.document[:12], page=link.page or "-")
        where = place(citation.page, citation.page_label, language)
        question, understood = (each[:MOST_CHARACTERS] for each in asked)
        kept = KeptQuote(
            "", citation.permalink, citation.text, citation.title, where, question,
            understood="" if understood == question else understood,
        )  # fmt: skip
        target = notebook_id or next((each.id for each in self.own()), "")
        target = target or self.add("", language).id
        return self._open().keep(target, self.person, kept)

    def owns(self, notebook: QuoteNotebook) -> bool:
        """Whether a notebook is the caller's own."""
        return notebook.owner.casefold() == self.person.casefold()

    def check(self, notebook: QuoteNotebook) -> tuple[CheckedQuote, ...]:
        """The quotes of a notebook with what became of each, in one place of the queue.

        The words of a quote that is gone may be of a document that the caller may not see, and so
        may what completed a question: they are left out, unless it is the caller's own notebook.
        """
        checked: list[CheckedQuote] = []
        hides = not self.owns(notebook) and self._access.visible() is not None
        with self._access.admitted(None, "review", again=True):
            engine, number = self._loader.engine(), 1
            for kept in notebook.quotes:
                found = engine.verify(kept.permalink, kept.text)
                citation = _citation(engine, found, number)
                hidden = hides and found.state == "gone"
                shown = replace(kept, understood="") if hides else kept
                shown = replace(shown, text="", title="", place="") if hidden else shown
                issuer = engine.document(citation.document).issuer if citation else None
                checked.append(CheckedQuote(shown, found, citation, issuer))
                number += citation is not None
        return tuple(checked)

    def change(self, notebook_id: str, fields: dict[str, str]) -> None:
        """Makes the change that a form asks for; raises NotebookUnknown or AccountUnknown."""
        key, act = fields.get("key", ""), fields.get("act", "")
        if act == "delete":
            self._open().delete(notebook_id, self.person)
            return

        def changed(notebook: QuoteNotebook) -> QuoteNotebook:
            match act:
                case "comment":
                    return _commented(notebook, key, fields)
                case "up" | "down":
                    moved = _commented(notebook, key, fields)
                    return moved.moved(key, -1 if act == "up" else 1)
                case "remove":
                    return notebook.without(key)
                case "share":
                    return notebook.shared_with(self._reader(fields.get("reader", "")))
                case "unshare":
                    return notebook.kept_from(fields.get("reader", ""))
                case "rename":
                    return _renamed(notebook, fields.get("title", ""))
                case _:
                    return notebook

        self._open().change(notebook_id, self.person, changed)

    def _reader(self, name: str) -> str:
        """The name of an account as it is written, or ``EVERYBODY``; raises AccountUnknown."""
        accounts = self._access.accounts.accounts() if self._access.accounts else ()
        if name == EVERYBODY and accounts:
            return EVERYBODY
        for account in accounts:
            if account.name.casefold() == name.strip().casefold():
                return account.name
        raise AccountUnknown(name=name[:80])

    def _open(self) -> Notebooks:
        if self._notebooks is None or not self.allowed:
            raise NotebookUnknown
        return self._notebooks


def stands(found: Verification) -> bool:
    """Whether a quote is to the letter in the library."""
    return found.state in ("intact", "moved")


def _title(written: str) -> str:
    return " ".join(written.split())[:MOST_TITLE]


def _commented(notebook: QuoteNotebook, key: str, fields: dict[str, str]) -> QuoteNotebook:
    """The notebook with the comment of a form on quote ``key``; unchanged if it holds none."""
    comment = fields.get("comment")
    if comment is None:
        return notebook
    return notebook.with_comment(key, comment.strip()[:MOST_CHARACTERS])


def _renamed(notebook: QuoteNotebook, title: str) -> QuoteNotebook:
    return replace(notebook, title=_title(title) or notebook.title)


def _citation(engine: Engine, found: Verification, number: int) -> Citation | None:
    """The citation of a quote where it is now; ``None`` if it does not stand."""
    if not stands(found) or found.start is None or found.end is None:
        return None
    spans = [(found.start, found.end), *((one.start, one.end) for one in found.context)]
    written = write_place(found.document, found.page, spans)
    try:
        (citation,) = cite_places((written,), engine)
    except RagError:
        return None
    return replace(citation, n=number)
