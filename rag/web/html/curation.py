"""What curators use in the Library tab: the tools of a document, what was done, the upkeep."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Mapping, Sequence

from rag.messages import Message, say
from rag.messages.answers import day, day_of_time
from rag.records import LANGUAGES, Document, Failure, Language
from rag.server import JobState
from rag.store.decisions import FACTS, Removal, as_read, facts_of
from rag.store.runs import LastRun
from rag.web.html.markup import Html, icon, join, tag

_MOST_FAILURES, _MOST_REMOVALS = 50, 100


def render_tools(document: Document, collections: Sequence[str], language: Language) -> Html:
    """The form that edits a document, which may be put in these collections, and its removal."""
    summary = tag("summary", icon("edit"), tag("span", say("curation.edit", language)))
    form = tag("details", summary, _form(document, collections, language), class_="v-edit")
    remove = tag(
        "button", icon("cross"), tag("span", say("curation.remove", language)), type="button",
        class_="v-button", data_act="remove", data_document=document.id,
        data_busy=say("curation.removing", language),
    )  # fmt: skip
    return tag("div", form, remove, class_="v-document-tools")


def render_edited(document: Document, language: Language) -> Html | None:
    """The names of the facts that were edited by hand, ``None`` if there are none."""
    names = [say(f"page.column_{name}", language).lower() for name, _ in document.edited]
    if document.collections is not None:
        names.append(say("curation.collection", language).lower())
    if not names:
        return None
    line = say("curation.edited", language, fields=", ".join(names))
    return tag("span", line, class_="v-facts v-edited")


def render_change(line: str, undo: Mapping[str, str] | None, language: Language) -> Html:
    """What was done, with a button that undoes it: the data of its event."""
    button = None
    if undo is not None:
        data = {f"data_{name}": value for name, value in undo.items()}
        button = tag(
            "button", say("curation.undo", language), type="button", class_="v-button",
            data_busy=say("curation.undoing", language), **data,
        )  # fmt: skip
    return _notice(tag("p", icon("check"), tag("span", line)), button)


def render_fault(line: str) -> Html:
    """Why nothing was done."""
    return _notice(tag("p", icon("alert"), tag("span", line), class_="v-error"))


def _notice(*parts: object) -> Html:
    """A notice; ``data-at`` makes each one another, so that it is shown again."""
    return tag(
        "div", *parts, class_="v-change", role="status", tabindex=-1, data_at=time.monotonic_ns()
    )


def render_upkeep(
    state: JobState, last: LastRun | None, removals: Sequence[Removal], language: Language
) -> Html:
    """The indexing of the folders with its last result, and what was taken out."""
    return tag(
        "section",
        tag("h2", say("curation.upkeep", language)),
        _run(state, language),
        _last(last, language) if last and not state.running else None,
        tag("h2", say("curation.removals", language)),
        _removals(removals, language),
        class_="v-upkeep",
    )


def _form(document: Document, collections: Sequence[str], language: Language) -> Html:
    now, own = facts_of(document), facts_of(as_read(document))
    edited = dict(document.edited)
    fields = [_field(name, now[name], language, edited.get(name)) for name in FACTS]
    if collections or document.collections:
        fields.append(_collections(document, collections, language))
    save = tag(
        "button", say("curation.save", language), type="button", class_="v-button v-primary",
        data_act="edit", data_document=document.id, data_busy=say("curation.saving", language),
    )  # fmt: skip
    revert = None
    if edited or document.collections is not None:
        revert = tag(
            "button", say("curation.revert", language), type="button", class_="v-link",
            data_act="edit", data_document=document.id,
            data_fields=json.dumps({**own, "collections": "null"}),
            data_busy=say("curation.saving", language),
        )  # fmt: skip
    return tag("div", *fields, tag("div", save, revert, class_="v-form-end"), class_="v-form")


def _field(name: str, value: str, language: Language, own: str | None) -> Html:
    """A field with its label; ``own`` is what the file says, if that was edited."""
    label = tag("span", say(f"page.column_{name}", language))
    if name == "language":
        options = [(each, say(f"page.document_language_{each}", language)) for each in LANGUAGES]
        field = _select(name, options, value)
        own = own and say(f"page.document_language_{own}", language)
    else:
        kind = "date" if name == "date" else "text"
        field = tag("input", type=kind, name=name, value=value, autocomplete="off")
        own = day(dt.date.fromisoformat(own), language) if name == "date" and own else own
    said = None
    if own is not None:
        line = say("curation.in_file", language, value=own)
        said = tag(
            "span", line if own else say("curation.in_file_none", language), class_="v-facts"
        )
    return tag("label", label, field, said)


def _collections(document: Document, names: Sequence[str], language: Language) -> Html:
    chosen = document.collections
    lists: dict[str, str] = {
        "null": say("curation.collection_folder", language),
        "[]": say("curation.collection_none", language),
    }
    lists |= {json.dumps([name]): name for name in names}
    now = json.dumps(chosen if chosen is None else list(chosen))
    lists.setdefault(now, ", ".join(chosen or ()))
    label = tag("span", say("curation.collection", language))
    return tag("label", label, _select("collections", list(lists.items()), now))


def _select(name: str, options: Sequence[tuple[str, str]], value: str) -> Html:
    shown = (tag("option", label, value=key, selected=key == value) for key, label in options)
    return tag("select", *shown, name=name)


def _run(state: JobState, language: Language) -> Html:
    """The button that indexes the folders again, or how far that is."""
    if not state.running:
        fault = state.error and tag("p", state.error.message(language), class_="v-error")
        more = tag("p", say("curation.reindex_more", language), class_="v-facts")
        button = tag(
            "button", icon("back"), say("curation.reindex", language), type="button",
            class_="v-button", data_act="reindex",
        )  # fmt: skip
        return join((more, fault, button))
    line = say("curation.looking", language)
    if state.total:
        over = state.done >= state.total
        line = say(
            "curation.finishing" if over else "curation.progress",
            language, done=state.done, total=state.total,
        )  # fmt: skip
    bar = tag(
        "progress", max=state.total or 1, value=state.done if state.total else None,
        aria_label=say("curation.reindex", language),
    )  # fmt: skip
    said = tag("p", line, class_="v-facts", role="status")
    return tag("div", bar, said, class_="v-running", data_running=True)


def _last(last: LastRun, language: Language) -> Html:
    counts = {
        name: Message(f"curation.{name}", count=getattr(last, name))
        for name in ("added", "unchanged", "removed")
    }
    line = say(
        "curation.last_run", language,
        day=day_of_time(last.at, language), seconds=round(last.seconds), **counts,
    )  # fmt: skip
    return join((tag("p", line, class_="v-facts"), _failures(last.failures, language)))


def _failures(failures: Sequence[Failure], language: Language) -> Html | None:
    if not failures:
        return None
    heading = tag("summary", say("curation.failures", language, count=len(failures)))
    lines = (tag("li", _reason(each, language)) for each in failures[:_MOST_FAILURES])
    return tag("details", heading, tag("ul", *lines), class_="v-failures")


def _reason(failure: Failure, language: Language) -> str:
    """Why a file could not be read, without the settings that only the operator has."""
    said = failure.messages.get(language, "")
    if said != say("errors.DocumentEmpty", language, path=failure.path):
        return said
    return say(
        "curation.of_file", language, path=failure.path, why=say("curation.scanned", language)
    )


def _removals(removals: Sequence[Removal], language: Language) -> Html:
    if not removals:
        return tag("p", say("curation.removals_none", language), class_="v-facts")
    return tag(
        "ul", *(_removal(each, language) for each in removals[:_MOST_REMOVALS]), class_="v-removals"
    )


def _removal(removal: Removal, language: Language) -> Html:
    document = removal.document
    key = "replaced_on" if removal.replaced_by else "removed_on"
    values = {"day": day_of_time(removal.at, language), "name": removal.by}
    line = say(f"curation.{key}_by" if removal.by else f"curation.{key}", language, **values)
    facts = " · ".join((document.path, line))
    title = tag("span", document.title, lang=document.language, class_="v-history-question")
    label = say("curation.restore_n", language, title=document.title)
    restore = tag(
        "button", say("curation.restore", language), type="button", class_="v-button",
        data_act="restore", data_document=document.id, aria_label=label,
        data_busy=say("curation.restoring", language),
    )  # fmt: skip
    about = tag("div", title, tag("span", facts, class_="v-facts"))
    return tag("li", about, restore, class_="v-history-item")
