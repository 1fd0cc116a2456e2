"""``rag user`` and ``rag token``: what they do, print and refuse."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rag.accounts import Accounts
from rag.cli import app
from rag.errors.service import AccountsUnusable, AccountUnknown, PasswordRefused

PASSWORD = "un mot de passe"


class Terminal:
    """The command in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "rag.toml"
        self.config.write_text("[service]\n")
        self.index = folder / "index"
        self._runner = CliRunner()

    def __call__(self, *words: str, typed: str = "", language: str = "en_GB.UTF-8") -> Result:
        command = ["--config", str(self.config), *words, "--index", str(self.index)]
        return self._runner.invoke(app, command, input=typed, env={"LC_ALL": language})

    def accounts(self) -> Accounts:
        return Accounts(self.index / "accounts.sqlite")


@pytest.fixture
def rag(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_an_account_from_its_creation_to_its_removal(rag: Terminal) -> None:
    added = rag("user", "add", "zoe", "--role", "curator", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    assert "zoe: account created (curator)" in added.output
    assert PASSWORD not in added.output
    assert rag("user", "list").output.startswith("zoe\tcurator\t20")
    changed = rag("user", "passwd", "zoe", "--password-stdin", typed="un autre mot\n")
    assert "password changed" in changed.output
    removed = rag("user", "remove", "zoe", language="fr_FR.UTF-8")
    assert "zoe\u00a0: compte supprimé" in removed.output
    assert "There are no accounts" in rag("user", "list").output


def test_accounts_and_tokens_are_listed_as_json(rag: Terminal) -> None:
    assert json.loads(rag("user", "list", "--json").output) == []
    rag("user", "add", "zoe", "--password-stdin", typed=f"{PASSWORD}\n")
    rag("token", "add", "zoe", "--label", "nightly")
    rag("token", "revoke", "1")
    (account,) = json.loads(rag("user", "list", "--json").output)
    assert (account["name"], account["role"]) == ("zoe", "reader")
    assert dt.datetime.fromisoformat(account["created"]).tzinfo is not None
    (token,) = json.loads(rag("token", "list", "--json").output)
    assert (token["number"], token["label"], token["state"]) == (1, "nightly", "cut")


def test_a_token_is_shown_once_and_revoked(rag: Terminal) -> None:
    rag("user", "add", "zoe", "--password-stdin", typed=f"{PASSWORD}\n")
    added = rag("token", "add", "zoe", "--expires", "12h", "--label", "nightly")
    key = added.stdout.strip().splitlines()[-1]
    accounts = rag.accounts()
    found = accounts.find_token(key)
    assert found is not None
    assert (found[0].name, found[1].label) == ("zoe", "nightly")
    assert key not in rag("token", "list").output
    assert "valid\tnightly" in rag("token", "list").output
    assert "revoked" in rag("token", "revoke", "1").output
    assert accounts.find_token(key) is None
    assert "révoqué\tnightly" in rag("token", "list", language="fr_FR.UTF-8").output
    accounts.close()


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        pytest.param(("user", "add", "zoe", "--role", "boss"), "", id="role"),
        pytest.param(("token", "add", "zoe", "--expires", "soon"), "", id="duration"),
        pytest.param(("token", "add", "zoe", "--expires", "0d"), "", id="no-time"),
        pytest.param(("token", "add", "zoe", "--expires", "9999w"), "", id="for-ever"),
        pytest.param(("user", "add", "zoe"), f"{PASSWORD}\nother\n", id="typed-otherwise"),
    ],
)
def test_a_wrong_command_does_nothing(rag: Terminal, words: tuple[str, ...], typed: str) -> None:
    assert rag(*words, typed=typed).exit_code != 0
    assert not Accounts.exist(rag.index / "accounts.sqlite")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("user", "add", "zoe", "--password-stdin"), PasswordRefused),
        (("user", "remove", "zoe"), AccountUnknown),
        (("token", "add", "zoe"), AccountUnknown),
    ],
)
def test_what_cannot_be_done_is_an_error_of_the_tree(
    rag: Terminal, words: tuple[str, ...], error: type[Exception]
) -> None:
    assert isinstance(rag(*words, typed="short\n").exception, error)


def test_the_settings_may_keep_accounts_elsewhere(rag: Terminal, tmp_path: Path) -> None:
    elsewhere = tmp_path / "state" / "people.sqlite"
    rag.config.write_text(f"[service]\naccounts_file = '{elsewhere}'\n")
    assert "There are no accounts" in rag("user", "list").output
    assert elsewhere.is_file()
    elsewhere.write_bytes(b"broken" * 500)
    assert isinstance(rag("user", "list").exception, AccountsUnusable)
