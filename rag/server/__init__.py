"""The HTTP interface, over the same records as the other doors."""

from rag.server.access import LOGIN
from rag.server.application import create_app, find_document, find_page
from rag.server.callers import PAGE, address, is_loopback
from rag.server.guard import LOOPBACK, Limits, decoded
from rag.server.intake import LARGEST, Intake
from rag.server.journal import Journal, log_to_stderr
from rag.server.keeper import Keeper
from rag.server.opening import Engine, Opening
from rag.server.policy import PUBLIC, READER, ROUTES, SHUT, Policies, Rule
from rag.server.running import run

__all__ = [
    "LARGEST",
    "LOGIN",
    "LOOPBACK",
    "PAGE",
    "PUBLIC",
    "READER",
    "ROUTES",
    "SHUT",
    "Engine",
    "Intake",
    "Journal",
    "Keeper",
    "Limits",
    "Opening",
    "Policies",
    "Rule",
    "address",
    "create_app",
    "decoded",
    "find_document",
    "find_page",
    "is_loopback",
    "log_to_stderr",
    "run",
]
