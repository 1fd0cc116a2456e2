"""The HTTP interface, over the same records as the command line and the library."""

from rag.server.access_control import AccessControl
from rag.server.access_log import AccessLog, log_to_stderr
from rag.server.access_middleware import LOGIN_PATH
from rag.server.administration import Administration, CollectionState, Setting
from rag.server.application import add_error_handlers, create_app
from rag.server.document_edits import DocumentEdit
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.error_responses import accepted_language
from rag.server.guard import LOOPBACK, RequestLimits
from rag.server.identity import PAGE_KEY, client_address, is_loopback
from rag.server.indexing_job import JobState
from rag.server.library_editor import Changed, LibraryEditor
from rag.server.mcp_server import serve_mcp
from rag.server.mcp_tools import Tools
from rag.server.metrics import Load
from rag.server.paths import decode_headers
from rag.server.policy import BLOCKED, PUBLIC, READER, ROUTES, Policies, Rule
from rag.server.process import NOT_STARTED, bound, run, run_worker
from rag.server.refused_questions import RefusedQuestion, RefusedQuestions, is_refusal
from rag.server.routes.documents import find_document
from rag.server.routes.feedback import VERDICTS, FeedbackVerdict
from rag.server.routes.pages import find_page
from rag.server.supervisor import Supervisor, require_workers, together
from rag.server.uploads import MAX_UPLOAD_BYTES, Uploads
from rag.server.worker import Worker

__all__ = [
    "BLOCKED",
    "LOGIN_PATH",
    "LOOPBACK",
    "MAX_UPLOAD_BYTES",
    "NOT_STARTED",
    "PAGE_KEY",
    "PUBLIC",
    "READER",
    "ROUTES",
    "VERDICTS",
    "AccessControl",
    "AccessLog",
    "Administration",
    "Changed",
    "CollectionState",
    "DocumentEdit",
    "Engine",
    "EngineLoader",
    "FeedbackVerdict",
    "JobState",
    "LibraryEditor",
    "Load",
    "Policies",
    "RefusedQuestion",
    "RefusedQuestions",
    "RequestLimits",
    "Rule",
    "Setting",
    "Supervisor",
    "Tools",
    "Uploads",
    "Worker",
    "accepted_language",
    "add_error_handlers",
    "bound",
    "client_address",
    "create_app",
    "decode_headers",
    "find_document",
    "find_page",
    "is_loopback",
    "is_refusal",
    "log_to_stderr",
    "require_workers",
    "run",
    "run_worker",
    "serve_mcp",
    "together",
]
