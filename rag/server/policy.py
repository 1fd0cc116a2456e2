"""Who may use each route. A route that is not listed here is not served."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from starlette.routing import compile_path

# local: this machine, or an admin; blocked: a route that a library mounts and nobody may use.
Policy = Literal["public", "reader", "curator", "admin", "local", "blocked"]


@dataclass(frozen=True, slots=True)
class Rule:
    """The policy of a route.

    heavy   passes the admission queue and counts as a question
    reads   passes a queue of its own: it takes as long as its document or library is large
    quiet   is requested again and again by itself, and is left out of the access log
    probe   is asked by whatever watches the service, from an address that others may have too
    event   sends an event of a page, which is answered in the stream of that page
    writes  the policy of methods that change something, if it is another
    turns   few requests of one person are served at a time, the next ones wait
    stream  lasts as long as a page is open; the path of a "session" ends in the page's name
    """

    policy: Policy
    heavy: bool = False
    reads: bool = False
    quiet: bool = False
    probe: bool = False
    event: bool = False
    writes: Policy | None = None
    turns: bool = False
    stream: Literal["", "events", "session"] = ""

    def for_method(self, method: str) -> Rule:
        """The rule of a request with this method."""
        changes = self.writes is not None and method not in ("GET", "HEAD")
        if not changes:
            return self
        return replace(self, policy=self.writes or self.policy, writes=None, reads=False)


PUBLIC, READER, CURATOR = Rule("public", quiet=True), Rule("reader"), Rule("curator")
_PROBE = Rule("public", quiet=True, probe=True)
LOCAL, BLOCKED = Rule("local", quiet=True), Rule("blocked")
_QUESTION, _READS = Rule("reader", heavy=True), Rule("reader", reads=True)
_DOCUMENTS = Rule("reader", reads=True, writes="curator")
_VERSIONED: Mapping[str, Rule] = {
    "ask": _QUESTION,
    "search": _QUESTION,
    "check": _QUESTION,
    "verify": _QUESTION,
    "export/answer.{kind}": _QUESTION,
    "export/check.{kind}": _QUESTION,
    "documents": _DOCUMENTS,
    "documents/{document_id}": _DOCUMENTS,
    "documents/{document_id}/original": _READS,
    "documents/{document_id}/pages/{number}": _READS,
    "documents/{document_id}/pages/{number}/image.png": Rule("reader", turns=True),
}
ROUTES: Mapping[str, Rule] = {
    "/healthz": _PROBE,
    "/readyz": _PROBE,
    "/metrics": LOCAL,
    **{f"/v1/{path}": rule for path, rule in _VERSIONED.items()},
    "/v1/feedback": _QUESTION,
    "/v1/evaluations": CURATOR,  # each of its questions passes the admission queue
    "/v1/chat/completions": _QUESTION,
    "/v1/embeddings": _QUESTION,
    "/v1/models": READER,
    "/v1/models/{model:path}": READER,
    "/v1/openapi.json": READER,
    "/docs": READER,
    "/mcp": READER,
    # The addresses of earlier versions.
    **{f"/api/{path}": rule for path, rule in _VERSIONED.items()},
    "/api/library/{name:path}": CURATOR,
    "/openapi.json": BLOCKED,
}


class Policies:
    """The rules of the routes, by route template ("/api/documents/{document_id}")."""

    def __init__(self, routes: Mapping[str, Rule] = ROUTES) -> None:
        self.routes = routes
        self._patterns: list[tuple[re.Pattern[str], str]] = [
            (compile_path(template)[0], template)
            for template, rule in routes.items()
            if "{" in template and rule.policy != "blocked"
        ]

    def find(self, path: str) -> tuple[str, Rule]:
        """The template and the rule of a path; ``("", BLOCKED)`` if no rule names it."""
        if path in self.routes:
            return path, self.routes[path]
        for pattern, template in self._patterns:
            if pattern.match(path):
                return template, self.routes[template]
        return "", BLOCKED
