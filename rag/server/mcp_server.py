"""The tools and resources of MCP, in the words of its package; everything else is in mcp_tools."""

from __future__ import annotations

import base64
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from anyio import to_thread

from rag._version import __version__
from rag.errors import McpUnavailable, RagError, RequestRefused
from rag.messages import Message, say
from rag.records import Language
from rag.server.engine_loader import Engine
from rag.server.error_responses import accepted_language
from rag.server.identity import CALLER_KEY, calling, client_address
from rag.server.mcp_resources import Resources
from rag.server.mcp_tools import ToolCard, ToolReply, Tools, tool_cards

if TYPE_CHECKING:
    from mcp.server import Server
    from starlette.types import Receive, Scope, Send

_INVALID_PARAMS = -32602  # as JSON-RPC numbers it
_NO_TOOL = RequestRefused(cause=Message("causes.malformed", where="name"))


def require_mcp() -> None:
    """Raises McpUnavailable, with the command to run, if the package is not installed."""
    if importlib.util.find_spec("mcp") is None:
        raise McpUnavailable(cause="pip install 'mcp>=2.3,<3'")


class McpDoor:
    """A library behind MCP, over standard input and output or over HTTP."""

    def __init__(self, tools: Tools, resources: Resources) -> None:
        self._tools, self._resources = tools, resources
        self._known: Server[Any] | None = None

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one HTTP request; nothing is kept between two of them."""
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        # The guard has checked host, origin and length.
        manager = StreamableHTTPSessionManager(self._server(), json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    async def serve_stdio(self) -> None:
        """Serves the program that reads our output, until it closes our input."""
        from mcp.server.stdio import stdio_server

        server = self._server()
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    def _server(self) -> Server[Any]:
        if self._known is None:
            from mcp.server import Server

            self._known = Server(
                "verbatim", version=__version__, title="Verbatim",
                instructions=say("reference.mcp_instructions", "en"),
                on_list_tools=self._list_tools, on_call_tool=self._call_tool,
                on_list_resources=self._list_resources, on_read_resource=self._read_resource,
                on_list_resource_templates=self._list_templates,
            )  # fmt: skip
        return self._known

    async def _list_tools(self, _context: Any, _params: Any) -> Any:
        from mcp_types import ListToolsResult

        return ListToolsResult(tools=[_tool(card) for card in tool_cards()])

    async def _call_tool(self, context: Any, params: Any) -> Any:
        from mcp_types import CallToolResult, TextContent

        if params.name not in {card.name for card in tool_cards()}:
            raise _failed(_NO_TOOL, context)
        call = partial(self._tools.call, params.name, params.arguments or {})
        try:
            with _caller_of(context):
                reply = await to_thread.run_sync(call)
        except RagError as error:  # the model reads it, and may do better
            said = TextContent(text=error.message(_language_of(context)))
            return CallToolResult(content=[said], is_error=True)
        return CallToolResult(content=_content(reply), structured_content=reply.values)

    async def _list_resources(self, context: Any, params: Any) -> Any:
        from mcp_types import ListResourcesResult, Resource

        cursor = None if params is None else params.cursor
        with _refusing(context):
            found, following = await to_thread.run_sync(partial(self._resources.page, cursor or ""))
        resources = [
            Resource(uri=each.address, name=each.path, title=each.title, mime_type="text/plain")
            for each in found
        ]
        return ListResourcesResult(resources=resources, next_cursor=following or None)

    async def _list_templates(self, _context: Any, _params: Any) -> Any:
        from mcp_types import ListResourceTemplatesResult, ResourceTemplate

        templates = [
            ResourceTemplate(uri_template=address, name=name, mime_type=kind)
            for name, address, kind in self._resources.templates()
        ]
        return ListResourceTemplatesResult(resource_templates=templates)

    async def _read_resource(self, context: Any, params: Any) -> Any:
        from mcp_types import BlobResourceContents, ReadResourceResult, TextResourceContents

        with _refusing(context):
            found = await to_thread.run_sync(partial(self._resources.read, str(params.uri)))
        contents = [
            TextResourceContents(uri=address, mime_type="text/plain", text=content)
            if isinstance(content, str)
            else BlobResourceContents(
                uri=address, mime_type="image/png", blob=base64.b64encode(content).decode()
            )
            for address, content in found
        ]
        return ReadResourceResult(contents=contents)


def serve_mcp(open_engine: Callable[[], Engine]) -> None:
    """Serves an engine over standard input and output; raises McpUnavailable, or as it opens."""
    require_mcp()
    import anyio

    engine = open_engine()
    door = McpDoor(Tools(lambda: engine), Resources(lambda: engine))
    try:
        anyio.run(door.serve_stdio)
    except* BrokenPipeError:  # the program that reads the replies has ended
        pass


def _tool(card: ToolCard) -> Any:
    from mcp_types import Tool, ToolAnnotations

    hints = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return Tool(
        name=card.name, description=say(f"reference.tool_{card.name}", "en"),
        input_schema=card.schema, output_schema=card.returns, annotations=hints,
    )  # fmt: skip


def _content(reply: ToolReply) -> list[Any]:
    from mcp_types import ImageContent, TextContent

    content: list[Any] = [TextContent(text=reply.text)]
    if reply.image:
        image = base64.b64encode(reply.image).decode()
        content.append(ImageContent(data=image, mime_type="image/png"))
    return content


@contextmanager
def _caller_of(context: Any) -> Iterator[None]:
    """Work inside is that of the caller of the request, whatever task it runs in."""
    if context.request is None:  # over standard input: the user of this machine
        yield
        return
    scope = context.request.scope
    with calling(scope.get(CALLER_KEY), client_address(scope)):
        yield


@contextmanager
def _refusing(context: Any) -> Iterator[None]:
    """Work of the caller, whose errors are those of the protocol."""
    try:
        with _caller_of(context):
            yield
    except RagError as error:
        raise _failed(error, context) from error


def _failed(error: RagError, context: Any) -> Exception:
    from mcp import MCPError

    found: Exception = MCPError(_INVALID_PARAMS, error.message(_language_of(context)))
    return found


def _language_of(context: Any) -> Language:
    headers: Mapping[str, str] = {} if context.request is None else context.request.headers
    return accepted_language(headers.get("accept-language", ""))
