"""The command ``rag index``: build, watch, check, repair, roll back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.cli import show
from rag.cli.common import settings_of, with_index, with_json
from rag.config import Settings
from rag.records import IngestReport

if TYPE_CHECKING:
    from rag.ingest import ReadingLimits, WebLimits


@click.command()
@click.argument("paths", nargs=-1)
@with_index
@click.option("--rebuild", is_flag=True, help="Rebuild the whole index.")
@click.option("--allow-removal", is_flag=True, help="Remove the documents of an emptied folder.")
@click.option("--rehash", is_flag=True, help="Compare every file by its content, not its times.")
@click.option("--allow-private", is_flag=True, help="Fetch pages of private networks too.")
@click.option("--watch", is_flag=True, help="Keep running, and index what changes.")
@click.option("--rollback", is_flag=True, help="Go back to the previous generation.")
@click.option("--check", is_flag=True, help="Check every byte; list invisible text.")
@click.option("--repair", is_flag=True, help="Repair or update the index.")
@click.option("--ocr", is_flag=True, help="Recognise the text of scanned pages.")
@with_json
@click.pass_context
def index(
    context: click.Context,
    paths: tuple[str, ...],
    index: Path,
    rebuild: bool,
    allow_removal: bool,
    rehash: bool,
    allow_private: bool,
    watch: bool,
    rollback: bool,
    check: bool,
    repair: bool,
    ocr: bool,
    as_json: bool,
) -> None:
    """Read documents and build or update the index.

    PATHS are folders, files, or addresses of web pages and sitemaps; those that have not changed
    are not read again.
    """
    from rag.ingest import ReadingLimits, WebLimits, is_address

    without_paths = sum((rollback, check, repair))
    if without_paths + watch + rebuild > 1 or (without_paths and paths):
        raise click.BadParameter("--watch | --rebuild | --rollback | --check | --repair")
    if watch and any(map(is_address, paths)):
        raise click.BadParameter("--watch")
    if not without_paths and not paths:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    settings = settings_of(context)
    settings = replace(settings, ocr=settings.ocr or ocr)
    limits = ReadingLimits(ocr=settings.ocr, allow_removal=allow_removal, rehash=rehash)
    if rollback:
        _rollback(index)
    elif check:
        _check(index, as_json=as_json)
    elif repair:
        _conclude(_repair(index, settings), as_json=as_json)
    elif watch:
        folders = [Path(path) for path in paths]
        _watch(folders, index, settings, limits)
    else:
        web = WebLimits(allow_private=allow_private)
        report = _update(paths, index, settings, rebuild=rebuild, limits=limits, web=web)
        _conclude(report, as_json=as_json)


def _update(
    paths: Sequence[str],
    index: Path,
    settings: Settings,
    *,
    rebuild: bool,
    limits: ReadingLimits,
    web: WebLimits,
) -> IngestReport:
    from rag.cli.progress import ProgressBar
    from rag.encoders import load_encoder
    from rag.ingest import fetch_pages, ingest, is_address
    from rag.store import open_engine

    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    urls = [path for path in paths if is_address(path)]
    files = [Path(path) for path in paths if not is_address(path)]
    folders, failures = fetch_pages(urls, index, web)
    given = [*files, *folders]
    with ProgressBar("indexing") as progress:
        report = ingest(
            given,
            index,
            encoder,
            rebuild=rebuild,
            progress=progress,
            limits=limits,
            engine=open_engine(settings.store),
        )
    return replace(report, failures=(*failures, *report.failures))


def _repair(index: Path, settings: Settings) -> IngestReport:
    from rag.cli.progress import ProgressBar
    from rag.encoders import load_encoder
    from rag.ingest import ReadingLimits, repair
    from rag.store import open_engine
    from rag.store.layout import require_index

    require_index(index)
    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    with ProgressBar("repairing") as progress:
        return repair(
            index,
            encoder,
            progress=progress,
            limits=ReadingLimits(ocr=settings.ocr),
            engine=open_engine(settings.store),
        )


def _conclude(report: IngestReport, *, as_json: bool) -> None:
    show.ingested(report, as_json=as_json)
    if report.failures or not report.documents:
        click.get_current_context().exit(1)


def _watch(paths: Sequence[Path], index: Path, settings: Settings, limits: ReadingLimits) -> None:
    from rag.encoders import load_encoder
    from rag.ingest import ingest, watch
    from rag.store import open_engine

    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    engine = open_engine(settings.store)
    show.watching(paths)
    watch(
        paths,
        index,
        lambda: ingest(paths, index, encoder, limits=limits, engine=engine),
        show.round_done,
    )


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
