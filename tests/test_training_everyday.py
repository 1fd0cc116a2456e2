"""The questions in everyday words that the reader learns from, and how they are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from labelled_sets import write_rows

from rag.language.words import is_stop_word, words
from train.reader.everyday import WrittenQuestion, everyday, example, written
from train.reader.examples import LICENCES

KINDS = frozenset(
    """number date deadline duration person place yes-no why how-to list definition condition
    exception comparison amount""".split()
)
FORMS = frozenset(("plain", "keywords", "colloquial", "typing error", "polite", "named document"))
# They stand in the library of natural questions, which measures the reader.
KEPT_OUT = frozenset(
    (
        "Lighters Regulations", "Règlement sur les briquets",
        "Corded Window Coverings Regulations", "Règlement sur les couvre-fenêtres à cordes",
        "Possession and Export of Elvers Regulations",
        "Règlement sur la possession et l’exportation de civelles",
        "Aquatic Invasive Species Regulations",
        "Règlement sur les espèces aquatiques envahissantes",
    )
)  # fmt: skip
ALL = list(written())
ANSWERED = [one for one in ALL if one.answering]


def share(is_so: Callable[[WrittenQuestion], bool], among: list[WrittenQuestion] = ALL) -> float:
    return sum(map(is_so, among)) / len(among)


def test_what_answers_stands_to_the_letter_in_the_passage() -> None:
    for one in ALL:
        assert all(part and part in one.passage for part in one.answering), one.question
        if one.answer is not None:
            assert any(one.answer in part for part in one.answering), one.question


def test_a_near_miss_has_a_reason_and_no_answer() -> None:
    for one in ALL:
        assert bool(one.near) != bool(one.answering), one.question
        assert one.answering or one.answer is None, one.question
    assert 0.2 <= share(lambda one: one.near is not None) <= 0.3


def test_the_questions_are_many_and_in_both_languages() -> None:
    assert len(ALL) >= 500
    assert 0.45 <= share(lambda one: one.lang == "fr") <= 0.6
    assert 0.15 <= share(lambda one: one.lang != one.passage_lang) <= 0.35


def test_documents_are_many_and_none_has_more_than_four_questions() -> None:
    asked = Counter((one.passage_lang, one.title) for one in ALL)
    assert len(asked) >= 120
    assert max(asked.values()) <= 4
    assert not KEPT_OUT & {one.title for one in ALL}


def test_kinds_and_forms_are_spread() -> None:
    kinds, forms = Counter(one.kind for one in ALL), Counter(one.form for one in ALL)
    assert kinds.keys() == KINDS
    assert forms.keys() == FORMS
    assert min(kinds.values()) >= 15
    assert max(kinds.values()) <= len(ALL) / 4
    assert min(forms.values()) >= 10


def test_what_a_question_looks_like_does_not_tell_whether_it_is_answered() -> None:
    """A reader must not learn that "how much" or a foreign language means no answer."""
    looks: tuple[Callable[[WrittenQuestion], object], ...] = (
        lambda one: (one.lang, one.passage_lang),
        lambda one: one.kind,
        lambda one: one.form,
        lambda one: one.source,
    )
    for look in looks:
        for alike in {look(one) for one in ALL}:
            these = [one for one in ALL if look(one) == alike]
            if len(these) >= 50:
                assert 0.08 <= share(lambda one: one.near is not None, these) <= 0.4, alike


def test_no_two_questions_are_alike() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for one in ALL:
        found = tuple(sorted(word.folded for word in words(one.question)))
        assert found not in seen, f"{one.question} / {seen.get(found)}"
        seen[found] = one.question


def test_questions_are_in_other_words_than_what_answers_them() -> None:
    shares = [_shared(one) for one in ANSWERED if one.lang == one.passage_lang]
    assert sum(shares) / len(shares) < 0.2
    assert sum(each > 0.6 for each in shares) <= 2


def _shared(one: WrittenQuestion) -> float:
    """The share of the words of a question that stand in the sentences that answer it."""
    asked = {word.folded for word in words(one.question) if not is_stop_word(word.folded, one.lang)}
    said = {word.folded for word in words(" ".join(one.answering))}
    return len(asked & said) / max(1, len(asked))


def test_sources_and_licences_are_named() -> None:
    readme = Path("train/README.md").read_text(encoding="utf-8")
    section = readme.split("## Questions in everyday words")[1].split("\n# ")[0]
    for source in {one.source for one in ALL}:
        assert source in section
        assert LICENCES[source] in section
    assert f"{len(ALL):,}" in section


def test_every_question_becomes_an_example() -> None:
    for one in ALL:
        made = example(one)
        assert _letters(made.passage) == _letters(one.passage), one.question
        assert made.answers == bool(one.answering), one.question
        assert made.kind == ("everyday" if made.answers else "null-everyday"), one.question
        assert _letters(made.answer) == _letters(one.answer or ""), one.question
        read = [made.passage[slice(*made.sentences[place])] for place in made.answering or ()]
        for part in one.answering:
            assert _letters(part) in _letters("".join(read)), one.question
        if made.span:
            starts = [made.sentences[place] for place in made.answering or ()]
            assert any(start <= made.span[0] < end for start, end in starts), one.question


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_question_comes_with_the_other_passages_of_its_document(tmp_path: Path) -> None:
    long = [one for one in ANSWERED if len((one.answer or "").split()) >= 3]
    rule = next(one for one in ANSWERED if one.source == "justicecanada+laws-lois-xml")
    sheet = next(one for one in long if one.source == "service-public.fr")
    guide = next(one for one in long if one.source == "medquad")
    _write_sources(tmp_path, rule, sheet, guide)
    found = {one.written.question: one for one in everyday(tmp_path)}
    assert len(found) == len(ALL)
    for one, heading in ((rule, "Own"), (sheet, "Own"), (guide, f"What causes {guide.title} ?")):
        own, siblings = found[one.question].example, found[one.question].siblings
        assert own.headings == (heading,)
        assert [each.passage for each in siblings] == ["Another passage of it."]
        assert not siblings[0].answers
        assert siblings[0].answering == ()
        assert siblings[0].span is None
        assert {each.question for each in found[one.question].group} == {one.question}
        assert all(each.above.startswith(one.title) for each in found[one.question].group)


def _write_sources(
    root: Path, rule: WrittenQuestion, sheet: WrittenQuestion, guide: WrittenQuestion
) -> None:
    """Each document with the passage of its question, another, and one that answers as well."""
    again = (f"Again: {rule.answering[0]}", f"Again, {sheet.answer}", f"Or {guide.answer}.")
    texts = {
        one.title: ((one.passage, "Own"), ("Another passage of it.", "Other"), (text, "Again"))
        for one, text in zip((rule, sheet, guide), again, strict=True)
    }
    write_rows(
        root / "train/questions_fr.jsonl.gz",
        [
            {"title": sheet.title, "question": f"{sheet.title} : {heading}", "passage": text}
            for text, heading in texts[sheet.title]
        ],
    )
    write_rows(
        root / "data/sections_regulations_canada.jsonl.gz",
        [
            {f"{field}_{language}": value for language in ("en", "fr") for field, value in each}
            for each in (
                (("title", rule.title), ("note", heading), ("text", text))
                for text, heading in texts[rule.title]
            )
        ],
    )
    asked = ("What causes {} ?", "What is (are) {} ?", "Is {} inherited ?")
    write_rows(
        root / "data/qa_medquad_en.jsonl.gz",
        [
            {"q": way.format(guide.title), "a": text}
            for way, (text, _) in zip(asked, texts[guide.title], strict=True)
        ],
    )
