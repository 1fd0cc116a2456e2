"""What the page does for administrators, without Gradio: their changes in, HTML out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rag.errors import RagError
from rag.messages import Message, say
from rag.messages.answers import day_of_time
from rag.records import Language
from rag.server import Administration
from rag.web.curation import ChangeOutcome, read_fields
from rag.web.feedback import Feedback
from rag.web.html import administration, curation
from rag.web.html.markup import Html, join, tag

_MOST_FEEDBACK = 50
_FIELDS = ("name", "password", "role", "label", "days")
_Data = Mapping[str, object]


class AdministrationPresenter:
    """The Administration tab; empty for people who may not see it.

    Without an ``administration``, nobody may. ``acts`` are its events by name.
    """

    def __init__(self, administration: Administration | None, feedback: Feedback) -> None:
        self._administration, self._feedback = administration, feedback
        self.acts: Mapping[str, Callable[[Administration, _Data, Language], Html]] = {
            "check": _check,
            "roll_back": _roll_back,
            "add_user": _add_user,
            "set_role": _set_role,
            "set_password": _set_password,
            "remove_user": _remove_user,
            "add_token": _add_token,
            "revoke": _revoke,
            "settle": self._settle,
            "clear_refused": _clear_refused,
        }

    @property
    def allowed(self) -> bool:
        """Whether the current caller may see it."""
        return self._administration is not None and self._administration.allowed

    def page(self, language: Language) -> Html:
        """All its sections."""
        admin = self._administration
        if admin is None or not admin.allowed:
            return Html()
        sections: dict[str, Callable[[], Html]] = {
            "index": lambda: administration.render_index(
                admin.generations(), admin.last_run(), language
            ),
            "load": lambda: administration.render_load(admin.load(), language),
            "accounts": lambda: _accounts(admin, language),
            "collections": lambda: administration.render_collections(admin.collections(), language),
            "feedback": lambda: administration.render_feedback(
                self._feedback.unsettled(_MOST_FEEDBACK), language
            ),
            "refused": lambda: administration.render_refused(
                admin.refused(), kept=admin.keeps_refused, language=language
            ),
            "settings": lambda: administration.render_settings(admin.settings(), language),
        }
        if admin.has_accounts:
            sections["tokens"] = lambda: administration.render_tokens(
                admin.tokens(), admin.accounts(), language
            )
        order = ("index", "accounts", "tokens", "feedback", "refused", "load", "collections")
        names = [name for name in (*order, "settings") if name in sections]
        shown = (_section(name, sections[name], language) for name in names)
        return tag("div", *shown, class_="v-admin")

    def act(self, name: str, data: _Data, language: Language) -> ChangeOutcome:
        """What one of the ``acts`` does."""
        admin = self._administration
        if admin is None or not admin.allowed:
            return ChangeOutcome(Html())
        try:
            return ChangeOutcome(self.acts[name](admin, data, language), changed=True)
        except RagError as error:
            return ChangeOutcome(curation.render_fault(error.message(language)))

    def _settle(self, admin: Administration, data: _Data, language: Language) -> Html:
        self._feedback.settle(_text(data, "key"))
        return _done("done_settle", language)


def _section(name: str, render: Callable[[], Html], language: Language) -> Html:
    """A section, or why it cannot be shown: a damaged index does not hide the accounts."""
    try:
        shown = render()
    except RagError as error:
        shown = administration.failed(error, language)
    return administration.section(name, language, shown)


def _accounts(admin: Administration, language: Language) -> Html:
    if not admin.has_accounts:
        return tag("p", say("administration.accounts_none", language), class_="v-facts")
    accounts = admin.accounts()
    own = next((each.name for each in accounts if admin.is_self(each.name)), "")
    return administration.render_accounts(accounts, own, language)


def _check(admin: Administration, data: _Data, language: Language) -> Html:
    found = admin.check()
    for health in found:
        if health.fault is not None:
            raise health.fault
    return _done("sound", language, count=len(found))


def _roll_back(admin: Administration, data: _Data, language: Language) -> Html:
    manifest = admin.roll_back()
    line = say(
        "administration.rolled_back", language,
        day=day_of_time(manifest.created, language),
        documents=Message("words.documents", count=manifest.documents),
    )  # fmt: skip
    return curation.render_change(line, {"act": "roll_back"}, language)


def _add_user(admin: Administration, data: _Data, language: Language) -> Html:
    given = read_fields(data, _FIELDS)
    account = admin.add_account(
        given.get("name", ""), given.get("password", ""), given.get("role", "")
    )
    return _done("account_added", language, name=account.name)


def _set_role(admin: Administration, data: _Data, language: Language) -> Html:
    name, role = _text(data, "name"), read_fields(data, _FIELDS).get("role", "")
    admin.change_role(name, role)
    shown = Message(f"accounts.role_{role}")
    return _done("role_changed", language, name=name, role=shown)


def _set_password(admin: Administration, data: _Data, language: Language) -> Html:
    name = _text(data, "name")
    admin.change_password(name, read_fields(data, _FIELDS).get("password", ""))
    return _done("password_changed", language, name=name)


def _remove_user(admin: Administration, data: _Data, language: Language) -> Html:
    name = _text(data, "name")
    admin.remove_account(name)
    return _done("account_removed", language, name=name)


def _add_token(admin: Administration, data: _Data, language: Language) -> Html:
    given = read_fields(data, _FIELDS)
    token, key = admin.add_token(
        given.get("name", ""), given.get("label", ""), given.get("days", "")
    )
    said = say("administration.token_added", language, name=token.account)
    return curation.render_change(join((said, " ", tag("code", key))), None, language)


def _revoke(admin: Administration, data: _Data, language: Language) -> Html:
    number = _text(data, "number")
    admin.revoke(number)
    return _done("revoked", language, number=number)


def _clear_refused(admin: Administration, data: _Data, language: Language) -> Html:
    admin.clear_refused()
    return _done("cleared", language)


def _done(key: str, language: Language, /, **values: object) -> Html:
    return curation.render_change(say(f"administration.{key}", language, **values), None, language)


def _text(data: _Data, name: str) -> str:
    return str(data.get(name, ""))
