"""What the documents say is true: commands, settings, fields, links, paths, make targets."""

import dataclasses
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import httpx
import pytest

from bench.report import command_line
from rag import Answer, Citation, Settings
from rag.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
GROUPS = {name: group for name, group in app.commands.items() if isinstance(group, click.Group)}


def fenced(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("command", app.commands)
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    assert f"rag {command}" in README
    assert app.commands[command].help


@pytest.mark.parametrize("group", GROUPS)
def test_every_command_of_a_group_is_in_the_readme_and_has_help(group: str) -> None:
    for name, command in GROUPS[group].commands.items():
        assert f"rag {group} {name}" in README
        assert command.help


def test_every_command_of_the_readme_exists() -> None:
    named = {word for block in fenced("sh") for word in re.findall(r"^rag (\w+)", block, re.M)}
    assert named <= set(app.commands)


def test_the_settings_of_the_readme_are_the_defaults() -> None:
    assert Settings(**tomllib.loads(fenced("toml")[0])) == Settings()


def test_the_fields_of_an_answer_are_named() -> None:
    names = {field.name for field in dataclasses.fields(Answer)}
    cited = {field.name for field in dataclasses.fields(Citation)} - {"n", "span"}
    assert all(f"`{name}`" in README for name in names - {"citations"})
    assert all(re.search(rf"\b{name}\b", README) for name in cited)


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n')
    (tmp_path / "a.txt").write_text("Ai Movement compte sept piliers.\n\nThe secretary signs.")
    for program in (["-m", "rag", "index", "a.txt"], ["-c", fenced("python")[0]]):
        done = subprocess.run(
            [sys.executable, *program], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr


def test_the_python_of_the_page_for_programs_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "from-python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n')
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "hours.md").write_text("# Hours\n\nThe boathouse opens at seven.\n")
    for program in (["-m", "rag", "index", "documents"], ["-c", "\n".join(blocks)]):
        done = subprocess.run(
            [sys.executable, "-W", "error", *program],
            cwd=tmp_path, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert "2/4 " in done.stdout
    assert "[{'client': 'Port'}" in done.stdout
    assert "il n\u2019y a pas d\u2019index ici" in done.stdout
    assert " intact\n" in done.stdout


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of a document."""
    folder = tmp_path_factory.mktemp("workplace")
    (folder / "rag.toml").write_text('encoder = "hashing-64"\n')
    (folder / "documents").mkdir()
    text = "# Hours\n\nThe boathouse opens at seven. In August the boathouse opens at six.\n"
    (folder / "documents" / "hours.md").write_text(text)
    subprocess.run(
        [sys.executable, "-m", "rag", "index", "documents"],
        cwd=folder, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def address(workplace: Path) -> Iterator[str]:
    """The address of ``rag serve`` over that index, ready for questions."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "rag", "serve", "--port", str(port), "--uploads", "uploads"]
    with (workplace / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=workplace, stdout=log, stderr=log)
    address, end = f"http://127.0.0.1:{port}", time.monotonic() + 120
    try:
        while time.monotonic() < end and process.poll() is None:
            try:
                if httpx.get(f"{address}/readyz", timeout=5).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        (
            "over-http",
            [
                "The boathouse opens at seven. hours.md",
                " intact\n",
                "verified: The boathouse opens at seven.\nfound: True\n1 1\n",
                "added Mooring",
                "Mooring fees\nreplaced\n",
                "422 urn:verbatim:error:RequestRefused",
                "unknown field (body.top_k)",
                "True\nadded\nadded\n",
            ],
        ),
        (
            "as-an-openai-server",
            ["opens at seven.” [2]", "Understood as: “When does the boathouse", "2 64\n"],
        ),
        ("doors", ["The boathouse opens at seven. verbatim:"]),
        (
            "as-mcp-tools",
            ["opens at seven.” [2]", "opens at seven. verbatim:"],
        ),
    ],
)
def test_the_python_of_the_pages_for_other_programs_runs(
    workplace: Path, address: str, page: str, printed: list[str]
) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert "http://127.0.0.1:7860" in text
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    program = "\n".join(blocks).replace("http://127.0.0.1:7860", address)
    # The client gives a process few variables; that of the tests needs their path.
    program = program.replace('cwd="."', f'cwd=".", env={dict(os.environ)!r}')
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=workplace, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for part in printed:
        assert part in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("package", "heading"), [("langchain_core", "LangChain"), ("llama_index.core", "LlamaIndex")]
)
def test_the_python_of_the_page_on_retrievers_runs(
    workplace: Path, package: str, heading: str
) -> None:
    pytest.importorskip(package, reason=f"pip install {package}")
    text = (ROOT / "docs" / "in-langchain-and-llamaindex.md").read_text(encoding="utf-8")
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    (program,) = re.findall(r"^```python\n(.*?)^```", section, re.M | re.S)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=workplace, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "opens at seven. " in done.stdout
    assert "verbatim:" in done.stdout


def test_the_commands_and_the_python_of_the_page_on_evaluation_run(
    workplace: Path, address: str
) -> None:
    text = (ROOT / "docs" / "evaluate-your-own.md").read_text(encoding="utf-8")
    questions, program = (
        "\n".join(re.findall(rf"^```{kind}\n(.*?)^```", text, re.M | re.S))
        for kind in ("csv", "python")
    )
    (workplace / "questions.csv").write_text(questions, encoding="utf-8")
    blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S))
    commands = [re.sub(" *#.*", "", line).split() for line in blocks.splitlines() if line]
    (workplace / "main.json").unlink(missing_ok=True)
    for _, *words in commands:
        if "--compare" in words:
            (workplace / "today.json").rename(workplace / "main.json")
        done = subprocess.run(
            [sys.executable, "-m", "rag", *words],
            cwd=workplace, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    assert (workplace / "report.html").stat().st_size > 1_000
    done = subprocess.run(
        [sys.executable, "-c", program.replace("http://127.0.0.1:7860", address)],
        cwd=workplace, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1].startswith("right: "), done.stderr
    assert "right What does article 12 say?" in done.stdout


# Every Markdown file of the repository, but none of an environment or of what is built.
FOLDERS = [
    folder
    for folder in ROOT.iterdir()
    if folder.is_dir() and not re.match(r"\.(?!github$)|build$", folder.name)
]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in folder.rglob("*.md"))]
)
PATHS = re.compile(r"(?<![\w./-])(?:rag|tests|bench|train|docs|examples|deploy)/[\w./-]*\w")
each_document = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def prose(text: str) -> str:
    """A Markdown text without its code."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def code(text: str) -> str:
    """The code in a Markdown text, blocks and words."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    words = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    return "\n".join([*blocks, *words])


def links(text: str) -> list[str]:
    """The relative links of a Markdown text, its pictures included."""
    found = re.findall(r"\]\(([^)\s]+)\)|\b(?:src|srcset|href)=\"([^\"]+)\"", prose(text))
    return [one or other for one, other in found if not re.match(r"[a-z]+:", one or other)]


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a Markdown text."""
    headings = re.findall(
        r"^#+ +(.+?) *$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_document
def test_every_relative_link_leads_to_a_file_and_a_heading(path: Path) -> None:
    for link in links(path.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


@each_document
def test_every_path_that_is_named_exists(path: Path) -> None:
    named = PATHS.findall(path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@each_document
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    named = re.findall(r"^make ([a-z-]+)", code(path.read_text(encoding="utf-8")), re.M)
    assert set(named) <= TARGETS


def test_continuous_integration_calls_make_targets_that_exist() -> None:
    called = re.findall(r"^ *make ([a-z-]+)", (ROOT / ".ci" / "run").read_text("utf-8"), re.M)
    assert called
    assert set(called) <= TARGETS


def test_a_text_shows_its_links_its_code_and_its_anchors() -> None:
    text = '# Où ? A-1\n[a](b.md#c) `make x` `[d](e)`\n```sh\n# no\nmake y\n```\n<img src="f.png">'
    assert links(text + " [web](https://example.org)") == ["b.md#c", "f.png"]
    assert re.findall(r"^make (\w)", code(text), re.M) == ["y", "x"]
    assert anchors(text) == {"où--a-1"}


@each_document
def test_no_document_names_a_path_of_one_machine(path: Path) -> None:
    found = re.findall(r"(?:/var)?/(?:tmp|root|home)/[\w.-]+", path.read_text(encoding="utf-8"))
    assert found == []


def test_a_measured_command_is_printed_as_it_can_be_given_anywhere() -> None:
    words = ["/a/bench/page.py", "--index", "/b/index", "--out", "/R.md", "-v"]
    assert command_line(words) == "python -m bench.page --index index -v"
