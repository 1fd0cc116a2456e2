"""The command: what it prints, and its exit codes."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from rag import __version__

TEXT = """Règlement intérieur

Paris, le 2 mars 2024

Le mandat du président dure trois ans. Le conseil siège à Rabat.
"""


def rag(
    folder: Path, *words: str, locale: str = "C", typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """The command, in a folder whose rag.toml asks for an encoder that needs no model."""
    (folder / "rag.toml").write_text('encoder = "hashing-64"\n')
    return subprocess.run(
        [sys.executable, "-m", "rag", *words],
        cwd=folder,
        env=os.environ | {"LC_ALL": locale, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        input=typed,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "docs").mkdir()
    (folder / "docs" / "reglement.txt").write_text(TEXT, encoding="utf-8")
    done = rag(folder, "index", "docs")
    assert done.returncode == 0, done.stderr
    assert "1 document, " in done.stdout
    return folder


def test_an_answer_is_quoted_with_its_source_and_ends_with_0(library: Path) -> None:
    done = rag(library, "ask", "Combien de temps dure le mandat du président ?")
    assert done.returncode == 0, done.stderr
    assert "Le mandat du président dure trois ans." in done.stdout
    assert "« " in done.stdout.replace("\u00a0", " ")
    assert "reglement.txt" in done.stdout


def test_json_holds_the_whole_answer(library: Path) -> None:
    done = rag(library, "ask", "--json", "Combien de temps dure le mandat du président ?")
    found = json.loads(done.stdout)
    assert {"question", "language", "found", "text", "statements", "citations", "hits"} <= set(
        found
    )
    assert {"index_id", "timings_ms"} <= set(found)
    cited = found["citations"][0]
    assert cited["quote"] == found["statements"][0]["text"]
    assert len(cited["sha256"]) == 64
    assert (found["language"], cited["n"]) == ("fr", 1)


def test_a_refusal_ends_with_3(library: Path) -> None:
    done = rag(library, "ask", "Quelle est la formule chimique de la caféine ?")
    assert done.returncode == 3
    assert "1 document" in done.stdout


def test_what_the_documents_lack_is_said_and_is_in_the_json(library: Path) -> None:
    question = "Que dit l'article 999 du règlement ?"
    done = rag(library, "ask", question)
    assert done.returncode == 3
    assert "L’article 999 ne figure pas dans ces documents" in done.stdout
    (absent,) = json.loads(rag(library, "ask", "--json", question).stdout)["absent"]
    assert (absent["kind"], absent["text"]) == ("identifier", "article 999")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["ask"], 2, id="no-question"),
        pytest.param(["nonsense"], 2, id="no-such-command"),
        pytest.param(["ask", "x", "--index", "nowhere"], 1, id="no-index"),
        pytest.param(["ask", "   "], 1, id="blank-question"),
        pytest.param(["evaluate", "docs"], 1, id="no-set"),
        pytest.param(["ask", "x", "--export", "a.xyz", "--index", "nowhere"], 1, id="no-format"),
        pytest.param(["serve", "--port", "80000"], 2, id="no-port"),
        pytest.param(["check", "x", "--export", "a", "--index", "nowhere"], 1, id="no-format-2"),
    ],
)
def test_faults_end_with_their_code_and_one_line(
    library: Path, words: list[str], code: int
) -> None:
    done = rag(library, *words)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert code == 2 or len(done.stderr.strip().splitlines()) == 1


def test_a_format_is_refused_before_anything_is_asked(library: Path) -> None:
    done = rag(library, "ask", "x", "--export", "a.xyz", "--index", "nowhere")
    assert "a.xyz" in done.stderr
    assert ".docx" in done.stderr


def test_an_export_is_saved_even_if_nobody_reads_the_output(library: Path) -> None:
    command = f"{sys.executable} -m rag ask 'Quelle est la durée du mandat ?' --export a.md"
    subprocess.run(f"{command} | true", shell=True, cwd=library, timeout=120, check=False)
    assert (library / "a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere.toml", "this file does not exist"), ("docs", "docs: invalid setting (Is a dir")],
)
def test_settings_that_cannot_be_read_are_named_without_a_traceback(
    library: Path, name: str, said: str
) -> None:
    done = rag(library, "--config", name, "ask", "x")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Errno" not in done.stderr


def test_an_address_in_use_is_one_line_and_ends_with_1(library: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = rag(library, "serve", "--port", str(port))
    (line,) = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert line.startswith(f"127.0.0.1:{port} cannot be served (another program uses this address)")


def test_questions_are_read_a_line_each_and_answered_in_order(library: Path) -> None:
    first = "Combien de temps dure le mandat du président ?"
    asked = {"id": "b", "question": "Où siège le conseil ?", "exact": True}
    typed = f"{first}\n\n{json.dumps(asked)}\n"
    done = rag(library, "ask", "-", "--json", typed=typed)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [one["question"] for one in found] == [first, "Où siège le conseil ?"]
    assert [(one.get("id"), one["exact"]) for one in found] == [(None, False), ("b", True)]
    shown = rag(library, "ask", "-", typed=typed).stdout
    assert "Le mandat du président dure trois ans." in shown
    assert shown.index(first) < shown.index("Où siège le conseil ?")


def test_a_line_that_cannot_be_asked_leaves_the_others(library: Path) -> None:
    faults = ['{"question": "x", "asOf": 1}', '{"question": 3}', "{", '{"question": ""}']
    faults += ['{"question": "x", "as_of": "soon"}', '{"question": "x", "scope": {"type": []}}']
    typed = "\n".join([*faults, "Où siège le conseil ?"])
    done = rag(library, "ask", "-", "--json", typed=typed)
    *errors, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [error["line"] for error in errors] == faults
    names = ["RequestRefused"] * 3 + ["QuestionInvalid", "DateInvalid", "ScopeInvalid"]
    assert [error["error"] for error in errors] == names
    assert "unknown field (asOf)" in errors[0]["message_en"]
    assert last["found"] is True
    assert len(rag(library, "ask", "-", typed=typed).stderr.splitlines()) == len(faults)


def test_a_line_keeps_its_id_and_may_follow_a_byte_order_mark(library: Path) -> None:
    good = {"id": 1, "question": "Où siège le conseil ?"}
    bad = {"id": [2], "question": "x", "scope": {"foo": 1}}
    typed = f"\ufeff{json.dumps(good)}\r\n{json.dumps(bad)}\n[3]{{"
    done = rag(library, "ask", "-", "--json", typed=typed)
    first, second, third = [json.loads(line) for line in done.stdout.splitlines()]
    assert (first["id"], first["question"]) == (1, good["question"])
    assert (second["id"], second["error"]) == ([2], "ScopeInvalid")
    assert third["question"] == "[3]{"


def test_a_refusal_among_the_lines_ends_with_3(library: Path) -> None:
    typed = "Quelle est la formule chimique de la caféine ?\nOù siège le conseil ?"
    assert rag(library, "ask", "-", typed=typed).returncode == 3
    assert rag(library, "ask", "-", "--after", "Où ?", typed=typed).returncode == 2


def test_the_version_and_the_help_are_an_option_away(library: Path) -> None:
    assert rag(library, "--version").stdout == f"rag {__version__}\n"
    short, long = rag(library, "ask", "-h"), rag(library, "ask", "--help")
    assert short.stdout == long.stdout
    assert "--export" in short.stdout


def test_a_run_prints_less_or_more(library: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    quiet = rag(tmp_path, "-q", "index", "a.txt")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    assert "encode " in rag(library, "-v", "ask", "Où siège le conseil ?").stderr
    assert rag(library, "ask", "Où siège le conseil ?").stderr == ""
    assert "Rabat" in rag(library, "-q", "ask", "Où siège le conseil ?").stdout


def test_errors_speak_the_language_of_the_locale(library: Path) -> None:
    french = rag(library, "ask", "x", "--index", "nowhere", locale="fr_FR.UTF-8")
    assert "il n’y a pas d’index ici" in french.stderr
    assert "there is no index here" in rag(library, "ask", "x", "--index", "nowhere").stderr


def test_debug_shows_the_traceback(library: Path) -> None:
    assert "Traceback" in rag(library, "--debug", "ask", "x", "--index", "nowhere").stderr


def test_a_refused_file_is_named_while_the_others_are_indexed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "docs" / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    done = rag(tmp_path, "index", "docs")
    assert done.returncode == 1
    assert "bad.pdf" in done.stderr
    assert "1 document, " in done.stdout
    assert "1 refused" in done.stdout


def test_the_doctor_says_how_things_stand(library: Path) -> None:
    done = rag(library, "doctor", "--json")
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    assert checks["encoder"]["state"].startswith("hashing-64, 64 dimensions")
    assert "1 document, " in checks["index"]["state"]
    assert checks["vectors"]["good"]
    assert "every passage" in checks["vectors"]["state"]


@pytest.mark.parametrize(
    ("claim", "code", "message"),
    [
        ("Le mandat du président dure trois ans.", 0, "Confirmé"),
        ("Le mandat du président dure 4 ans.", 4, "chiffre différent : « 4 ans »"),
        ("La tour mesure 330 mètres.", 3, "Introuvable"),
    ],
)
def test_a_claim_is_checked_and_the_code_tells_the_verdict(
    library: Path, claim: str, code: int, message: str
) -> None:
    done = rag(library, "check", claim, locale="fr_FR.UTF-8")
    assert done.returncode == code, done.stderr
    assert message in done.stdout.replace("\u00a0", " ")


def test_a_file_is_checked_and_neither_or_both_are_a_wrong_command(library: Path) -> None:
    (library / "article.txt").write_text("Le conseil siège à Rabat.", encoding="utf-8")
    done = rag(library, "check", "--file", "article.txt", "--json")
    assert json.loads(done.stdout)["claims"][0]["verdict"] == "supported"
    assert rag(library, "check").returncode == 2
    assert rag(library, "check", "x", "--file", "article.txt").returncode == 2


def test_a_follow_up_is_asked_after_earlier_questions(library: Path) -> None:
    first = "Combien de temps dure le mandat du président ?"
    done = rag(library, "ask", "Où siège-t-il ?", "--after", first, "--json")
    assert json.loads(done.stdout)["understood"].startswith("Où le mandat du président siège-t-il")


def test_the_other_meaning_of_a_follow_up_is_shown(tmp_path: Path) -> None:
    (tmp_path / "ville.txt").write_text("Ana Roux préside le conseil de la ville.", "utf-8")
    assert rag(tmp_path, "index", "ville.txt").returncode == 0
    words = ("ask", "Quel est son mandat ?", "--after", "Qui préside le conseil de la ville ?")
    done = rag(tmp_path, *words, locale="fr_FR.UTF-8")
    shown = " ".join(done.stdout.split())
    assert "On peut aussi comprendre : « Quel est le mandat d’Ana Roux ?" in shown


def test_a_chat_remembers_its_questions_and_ends_with_its_input(library: Path) -> None:
    typed = "Combien de temps dure le mandat du président ?\nEt celui du conseil ?\n\n"
    done = rag(library, "chat", typed=typed, locale="fr_FR.UTF-8")
    assert done.returncode == 0, done.stderr
    assert "Le mandat du président dure trois ans." in done.stdout
    assert "Compris comme" in done.stdout
    assert rag(library, "chat", typed="").returncode == 0


VERSION = """# Règlement intérieur {year}

Paris, le 2 mars {year}

Le mandat du président dure {n} ans.
"""
CHARTER = """# Charter of the harbour {year}

Adopted on 2 March {year}.

The pilot of the harbour guides {n} ships a day.
"""


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    (folder / "docs").mkdir()
    for year, term in ((2021, "trois"), (2024, "quatre")):
        text = VERSION.format(year=year, n=term)
        (folder / "docs" / f"reglement-{year}.md").write_text(text, encoding="utf-8")
        text = CHARTER.format(year=year, n=year - 2009)
        (folder / "docs" / f"harbour-charter-{year}.md").write_text(text, encoding="utf-8")
    assert rag(folder, "index", "docs").returncode == 0
    return folder


@pytest.mark.parametrize(
    ("question", "older", "warning", "then"),
    [
        (
            "Combien de temps dure le mandat du président ?",
            "remplacé par la version du 2 mars 2024",
            "Mise à jour le 2 mars 2024, de «\u00a0trois\u00a0» à «\u00a0quatre\u00a0» "
            "(source [1]\u202f; la source [2] a été remplacée).",
            "État des documents au 31 décembre 2023",
        ),
        (
            "How many ships does the pilot of the harbour guide a day?",
            "replaced by the version of 2 March 2024",
            "Updated from “12” to “15” on 2 March 2024 (source [1]; source [2] has been replaced).",
            "Documents as of 31 December 2023",
        ),
    ],
)
def test_versions_and_conflicts_are_shown(
    versions: Path, question: str, older: str, warning: str, then: str
) -> None:
    now = rag(versions, "ask", question)
    assert older in now.stdout
    assert warning in now.stdout
    before = rag(versions, "ask", question, "--as-of", "2023-12-31")
    assert then in before.stdout
    assert "trois ans" in before.stdout or "12 ships" in before.stdout
    assert not any(later in before.stdout for later in ("quatre ans", "15 ships"))


@pytest.mark.parametrize(
    ("locale", "message"), [("fr_FR.UTF-8", "date incorrecte"), ("C", "invalid date")]
)
def test_a_day_that_cannot_be_read_is_a_wrong_command(
    versions: Path, locale: str, message: str
) -> None:
    done = rag(versions, "ask", "Qui ?", "--as-of", "31/12/2023", locale=locale)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("locale", "message"),
    [
        ("C", "The output could not be written"),
        ("fr_FR.UTF-8", "Le résultat n’a pas pu être écrit"),
    ],
)
def test_a_full_disk_under_the_output_is_reported_in_one_line(
    library: Path, locale: str, message: str
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rag", "ask", "Combien de temps dure le mandat du président ?"],
            cwd=library,
            env=os.environ | {"LC_ALL": locale, "PYTHONIOENCODING": "utf-8"},
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=120,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1


def test_a_reader_that_goes_away_ends_the_command_without_a_word(library: Path) -> None:
    program = [sys.executable, "-m", "rag", "ask", "Combien de temps dure le mandat ?"]
    with subprocess.Popen(
        program, cwd=library, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asked:
        assert asked.stdout is not None
        assert asked.stderr is not None
        asked.stdout.close()
        assert asked.stderr.read() == b""
        assert asked.wait(timeout=120) == 1


def test_nothing_is_left_of_an_index_that_cannot_be_written(library: Path, tmp_path: Path) -> None:
    """tantivy is shown a folder of links there, which goes with the process."""
    shutil.copytree(library, tmp_path / "library")
    (lock,) = (tmp_path / "library" / "index").rglob(".tantivy-meta.lock")
    lock.unlink()
    lock.mkdir()  # root may write everywhere else
    done = subprocess.run(
        [sys.executable, "-m", "rag", "ask", "Combien de temps dure le mandat du président ?"],
        cwd=tmp_path / "library",
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


def test_several_questions_are_printed_under_their_own_words(library: Path) -> None:
    done = rag(library, "ask", "Combien de temps dure le mandat ? Où siège le conseil ?")
    assert done.returncode == 0, done.stderr
    printed = done.stdout.replace("\u00a0", " ")
    first, second = "Combien de temps dure le mandat ?", "Où siège le conseil ?"
    assert printed.index(first) < printed.index("trois ans") < printed.index(second)
    assert printed.count("Sources") == 1
    assert "2 questions" in printed


def test_a_correction_is_printed_and_undone(library: Path) -> None:
    typed = "Combien de temps dure le madnat ?"
    done = rag(library, "ask", typed)
    printed = done.stdout.replace("\u00a0", " ")
    assert "Compris comme : « Combien de temps dure le mandat ? » (--exact" in printed
    assert "Compris" not in rag(library, "ask", "--exact", typed).stdout


def test_the_catalogue_is_printed_as_a_list(library: Path) -> None:
    done = rag(library, "ask", "Combien de documents avez-vous ?")
    assert done.returncode == 0
    assert "D’après le catalogue" in done.stdout
    assert "- Règlement intérieur, 2 mars 2024, reglement.txt" in done.stdout
    listed = json.loads(rag(library, "ask", "--json", "list all documents").stdout)["listed"]
    assert (listed["count"], listed["documents"][0]["path"]) == (1, "reglement.txt")


def test_a_greeting_gets_a_friendly_line(library: Path) -> None:
    done = rag(library, "ask", "Bonjour !")
    assert done.returncode == 0
    assert done.stdout.replace("\u00a0", " ").replace("\u202f", " ").startswith("Bonjour !")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_options(tmp_path: Path, shell: str) -> None:
    assert "_RAG_COMPLETE=" in rag(tmp_path, "completion", shell).stdout
    typed = {"COMP_WORDS": "rag ev", "COMP_CWORD": "1" if shell != "fish" else "ev"}
    done = subprocess.run(
        [sys.executable, "-c", "from rag.cli import main; main()"],
        env=os.environ | typed | {"_RAG_COMPLETE": f"{shell}_complete", "LC_ALL": "C"},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.stdout == "" or "evaluate" in done.stdout


@pytest.mark.parametrize(("locale", "word"), [("C", "Measure the"), ("fr_FR.UTF-8", "Mesurer les")])
def test_the_manual_page_has_every_command(tmp_path: Path, locale: str, word: str) -> None:
    page = rag(tmp_path, "man", locale=locale).stdout
    assert page.startswith(".TH RAG 1")
    assert word in page
    for name in ("ASK", "EVALUATE", "USER ADD", "TOKEN REVOKE"):
        assert f".SH RAG {name}" in page
    assert r"\fB\-\-fail\-under " in page
