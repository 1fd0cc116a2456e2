"""Import paths of earlier releases. They work for one release, with a DeprecationWarning.

``rag/__init__.py`` installs the finder. It comes first on ``sys.meta_path``: a checkout brought
up to date keeps the empty folders of packages that moved, which Python would take for packages.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

# The old module, and the modules that hold its names now.
MOVED: dict[str, tuple[str, ...]] = {
    "rag.ahead": ("rag.answering.warmup",),
    "rag.answer": (
        "rag.answering.choice",
        "rag.answering.question",
        "rag.answering.selection",
        "rag.citations.quotes",
    ),
    "rag.cancellation": ("rag.runtime.cancellation",),
    "rag.checks": ("rag.records.checks",),
    "rag.citing": (
        "rag.citations.quotes",
        "rag.citations.verify_quotes",
        "rag.citations.versions",
    ),
    "rag.claims": (
        "rag.checking.claims",
        "rag.checking.speakers",
        "rag.checking.verdicts",
        "rag.facts.disagreements",
        "rag.facts.sources",
    ),
    "rag.conflicts": ("rag.answering.conflicts",),
    "rag.conversation": ("rag.answering.followups",),
    "rag.dates": ("rag.language.dates",),
    "rag.drafts": ("rag.records.drafts",),
    "rag.fusion": ("rag.retrieval.fusion",),
    "rag.hub": ("rag.runtime.hub",),
    "rag.lexical": ("rag.store.bm25",),
    "rag.names": ("rag.language.names",),
    "rag.quantities": ("rag.language.numbers", "rag.language.negations"),
    "rag.rerank": ("rag.retrieval.rerank",),
    "rag.search": ("rag.answering.pipeline", "rag.retrieval.search"),
    "rag.sentences": ("rag.language.sentences",),
    "rag.stopwatch": ("rag.runtime.stopwatch",),
    "rag.text": ("rag.language.words",),
    "rag.threads": ("rag.runtime.threads",),
    "rag.vectors": ("rag.store.vectors",),
    "rag.verification": ("rag.records.verification",),
    "rag.verify": ("rag.citations.permalinks",),
    "rag.verifying": ("rag.citations.verify_permalinks",),
    "rag.versions": ("rag.citations.versions",),
    "rag.wording": ("rag.language.sentences", "rag.language.words"),
    "rag.writer": ("rag.answering.writer",),
}


# The names that changed on the way.
RENAMED = {
    "rag.lexical.Lexical": "Bm25Index",
    "rag.lexical.LexicalEntry": "Bm25Entry",
    "rag.vectors.Vectors": "FaissIndex",
    "rag.search.inquire": "answer_question",
    "rag.answer.kind_of": "answer_kind",
    "rag.claims.cut": "split_claims",
    "rag.checks.Topic": "ReasonKind",
    "rag.writer.Writer": "ModelWriter",
    "rag.verifying.trace": "verify_permalink",
    "rag.verification.State": "QuotationState",
}


class MovedModules(MetaPathFinder, Loader):
    """Finds the modules of ``MOVED``: each forwards its names to where they live now."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module that moved; None for any other."""
        return ModuleSpec(name, self) if name in MOVED else None

    def create_module(self, spec: ModuleSpec) -> None:
        """The usual module."""

    def exec_module(self, module: ModuleType) -> None:
        """Gives the module an ``__getattr__`` that forwards."""
        places = MOVED[module.__name__]

        def forward(name: str) -> object:
            now = RENAMED.get(f"{module.__name__}.{name}", name)
            for place in () if name.startswith("__") else places:
                found = getattr(importlib.import_module(place), now, None)
                if found is not None:
                    warnings.warn(
                        f"{module.__name__}.{name} is now {place}.{now}; "
                        "the old path goes in the next release",
                        DeprecationWarning,
                        stacklevel=2,
                    )
                    return found
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        vars(module)["__getattr__"] = forward


def install() -> None:
    """Adds the finder, once a process."""
    if not any(isinstance(finder, MovedModules) for finder in sys.meta_path):
        sys.meta_path.insert(0, MovedModules())
