"""Importing the package is light: it loads none of the heavy libraries."""

import subprocess
import sys

import rag

PARSERS = ("lxml", "docx", "markdown_it", "pypdf", "pypdfium2", "defusedxml", "openpyxl")
HEAVY = ("torch", "faiss", "gradio", "tantivy", "sentence_transformers", "pypdf", "pypdfium2")


def test_importing_rag_loads_no_heavy_library() -> None:
    program = f"import sys, rag; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_listing_the_formats_loads_no_parser() -> None:
    program = (
        "import sys, rag.readers; print(len(rag.readers.FORMATS), "
        f"[name for name in {PARSERS!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip().endswith(" []")


def test_telling_a_language_loads_no_client_of_downloads() -> None:
    program = (
        "import sys; from rag.language import detect; print(detect('Qui a signé ?'), "
        "[name for name in ('requests', 'robust_downloader') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "fr []"


def test_all_names_what_is_exported_and_nothing_else() -> None:
    assert sorted(rag.__all__) == rag.__all__
    assert all(getattr(rag, name) is not None for name in rag.__all__)
    public = {name for name in vars(rag) if not name.startswith("_")}
    modules = {name for name in public if isinstance(getattr(rag, name), type(rag))}
    assert public - modules - {"annotations"} <= set(rag.__all__)
