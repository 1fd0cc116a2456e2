"""What a document states of itself: its title, its date and who issues it.

A date is stated where the document says so: a field meant for it, a dateline ("Paris, le
15 novembre 2023"), a line that names the kind of document and its day ("Communiqué de presse
du 15 novembre 2023"), a label ("Date : ..."), or a line that is nothing but a date. The day on
which a file was made or changed is no statement, and no date inside a sentence is one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from rag.language.dates import FoundDate, find_dates
from rag.readers.clean import one_line
from rag.records import Page

_LONGEST_TITLE = 200  # characters
_BEFORE_TITLE = 300  # characters
_HEAD, _FOOT = 2_500, 600  # characters at the two ends of a document where it presents itself
_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|office)\b.*"
    r"|.*\.(?:docx?|odt|pdf|rtf|txt|tex|indd|pptx?|xlsx?|html?|md)"
    r"|(?:untitled|sans titre|document|doc|présentation|presentation|diapositive|slide|page|title|"
    r"titre|bookmark|scan|numérisation|img|image|print|layout|new|nouveau)(?: ?\w? ?\d*)?"
    r"|\(?(?:anonymous|unspecified|none|null)\)?|[\W\d_]*|[\w-]*_[\w-]*)",
    re.IGNORECASE,
)
_JUNK_NAME = re.compile(
    r"\(?(?:anonymous|unspecified|unknown|inconnu|none|null|user|utilisateur|utilisatrice|admin\w*|"
    r"windows user|utilisateur windows|utilisateur de microsoft office|microsoft\b.*|default|owner|"
    r"python-docx|root|author|auteur|pc|hp|dell|lenovo|acer)\)?",
    re.IGNORECASE,
)
_KINDS = (
    r"communiqué(?: de presse)?|press release|news release|media advisory|dossier de presse|"
    r"résolution|resolution|décision|decision|rapport|report|note|circulaire|circular|arrêté|décret|"
    r"avis|notice|compte rendu|compte-rendu|procès-verbal|minutes|mémorandum|memorandum|lettre|"
    r"letter|bulletin|règlement|regulation|directive|accord|agreement|convention|charte|charter|"
    r"déclaration|declaration|statement|version|édition|edition|séance|session|meeting|réunion"
)
_LABEL = re.compile(
    r"\W*(?:date(?: de (?:publication|parution|diffusion))?|(?:publication|release|issue) date|"
    r"date of (?:issue|publication)|publi(?:é|e|ée|shed)(?: le| on)?|paru(?:e)? le|issued(?: on)?|"
    r"released(?: on)?|adopt(?:é|ée|ed)(?: le| on)?|(?:dernière )?mise à jour(?: du| le)?|"
    r"(?:last )?updated?(?: on)?|diffusé(?:e)? le|émis(?:e)? le)\W*",
    re.IGNORECASE,
)
_CITY = r"[A-ZÀ-Þ][\w'’-]*(?: (?:[A-ZÀ-Þ][\w'’-]*|de|du|la|le|les|sur|en|of|the)){0,3}"
_PLACE = re.compile(
    rf"(?:(?:Fait|Signé) à |(?:Done|Signed) (?:at|in) )?{_CITY}(?: ?\([^()]{{2,30}}\))?"
    r"(?:, ?| [-–—] ?| (?=le |on ))(?:le |on |the )?|[Ll]e |[Oo]n "
)
_KIND = re.compile(
    rf"(?:(?:{_KINDS})\b[^.:;!?]{{0,60}}?(?: du| le| of| dated| on| datée? du| adoptée? le|\W)\s*)",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"^\W*(?:émetteur|emetteur|émis par|publié par|éditeur|organisme(?: émetteur)?|"
    r"issuer|issued by|published by|publisher|issuing body)\s*[:–—-]?\s+(\S.{1,120})$",
    re.IGNORECASE | re.MULTILINE,
)
_ISSUED = re.compile(
    r"(?:émis|publié|issued|published) (?:par|by) \S[^.:;!?]{1,120}?(?:, ?| )(?:le |on )?",
    re.IGNORECASE,
)
_DATED_TITLE = re.compile(r"^\W*date\W*", re.IGNORECASE)


def field_date(value: str | None) -> dt.date | None:
    """The date in a field meant for one; ``None`` where it holds none."""
    found = find_dates(value or "")
    return found[0].date if found else None


def title(stated: str | None, pages: Sequence[Page]) -> str | None:
    """The title: the one stated, unless a program made it; else the first heading or line."""
    told = one_line(stated or "")
    if told and not _JUNK_TITLE.fullmatch(told):
        return _short(told)
    first = next((page for page in pages if page.text.strip()), None)
    if first is None:
        return None
    # A page has its title anywhere; a text without pages only before it begins.
    heads = [head for head in first.headings if first.number or head.start < _BEFORE_TITLE]
    if heads:
        return _short(min(heads, key=lambda heading: heading.level).title)
    return _short(_undated(one_line(first.text.strip().split("\n", 1)[0])))


def _undated(line: str) -> str:
    """A first line without the label and date that may open it ("date 2023-11 ...")."""
    label, found = _DATED_TITLE.match(line), find_dates(line)
    if label and found and found[0].start == label.end():
        return line[found[0].end :].strip(" :–—-\t") or line
    return line


def _short(text: str) -> str:
    line = " ".join(text.split(" "))
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def date(pages: Sequence[Page]) -> dt.date | None:
    """The date that the text states, ``None`` where it states none; a day before a month."""
    found = list(_stated(pages))
    for precision in ("day", "month", "year"):
        for one in found:
            if one.precision == precision:
                return one.date
    return None


def _stated(pages: Sequence[Page]) -> Iterator[FoundDate]:
    texts = [page.text for page in pages if page.text]
    head = texts[0][:_HEAD] if texts else ""
    foot = texts[-1][_HEAD if len(texts) == 1 else 0 :][-_FOOT:] if texts else ""
    for zone in (head, foot):
        for line in zone.split("\n"):
            for found in find_dates(line):
                before, after = _opening(line[: found.start]), line[found.end :]
                # At the end of a text, a line that is only a date belongs to something else.
                if _states(before, after, found) and (before or zone is head):
                    yield found


def _states(before: str, after: str, found: FoundDate) -> bool:
    """Whether the words around a date on its line make it that of the document."""
    alone = not after.strip(" .)–—-|»")
    if _LABEL.fullmatch(before):
        return True
    if found.precision == "year":
        return False
    if not before:
        return alone
    if _KIND.fullmatch(before):
        return len(after) < 40
    if _ISSUED.fullmatch(before):
        return alone
    return (
        found.precision == "day"
        and _PLACE.fullmatch(before) is not None
        and (alone or after.lstrip()[:1] in "–—-.:(")
    )


def _opening(before: str) -> str:
    """What stands before a date on its line, without marks of lists and blanks at the edge."""
    told = " ".join(before.split()).lstrip("•-–—*#(« ")
    return f"{told} " if told and before[-1:].isspace() else told


def issuer(pages: Sequence[Page]) -> str | None:
    """The body that a labelled line at the start of the text names ("Émetteur : ...")."""
    head = next((page.text for page in pages if page.text), "")[:_HEAD]
    found = _ISSUER.search(head)
    return _undated_end(one_line(found.group(1))).rstrip(" .;,") if found else None


def _undated_end(line: str) -> str:
    """A line without the day that may end it ("the institute, on 1 March 2024")."""
    for found in find_dates(line):
        if found.precision == "day" and not line[found.end :].strip(" .;,"):
            return re.sub(r",? ?\b(?:le|on)? ?$", "", line[: found.start]) or line
    return line


def name(field: str | None) -> str | None:
    """A field that names a person or a body; ``None`` for the accounts that programs leave."""
    told = one_line(field or "")
    account = " " not in told and not told.isupper()
    return None if not told or account or _JUNK_NAME.fullmatch(told) else told
