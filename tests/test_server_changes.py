"""Changes of documents over HTTP: the whole of each, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from test_server_v1 import Service1

HALF = "\ud800"  # JSON can hold half a character; no encoding can write it
ESCAPED = '"\\ud800"'
JSON = {"content-type": "application/json"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service1]:
    served = Service1(tmp_path)
    with served.client:
        yield served


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (f'{{"title": {ESCAPED}}}', "title"),
        (f'{{"issuer": {ESCAPED}}}', "issuer"),
        (f'{{"date": {ESCAPED}}}', ""),
        (f'{{"language": {ESCAPED}}}', "language"),
        (f'{{"collections": [{ESCAPED}]}}', "collections"),
        (f'{{"metadata": {{"client": {ESCAPED}}}}}', "client"),
        (f'{{"metadata": {{{ESCAPED}: "Port"}}}}', "metadata"),
        (f'{{"title": "Quay", "metadata": {{"client": {ESCAPED}}}}}', "client"),
    ],
)
def test_half_a_character_is_refused_by_name_and_nothing_is_kept(
    service: Service1, body: str, named: str
) -> None:
    known = service.named("lending.md")
    refused = service.client.patch(f"/v1/documents/{known['id']}", content=body, headers=JSON)
    assert refused.status_code == 422
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert named in refused.json()["detail"].casefold()
    assert service.named("lending.md") == known


def test_whole_characters_past_the_basic_plane_are_kept(service: Service1) -> None:
    place = f"/v1/documents/{service.named('lending.md')['id']}"
    body = '{"issuer": "\\ud83d\\ude00", "metadata": {"client": "\\ud83d\\ude00 Québec"}}'
    patched = service.client.patch(place, content=body, headers=JSON).json()
    assert (patched["issuer"], patched["metadata"]) == ("😀", {"client": "😀 Québec"})
    assert service.client.get(place).json() == patched


@pytest.mark.parametrize(
    "fault",
    [{"date": "nope"}, {"collections": ["secret"]}, {"issuer": HALF}, {"metadata": {"a=b": "c"}}],
)
def test_a_patch_with_a_fault_changes_nothing(service: Service1, fault: dict[str, Any]) -> None:
    import json

    known = service.named("lending.md")
    body = json.dumps({"title": "Changed", "metadata": {"k": "v"}} | fault)
    refused = service.client.patch(f"/v1/documents/{known['id']}", content=body, headers=JSON)
    assert refused.status_code == 422
    assert service.named("lending.md") == known


@pytest.mark.parametrize("field", ["title", "metadata"])
def test_of_changes_of_the_same_version_one_wins(service: Service1, field: str) -> None:
    place = f"/v1/documents/{service.named('lending.md')['id']}"
    tag = {"if-match": service.client.get(place).headers["etag"]}

    def change(number: int) -> int:
        value: Any = f"Number {number}" if field == "title" else {"n": str(number)}
        return service.client.patch(place, json={field: value}, headers=tag).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(change, range(4))) == [200, 412, 412, 412]


def test_of_a_removal_and_a_replacement_of_the_same_version_one_wins(service: Service1) -> None:
    place = f"/v1/documents/{service.named('lending.md')['id']}"
    tag = {"if-match": service.client.get(place).headers["etag"]}

    def change(method: str) -> int:
        content = b"# Lending\n\nNothing is lent.\n" if method == "PUT" else None
        return service.client.request(method, place, content=content, headers=tag).status_code

    with ThreadPoolExecutor(4) as pool:
        seen = sorted(pool.map(change, ("PUT", "DELETE", "PUT", "DELETE")))
    assert (seen[0] in (201, 204), set(seen[1:]) <= {404, 412}) == (True, True)


def test_what_a_patch_leaves_out_stays_as_another_left_it(service: Service1) -> None:
    place = f"/v1/documents/{service.named('lending.md')['id']}"
    patches: list[dict[str, Any]] = [
        {"title": "Boats"}, {"issuer": "Harbour"}, {"metadata": {"k": "v"}}, {"date": "2031-05-03"}
    ]  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda each: service.client.patch(place, json=each), patches))
    assert [each.status_code for each in sent] == [200] * 4
    now = service.client.get(place).json()
    wanted = {name: value for each in patches for name, value in each.items()}
    assert {name: now[name] for name in wanted} == wanted


def test_null_takes_back_what_was_given(service: Service1) -> None:
    known = service.named("lending.md")
    place = f"/v1/documents/{known['id']}"
    service.client.patch(place, json={"title": "Boats", "metadata": {"k": "v"}})
    body = {"title": None, "metadata": None}
    assert service.client.patch(place, json=body).json() == known


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_document_is_not_replaced_by_the_content_of_another(
    service: Service1, method: str
) -> None:
    known, other = service.named("lending.md"), service.named("place1.md")
    content = (service.folder / "docs" / "place1.md").read_bytes()
    name = f"/{known['id']}" if method == "PUT" else "?name=lending.md"
    refused = service.client.request(method, f"/v1/documents{name}", content=content)
    assert (refused.status_code, refused.json()["error"]) == (409, "ContentHeld")
    for language in ("fr", "en"):
        assert other["id"] in refused.json()[f"message_{language}"]
    assert (service.named("lending.md"), service.named("place1.md")) == (known, other)
    assert list((service.folder / "uploads").rglob("*.md")) == []
    own = service.client.put(f"/v1/documents/{other['id']}", content=content)
    assert (own.status_code, own.json()["state"]) == (200, "known")
    new = service.client.post("/v1/documents?name=new.md", content=content)
    assert (new.status_code, new.json()["state"]) == (200, "known")
    assert own.json()["document"] == new.json()["document"] == other["id"]


def test_a_change_returns_the_tag_for_the_next_one(service: Service1) -> None:
    place = f"/v1/documents/{service.named('lending.md')['id']}"
    tag = service.client.get(place).headers["etag"]
    for title in ("One", "Two"):
        changed = service.client.patch(place, json={"title": title}, headers={"if-match": tag})
        assert (changed.status_code, changed.json()["title"]) == (200, title)
        tag = changed.headers["etag"]
    assert service.client.get(place).headers["etag"] == tag


def test_a_document_that_is_not_there_is_said_to_be_so_in_both_languages(
    service: Service1,
) -> None:
    gone = service.client.delete(f"/v1/documents/{'0' * 64}").json()
    assert gone["message_en"].startswith("This document is not in the index (000000000000).")
    assert gone["message_fr"].startswith("Ce document n’est pas dans l’index (000000000000).")
    page = service.client.get(f"/v1/documents/{service.named('lending.md')['id']}/pages/99").json()
    assert "page 99" in page["message_en"]
    assert gone["type"] == page["type"]
