"""The web page: ``python app.py`` serves the index of ``index/``, as ``rag serve`` does."""

from __future__ import annotations

from pathlib import Path

from rag.config import load_settings
from rag.web import serve

INDEX = Path("index")


def main() -> None:
    """Serves the page at the address of the settings, 127.0.0.1:7860 by default."""
    settings = load_settings()
    serve(INDEX, settings, host=settings.host, port=settings.port)


if __name__ == "__main__":
    main()
