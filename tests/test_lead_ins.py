"""What introduces the items of lists, and of lists inside lists."""

from __future__ import annotations

from rag.checking.lead_ins import LeadIns, introduces


def test_a_sentence_without_an_end_introduces_a_list() -> None:
    assert introduces("No person shall", "\n• (a) damage anything; or")
    assert introduces("Le titulaire doit", "\na) aviser le ministre;")
    assert introduces("The following are allowed:", "\nfishing")
    assert not introduces("No person shall fish.", "\n(a) damage anything; or")
    assert not introduces("No person shall", "\nfish")


def test_an_item_is_introduced_by_the_head_of_its_own_list() -> None:
    leads = LeadIns()
    leads.add("The following are allowed:")
    assert leads.of("(a) the following fishing, namely,") == "The following are allowed:"
    leads.add("the following fishing, namely,")
    assert leads.of("(i) fishing for eels, and") == "the following fishing, namely,"
    assert leads.of("(ii) fishing for clams;") == "the following fishing, namely,"
    assert leads.of("(b) the use of a vessel;") == "The following are allowed:"
    assert leads.clear() == ""
    assert leads.of("(c) anything;") == ""


def test_the_ninth_letter_is_no_roman_number() -> None:
    leads = LeadIns()
    leads.add("The holder must")
    assert leads.of("(h) sign it;") == "The holder must"
    assert leads.of("(i) date it;") == "The holder must"
