"""The web page: ``python app.py`` serves the index of ``index/``, as ``rag serve`` does."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from rag.cli.show import serving
from rag.config import load_settings
from rag.web import serve

INDEX = Path("index")


def main() -> None:
    """Serves the page at the address of the settings, 127.0.0.1:7860 by default."""
    settings = load_settings()
    host, port = settings.host, settings.port
    serve(INDEX, settings, host=host, port=port, ready=partial(serving, host, port))


if __name__ == "__main__":
    main()
