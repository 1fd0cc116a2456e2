"""Answer questions in your own FastAPI application, with quotes and their permalinks.

python examples/fastapi_app.py --index index --port 8000
curl 'http://127.0.0.1:8000/ask?q=Who+certified+the+accounts+of+2023%3F'
"""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException

from rag import AsyncRag, RagError


def create_app(index: str) -> FastAPI:
    """An application that opens an index once, and answers at /ask."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with await AsyncRag.open(index) as app.state.rag:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/ask")
    async def ask(q: str) -> dict[str, Any]:
        try:
            answer = await app.state.rag.ask(q)
        except RagError as error:
            raise HTTPException(422, str(error)) from error
        quotes = [{"quote": one.text, "permalink": one.permalink} for one in answer.citations]
        return {"found": answer.found, "quotes": quotes}

    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Answer questions over HTTP.")
    parser.add_argument("--index", default="index", help="folder written by `rag index`")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    uvicorn.run(create_app(options.index), port=options.port)
