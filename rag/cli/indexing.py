"""The command ``rag index``: build, watch, check, repair, roll back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from rag.cli import show
from rag.cli.common import FILE, settings_of, with_index, with_json
from rag.config import Settings
from rag.records import IngestReport


@click.command()
@click.argument("paths", nargs=-1, type=FILE)
@with_index
@click.option("--rebuild", is_flag=True, help="Rebuild the whole index.")
@click.option("--allow-removal", is_flag=True, help="Remove the documents of an emptied folder.")
@click.option("--watch", is_flag=True, help="Keep running, and index what changes.")
@click.option("--rollback", is_flag=True, help="Go back to the previous generation.")
@click.option("--check", is_flag=True, help="Check every byte; list invisible text.")
@click.option("--repair", is_flag=True, help="Repair or update the index.")
@click.option("--ocr", is_flag=True, help="Recognise the text of scanned pages.")
@with_json
@click.pass_context
def index(
    context: click.Context,
    paths: tuple[Path, ...],
    index: Path,
    rebuild: bool,
    allow_removal: bool,
    watch: bool,
    rollback: bool,
    check: bool,
    repair: bool,
    ocr: bool,
    as_json: bool,
) -> None:
    """Read documents and build or update the index.

    PATHS are folders or files; those that have not changed are not read again.
    """
    without_paths = sum((rollback, check, repair))
    if without_paths + watch + rebuild > 1 or (without_paths and paths):
        raise click.BadParameter("--watch | --rebuild | --rollback | --check | --repair")
    if not without_paths and not paths:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    settings = settings_of(context)
    settings = replace(settings, ocr=settings.ocr or ocr)
    if rollback:
        _rollback(index)
    elif check:
        _check(index, as_json=as_json)
    elif repair:
        _conclude(_repair(index, settings), as_json=as_json)
    elif watch:
        _watch(paths, index, settings, allow_removal=allow_removal)
    else:
        report = _update(paths, index, settings, rebuild=rebuild, allow_removal=allow_removal)
        _conclude(report, as_json=as_json)


def _update(
    paths: Sequence[Path], index: Path, settings: Settings, *, rebuild: bool, allow_removal: bool
) -> IngestReport:
    from rag.cli.progress import ProgressBar
    from rag.encoders import load_encoder
    from rag.ingest import ReadingLimits, ingest

    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    with ProgressBar("indexing") as progress:
        limits = ReadingLimits(ocr=settings.ocr, allow_removal=allow_removal)
        return ingest(paths, index, encoder, rebuild=rebuild, progress=progress, limits=limits)


def _repair(index: Path, settings: Settings) -> IngestReport:
    from rag.cli.progress import ProgressBar
    from rag.encoders import load_encoder
    from rag.ingest import ReadingLimits, repair
    from rag.store.layout import require_index

    require_index(index)
    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    with ProgressBar("repairing") as progress:
        return repair(index, encoder, progress=progress, limits=ReadingLimits(ocr=settings.ocr))


def _conclude(report: IngestReport, *, as_json: bool) -> None:
    show.ingested(report, as_json=as_json)
    if report.failures or not report.documents:
        click.get_current_context().exit(1)


def _watch(paths: Sequence[Path], index: Path, settings: Settings, *, allow_removal: bool) -> None:
    from rag.encoders import load_encoder
    from rag.ingest import ReadingLimits, ingest, watch

    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    show.watching(paths)
    limits = ReadingLimits(ocr=settings.ocr, allow_removal=allow_removal)
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
            notices = {store.document(key).path: lines for key, lines in store.notices().items()}
    show.health(found, notices, as_json=as_json)
    if any(one.fault for one in found):
        click.get_current_context().exit(1)
