"""The routes of models and of embeddings, in the form of OpenAI."""

from __future__ import annotations

import base64
import struct
from typing import Annotated, Any, ClassVar, Literal

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import ConfigDict, Field

from rag.errors import RequestRefused
from rag.errors.service import ModelUnknown
from rag.messages import Message
from rag.server.engine_loader import EngineLoader
from rag.server.routes.chat_completions import MODEL
from rag.server.routes.openai_form import OpenAIBody

_MOST_TEXTS, _LONGEST = 256, 20_000
_Text = Annotated[str, Field(max_length=_LONGEST)]


class TextsToEmbed(OpenAIBody):
    """The body of POST /v1/embeddings.

    ``input_type`` says what the texts are, for encoders that tell questions from passages.
    """

    ignored: ClassVar[frozenset[str]] = frozenset({"user"})
    model_config = ConfigDict(json_schema_extra={"example": {"input": "term of office"}})

    input: _Text | Annotated[list[_Text], Field(min_length=1, max_length=_MOST_TEXTS)]
    model: str = ""
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = None
    input_type: Literal["query", "passage"] = "passage"


def add_embeddings(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /v1/models and POST /v1/embeddings."""

    @app.get("/v1/models", responses={200: {"description": "list"}})
    def models() -> Any:
        """List the names for `model`: that of the answers, and that of the encoder."""
        names = (MODEL, loader.engine().encoder_name)
        return JSONResponse({"object": "list", "data": [_model(name) for name in names]})

    @app.get("/v1/models/{model:path}", responses={200: {"description": "model"}})
    def one_model(model: str) -> Any:
        """Return one of them."""
        known = (MODEL, loader.engine().encoder_name)
        if model not in known:
            raise ModelUnknown(model=model[:100], known=", ".join(known))
        return JSONResponse(_model(model))

    @app.post("/v1/embeddings", responses={200: {"description": "list"}})
    def embed(body: TextsToEmbed) -> Any:
        """Return the vectors of texts, as the encoder of the library has them."""
        engine = loader.engine()
        name = engine.encoder_name
        if body.model not in ("", name):
            raise ModelUnknown(model=body.model[:100], known=name)
        texts = [body.input] if isinstance(body.input, str) else body.input
        vectors = engine.embed(texts, kind=body.input_type)
        if body.dimensions not in (None, len(vectors[0])):
            raise RequestRefused(cause=Message("causes.malformed", where="body.dimensions"))
        data = [
            {"object": "embedding", "index": n, "embedding": _written(vector, body.encoding_format)}
            for n, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": 0, "total_tokens": 0}  # nothing is metered
        return JSONResponse({"object": "list", "data": data, "model": name, "usage": usage})


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "verbatim"}


def _written(vector: list[float], form: str) -> list[float] | str:
    """A vector as numbers, or as the bytes of float32 in base64."""
    if form == "float":
        return vector
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
