"""The access rule of each route that the page adds: our own, and every route of Gradio.

Gradio's uploads, files, proxy, recordings and the rest are blocked, since the page does not use
them. A route that a later Gradio adds is not served until it is listed here; a test checks this.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.accounts.oidc import CALLBACK_PATH
from rag.server import BLOCKED, LOGIN_PATH, PUBLIC, READER, ROUTES, Rule

LOGOUT, OIDC = "/sign-out", "/sign-in/oidc"
LOGO = "/institution/logo"
HISTORY = "/v1/history"
HISTORY_ADDED = "/v1/history/add"
GUIDE = "/help"
_LOGGED, _QUIET, _READS = Rule("public"), Rule("reader", quiet=True), Rule("reader", reads=True)
_EVENTS, _SESSION = (Rule("reader", quiet=True, stream=kind) for kind in ("events", "session"))
_OURS = {
    LOGIN_PATH: _LOGGED,
    LOGOUT: _LOGGED,
    OIDC: _LOGGED,
    CALLBACK_PATH: _LOGGED,
    "/verbatim/{path:path}": PUBLIC,
    LOGO: PUBLIC,
    GUIDE: PUBLIC,
    "/view/{document_id}": _READS,
    "/notebooks": _READS,
    "/notebooks/{notebook_id}": READER,
    "/notebooks/{notebook_id}/export.{kind}": _READS,
    "/v1/notebook/quotes": READER,
    HISTORY: READER,
    HISTORY_ADDED: READER,
}
_GRADIO = {
    "/": _READS,
    "/config": _READS,
    "/gradio_api/queue/join": Rule("reader", event=True),
    "/gradio_api/queue/data": _EVENTS,
    "/gradio_api/heartbeat/{session_hash}": _SESSION,
    "/gradio_api/info": _QUIET,
    "/gradio_api/app_id": _QUIET,
    "/gradio_api/cancel": _QUIET,
    "/gradio_api/reset": _QUIET,
    # Files of Gradio itself, the same for everyone.
    "/theme.css": PUBLIC,
    "/manifest.json": PUBLIC,
    "/favicon.ico": PUBLIC,
    "/robots.txt": PUBLIC,
    "/assets/{path:path}": PUBLIC,
    "/static/{path:path}": PUBLIC,
}
_BLOCKED = """
/login /login/ /logout /config/ /svelte/{path:path} /pwa_icon /pwa_icon/{size} /monitoring
/monitoring/summary /monitoring/{key}
/gradio_api/deep_link /gradio_api/user /gradio_api/user/ /gradio_api/login_check
/gradio_api/login_check/ /gradio_api/token /gradio_api/token/ /gradio_api/app_id/
/gradio_api/dev/reload /gradio_api/runs /gradio_api/runs/ /gradio_api/info/
/gradio_api/openapi.json /gradio_api/custom_component/{id}/{environment}/{type}/{file_name}
/gradio_api/proxy={url_path:path} /gradio_api/file={path_or_url:path}
/gradio_api/file/{path:path} /gradio_api/stream/{event_id} /gradio_api/stream/{event_id}/close
/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
/gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}
/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file
/gradio_api/reset/ /gradio_api/api/{api_name} /gradio_api/api/{api_name}/
/gradio_api/run/{api_name} /gradio_api/run/{api_name}/ /gradio_api/call/{api_name}
/gradio_api/call/{api_name}/ /gradio_api/call/v2/{api_name} /gradio_api/call/v2/{api_name}/
/gradio_api/call/{api_name}/{event_id} /gradio_api/call/v2/{api_name}/{event_id}
/gradio_api/component_server /gradio_api/component_server/ /gradio_api/queue/status
/gradio_api/upload_progress /gradio_api/upload /gradio_api/startup-events
/gradio_api/theme.css /gradio_api/process_recording /gradio_api/vibe-edit
/gradio_api/vibe-edit/ /gradio_api/undo-vibe-edit /gradio_api/undo-vibe-edit/
/gradio_api/vibe-code /gradio_api/vibe-code/ /gradio_api/vibe-starter-queries
/gradio_api/vibe-starter-queries/
"""
ALL_ROUTES: Mapping[str, Rule] = {
    **ROUTES, **_OURS, **_GRADIO, **dict.fromkeys(_BLOCKED.split(), BLOCKED)
}  # fmt: skip
