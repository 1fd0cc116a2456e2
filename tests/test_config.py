"""Settings: defaults, a file, and what is refused."""

from pathlib import Path

import pytest

from rag.config import Collection, Service, Settings, load_settings
from rag.errors import SettingsInvalid


def test_a_file_changes_only_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "rag.toml"
    path.write_text('encoder = "models/e5"\nthreshold = 1\n', encoding="utf-8")
    assert load_settings(path) == Settings(encoder="models/e5", threshold=1)


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        pytest.param("colour = 1", "colour", id="unknown-key"),
        pytest.param('hits = "ten"', "hits = 'ten'", id="wrong-type"),
        pytest.param("hits = true", "hits = True", id="boolean-is-no-number"),
        pytest.param("hits = 0", "hits = 0", id="too-small"),
        pytest.param("port = 99999", "port = 99999", id="no-such-port"),
        pytest.param("threshold = 2.0", "threshold = 2.0", id="past-one"),
        pytest.param("hits =", "", id="not-toml"),
        pytest.param(f"hits = {'1' * 5_000}", "", id="endless-number"),
        pytest.param(f"hits = {'[' * 10_000}", "", id="nested-without-end"),
        pytest.param("service = 1", "service = 1", id="no-table"),
        pytest.param("[service]\nopne = true", "opne", id="unknown-key-of-the-service"),
        pytest.param("[service]\nopen = 1", "open = 1", id="wrong-type-of-the-service"),
        pytest.param("[service]\nask_seconds = 0", "ask_seconds = 0", id="no-time"),
        pytest.param("[service]\nhosts = [1]", "hosts = [1]", id="hosts-are-names"),
        pytest.param("collections.rh = 1", "rh = 1", id="collection-is-a-table"),
        pytest.param('collections.rh = {roles = ["admin"]}', "rh", id="collection-of-nothing"),
        pytest.param('collections.rh = {paths = ["/"]}', "rh", id="collection-of-everything"),
        pytest.param(
            'collections.rh = {paths = ["rh"], roles = ["boss"]}', "reader", id="no-such-role"
        ),
        pytest.param('collections.rh = {paths = ["rh"], who = []}', "rh.who", id="unknown-rule"),
        pytest.param('[service]\nprefix = "tools"', "prefix = tools", id="no-path"),
        pytest.param('[library]\nexamples = "Qui ?"', "examples", id="examples-are-a-list"),
        pytest.param('[oidc]\nissuer = "http://x.example"', "issuer", id="unsafe-provider"),
    ],
)
def test_a_bad_line_is_refused_with_its_cause(tmp_path: Path, line: str, cause: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(path)
    assert cause in caught.value.message("fr")
    assert str(path) in caught.value.message("en")


def test_the_tables_of_the_service_and_the_collections_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rag.toml"
    path.write_text(
        """
        hits = 5
        [service]
        accounts = true
        hosts = ["verbatim.example.org"]
        [collections]
        personnel = {paths = ["rh", "archives/rh"], roles = ["curator"]}
        """,
        encoding="utf-8",
    )
    assert load_settings(path) == Settings(
        hits=5,
        service=Service(accounts=True, hosts=("verbatim.example.org",)),
        collections=(Collection("personnel", ("rh", "archives/rh"), ("curator",)),),
    )


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid):
        load_settings(tmp_path / "none.toml")
