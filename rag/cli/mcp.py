"""The command ``rag mcp``: the tools of a library for a program that starts it."""

from __future__ import annotations

from pathlib import Path

import click

from rag.cli.common import library_of, with_index


@click.command()
@with_index
@click.pass_context
def mcp(context: click.Context, index: Path) -> None:
    """Serve the tools ask, search, check, open_page and list_documents by MCP.

    The program that starts this command speaks to it over standard input and output. rag serve
    has the same tools at /mcp.
    """
    from rag.server import serve_mcp

    serve_mcp(lambda: library_of(context, index))
