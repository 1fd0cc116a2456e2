"""The Administration tab: one section for each thing that administrators look after."""

from __future__ import annotations

from collections.abc import Sequence

from rag.accounts import Account, Token
from rag.config import ROLES, Role
from rag.errors import RagError
from rag.messages import Message, say
from rag.messages.answers import day, day_of_time
from rag.records import Language
from rag.server import CollectionState, Load, RefusedQuestion, Setting
from rag.store.generations import Generation
from rag.store.runs import LastRun
from rag.web.feedback import GivenFeedback
from rag.web.html.markup import Html, icon, join, tag


def section(name: str, language: Language, *parts: object) -> Html:
    """A section under its heading."""
    return tag("section", tag("h2", _say(name, language)), *parts, class_="v-admin-section")


def failed(error: RagError, language: Language) -> Html:
    """Why a section cannot be shown."""
    return tag("p", error.message(language), class_="v-error")


def render_index(
    generations: Sequence[Generation], last: LastRun | None, language: Language
) -> Html:
    """The generations with their sizes, the last indexing, the check and the rollback."""
    lines = [tag("li", _generation(each, language)) for each in generations]
    if last is not None:
        added, removed = (
            Message(f"curation.{name}", count=getattr(last, name)) for name in ("added", "removed")
        )
        failures = Message("administration.failures", count=len(last.failures))
        when = day_of_time(last.at, language)
        lines.append(
            tag("li", _say("run", language, day=when, added=added, removed=removed,
                           failures=failures))
        )  # fmt: skip
    back, said = None, [_say("check_more", language)]
    if any(each.role == "kept" and each.fault is None for each in generations):
        back = _button("roll_back", _say("roll_back", language))
        said.append(_say("roll_back_more", language))
    more = tag("p", " ".join(said), class_="v-facts")
    buttons = tag("div", _button("check", _say("check", language)), back, class_="v-admin-end")
    return join((tag("ul", *lines, class_="v-plain"), buttons, more))


def render_load(load: Load, language: Language) -> Html:
    """What the service has done, and what it does now."""
    when = {"day": day(load.since.date(), language), "time": f"{load.since:%H:%M}"}
    since = _say("load_none", language, **when)
    if load.answered or load.refused:
        since = _say(
            "load_since", language, **when,
            answered=Message("administration.answered", count=load.answered),
            refused=Message("administration.turned_away", count=load.refused),
            seconds=load.seconds,
        )  # fmt: skip
    now = _say("load_now", language, working=load.working, waiting=load.waiting)
    return tag("ul", tag("li", since), tag("li", now), class_="v-plain")


def render_accounts(accounts: Sequence[Account], own: str, language: Language) -> Html:
    """The accounts, each with its changes, and the form of a new one; ``own`` cannot be changed."""
    items = (_account(each, each.name == own, language) for each in accounts)
    name = field("name", _say("name", language))
    password = field("password", _say("password", language), kind="password")
    role = tag("label", tag("span", _say("role", language)), roles("reader", language))
    form = _form(
        _say("new_account", language), name, password, role,
        _button("add_user", _say("create", language), primary=True),
    )  # fmt: skip
    return join((tag("ul", *items, class_="v-admin-list"), form))


def render_tokens(tokens: Sequence[Token], accounts: Sequence[Account], language: Language) -> Html:
    """The valid tokens, and the form of a new one."""
    listed = tag("p", _say("tokens_none", language), class_="v-facts")
    if tokens:
        items = (_token(each, language) for each in tokens)
        listed = tag("ul", *items, class_="v-admin-list")
    options = (tag("option", each.name, value=each.name) for each in accounts)
    choice = tag("select", *options, name="name")
    account = tag("label", tag("span", _say("account", language)), choice)
    form = _form(
        _say("new_token", language), account, field("label", _say("label", language)),
        field("days", _say("days", language), kind="number", value="90"),
        _button("add_token", _say("create", language), primary=True),
    )  # fmt: skip
    return join((listed, form))


def render_collections(collections: Sequence[CollectionState], language: Language) -> Html:
    """The collections: their folders, who sees them, how many documents they hold."""
    if not collections:
        return tag("p", _say("collections_none", language), class_="v-facts")
    return tag("ul", *(_collection(each, language) for each in collections), class_="v-admin-list")


def render_feedback(given: Sequence[GivenFeedback], language: Language) -> Html:
    """The verdicts to settle."""
    if not given:
        return tag("p", _say("feedback_none", language), class_="v-facts")
    return tag("ul", *(_feedback(each, language) for each in given), class_="v-admin-list")


def render_refused(questions: Sequence[RefusedQuestion], *, kept: bool, language: Language) -> Html:
    """The questions without an answer, the most asked first, if they are kept."""
    if not questions:
        return tag("p", _say("refused_none" if kept else "refused_off", language), class_="v-facts")
    items = (_refused(each, language) for each in questions)
    clear = _button("clear_refused", _say("clear", language))
    return join((tag("ol", *items, class_="v-admin-list"), tag("div", clear, class_="v-admin-end")))


def render_settings(settings: Sequence[Setting], language: Language) -> Html:
    """The settings that are not as by default with their values; the others one click away."""
    changed = [each for each in settings if each.changed]
    others = [each for each in settings if not each.changed]
    more = tag("p", _say("settings_more", language), class_="v-facts")
    summary = tag("summary", _say("settings_default", language, count=len(others)))
    return join((more, _settings(changed), tag("details", summary, _settings(others))))


def roles(chosen: Role, language: Language, label: str | None = None) -> Html:
    """The choice of a role."""
    options = (
        tag("option", say(f"accounts.role_{each}", language), value=each, selected=each == chosen)
        for each in ROLES
    )
    return tag("select", *options, name="role", aria_label=label)


def field(name: str, label: str, *, kind: str = "text", value: str = "") -> Html:
    """A field with its label."""
    completion = "new-password" if kind == "password" else "off"
    least = "1" if kind == "number" else None
    box = tag("input", type=kind, name=name, value=value, autocomplete=completion, min=least)
    return tag("label", tag("span", label), box)


def _say(key: str, language: Language, /, **values: object) -> str:
    return say(f"administration.{key}", language, **values)


def _button(
    act: str, label: str, *, primary: bool = False, described: str | None = None, **data: object
) -> Html:
    return tag(
        "button", label, type="button", class_="v-button v-primary" if primary else "v-button",
        data_act=act, aria_label=described, **{f"data_{name}": data[name] for name in data},
    )  # fmt: skip


def _form(heading: str, *parts: Html) -> Html:
    """A form that is opened by its heading."""
    summary = tag("summary", icon("add"), tag("span", heading))
    return tag("details", summary, tag("div", *parts, class_="v-form"), class_="v-edit")


def _item(title: str, facts: str, *buttons: object, **attributes: object) -> Html:
    about = tag("div", tag("strong", title), tag("span", facts, class_="v-facts"))
    return tag("li", about, *buttons, **attributes)


def _generation(one: Generation, language: Language) -> Html:
    role = _say(one.role, language)
    if one.fault is not None:
        return join((f"{role}: ", tag("span", one.fault.message(language), class_="v-error")))
    line = _say(
        "generation", language,
        role=role, number=one.number, day=day_of_time(one.created, language),
        documents=Message("words.documents", count=one.documents),
        passages=Message("words.passages", count=one.passages),
        size=Message("administration.size", size=one.size / 1e6),
    )  # fmt: skip
    return join((line,))


def _account(account: Account, own: bool, language: Language) -> Html:
    name = account.name
    made = _say("created", language, day=day(account.created.date(), language))
    role = say(f"accounts.role_{account.role}", language)
    if own:
        return _item(name, " · ".join((role, made, _say("own", language))))
    change = tag(
        "div",
        roles(account.role, language, _say("role_of", language, name=name)),
        _button(
            "set_role", _say("change", language), name=name,
            described=_say("change_of", language, name=name),
        ),
        class_="v-form v-inline",
    )  # fmt: skip
    password = _more(
        _say("new_password", language), _say("new_password_of", language, name=name),
        field("password", _say("password", language), kind="password"),
        tag("p", _say("password_more", language), class_="v-facts"),
        _button("set_password", _say("set_password", language), name=name),
    )  # fmt: skip
    remove = _more(
        _say("remove", language), _say("remove_of", language, name=name),
        tag("p", _say("remove_more", language), class_="v-facts"),
        _button("remove_user", _say("remove_sure", language), name=name),
    )  # fmt: skip
    return _item(name, " · ".join((role, made)), change, password, remove)


def _more(label: str, described: str, *parts: Html) -> Html:
    """What takes a second step, opened by a button."""
    summary = tag("summary", label, aria_label=described)
    return tag("details", summary, tag("div", *parts, class_="v-form v-inline"), class_="v-edit")


def _token(token: Token, language: Language) -> Html:
    title = _say("token", language, number=token.number, name=token.account)
    until = _say("expires", language, day=day(token.expires.date(), language))
    facts = " · ".join(part for part in (token.label, until) if part)
    revoke = _button(
        "revoke", _say("revoke", language), number=token.number,
        described=_say("revoke_n", language, number=token.number),
    )  # fmt: skip
    return _item(title, facts, revoke)


def _collection(state: CollectionState, language: Language) -> Html:
    one = state.collection
    seen = dict.fromkeys((*one.roles, "admin"))
    line = _say(
        "collection", language,
        documents=Message("words.documents", count=state.documents),
        paths=", ".join(one.paths),
        roles=", ".join(say(f"accounts.role_{each}", language) for each in seen),
    )  # fmt: skip
    return _item(one.name, line)


def _feedback(given: GivenFeedback, language: Language) -> Html:
    verdict = say(f"page.{given.verdict}", language)
    facts = " · ".join((verdict, day_of_time(given.at, language)))
    quote = tag("blockquote", given.quote) if given.quote else None
    settle = _button(
        "settle", _say("settle", language), key=given.key,
        described=_say("settle_n", language, question=given.question),
    )  # fmt: skip
    about = tag("div", tag("strong", given.question), tag("span", facts, class_="v-facts"), quote)
    return tag("li", about, settle)


def _refused(one: RefusedQuestion, language: Language) -> Html:
    facts = _say("times", language, count=one.count, day=day_of_time(one.last, language))
    return _item(one.question, facts)


def _settings(settings: Sequence[Setting]) -> Html | None:
    rows = [(tag("dt", each.name), tag("dd", _value(each.value))) for each in settings]
    return tag("dl", *(part for row in rows for part in row), class_="v-settings") if rows else None


def _value(value: object) -> str:
    """A value as rag.toml has it, without quotation marks."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "–"
    return "–" if value == "" else str(value)
