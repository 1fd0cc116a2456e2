"""The client of a Qdrant server, or of a Qdrant inside this process; its failures as ours."""

from __future__ import annotations

import atexit
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any, TypeVar

from rag.config import FILE, StoreSettings, read_secret
from rag.config.secrets import without_secrets
from rag.errors import SearchUnavailable, SettingsInvalid
from rag.messages import Message

_T = TypeVar("_T")
_INSTALL = "pip install 'qdrant-client>=1.15'"


class QdrantConnection:
    """One client for all generations; safe to share between threads."""

    def __init__(self, settings: StoreSettings) -> None:
        self.settings = settings
        self.host = without_secrets(settings.url) or settings.path
        self.is_local = not settings.url
        # The Qdrant inside the process is not made for threads.
        self._alone: Any = threading.RLock() if self.is_local else nullcontext()
        with self._failing():
            self._client = _client(settings)
        # Before the modules go that it needs to close its files.
        atexit.register(self._client.close)

    def call(self, work: Callable[[Any], _T]) -> _T:
        """The result of a call of the client; raises SearchUnavailable.

        A connection that breaks is tried once more: another replica may answer. What is sent twice
        is the same points under the same numbers.
        """
        from qdrant_client.http.exceptions import ResponseHandlingException

        with self._failing(), self._alone:
            try:
                return work(self._client)
            except ResponseHandlingException as error:
                if not _is_broken(error.source):
                    raise
                return work(self._client)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Turns what the client raises into SearchUnavailable."""
        try:
            from qdrant_client.http.exceptions import ApiException
        except ImportError as error:
            cause = Message("causes.search_client", command=_INSTALL)
            raise SearchUnavailable(host=self.host, cause=cause) from error
        try:
            yield
        except ApiException as error:
            cause = _cause(error, self.settings.timeout)
            raise SearchUnavailable(host=self.host, cause=cause) from error
        except ValueError as error:  # what is no JSON
            if self.is_local:
                raise
            cause = Message("causes.search_reply")
            raise SearchUnavailable(host=self.host, cause=cause) from error
        except RuntimeError as error:  # the lock of a folder
            if "already accessed" not in str(error):
                raise
            cause = Message("causes.search_locked")
            raise SearchUnavailable(host=self.host, cause=cause) from error


@cache
def connect(settings: StoreSettings) -> QdrantConnection:
    """The connection of these settings, one for the process; raises SearchUnavailable."""
    return QdrantConnection(settings)


def _client(settings: StoreSettings) -> Any:
    from qdrant_client import QdrantClient

    if settings.path == ":memory:":
        return QdrantClient(location=":memory:")
    if settings.path:
        return QdrantClient(path=settings.path, force_disable_check_same_thread=True)
    with warnings.catch_warnings():
        # The settings allow a key without TLS on this machine only.
        warnings.filterwarnings("ignore", "Api key is used with an insecure connection")
        return QdrantClient(
            url=settings.url,
            port=None,  # that of the address
            api_key=read_secret(settings.key_env) or None,
            timeout=settings.timeout,
            check_compatibility=False,
            **_transport(settings),
        )


def _transport(settings: StoreSettings) -> dict[str, Any]:
    """How the client reaches the server: certificates of one's own."""
    if not settings.ca_file:
        return {}
    try:
        return {"verify": ssl.create_default_context(cafile=settings.ca_file)}
    except OSError as error:  # the errors of ssl are some
        cause = f"ca_file = {settings.ca_file}: {error.strerror or error}"
        raise SettingsInvalid(path=FILE, cause=cause) from error


def _is_broken(error: Exception) -> bool:
    """Whether a connection broke, so that a second try may succeed."""
    import httpx

    return isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)


def _cause(error: Exception, seconds: int) -> Message:
    """Why a call failed, for a person."""
    from qdrant_client.http.exceptions import ResponseHandlingException

    if isinstance(error, ResponseHandlingException):
        return _cause_of_transport(error.source, seconds)
    status = getattr(error, "status_code", None) or 429
    if status in (401, 403):
        return Message("causes.search_key")
    return Message("causes.search_status", status=status)


def _cause_of_transport(error: Exception, seconds: int) -> Message:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return Message("causes.search_slow", seconds=seconds)
    if isinstance(error, httpx.ConnectError):
        trusted = not _is_of_certificate(error)
        return Message("causes.search_away" if trusted else "causes.search_certificate")
    if isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError):
        return Message("causes.search_dropped")
    return Message("causes.search_reply")


def _is_of_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
