"""The forms of notebooks: each is sent to the page itself, and needs no script."""

from __future__ import annotations

from rag.messages import say
from rag.notebooks import EVERYBODY, KeptQuote, QuoteNotebook
from rag.records import Language
from rag.web.html.markup import Html, icon, join, tag
from rag.web.notebooks.caller import MOST_CHARACTERS, MOST_TITLE

NOTEBOOKS = "notebooks"


def render_sharing(notebook: QuoteNotebook, failure: str, language: Language) -> Html:
    """Who reads a notebook, and the forms to share it; ``failure`` says why one did nothing."""
    readers = [tag("li", _reader(each, language)) for each in notebook.readers]
    label = tag(
        "label", say("notebooks.share_with", language),
        tag("input", name="reader", maxlength=80, required=True, autocomplete="off"),
    )  # fmt: skip
    one = _form("share", label, _submit("notebooks.share", language))
    everybody = None
    if EVERYBODY not in notebook.readers:
        whole = tag("input", type="hidden", name="reader", value=EVERYBODY)
        everybody = _form("share", whole, _submit("notebooks.share_everybody", language))
    said = tag("p", failure, class_="v-error", role="alert") if failure else None
    return tag(
        "section",
        tag("h2", say("notebooks.share", language), id="share"),
        tag("p", say("notebooks.share_more", language), class_="v-facts"),
        said,
        tag("ul", *readers, class_="v-readers") if readers else None,
        tag("div", one, everybody, class_="v-share-forms"),
        class_="v-sharing", aria_labelledby="share",
    )  # fmt: skip


def quote_form(kept: KeptQuote, number: int, count: int, language: Language) -> Html:
    """The comment on quote ``number`` (from 1) of ``count``, and the buttons that save, move and
    remove it.

    One form: a comment that was typed and not yet saved is sent with a move too.
    """
    box = tag("textarea", kept.comment, name="comment", rows=2, maxlength=MOST_CHARACTERS)
    label = tag("label", say("notebooks.comment", language), box)
    save = tag(
        "button", say("notebooks.save", language), type="submit", name="act", value="comment",
        class_="v-button",
    )  # fmt: skip
    moves = (
        _icon_button(act, image, language, disabled=off)
        for act, image, off in (
            ("up", "up", number == 1),
            ("down", "down", number == count),
            ("remove", "cross", False),
        )
    )  # fmt: skip
    key = tag("input", type="hidden", name="key", value=kept.key)
    order = tag("div", *moves, class_="v-order")
    return tag("form", key, label, save, order, method="post", class_="v-row-form v-quote-form")


def own_forms(notebook: QuoteNotebook, language: Language) -> Html:
    """The forms to rename and to delete a notebook."""
    label = tag(
        "label", say("notebooks.name", language),
        tag("input", name="title", value=notebook.title, maxlength=MOST_TITLE, required=True),
    )  # fmt: skip
    rename = _form("rename", label, _submit("notebooks.rename", language))
    sure = tag("p", say("notebooks.delete_sure", language, title=notebook.title))
    delete = tag(
        "details", tag("summary", say("notebooks.delete", language)),
        _form("delete", sure, _submit("notebooks.delete_now", language)), class_="v-delete",
    )  # fmt: skip
    return tag("section", rename, delete, class_="v-own-forms")


def _reader(name: str, language: Language) -> Html:
    shown = reader_name(name, language)
    hidden = tag("input", type="hidden", name="reader", value=name)
    label = say("notebooks.unshare", language, name=shown)
    button = tag(
        "button",
        icon("cross"),
        type="submit",
        class_="v-pager-button",
        aria_label=label,
        title=label,
    )
    return join((tag("span", shown), _form("unshare", hidden, button)))


def reader_name(name: str, language: Language) -> str:
    """The name of a reader as people read it."""
    return say("notebooks.everybody", language) if name == EVERYBODY else name


def _form(act: str, *inside: object) -> Html:
    """A form that is sent to the page itself."""
    return tag(
        "form", tag("input", type="hidden", name="act", value=act), *inside, method="post",
        class_=f"v-row-form v-act-{act}",
    )  # fmt: skip


def _submit(key: str, language: Language) -> Html:
    return tag("button", say(key, language), type="submit", class_="v-button")


def _icon_button(act: str, image: str, language: Language, *, disabled: bool) -> Html:
    label = say(f"notebooks.{act}", language)
    return tag(
        "button", icon(image), type="submit", name="act", value=act, class_="v-pager-button",
        aria_label=label, title=label, disabled=disabled,
    )  # fmt: skip


def new_form(language: Language) -> Html:
    """The form that makes a notebook."""
    label = tag(
        "label", say("notebooks.name", language),
        tag("input", name="title", maxlength=MOST_TITLE, required=True, autocomplete="off"),
    )  # fmt: skip
    heading = tag("h2", say("notebooks.new", language))
    form = tag(
        "form", label, _submit("notebooks.create", language), method="post",
        action=f"{NOTEBOOKS}?lang={language}",
        class_="v-row-form",
    )  # fmt: skip
    return tag("section", heading, form)
