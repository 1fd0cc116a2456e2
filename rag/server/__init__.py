"""The HTTP interface, over the same records as the other doors."""

from rag.server.access_control import AccessControl
from rag.server.access_log import AccessLog, log_to_stderr
from rag.server.access_middleware import LOGIN
from rag.server.application import create_app
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.guard import LOOPBACK, RequestLimits, decoded
from rag.server.identity import PAGE, address, is_loopback
from rag.server.policy import PUBLIC, READER, ROUTES, SHUT, Policies, Rule
from rag.server.process import run
from rag.server.routes.documents import find_document
from rag.server.routes.pages import find_page
from rag.server.uploads import LARGEST, Uploads

__all__ = [
    "LARGEST",
    "LOGIN",
    "LOOPBACK",
    "PAGE",
    "PUBLIC",
    "READER",
    "ROUTES",
    "SHUT",
    "AccessControl",
    "AccessLog",
    "Engine",
    "EngineLoader",
    "Policies",
    "RequestLimits",
    "Rule",
    "Uploads",
    "address",
    "create_app",
    "decoded",
    "find_document",
    "find_page",
    "is_loopback",
    "log_to_stderr",
    "run",
]
