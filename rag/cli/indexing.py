"""The command ``rag index``: building, following, checking, mending and taking back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from rag.cli import show
from rag.cli.common import DEFAULT_INDEX, AsJson, Index, settings_of
from rag.config import Settings
from rag.records import IngestReport

Paths = Annotated[list[Path] | None, typer.Argument(help="Folders or files to index.")]
Rebuild = Annotated[bool, typer.Option("--rebuild", help="Start from nothing.")]
Watch = Annotated[bool, typer.Option("--watch", help="Stay, and follow what changes.")]
Rollback = Annotated[bool, typer.Option("--rollback", help="Back to the generation before.")]
Check = Annotated[bool, typer.Option("--check", help="Verify every byte; list hidden text.")]
OcrToo = Annotated[bool, typer.Option("--ocr", help="Recognise pages that are pictures.")]
Repair = Annotated[bool, typer.Option("--repair", help="Restore what is damaged or outdated.")]


def index(
    context: typer.Context,
    paths: Paths = None,
    index: Index = DEFAULT_INDEX,
    rebuild: Rebuild = False,
    watch: Watch = False,
    rollback: Rollback = False,
    check: Check = False,
    repair: Repair = False,
    ocr: OcrToo = False,
    as_json: AsJson = False,
) -> None:
    """Read documents and build or update the index; unchanged files cost nothing."""
    alone = sum((rollback, check, repair))
    if alone + watch + rebuild > 1 or (alone and paths):
        raise typer.BadParameter("--watch | --rebuild | --rollback | --check | --repair")
    if not alone and not paths:
        raise typer.BadParameter("PATHS")
    settings, folders = settings_of(context), paths or []
    settings = replace(settings, ocr=settings.ocr or ocr)
    if rollback:
        _rollback(index)
    elif check:
        _check(index, as_json=as_json)
    elif repair:
        _conclude(_repair(index, settings), as_json=as_json)
    elif watch:
        _watch(folders, index, settings)
    else:
        report = _update(folders, index, settings, rebuild=rebuild)
        _conclude(report, as_json=as_json)


def _update(
    paths: Sequence[Path], index: Path, settings: Settings, *, rebuild: bool
) -> IngestReport:
    from rag.cli.progress import Progress
    from rag.encoders import load_encoder
    from rag.ingest import Limits, ingest

    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    with Progress("indexing") as progress:
        limits = Limits(ocr=settings.ocr)
        return ingest(paths, index, encoder, rebuild=rebuild, progress=progress, limits=limits)


def _repair(index: Path, settings: Settings) -> IngestReport:
    from rag.cli.progress import Progress
    from rag.encoders import load_encoder
    from rag.ingest import Limits, repair
    from rag.store.layout import require_index

    require_index(index)
    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    with Progress("repairing") as progress:
        return repair(index, encoder, progress=progress, limits=Limits(ocr=settings.ocr))


def _conclude(report: IngestReport, *, as_json: bool) -> None:
    show.ingested(report, as_json=as_json)
    if report.failures or not report.documents:
        raise typer.Exit(1)


def _watch(paths: Sequence[Path], index: Path, settings: Settings) -> None:
    from rag.encoders import load_encoder
    from rag.ingest import Limits, ingest, watch

    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    show.watching(paths)
    limits = Limits(ocr=settings.ocr)
    watch(paths, index, lambda: ingest(paths, index, encoder, limits=limits), show.round_done)


def _rollback(index: Path) -> None:
    from rag.store import rollback

    show.rolled_back(rollback(index))


def _check(index: Path, *, as_json: bool) -> None:
    from rag.store import Store, examine

    found = examine(index)
    notices: dict[str, tuple[str, ...]] = {}
    if found[0].fault is None:
        with Store.open(index) as store:
            notices = {store.document(key).path: told for key, told in store.notices().items()}
    show.stands(found, notices, as_json=as_json)
    if any(health.fault for health in found):
        raise typer.Exit(1)
