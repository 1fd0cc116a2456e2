"""What the page does for curators, without Gradio: their changes in, HTML out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.errors import RagError, RequestRefused
from rag.messages import Message, say
from rag.records import Document, Language
from rag.records.json_text import parse_json
from rag.server import Changed, DocumentEdit, EngineLoader, LibraryEditor, find_document
from rag.store.decisions import FACTS, facts_of
from rag.web.html import curation, library
from rag.web.html.markup import Html
from rag.web.state import SourceView

_Undo = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """What became of a change: the notice to show, and whether the library changed."""

    notice: Html
    changed: bool = False


class CurationPresenter:
    """The part of the page that changes the library; empty for people who may not.

    Without an ``editor``, nobody may.
    """

    def __init__(self, editor: LibraryEditor | None, loader: EngineLoader) -> None:
        self._editor, self._loader = editor, loader

    @property
    def editor(self) -> LibraryEditor | None:
        """The editor, if the current caller may use it."""
        editor = self._editor
        return editor if editor is not None and editor.allowed else None

    def upload_form(self, language: Language) -> Html:
        """The form to add documents."""
        editor = self.editor
        return library.upload_form(language) if editor and editor.uploads else Html()

    def tools(self, view: SourceView | None, language: Language) -> Html:
        """What can be done with the open document."""
        editor = self.editor
        if editor is None or view is None:
            return Html()
        try:
            document = find_document(self._loader.engine(), view.quotation.document)
        except RagError:
            return Html()
        names = [each.name for each in editor.collections()]
        return curation.render_tools(document, names, language)

    def upkeep(self, language: Language) -> Html:
        """The indexing of the folders, and what was taken out of the library."""
        editor = self.editor
        if editor is None:
            return Html()
        try:
            last, removals = editor.last_run(), editor.removals()
        except RagError as error:
            return curation.render_fault(error.message(language))
        return curation.render_upkeep(editor.job.state, last, removals, language)

    def is_indexing(self) -> bool:
        """Whether the folders are being indexed."""
        return self._editor is not None and self._editor.job.state.running

    def remove(self, data: Mapping[str, object], language: Language) -> ChangeOutcome:
        """Removes a document."""

        def work(editor: LibraryEditor) -> tuple[Changed, str, _Undo]:
            changed = editor.remove(_document(data))
            return changed, "done_remove", {"act": "restore", "document": _document(data)}

        return self._change(work, language)

    def restore(self, data: Mapping[str, object], language: Language) -> ChangeOutcome:
        """Brings a document back."""

        def work(editor: LibraryEditor) -> tuple[Changed, str, _Undo]:
            changed = editor.restore(_document(data))
            if changed.replaced is not None:
                undo = {"act": "restore", "document": changed.replaced.id}
                return changed, "done_swap", undo
            now = changed.document.id if changed.document else ""
            return changed, "done_restore", {"act": "remove", "document": now}

        return self._change(work, language)

    def edit(self, data: Mapping[str, object], language: Language) -> ChangeOutcome:
        """Writes facts of a document by hand."""

        def work(editor: LibraryEditor) -> tuple[Changed, str, _Undo]:
            document = editor.document(_document(data))
            facts = read_fields(data, (*FACTS, "collections"))
            chosen = document.collections
            if "collections" in facts:
                chosen = _names(facts["collections"])
            changed = editor.edit(document.id, DocumentEdit(facts, chosen))
            return changed, "done_edit", _former(document)

        return self._change(work, language)

    def reindex(self) -> None:
        """Starts to index the folders again, for those who may."""
        if self.editor is not None:
            self.editor.reindex()

    def _change(
        self, work: Callable[[LibraryEditor], tuple[Changed, str, _Undo]], language: Language
    ) -> ChangeOutcome:
        editor = self.editor
        if editor is None:
            return ChangeOutcome(Html())
        try:
            changed, key, undo = work(editor)
        except RagError as error:
            return ChangeOutcome(curation.render_fault(error.message(language)))
        for failure in changed.report.failures:
            return ChangeOutcome(curation.render_fault(failure.messages[language]))
        if changed.document is None:
            return ChangeOutcome(curation.render_fault(say("curation.known", language)))
        line = say(f"curation.{key}", language, title=changed.document.title)
        return ChangeOutcome(curation.render_change(line, undo, language), changed=True)


def _document(data: Mapping[str, object]) -> str:
    return str(data.get("document", ""))


def read_fields(data: Mapping[str, object], names: Sequence[str]) -> dict[str, str]:
    """The fields of a form with these names, from the data of its button.

    Raises RequestRefused.
    """
    try:
        found = parse_json(str(data.get("fields", "")))
        return {name: str(found[name]) for name in names if name in found}
    except (ValueError, TypeError) as error:
        raise RequestRefused(cause=Message("causes.malformed", where="fields")) from error


def _names(text: str) -> tuple[str, ...] | None:
    """The collections that a form names, ``None`` if the folder decides; raises RequestRefused."""
    try:
        found = parse_json(text)
        return None if found is None else tuple(str(each) for each in found)
    except (ValueError, TypeError) as error:
        raise RequestRefused(cause=Message("causes.malformed", where="collections")) from error


def _former(document: Document) -> dict[str, str]:
    """The data of the button that gives a document its facts of now again."""
    collections = None if document.collections is None else list(document.collections)
    facts = facts_of(document) | {"collections": json.dumps(collections)}
    return {"act": "edit", "document": document.id, "fields": json.dumps(facts)}
