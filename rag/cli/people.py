"""``rag user`` and ``rag token``: who may come in."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import show
from rag.cli.common import DEFAULT_INDEX, Index, settings_of
from rag.config import ROLES, Role
from rag.messages.accounts import say

if TYPE_CHECKING:
    from rag.accounts import Accounts

user = typer.Typer(help="The accounts of the service.", no_args_is_help=True)
token = typer.Typer(help="Keys for programs, each of an account.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The name of the account.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Take the password from the first line of stdin.")
]
_UNITS = {"h": 1, "d": 24, "w": 7 * 24}
_LONGEST = 10 * 366 * 24  # hours: a token for ever would never be looked at again


@user.command("add")
def add_user(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Option(help="reader, curator or admin.")] = "reader",
    password_stdin: FromStdin = False,
    index: Index = DEFAULT_INDEX,
) -> None:
    """Create an account; its password is asked for."""
    given = _role(role)
    with _accounts(context, index) as accounts:
        account = accounts.add(name, _password(password_stdin), given)
    typer.echo(say("added", show.terminal_language(), name=account.name, role=account.role))


@user.command("list")
def list_users(context: typer.Context, index: Index = DEFAULT_INDEX) -> None:
    """List the accounts, a line each: name, role, day of creation."""
    with _accounts(context, index) as accounts:
        found = accounts.accounts()
    for account in found:
        typer.echo(f"{account.name}\t{account.role}\t{account.created:%Y-%m-%d}")
    if not found:
        typer.echo(say("nobody", show.terminal_language()), err=True)


@user.command("remove")
def remove_user(context: typer.Context, name: Name, index: Index = DEFAULT_INDEX) -> None:
    """Remove an account; its logins and tokens end at once."""
    with _accounts(context, index) as accounts:
        accounts.remove(name)
    typer.echo(say("removed", show.terminal_language(), name=name))


@user.command("passwd")
def change_password(
    context: typer.Context,
    name: Name,
    password_stdin: FromStdin = False,
    index: Index = DEFAULT_INDEX,
) -> None:
    """Set a new password; the logins and tokens of the account end at once."""
    with _accounts(context, index) as accounts:
        accounts.change_password(name, _password(password_stdin))
    typer.echo(say("changed", show.terminal_language(), name=name))


@token.command("add")
def add_token(
    context: typer.Context,
    name: Name,
    expires: Annotated[str, typer.Option(help="How long it is good: 12h, 90d, 4w.")] = "90d",
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    index: Index = DEFAULT_INDEX,
) -> None:
    """Create a token, which acts as its account; the key is shown once, alone on stdout."""
    lasts = _duration(expires)
    with _accounts(context, index) as accounts:
        made, key = accounts.add_token(name, label, lasts=lasts)
    told = say(
        "token", show.terminal_language(), number=made.number, name=name, expires=_day(made.expires)
    )
    typer.echo(told, err=True)
    typer.echo(key)


@token.command("list")
def list_tokens(context: typer.Context, index: Index = DEFAULT_INDEX) -> None:
    """List the tokens, a line each: number, account, last day, state, label."""
    with _accounts(context, index) as accounts:
        found = accounts.tokens()
    moment = dt.datetime.now(dt.UTC)
    for each in found:
        state = "works" if each.works(moment) else "cut" if each.revoked else "ended"
        told = (each.number, each.account, _day(each.expires), say(state, show.terminal_language()))
        typer.echo("\t".join(map(str, (*told, each.label))).rstrip())
    if not found:
        typer.echo(say("no_token", show.terminal_language()), err=True)


@token.command("revoke")
def revoke_token(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="Its number; see rag token list.")],
    index: Index = DEFAULT_INDEX,
) -> None:
    """End a token at once."""
    with _accounts(context, index) as accounts:
        accounts.revoke(number)
    typer.echo(say("revoked", show.terminal_language(), number=number))


@contextmanager
def _accounts(context: typer.Context, index: Path) -> Iterator[Accounts]:
    from rag.accounts import Accounts, accounts_file

    accounts = Accounts(accounts_file(index, settings_of(context).service))
    try:
        yield accounts
    finally:
        accounts.close()


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt(
        say("password", show.terminal_language()), hide_input=True, confirmation_prompt=True
    )
    return asked


def _role(given: str) -> Role:
    for role in ROLES:
        if role == given:
            return role
    raise typer.BadParameter(" | ".join(ROLES), param_hint="--role")


def _duration(given: str) -> dt.timedelta:
    """ "90d" as 90 days, of 24 hours each."""
    found = re.fullmatch(r"(\d{1,5})([hdw])", given)
    hours = int(found[1]) * _UNITS[found[2]] if found else 0
    if not 1 <= hours <= _LONGEST:
        raise typer.BadParameter("12h | 90d | 4w", param_hint="--expires")
    return dt.timedelta(hours=hours)


def _day(moment: dt.datetime) -> str:
    return moment.date().isoformat()
