"""Who may use each route. A route that is not listed here is not served."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from starlette.routing import compile_path

# local: this machine, or an admin; blocked: a route that a library mounts and nobody may use.
Policy = Literal["public", "reader", "curator", "admin", "local", "blocked"]


@dataclass(frozen=True, slots=True)
class Rule:
    """The policy of a route.

    heavy   passes the admission queue and counts as a question
    quiet   is requested again and again by itself, and is left out of the access log
    event   sends an event of a page, which is answered in the stream of that page
    stream  lasts as long as a page is open; the path of a "session" ends in the page's name
    """

    policy: Policy
    heavy: bool = False
    quiet: bool = False
    event: bool = False
    stream: Literal["", "events", "session"] = ""


PUBLIC, READER, CURATOR = Rule("public", quiet=True), Rule("reader"), Rule("curator")
LOCAL, BLOCKED = Rule("local", quiet=True), Rule("blocked")
ROUTES: Mapping[str, Rule] = {
    "/healthz": PUBLIC,
    "/readyz": PUBLIC,
    "/metrics": LOCAL,
    "/api/ask": Rule("reader", heavy=True),
    "/api/search": Rule("reader", heavy=True),
    "/api/check": Rule("reader", heavy=True),
    "/api/verify": Rule("reader", heavy=True),
    "/api/export/answer.{kind}": Rule("reader", heavy=True),
    "/api/export/check.{kind}": Rule("reader", heavy=True),
    "/api/documents": READER,
    "/api/documents/{document_id}": READER,
    "/api/documents/{document_id}/original": READER,
    "/api/documents/{document_id}/pages/{number}": READER,
    "/api/documents/{document_id}/pages/{number}/image.png": READER,
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
