"""Mails give their headers and their body; attachments and archives give documents of their own."""

from __future__ import annotations

import gzip
import random
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from documents import ENGLISH, FRENCH, archive, pdf, text
from fastapi.testclient import TestClient
from office_documents import mail_file, outlook_mail
from test_server import HOST

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import DocumentError, DocumentTooLarge, DocumentUnreadable
from rag.ingest import ReadingLimits, ingest
from rag.readers import containers, read
from rag.readers.containers import file_bytes, members
from rag.readers.content import Content
from rag.readers.mail import eml, msg
from rag.records import IngestReport
from rag.server import EngineLoader, create_app
from rag.store import Store

BODY = "<p>Le conseil vote le budget demain.</p>"


def plain(body: str, **headers: str) -> Content:
    made = EmailMessage()
    for name, value in headers.items():
        made[name] = value
    made.set_content(body)
    return eml.read(made.as_bytes(), "a.eml")


def test_headers_are_metadata_and_lines_of_the_text() -> None:
    sent = "Thu, 02 May 2024 09:30:00 +0200"
    content = plain("Bonjour.", Subject="Séance", From="Ana Roy <a@b.fr>", Date=sent)
    assert (content.title, content.author) == ("Séance", "Ana Roy")
    assert str(content.date) == "2024-05-02"
    page = content.pages[0].text
    assert page == f"Séance\n\nFrom: Ana Roy <a@b.fr>\nDate: {sent}\n\nBonjour."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_mail_that_was_saved_as_text_keeps_its_headers(encoding: str, tmp_path: Path) -> None:
    sent = "Thu, 02 May 2024 09:30:00 +0200"
    mail = f"Subject: Séance\nFrom: Ana Roy <a@b.fr>\nDate: {sent}\n\nDébut à 9 h."
    path = tmp_path / "a.eml"
    path.write_bytes(mail.encode(encoding))
    reading = read(path, tmp_path)
    assert (reading.document.title, str(reading.document.date)) == ("Séance", "2024-05-02")
    assert reading.pages[0].text.endswith("Début à 9 h.")


@pytest.mark.parametrize(
    "sent",
    ["Thu, 99999999999999999999 May 2024 09:30:00", "Thu, 02 May 2147483648 09:30:00",
     "Thu, 02 May 2024 09:30:00 +99999999999999999999"],
)  # fmt: skip
def test_a_date_without_sense_costs_only_itself(sent: str) -> None:
    mail = f"Subject: Budget\nFrom: a@b.fr\nDate: {sent}\n\nLe conseil vote."
    content = eml.read(mail.encode(), "a.eml")
    assert (content.title, content.date) == ("Budget", None)


def test_a_plain_body_is_read_where_there_is_no_html() -> None:
    assert (
        plain("Le budget est\nvoté demain.", From="a@b.fr")
        .pages[0]
        .text.endswith("Le budget est voté demain.")
    )


def test_an_encoded_body_in_an_old_charset_is_decoded() -> None:
    data = (
        b"From: a@b.fr\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nLe conseil a vot=E9.\r\n"
    )
    assert eml.read(data, "a.eml").pages[0].text.endswith("Le conseil a voté.")


def test_a_text_that_is_no_mail_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="EML"):
        eml.read(b"Bonjour, ceci n'est pas un courriel.", "a.eml")


def test_an_outlook_mail_has_the_same_parts() -> None:
    content = msg.read(outlook_mail("Séance", "Ana Roy", BODY), "a.msg")
    assert (content.title, content.author, str(content.date)) == ("Séance", "Ana Roy", "2024-05-02")
    assert "From: Ana Roy <service@example.org>" in content.pages[0].text
    assert content.pages[0].text.endswith("Le conseil vote le budget demain.")


def folder_with(tmp_path: Path, files: dict[str, bytes]) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def indexed(tmp_path: Path, files: dict[str, bytes]) -> IngestReport:
    return ingest([folder_with(tmp_path, files)], tmp_path / "index", HashingEncoder())


@pytest.mark.parametrize("ending", ["eml", "msg"])
def test_attachments_are_documents_of_their_own(ending: str, tmp_path: Path) -> None:
    make = mail_file if ending == "eml" else outlook_mail
    attached = [("ordre du jour.pdf", pdf(FRENCH)), ("agenda.ics", b"BEGIN" * 2_000)]
    report = indexed(tmp_path, {f"a.{ending}": make("Séance", "Ana Roy", BODY, attached)})
    assert sorted(report.added) == [f"a.{ending}", f"a.{ending}/ordre du jour.pdf"]
    assert report.failures == ()
    assert "agenda.ics" in report.notices[0]


def test_a_picture_in_the_body_and_an_attached_mail_are_told_apart(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@b.fr", "Suivi"
    made.set_content("Voir le message joint.")
    made.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", disposition="inline", cid="<logo>",
        filename="logo.png",
    )  # fmt: skip
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "c@d.fr", "Budget"
    inner.set_content("Le budget est voté.")
    made.add_attachment(inner)
    report = indexed(tmp_path, {"a.eml": made.as_bytes()})
    assert sorted(report.added) == ["a.eml", "a.eml/message.eml"]
    assert report.failures == ()


def test_documents_in_archives_are_indexed_cited_and_opened(tmp_path: Path) -> None:
    inner = archive({"notes/english.txt": text(ENGLISH), "__MACOSX/a.txt": b"x", "a.exe": b"MZ"})
    files = {
        "mars.zip": archive({"pv/été.pdf": pdf(FRENCH), "lot.zip": inner}),
        "note.txt.gz": gzip.compress("Le conseil se réunit à Rabat.".encode()),
    }
    report = indexed(tmp_path, files)
    assert sorted(report.added) == [
        "mars.zip/lot.zip/notes/english.txt", "mars.zip/pv/été.pdf", "note.txt.gz/note.txt",
    ]  # fmt: skip
    assert [failure.path for failure in report.failures] == ["mars.zip/lot.zip/a.exe"]
    with Store.open(tmp_path / "index") as store:
        found = {document.path: document for document in store.documents()}
    document = found["mars.zip/pv/été.pdf"]
    assert file_bytes(Path(document.location)) == files_inside(files["mars.zip"])
    again = ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder())
    assert (len(again.unchanged), again.added, again.removed) == (3, (), ())


def files_inside(data: bytes) -> bytes:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(data)).read("pv/été.pdf")


def test_documents_leave_the_index_with_their_archive(tmp_path: Path) -> None:
    indexed(tmp_path, {"a.zip": archive({"a.txt": text(FRENCH), "b.txt": text(ENGLISH)})})
    (tmp_path / "docs" / "a.zip").write_bytes(archive({"a.txt": text(FRENCH)}))
    report = ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder())
    assert (report.unchanged, report.removed) == (("a.zip/a.txt",), ("a.zip/b.txt",))
    (tmp_path / "docs" / "a.zip").unlink()
    meant = ReadingLimits(allow_removal=True)
    report = ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder(), limits=meant)
    assert report.removed == ("a.zip/a.txt",)


def test_a_damaged_archive_keeps_what_was_indexed_and_is_reported(tmp_path: Path) -> None:
    indexed(tmp_path, {"a.zip": archive({"a.txt": text(FRENCH)})})
    (tmp_path / "docs" / "a.zip").write_bytes(b"PK\x03\x04 damaged")
    report = ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder())
    assert [failure.path for failure in report.failures] == ["a.zip"]
    assert report.removed == ()


def test_the_original_of_a_document_in_an_archive_is_sent(tmp_path: Path) -> None:
    data = pdf(FRENCH)
    indexed(tmp_path, {"a.zip": archive({"pv é.pdf": data})})
    rag = Rag(Store.open(tmp_path / "index"), HashingEncoder(), Settings())
    [document] = rag.documents()
    with TestClient(create_app(EngineLoader(lambda: rag)), base_url=HOST) as client:
        sent = client.get(f"/api/documents/{document.id}/original")
        image = client.get(f"/api/documents/{document.id}/pages/1/image.png")
    assert (sent.content, sent.headers["content-type"]) == (data, "application/pdf")
    assert "pv%20%C3%A9.pdf" in sent.headers["content-disposition"]
    assert image.content.startswith(b"\x89PNG")


def test_names_in_an_archive_lead_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"../../etc/x.txt": b"1", "/tmp/y.txt": b"2", "C:\\z\\w.txt": b"3"}))
    assert [name for name, _ in members(path, "a.zip")] == ["etc/x.txt", "tmp/y.txt", "C/z/w.txt"]
    with pytest.raises(FileNotFoundError):
        file_bytes(path / ".." / "a.txt")


def test_the_same_name_twice_gives_two_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail_file("S", "A B", BODY, [("a.txt", b"Un."), ("a.txt", b"Deux.")]))
    assert [name for name, _ in members(path, "a.eml")] == ["a.txt", "a (2).txt"]


def test_containers_are_opened_three_deep_only(tmp_path: Path) -> None:
    data = b"Le fond."
    for number in range(6):
        data = archive({f"{number}.txt": b"Texte.", "a.zip": data})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert [name.count("/") for name, _ in members(path, "a.zip")] == [0, 1, 2]


@pytest.mark.parametrize("make", [gzip.compress, lambda data: archive({"a.txt": data})])
def test_a_bomb_is_not_inflated(make: object, tmp_path: Path) -> None:
    path = tmp_path / ("a.gz" if make is gzip.compress else "a.zip")
    path.write_bytes(make(bytes(60_000_000)))  # type: ignore[operator]
    with pytest.raises(DocumentTooLarge):
        members(path, path.name)


def test_an_archive_behind_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.zip").write_bytes(archive({"a.txt": text(FRENCH)}))
    folder = folder_with(tmp_path, {})
    (folder / "a.zip").symlink_to(tmp_path / "outside.zip")
    report = ingest([folder], tmp_path / "index", HashingEncoder())
    assert report.added == ()
    assert "leads out of the folder" in report.failures[0].messages["en"]
    with pytest.raises(DocumentUnreadable):
        read(folder / "a.zip" / "a.txt", folder)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_container_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    chosen = random.Random(seed)
    attached = [("a.txt", b"Le conseil vote. " * 300)]
    made = {
        "a.msg": outlook_mail("S", "A B", BODY, attached),
        "a.eml": mail_file("S", "A B", BODY, attached),
        "a.zip": archive({"a.txt": b"Le conseil vote." * 30}),
        "a.gz": gzip.compress(b"Le conseil vote." * 30),
    }
    for name, intact in made.items():
        data = bytearray(intact)
        for _ in range(chosen.randint(1, 40)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        path = tmp_path / name
        path.write_bytes(data)
        with suppress(DocumentError):
            containers.members(path, name)
        with suppress(DocumentError):
            read(path, tmp_path)
