"""Builds the whole application, the HTTP interface with the page mounted on it, and serves it."""

from __future__ import annotations

import dataclasses
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from fastapi import FastAPI

from rag.accounts import Accounts, accounts_file
from rag.accounts.oidc import Provider
from rag.config import Curation, Settings
from rag.encoders import Encoder, load_encoder
from rag.engine import Rag
from rag.errors import RagError
from rag.errors.service import AccountsNeeded
from rag.ingest import LibraryWriter, ReadingLimits
from rag.notebooks import Notebooks
from rag.runtime.threads import algebra_on_one_thread
from rag.server import (
    LOOPBACK,
    MAX_UPLOAD_BYTES,
    NOT_STARTED,
    AccessControl,
    AccessLog,
    Administration,
    Engine,
    EngineLoader,
    LibraryEditor,
    Policies,
    RefusedQuestions,
    RequestLimits,
    Supervisor,
    Tools,
    Worker,
    bound,
    create_app,
    is_loopback,
    log_to_stderr,
    require_workers,
    run,
    run_worker,
    together,
)
from rag.store.layout import UPLOADS
from rag.web.administration import AdministrationPresenter
from rag.web.curation import CurationPresenter
from rag.web.feedback import Feedback
from rag.web.gradio_import import load_gradio, without_garbage_collection
from rag.web.guide import add_guide
from rag.web.history_routes import add_history
from rag.web.institution import add_logo
from rag.web.login import add_login
from rag.web.notebooks.routes import add_notebooks
from rag.web.oidc import add_oidc
from rag.web.presenter import Presenter
from rag.web.routes import ALL_ROUTES
from rag.web.static_files import HashedFiles
from rag.web.viewer.routes import add_viewer

_log = logging.getLogger(__name__)
_OPENING_SECONDS = 60.0  # for a library, after which a worker serves without it


def build_app(
    open_engine: Callable[[], Engine],
    settings: Settings | None = None,
    *,
    writer: LibraryWriter | None = None,
    accounts: Accounts | None = None,
    access_log: AccessLog | None = None,
    worker: Worker | None = None,
) -> FastAPI:
    """The page and the HTTP interface over an engine that is opened in the background.

    Curators change the library through ``writer``, whose index also holds the notebooks and the
    feedback on answers. With ``accounts``, people log in first. Each
    is off if it is ``None``. The application of a ``worker`` shares what limits people with others.
    """
    load_gradio()
    from rag.web.page import Presenters, event_scope, mount

    chosen, worker = settings or Settings(), worker or Worker()
    loader = EngineLoader(open_engine)
    loader.start()
    access = AccessControl(
        chosen,
        accounts,
        access_log=access_log,
        refused=RefusedQuestions(_refused_file(writer, chosen), worker.lock("refused")),
        event_scope=event_scope,
        worker=worker,
    )
    access.policies = Policies(ALL_ROUTES)
    uploads = dict.fromkeys(("/v1/documents", "/api/library/"), MAX_UPLOAD_BYTES)
    limits = RequestLimits(_hosts(chosen), uploads=uploads, origins=chosen.service.cors)
    editor = None if writer is None else LibraryEditor(writer, access)
    verdicts = Feedback(_file(writer, "feedback.jsonl"), worker)
    kept = None if writer is None else Notebooks(writer.index / "notebooks.sqlite")
    close = None if kept is None else kept.close
    app = create_app(loader, access, limits=limits, editor=editor, feedback=verdicts, close=close)
    app.mount("/verbatim", HashedFiles())
    add_logo(app, chosen.institution)
    add_guide(app, chosen)
    add_login(app, access)
    callers = add_notebooks(app, kept, loader, access)
    add_viewer(app, loader, access, lambda: callers.allowed)
    if accounts is not None and chosen.oidc.issuer:
        add_oidc(app, access, Provider(chosen.oidc))
    administration = None if writer is None else Administration(writer, access)
    presenter = Presenter(loader, verdicts, access=access, notebooks=lambda: callers.allowed)
    add_history(app, presenter.kept)
    presenters = Presenters(
        presenter,
        CurationPresenter(editor, loader),
        AdministrationPresenter(administration, verdicts),
        Tools(loader.engine, access.admitted, access.refused),
    )
    waiting, prefix = access.queue.longest, chosen.service.prefix
    return mount(app, presenters, access.page_events, waiting=waiting, worker=worker, prefix=prefix)


def _refused_file(writer: LibraryWriter | None, settings: Settings) -> Path | None:
    """Where questions without an answer are kept; nowhere unless questions may be."""
    return _file(writer, "refused.json") if settings.service.log_questions else None


def _file(writer: LibraryWriter | None, name: str) -> Path | None:
    """A file beside the generations of an index, if the service writes there."""
    return None if writer is None else writer.index / name


def _hosts(settings: Settings) -> tuple[str, ...]:
    """The host names that are served; loopback is always among them, for health checks."""
    named = settings.service.hosts
    return (*named, *LOOPBACK) if named or is_loopback(settings.host) else ()


def serve(
    index: Path,
    settings: Settings,
    *,
    host: str,
    port: int,
    uploads: Path | None = None,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serves the page of an index until it is stopped.

    Documents added through the page are saved in the folder ``uploads``, by default that of the
    settings; without one, the page does not offer to add any. ``ready`` is called once the page
    can be opened. From now on, only the owner can read the files that this process writes. Raises
    AccountsNeeded if other machines would be served without accounts, and AccountsUnusable.
    """
    os.umask(0o077)
    chosen = dataclasses.replace(settings, host=host, port=port)
    if chosen.service.workers > 1:
        _serve_together(index, chosen, uploads, ready)
    else:
        app = _app(index, chosen, uploads, Worker())
        run(app, host, port=port, proxy=chosen.service.proxy, ready=ready)


def _serve_together(
    index: Path, settings: Settings, uploads: Path | None, ready: Callable[[], None] | None
) -> None:
    """Serves the page by several processes until they are stopped."""
    number = settings.service.workers
    require_workers(number)
    if (accounts := _accounts(index, settings)) is not None:
        accounts.close()
    log_to_stderr()
    sockets = bound(settings.host, settings.port)
    serving = partial(_serve_as_worker, index, settings, uploads)
    with together(number) as workers:
        served = Supervisor(serving, sockets, f"{__package__}.preloaded").run(workers, ready)
    if not served:
        sys.exit(NOT_STARTED)


def _serve_as_worker(
    index: Path,
    settings: Settings,
    uploads: Path | None,
    worker: Worker,
    sockets: list[socket.socket],
    ready: Callable[[], None],
) -> None:
    """Serves the page as one of several processes."""
    os.umask(0o077)
    worker.begin()
    app = _app(index, settings, uploads, worker)
    app.state.wait(_OPENING_SECONDS)  # meanwhile the others take the connections
    run_worker(app, sockets, worker=worker, proxy=settings.service.proxy, ready=ready)


def _app(index: Path, settings: Settings, uploads: Path | None, worker: Worker) -> FastAPI:
    """The application over an index, as the service has it."""
    algebra_on_one_thread()
    accounts = _accounts(index, settings)
    shared = _SharedEncoder(index, settings)
    folder = uploads or _uploads_folder(index, settings.library, accounts)
    with without_garbage_collection():
        return build_app(
            shared.open_engine,
            settings,
            writer=shared.writer(folder),
            accounts=accounts,
            access_log=_access_log(index, settings, accounts, worker),
            worker=worker,
        )


def _accounts(index: Path, settings: Settings) -> Accounts | None:
    """The accounts of the service, ``None`` if it needs none; raises AccountsNeeded."""
    service, path = settings.service, accounts_file(index, settings.service)
    if service.accounts or settings.oidc.issuer or Accounts.exist(path):
        return Accounts(path)
    if (not is_loopback(settings.host) or service.proxy) and not service.open:
        raise AccountsNeeded(host=service.proxy or settings.host)
    return None


def _uploads_folder(index: Path, curation: Curation, accounts: Accounts | None) -> Path | None:
    """The folder of uploaded documents by the settings, ``None`` if there is none."""
    if curation.uploads:
        return None if curation.uploads == "off" else Path(curation.uploads)
    return index / UPLOADS if accounts is not None else None


def _access_log(
    index: Path, settings: Settings, accounts: Accounts | None, worker: Worker
) -> AccessLog:
    """The access log; there is none if only the user of this machine has access."""
    service = settings.service
    if accounts is None and not service.open:
        return AccessLog(None)
    path = Path(service.audit_file) if service.audit_file else index / "audit.jsonl"
    return AccessLog(path, questions=service.log_questions, lock=worker.lock("audit"))


def _prepare(engine: Rag) -> None:
    try:
        engine.prepare()
    except RagError as error:  # no generation is whole; the next question says so too
        _log.error("%s", error)


class _SharedEncoder:
    """Loads the encoder once, for questions and for added documents."""

    def __init__(self, index: Path, settings: Settings) -> None:
        self._index = index
        self._settings = settings
        self._encoder = lru_cache(load_encoder)

    def open_engine(self) -> Engine:
        """The engine of the index, which a thread then prepares and reads whole."""
        engine = Rag.open(self._index, settings=self._settings, loader=self._encoder)
        threading.Thread(target=_prepare, args=(engine,), name="index-prepare", daemon=True).start()
        return engine

    def writer(self, uploads: Path | None) -> LibraryWriter:
        """What changes the index, and adds documents to the folder ``uploads``."""
        limits = ReadingLimits(ocr=self._settings.ocr)
        return LibraryWriter(self._index, self._loaded, limits, uploads, self._settings.store)

    def _loaded(self) -> Encoder:
        return self._encoder(self._settings.encoder, self._settings.encoder_revision)
