"""``rag user`` and ``rag token``: accounts, and access keys for programs."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.cli import show
from rag.cli.common import settings_of, with_index, with_json
from rag.config import ROLES, Role
from rag.messages import say

if TYPE_CHECKING:
    from rag.accounts import Account, Accounts, Token

from_stdin = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from the first line of standard input.",
)
_UNITS = {"h": 1, "d": 24, "w": 7 * 24}
_LONGEST = 10 * 366 * 24  # in hours; a token without end would never be reviewed


@click.group()
def user() -> None:
    """Manage the accounts of the service."""


@click.group()
def token() -> None:
    """Manage tokens, the access keys of programs."""


@user.command("add")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="reader",
    show_default=True,
    help="Role of the account.",
)
@from_stdin
@with_index
@click.pass_context
def add_user(
    context: click.Context, name: str, role: Role, password_stdin: bool, index: Path
) -> None:
    """Create an account; its password is asked for."""
    with _accounts(context, index) as accounts:
        account = accounts.add(name, _password(password_stdin), role)
    click.echo(
        say("accounts.added", show.terminal_language(), name=account.name, role=account.role)
    )


@user.command("list")
@with_index
@with_json
@click.pass_context
def list_users(context: click.Context, index: Path, as_json: bool) -> None:
    """List the accounts, one per line: name, role, date of creation."""
    with _accounts(context, index) as accounts:
        found = accounts.accounts()
    if as_json:
        show.print_json([_account(account) for account in found])
        return
    for account in found:
        click.echo(f"{account.name}\t{account.role}\t{account.created:%Y-%m-%d}")
    if not found:
        click.echo(say("accounts.nobody", show.terminal_language()), err=True)


@user.command("remove")
@click.argument("name")
@with_index
@click.pass_context
def remove_user(context: click.Context, name: str, index: Path) -> None:
    """Remove an account; its sessions and tokens stop working."""
    with _accounts(context, index) as accounts:
        accounts.remove(name)
    click.echo(say("accounts.removed", show.terminal_language(), name=name))


@user.command("passwd")
@click.argument("name")
@from_stdin
@with_index
@click.pass_context
def change_password(context: click.Context, name: str, password_stdin: bool, index: Path) -> None:
    """Change the password; the sessions and tokens of the account stop working."""
    with _accounts(context, index) as accounts:
        accounts.change_password(name, _password(password_stdin))
    click.echo(say("accounts.changed", show.terminal_language(), name=name))


@token.command("add")
@click.argument("name")
@click.option(
    "--expires",
    default="90d",
    show_default=True,
    help="How long it is valid: 12h, 90d, 4w (hours, days, weeks).",
)
@click.option("--label", default="", help="What it is for.")
@with_index
@click.pass_context
def add_token(context: click.Context, name: str, expires: str, label: str, index: Path) -> None:
    """Create a token, with the rights of its account.

    The key is shown only once, alone on standard output.
    """
    lifetime = _duration(expires)
    with _accounts(context, index) as accounts:
        made, key = accounts.add_token(name, label, lifetime=lifetime)
    line = say(
        "accounts.token",
        show.terminal_language(),
        number=made.number,
        name=name,
        expires=_day(made.expires),
    )
    click.echo(line, err=True)
    click.echo(key)


@token.command("list")
@with_index
@with_json
@click.pass_context
def list_tokens(context: click.Context, index: Path, as_json: bool) -> None:
    """List the tokens, one per line.

    A line gives the number, the account, the last day, the state and the label.
    """
    with _accounts(context, index) as accounts:
        found = accounts.tokens()
    moment = dt.datetime.now(dt.UTC)
    if as_json:
        show.print_json([_token(each, moment) for each in found])
        return
    for each in found:
        state = _state(each, moment)
        shown = say(f"accounts.state_{state}", show.terminal_language())
        cells = (each.number, each.account, _day(each.expires), shown, each.label)
        click.echo("\t".join(map(str, cells)).rstrip())
    if not found:
        click.echo(say("accounts.no_token", show.terminal_language()), err=True)


@token.command("revoke")
@click.argument("number", type=int)
@with_index
@click.pass_context
def revoke_token(context: click.Context, number: int, index: Path) -> None:
    """Revoke a token at once.

    NUMBER is the one that rag token list shows.
    """
    with _accounts(context, index) as accounts:
        accounts.revoke(number)
    click.echo(say("accounts.revoked", show.terminal_language(), number=number))


def _state(token: Token, moment: dt.datetime) -> str:
    """The state of a token: "works", "cut" if it was revoked, "ended" if its time is up."""
    return "works" if token.is_valid(moment) else "cut" if token.revoked else "ended"


def _token(token: Token, moment: dt.datetime) -> dict[str, str | int]:
    expires = token.expires.isoformat(timespec="seconds")
    facts = {"account": token.account, "label": token.label, "expires": expires}
    return {"number": token.number, **facts, "state": _state(token, moment)}


def _account(account: Account) -> dict[str, str]:
    created = account.created.isoformat(timespec="seconds")
    return {"name": account.name, "role": account.role, "created": created}


@contextmanager
def _accounts(context: click.Context, index: Path) -> Iterator[Accounts]:
    from rag.accounts import Accounts, accounts_file

    accounts = Accounts(accounts_file(index, settings_of(context).service))
    try:
        yield accounts
    finally:
        accounts.close()


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt(
        say("accounts.password", show.terminal_language()),
        hide_input=True,
        confirmation_prompt=True,
    )
    return password


def _duration(text: str) -> dt.timedelta:
    """ "90d" as 90 days, of 24 hours each."""
    found = re.fullmatch(r"(\d{1,5})([hdw])", text)
    hours = int(found[1]) * _UNITS[found[2]] if found else 0
    if not 1 <= hours <= _LONGEST:
        raise click.BadParameter("12h | 90d | 4w", param_hint="--expires")
    return dt.timedelta(hours=hours)


def _day(moment: dt.datetime) -> str:
    return moment.date().isoformat()
