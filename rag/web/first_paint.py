"""What is between the browser and Gradio: the first view of the page, and its run of the server.

Gradio's page is empty until its scripts have run, seconds later on a slow line. What is put into
it here needs no request: the first words are there with the first answer of the server. The files
of the page are asked for at once, and not only once Gradio runs.

Gradio keeps the state of a page in its process. After a restart it would go on with an empty one,
in another language and without the conversation: an event of a page of an earlier run is refused,
and the page loads itself again, with what it showed and what was typed. A page knows the runs of
all workers, since any of them may have its state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from rag.messages import say
from rag.records import Language
from rag.server import Worker, accepted_language
from rag.server.paths import route_path
from rag.web.html.markup import Html, tag
from rag.web.static_files import FOLDER, FOREVER, static_address

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A style for the screen holds back everything that is shown, until it is there. One for paper does
# not; once it has come it is for both, at its place before the styles of the page.
_STYLE = re.compile(r'<link rel="stylesheet"(?=[^>]* href="\./assets/)')
_LATER = """<link rel="stylesheet" media="print" onload="this.media='all'\""""
_BODY = re.compile(r"<body[^>]*>")
_LANGUAGE = re.compile(r'(<html\s+lang=")en"')
_EVENT, _RUN = "/gradio_api/queue/join", "verbatim-run"
_BUILT = ("/assets/",)  # Gradio's files, with a hash in each name
_BARS = (tag("i"), tag("i"))
_THEME = """<script>
let theme = null;
try { theme = JSON.parse(localStorage.getItem("verbatim-theme")); } catch { /* none */ }
const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
document.documentElement.classList.toggle("v-dark", (theme ?? system) === "dark");
</script>"""


class FirstPaint:
    """In front of the page: adds its first view, keeps the files of Gradio in the browser, and
    refuses the events of a page of an earlier run."""

    def __init__(
        self, app: ASGIApp, *, name: str, preloaded: Iterable[str], worker: Worker
    ) -> None:
        self._app, self._name, self._worker = app, name, worker
        self._style = tag("style", Html((FOLDER / "first.css").read_text(encoding="utf-8")))
        self._preloads = "".join(_preload(each) for each in preloaded)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        path = route_path(scope) if scope["type"] == "http" else ""
        if path in ("", "/") and scope.get("method") == "GET":
            accepted = Headers(scope=scope).get("accept-language", "")
            language = accepted_language(accepted)
            send = _changed(send, lambda page: self._with_view(page, language))
        elif path.startswith(_BUILT):
            send = _kept(send)
        elif path == _EVENT and not self._knows(Headers(scope=scope).get(_RUN)):
            response = Response(status_code=409, headers={_RUN: self._worker.run})
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _knows(self, runs: str | None) -> bool:
        """Whether a page is of this run; a program that says nothing of it is."""
        return runs is None or self._worker.run in runs.split(".")

    def _with_view(self, page: str, language: Language) -> str:
        """A page of Gradio with the first view in a language."""
        page = _STYLE.sub(_LATER, page)
        page = _LANGUAGE.sub(rf'\g<1>{language}"', page, count=1)
        page = page.replace("<head>", f"<head>{self._preloads}", 1)
        lines = tag("div", tag("p", say("page.opening", language)), *_BARS)
        runs = ".".join(self._worker.runs())
        view = tag("div", tag("b", self._name), lines, id="v-first", role="status", data_run=runs)
        return _BODY.sub(lambda body: f"{body[0]}{_THEME}{self._style}{view}", page, 1)


def _preload(name: str) -> str:
    kind = "style" if name.endswith(".css") else "script"
    return f'<link rel="preload" href="{static_address(name)}" as="{kind}">'


def _changed(send: Send, change: Callable[[str], str]) -> Send:
    """``send``, for a page that is changed once it is whole; all else passes as it is."""
    start: Message | None = None
    body = b""

    async def sending(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start" and _is_page(message):
            start = message
            return
        if start is None:
            await send(message)
            return
        body += message.get("body", b"")
        if message.get("more_body", False):
            return
        whole = change(body.decode("utf-8")).encode("utf-8")
        MutableHeaders(raw=start["headers"])["content-length"] = str(len(whole))
        await send(start)
        await send({"type": "http.response.body", "body": whole})

    return sending


def _is_page(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith("text/html")


def _kept(send: Send) -> Send:
    """``send``, for a file that never changes under its name."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(raw=message["headers"]).setdefault("cache-control", FOREVER)
        await send(message)

    return sending
