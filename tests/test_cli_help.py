"""The help of the commands, complete in both languages."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from rag.cli import app
from rag.export import EXPORT_FORMATS
from rag.messages.catalogue import CATALOGUE

HELP = CATALOGUE.entries("help")
LOCALE = Path(__file__).parent.parent / "rag" / "cli" / "locale" / "fr" / "LC_MESSAGES"


def commands(
    command: click.Command = app, path: str = "rag"
) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from commands(one, f"{path} {name}")


def options(command: click.Command) -> list[click.Option]:
    return [param for param in command.params if isinstance(param, click.Option)]


def helped(*words: str, locale: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rag", *words],
        env=os.environ | {"LC_ALL": locale, "LANGUAGE": "de", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def said(catalog: Catalog) -> set[tuple[str, str]]:
    """What a catalogue says for what; the forms of a plural one after the other."""

    def whole(forms: str | Iterable[str] | None) -> str:
        return forms if isinstance(forms, str) else "\n".join(forms or ())

    return {(whole(one.id), whole(one.string)) for one in catalog if one.id}


@pytest.mark.parametrize(("path", "command"), list(commands()))
def test_a_command_and_each_of_its_options_have_help_in_both_languages(
    path: str, command: click.Command
) -> None:
    assert command.help
    assert path in HELP
    for option in options(command):
        assert option.help
        assert f"{path} {option.opts[0]}" in HELP or option.opts[0] in HELP
    for param in command.params:
        places = re.findall("[A-Z]+", param.make_metavar(click.Context(command)))
        assert set(places) <= set(HELP)


def test_no_help_in_french_is_left_over() -> None:
    known = {path for path, _ in commands()}
    for path, command in commands():
        known |= {
            name for one in options(command) for name in (one.opts[0], f"{path} {one.opts[0]}")
        }
    places = {name for name in HELP if name.isupper()}
    assert set(HELP) - places <= known


def test_the_words_of_click_are_compiled_from_their_source() -> None:
    with (LOCALE / "messages.po").open("rb") as file:
        source = read_po(file, locale="fr")
    with (LOCALE / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    assert len(source) > 20
    assert said(compiled) == said(source)


@pytest.mark.parametrize(
    ("locale", "shown", "other"),
    [
        ("fr_FR.UTF-8", "Répondre à une question", "Answer a question"),
        ("en_GB.UTF-8", "Answer a question", "Répondre à une question"),
    ],
)
def test_help_is_in_the_language_of_the_locale(locale: str, shown: str, other: str) -> None:
    done = helped("ask", "--help", locale=locale)
    assert done.returncode == 0
    assert shown in done.stdout
    assert other not in done.stdout


def test_an_error_of_use_is_in_french_too() -> None:
    done = helped("aks", locale="fr_FR.UTF-8")
    assert done.returncode == 2
    assert done.stderr.startswith("Usage : ")
    assert "rag [OPTIONS] COMMANDE [ARGUMENTS]..." in done.stderr
    assert "Erreur : La commande 'aks' n'existe pas. Vouliez-vous dire 'ask' ?" in done.stderr
    missing = helped("index", locale="fr_FR.UTF-8")
    assert "Erreur : Il manque l'argument '[CHEMINS]...'." in missing.stderr


def test_the_help_names_every_export_format() -> None:
    known = "".join(f" .{each.extension}" for each in EXPORT_FORMATS)
    for name in ("ask", "check"):
        (option,) = (one for one in options(app.commands[name]) if one.name == "export")
        assert (option.help or "").endswith(known)
    assert str(HELP["--export"]["fr"]).endswith(known)
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    (line,) = (line for line in readme.splitlines() if "rag ask" in line and "--export" in line)
    assert set(known.split()) <= set(line.replace("preuves.pdf", "preuves .pdf").split())
