"""Where settings come from: flags before variables, variables before the file; secrets in files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.config import changed_settings, load_settings, load_sourced, read_secret
from rag.config.environment import known_names, variable_of
from rag.errors import SettingsInvalid

pytest.importorskip("pydantic_settings", reason="pip install pydantic-settings")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [each for each in os.environ if each.startswith("VERBATIM_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "rag.toml"
    path.write_text('hits = 5\nport = 7000\n[service]\nhosts = ["a.example"]\nopen = true\n')
    return path


def test_a_flag_comes_before_a_variable_and_a_variable_before_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings(file).hits == 5
    monkeypatch.setenv("VERBATIM_HITS", "6")
    assert load_settings(file).hits == 6
    found = load_sourced(file, {"hits": "7"})
    assert (found.settings.hits, found.sources["hits"]) == (7, "--set")
    assert (found.settings.port, found.sources["port"]) == (7000, str(file))
    assert "statements" not in found.sources


def test_a_variable_sets_one_setting_of_a_table_and_leaves_the_others(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__HOSTS", "b.example, c.example")
    monkeypatch.setenv("VERBATIM_SERVICE__SESSION_HOURS", "3")
    monkeypatch.setenv("VERBATIM_LIBRARY__EXAMPLES", '["Who?", "When, and why?"]')
    found = load_sourced(file)
    service = found.settings.service
    assert (service.hosts, service.session_hours) == (("b.example", "c.example"), 3)
    assert service.open
    assert found.settings.library.examples == ("Who?", "When, and why?")
    assert found.sources["service.hosts"] == "VERBATIM_SERVICE__HOSTS"
    assert found.sources["service.open"] == str(file)


def test_collections_of_the_file_stand_beside_a_variable(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = '\n[collections.hr]\npaths = ["hr"]\nroles = ["admin"]\n'
    file.write_text(file.read_text() + table)
    monkeypatch.setenv("VERBATIM_HITS", "6")
    found = load_settings(file)
    assert (found.hits, [each.name for each in found.collections]) == (6, ["hr"])


def test_a_password_in_an_address_is_not_shown(file: Path) -> None:
    address = "https://bob:s3cret@llm.example/v1?api_key=s3cret"
    given = {"writer_url": address, "writer_model": "m"}
    shown = {name: value for name, value, _ in changed_settings(load_sourced(file, given))}
    assert shown["writer_url"] == "https://…@llm.example/v1?…"
    with pytest.raises(SettingsInvalid) as caught:
        load_sourced(file, {"writer_url": "ftp://bob:s3cret@llm.example"})
    assert "s3cret" not in caught.value.message("en")


def test_no_number_is_no_threshold(file: Path) -> None:
    with pytest.raises(SettingsInvalid):
        load_sourced(file, {"threshold": "nan"})


@pytest.mark.parametrize("name", known_names())
def test_every_setting_of_one_value_has_its_variable(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A text that cannot be a number or a truth is refused under the name of the variable."""
    default = load_settings(file)
    table, _, last = name.rpartition(".")
    kind = type(getattr(getattr(default, table) if table else default, last))
    if kind in (int, float, bool):
        monkeypatch.setenv(variable_of(name), "ten")
        with pytest.raises(SettingsInvalid) as caught:
            load_settings(file)
        assert caught.value.message("en").startswith(f"{variable_of(name)}: invalid setting (")
        assert f"{last} = 'ten'" in caught.value.message("fr")


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("VERBATIM_HITS", "0", "VERBATIM_HITS: invalid setting (hits = 0)"),
        ("VERBATIM_PORT", "99999", "VERBATIM_PORT: invalid setting (port = 99999)"),
        ("VERBATIM_SERVICE__ASK_SECONDS", "0", "VERBATIM_SERVICE__ASK_SECONDS: "),
        ("VERBATIM_SERVICE__HOSTS", "[1]", "VERBATIM_SERVICE__HOSTS: "),
        ("VERBATIM_SERVICE__HOSTS", "[", "VERBATIM_SERVICE__HOSTS: "),
        ("VERBATIM_SERVICE__CORS", "nowhere", "VERBATIM_SERVICE__CORS: "),
    ],
)
def test_a_bad_value_is_refused_under_the_name_of_its_variable(
    file: Path, monkeypatch: pytest.MonkeyPatch, variable: str, text: str, said: str
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(file)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("flags", "said"),
    [({"hist": "5"}, "there is no setting hist"), ({"hits": "x"}, "hits = 'x'"),
     ({"service.opne": "1"}, "service.opne"), ({"collections": "x"}, "collections")],
)  # fmt: skip
def test_a_flag_that_is_no_setting_is_refused(file: Path, flags: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        load_sourced(file, flags)
    assert str(caught.value).startswith("--set: ")
    assert said in str(caught.value)


def test_what_is_missing_without_a_file_is_said_of_what_was_given(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.unlink()
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("VERBATIM_OIDC__ISSUER", "https://login.example")
    with pytest.raises(SettingsInvalid) as caught:
        load_settings()
    said = "VERBATIM_OIDC__ISSUER: invalid setting ([oidc] needs address)."
    assert str(caught.value).startswith(said)


def test_a_fault_of_the_file_is_still_said_of_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_HITS", "6")
    file.write_text("statements = 0\n")
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(file)
    assert str(caught.value).startswith(f"{file}: invalid setting (statements = 0)")


def test_what_kubernetes_sets_for_a_service_of_our_name_is_no_setting(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_PORT", "tcp://10.0.0.1:80")
    monkeypatch.setenv("VERBATIM_SERVICE_HOST", "10.0.0.1")
    found = load_sourced(file)
    assert found.settings.port == 7000
    assert found.ignored == ("VERBATIM_SERVICE_HOST",)


def test_what_is_set_is_listed_with_its_source(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_OCR", "true")
    rows = changed_settings(load_sourced(file, {"institution.name": "Port"}))
    assert rows == [
        ("hits", 5, str(file)),
        ("ocr", True, "VERBATIM_OCR"),
        ("port", 7000, str(file)),
        ("service.open", True, str(file)),
        ("service.hosts", "a.example", str(file)),
        ("institution.name", "Port", "--set"),
    ]


def test_the_doctor_says_where_each_value_comes_from(tmp_path: Path) -> None:
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n')
    done = subprocess.run(
        [sys.executable, "-m", "rag", "--set", "hits=4", "doctor", "--json"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
        env=os.environ | {"VERBATIM_STATEMENTS": "2", "VERBATIM_HTIS": "1", "LC_ALL": "C"},
    )  # fmt: skip
    states = [each["state"] for each in json.loads(done.stdout) if each["name"] == "setting"]
    assert states == [
        'encoder = "hashing-64", from rag.toml',
        "hits = 4, from --set",
        "statements = 2, from VERBATIM_STATEMENTS",
        "not settings, and ignored: VERBATIM_HTIS",
    ]


def test_without_variables_and_flags_pydantic_is_not_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from rag import load_settings; load_settings(); "
        "print('pydantic' in sys.modules or 'pydantic_settings' in sys.modules)"
    )
    clean = {name: each for name, each in os.environ.items() if not name.startswith("VERBATIM_")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "False\n", done.stderr


def test_a_secret_is_in_a_variable_or_in_the_file_that_another_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "one")
    assert (read_secret("MY_KEY"), read_secret(""), read_secret("MY_OTHER_KEY")) == ("one", "", "")
    (tmp_path / "key").write_text("two\n")
    monkeypatch.setenv("MY_KEY_FILE", str(tmp_path / "key"))
    assert read_secret("MY_KEY") == "two"
    monkeypatch.setenv("MY_KEY_FILE", str(tmp_path / "nothing"))
    with pytest.raises(SettingsInvalid, match="MY_KEY_FILE"):
        read_secret("MY_KEY")
