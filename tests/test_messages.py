"""What people read: one catalogue, in every language, with one function that says it."""

import ast
import datetime as dt
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

import pytest

import rag
from rag.errors import RagError
from rag.messages import Catalogue, Message, say
from rag.messages.answers import absent, day, not_found, place, quoted, reference
from rag.messages.catalogue import CATALOGUE
from rag.messages.checks import reason, tally
from rag.messages.typography import typeset
from rag.records import LANGUAGES, Absent, Citation, Language
from rag.records.checks import Check, Claim, Outcome, Reason, ReasonKind, Verdict

NBSP, NARROW = "\u00a0", "\u202f"
ROOT = Path(rag.__file__).parent
PLACES = sorted(path.stem for path in (ROOT / "messages").glob("*.toml"))
KEYS = {
    f"{place}.{name}": entry for place in PLACES for name, entry in CATALOGUE.entries(place).items()
}
# English help stands at the commands, where click looks for it; tests/test_cli_help.py compares.
HELP = {key for key in KEYS if key.startswith("help.")}
# Not words, or words of both languages that stand alone.
SAME = frozenset(
    "answers.sources answers.place answers.place_printed command.encoder command.evaluated "
    "page.options curation.collection administration.tab administration.index "
    "administration.answered administration.collections "
    "page.page_n page.source page.verdicts page.column_date page.column_pages page.column_format "
    "page.questions words.day words.documents words.passages words.pages exports.date exports.page "
    "viewer.zoom viewer.pages evaluation.questions exports.as_txt_other "
    "library.counted library.page_count exports.sha256 exports.as_docx exports.as_md".split()
)
QUAINT = re.compile(
    r"\b(?:lest|anew|be it|borne|told|whoever|quotation|beware|log(?:ged)? (?:in|out)|held)\b", re.I
)


def templates(forms: object) -> list[str]:
    """The one form of a message, or its two."""
    return list(forms.values()) if isinstance(forms, dict) else [str(forms)]


def every_template() -> Iterator[tuple[str, str]]:
    for key, entry in KEYS.items():
        for forms in entry.values():
            yield from ((key, template) for template in templates(forms))


def names(forms: object) -> set[str]:
    """The values that a message names, in any of its forms."""
    parsed = (string.Formatter().parse(template) for template in templates(forms))
    return {name for parts in parsed for _, name, _, _ in parts if name}


def errors(kind: type[RagError] = RagError) -> Iterator[type[RagError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from errors(child)


def written(node: ast.AST | None) -> str | None:
    """A string of the code; the parts that it fills in as ``*``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part) or "*" for part in node.values)
    return None


TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")}
NODES = [node for tree in TREES.values() for node in ast.walk(tree)]
PARTS = {part for node in NODES if isinstance(node, ast.JoinedStr) for part in node.values}
STRINGS = {text for node in NODES if node not in PARTS and (text := written(node))}
FILES = (".sqlite", ".css", ".js")  # "accounts.sqlite" names a file
NAMED = {
    text
    for text in STRINGS
    if re.fullmatch(rf"(?:{'|'.join(PLACES)})\.[\w*]+", text) and not text.endswith(FILES)
}


def is_said(key: str) -> bool:
    """Whether the code names a key; where it fills in a part, that must be a word of the code."""
    for text in NAMED:
        found = re.fullmatch(re.escape(text).replace(r"\*", r"(\w+)"), key)
        if found and all(_is_filled_in(part) for part in found.groups()):
            return True
    return False


def _is_filled_in(part: str) -> bool:
    return part.isdigit() or bool({part, part.replace("_", " ")} & STRINGS)


def test_a_message_is_in_every_language_with_the_same_values() -> None:
    for key, entry in KEYS.items():
        assert set(entry) | ({"en"} if key in HELP else set()) == set(LANGUAGES), key
        for forms in entry.values():
            assert names(forms) == names(next(iter(entry.values()))), key
            assert not isinstance(forms, dict) or set(forms) == {"one", "other"}, key
            assert all(templates(forms)), key


def test_every_message_is_said_somewhere() -> None:
    of_errors = {f"errors.{kind.__name__}" for kind in errors()}
    assert {key for key in set(KEYS) - HELP - of_errors if not is_said(key)} == set()


def test_every_key_that_the_code_names_is_in_the_catalogue() -> None:
    for text in NAMED:
        pattern = re.compile(re.escape(text).replace(r"\*", r"\w+"))
        assert any(pattern.fullmatch(key) for key in KEYS), text


def test_french_is_not_english() -> None:
    shown = set(KEYS) - HELP - {key for key in KEYS if key.startswith("exports.style")}
    same = {key for key in shown if templates(KEYS[key]["en"]) == templates(KEYS[key]["fr"])}
    assert same == SAME


def test_messages_are_in_the_words_of_today() -> None:
    assert {key for key, template in every_template() if QUAINT.search(template)} == set()


def test_spaces_and_apostrophes_are_left_to_the_typography() -> None:
    by_hand = {key for key, template in every_template() if set(template) & {NBSP, NARROW, "’"}}
    assert by_hand == {"words.thousands"}


def test_no_message_stands_beside_its_translation_in_the_code() -> None:
    for path, tree in TREES.items():
        if path.relative_to(ROOT).parts[0] != "language":  # how people write, not what they read
            tables = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
            keys = [{written(key) for key in table.keys} for table in tables]
            assert not any({"fr", "en"} <= each for each in keys), path


SENTENCE = re.compile(r"[A-ZÀ-Ý«“][^\n\\|]*?\w[’' ]\w+[’' ]\w.*[.!?…][\"»”]?\s*")
SQL = re.compile("SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA")
# For the machine that reads them, in English as Prometheus has it.
METRICS = ROOT / "server" / "metrics.py"


def sentences_in(tree: ast.AST) -> set[str]:
    """The sentences written in the code, but docstrings and what click shows as English help."""
    inside = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    inside += [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "help"
    ]
    found = (written(node) for node in ast.walk(tree) if node not in inside)
    return {text for text in found if text and SENTENCE.fullmatch(text) and not SQL.match(text)}


def test_no_sentence_stands_in_the_code() -> None:
    found = {path: sentences_in(tree) for path, tree in TREES.items() if path != METRICS}
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_a_sentence_in_the_code_is_found() -> None:
    code = 'def say(n):\n    """Says it to them."""\n    return f"No more than {n} files.", "a, b."'
    assert sentences_in(ast.parse(code)) == {"No more than * files."}


@pytest.mark.parametrize(
    ("count", "language", "expected"),
    [
        (0, "fr", "0 document"),
        (1, "fr", "1 document"),
        (2, "fr", "2 documents"),
        (0, "en", "0 documents"),
        (1, "en", "1 document"),
        (2_700, "en", "2,700 documents"),
        (2_700, "fr", f"2{NARROW}700 documents"),
    ],
)
def test_counts_follow_the_grammar_of_each_language(
    count: int, language: Language, expected: str
) -> None:
    assert say("words.documents", language, count=count) == expected


def test_numbers_are_written_as_the_language_does() -> None:
    assert say("command.evaluated", "en", name="x", seconds=1_234.5) == f"x (1,234{NBSP}s)"
    values = {"documents": 1, "passages": 2, "added": 0, "unchanged": 0, "removed": 0, "refused": 0}
    assert f"(1,2{NBSP}s)" in say("command.indexed", "fr", seconds=1.25, **values)


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("Qui ?", f"Qui{NARROW}?"),
        ("Sources : deux", f"Sources{NBSP}: deux"),
        ("« l'avis »", f"«{NBSP}l’avis{NBSP}»"),
        ("Attention ! Lisez ; relisez.", f"Attention{NARROW}! Lisez{NARROW}; relisez."),
        ("à 9:30, 92 %, n° 3", f"à 9:30, 92{NBSP}%, n°{NBSP}3"),
        ("dans {seconds} s, p. {page}", f"dans {{seconds}}{NBSP}s, p.{NBSP}{{page}}"),
    ],
)
def test_french_is_set_with_its_spaces(plain: str, set_: str) -> None:
    assert typeset(plain, "fr") == set_


def test_values_are_left_as_they_are() -> None:
    assert say("page.source_n", "en", n=2, where="{here} ' ?") == "Source 2: {here} ' ?"
    assert say("page.source_n", "fr", n=2, where="a : b") == f"Source 2{NBSP}: a : b"


def test_a_message_in_a_message_is_said_in_the_same_language() -> None:
    pages = Message("words.pages", count=2, numbers="3-4")
    notice = Message("causes.pages_damaged", count=2, pages=pages)
    assert notice.said("fr") == f"pages 3-4{NBSP}: illisibles, ignorées"
    assert notice.said("en") == "pages 3-4: unreadable, skipped"


@pytest.mark.parametrize("key", ["page.nothing", "nowhere.lost", "../page.lost", ""])
def test_an_unknown_key_is_refused(key: str) -> None:
    with pytest.raises(KeyError):
        say(key, "en")


def test_a_further_language_is_added_as_data_and_falls_back_to_english(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text(
        '[singular]\nen = "1"\nfr = "0 1"\nde = "1"\n[thousands]\nen = ","\nfr = " "\nde = "."\n'
        '[decimal]\nen = "."\nfr = ","\nde = ","\n'
    )
    (tmp_path / "farm.toml").write_text(
        '[cows]\nen = { one = "{count} cow", other = "{count:n} cows" }\n'
        'de = { one = "{count} Kuh", other = "{count:n} Kühe" }\n'
        '[herd]\nen = "The herd: {cows}"\n',
        encoding="utf-8",
    )
    german, farm = cast(Language, "de"), Catalogue(tmp_path)
    assert farm.say("farm.cows", german, count=1) == "1 Kuh"
    assert farm.say("farm.cows", german, count=1_200) == "1.200 Kühe"
    cows = Message("farm.cows", count=2)
    assert farm.say("farm.herd", german, cows=cows) == "The herd: 2 Kühe"


@pytest.mark.parametrize(
    ("date", "language", "expected"),
    [
        pytest.param(dt.date(2024, 3, 1), "fr", "1er mars 2024", id="first-of-the-month"),
        pytest.param(dt.date(2023, 11, 15), "fr", "15 novembre 2023", id="french"),
        pytest.param(dt.date(2023, 11, 1), "en", "1 November 2023", id="english"),
    ],
)
def test_dates_as_they_are_written(date: dt.date, language: Language, expected: str) -> None:
    assert day(date, language) == expected


@pytest.mark.parametrize(
    ("page", "label", "expected"),
    [
        pytest.param(None, None, "", id="no-pages"),
        pytest.param(4, None, f"p.{NBSP}4", id="no-label"),
        pytest.param(4, "4", f"p.{NBSP}4", id="same"),
        pytest.param(219, "217", f"p.{NBSP}217 (PDF{NBSP}219)", id="printed-differs"),
    ],
)
def test_a_place_names_the_printed_page_first(
    page: int | None, label: str | None, expected: str
) -> None:
    assert place(page, label, "fr") == expected


def test_quotation_marks_follow_the_language() -> None:
    assert quoted("oui", "fr") == f"«{NBSP}oui{NBSP}»"
    assert quoted("yes", "en") == "“yes”"


def test_a_refusal_says_how_many_documents_were_searched() -> None:
    assert "(1 document consulté)" in not_found("fr", 1)
    assert "12 documents consultés" in not_found("fr", 12)
    assert "12 documents searched" in not_found("en", 12)


def test_a_reference_is_one_line_with_title_date_page_and_path() -> None:
    cited = Citation(
        1, "0" * 64, "a/b.pdf", "Règlement", 3, "i", 0, 4, "Oui.", "fr",
        dt.date(2024, 1, 1), "0" * 64, 1.0,
    )  # fmt: skip
    line = reference(cited, "fr")
    assert line == f"Règlement, 1er janvier 2024, p.{NBSP}i (PDF{NBSP}3), a/b.pdf"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", f"11 affirmations{NBSP}: 5 confirmées, 3 contredites, 1 incertaine, 2 introuvables"),
        ("en", "11 claims: 5 supported, 3 contradicted, 1 not sure, 2 not found"),
    ],
)
def test_a_check_counts_its_verdicts(language: Language, expected: str) -> None:
    counts: dict[Verdict, int] = {"not found": 2, "supported": 5, "contradicted": 3}
    each = [verdict for verdict, count in counts.items() for _ in range(count)]
    claims = tuple(Claim("x", 0, 1, language, verdict, ()) for verdict in each)
    claims += (Claim("x", 0, 1, language, "partly", (), unsure=True),)
    assert tally(Check("x", language, "partly", claims, (), (), "i", {}), language) == expected


def test_words_that_are_the_same_on_both_sides_are_said_once() -> None:
    same = Reason("date", "agrees", "18 janvier 2024", "18 janvier 2024")
    other = Reason("date", "agrees", "18 janvier 2024", "18 January 2024")
    assert reason(same, "en") == "same date: “18 janvier 2024”"
    assert reason(other, "en") == "same date: “18 janvier 2024”, “18 January 2024”"


QUOTING = tuple(topic for topic in get_args(ReasonKind) if topic not in ("denial", "role"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", QUOTING)
@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_no_reason_quotes_nothing(topic: ReasonKind, outcome: Outcome, language: Language) -> None:
    for claimed, other in (("première", ""), ("", "second"), ("", "")):
        if topic == "speaker" and (outcome != "missing" or not claimed + other):
            continue  # is never without a name
        said = reason(Reason(topic, outcome, claimed, other), language)
        empty = re.compile(r"[«“]\s*[»”]|[:,]\s*($|,)| (in|dans) *$|\{")
        assert not empty.search(said), said
        if topic != "quotation" or outcome == "differs":
            assert claimed + other in said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Reason("date", "agrees", "mars"), f"même date{NBSP}: «{NBSP}mars{NBSP}»"),
        (Reason("word", "differs", "première"),
         f"dans l’affirmation seulement{NBSP}: «{NBSP}première{NBSP}»"),
        (Reason("word", "differs", "", "au plus"),
         f"dans le document seulement{NBSP}: «{NBSP}au plus{NBSP}»"),
        (Reason("quotation", "differs", "", "jamais"),
         f"citation modifiée{NBSP}: «{NBSP}jamais{NBSP}», dans le document, est omis"),
        (Reason("denial", "differs"), "l’un affirme ce que l’autre nie"),
    ],
)  # fmt: skip
def test_a_reason_with_one_side_says_which(found: Reason, said: str) -> None:
    assert reason(found, "fr") == said


@pytest.mark.parametrize(
    ("found", "language", "said"),
    [
        (Absent("identifier", "article 14", ("Article 13",)), "fr",
         "L’article 14 ne figure pas dans ces documents ; l’article 13 y figure."),
        (Absent("identifier", "note 2025-45", ()), "fr",
         "La note 2025-45 ne figure pas dans ces documents."),
        (Absent("identifier", "ISO 14001", ()), "fr",
         "ISO 14001 ne figure pas dans ces documents."),
        (Absent("identifier", "section 14", ("Section 13",)), "en",
         "Section 14 does not occur in these documents; Section 13 does."),
        (Absent("period", "19 juin 2022", ("10 May 2023", "1er juin 2023", "June 2024")), "fr",
         "Ces documents n’ont pas de réponse pour le 19 juin 2022. Les citations les plus proches "
         "portent sur le 10 mai 2023, le 1er juin 2023 et juin 2024."),
        (Absent("period", "3 March 2023", ("19 juin 2023",)), "en",
         "These documents have no answer for 3 March 2023. The closest quotes are about "
         "19 June 2023."),
        (Absent("period", "avant le 1er juin 2023", ("2024",)), "fr",
         "Ces documents n’ont pas de réponse pour la période avant le 1er juin 2023. Les citations "
         "les plus proches portent sur 2024."),
        (Absent("period", "before 2020", ()), "en",
         "These documents have no answer for the period before 2020."),
        (Absent("period", "since 2020", ()), "fr",
         "Ces documents n’ont pas de réponse pour la période «\u00a0since 2020\u00a0»."),
        (Absent("period", "depuis 2020", ()), "en",
         "These documents have no answer for the period “depuis 2020”."),
        (Absent("period", "jusqu'en 2020", ()), "fr",
         "Ces documents n’ont pas de réponse pour la période jusqu'en 2020."),
        (Absent("period", "l'année 2020", ()), "fr",
         "Ces documents n’ont pas de réponse pour la période «\u00a0l'année 2020\u00a0»."),
    ],
)  # fmt: skip
def test_what_is_absent_is_said_in_a_sentence_of_its_language(
    found: Absent, language: Language, said: str
) -> None:
    assert absent(found, language).replace("\u202f", " ") == said
